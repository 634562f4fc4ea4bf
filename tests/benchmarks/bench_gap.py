"""How long the window keeps a person waiting while the engine indexes: gaps between two turns of its event loop.

A real engine with the starter model reads drawn pictures; meanwhile the grid is scrolled, and results grow.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer

from mediasearch.demo import draw_collection
from mediasearch.gui.application import _application, default_engine_command
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.theme import Theme
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.benchmarks.report import Figure

PICTURES = {"quick": 30, "normal": 120, "full": 2000}
LONGEST = {"quick": 60, "normal": 240, "full": 1200}  #: seconds, should indexing never end
P99, MOST = 16.0, 100.0  #: milliseconds, from the product's budgets


def measure(scale: str, place: Path) -> list[Figure]:
    folder = place / "pictures"
    draw_collection(folder, PICTURES[scale])
    app = _application()
    library = Library.at(place / "library")
    library.create()
    client = EngineClient(default_engine_command(library))
    client.start()
    window = MainWindow(library, Settings(library.settings), client, Theme(app, "light"), [str(folder)])
    window.resize(1240, 840)
    window.show()
    idle = _gaps(window, lambda: client.is_ready, 30)[20:]
    started = perf_counter()
    busy = _gaps(window, lambda: window.model.rowCount() >= PICTURES[scale], LONGEST[scale])
    seconds = perf_counter() - started
    indexed = window.model.rowCount()
    window.close()
    app.processEvents()
    what = f"event-loop gap while {indexed:,} pictures are indexed in {seconds:.0f} s"
    return [
        _figure("event-loop gap while the engine starts, most", idle, 1.0),
        _figure(f"{what}, p99", busy, 0.99, P99),
        _figure(f"{what}, most", busy, 1.0, MOST),
    ]


def _figure(what: str, gaps: list[tuple[float, float]], share: float, limit: float | None = None) -> Figure:
    gap, worked = (sorted(one)[min(int(len(one) * share), len(one) - 1)] for one in zip(*gaps, strict=True))
    told = {} if limit is None else {"limit": f"≤ {limit:.0f} ms", "met": gap <= limit}
    return Figure("gap", what, "ms", (gap,), "the window worked", (worked,), **told)


def _gaps(window: MainWindow, until: Callable[[], bool], seconds: float) -> list[tuple[float, float]]:
    """By how many milliseconds the loop came later than a timer of 4 ms asked, and how long it worked since.

    Until ``until()`` or for ``seconds``.  What it worked holds on a machine that others use as well.
    """
    gaps: list[tuple[float, float]] = []
    loop = QEventLoop()
    timer = QTimer(loop, interval=4, timerType=Qt.TimerType.PreciseTimer)
    deadline = perf_counter() + seconds
    last, worked = perf_counter(), thread_time()
    bar = window.view.verticalScrollBar()

    def tick() -> None:
        nonlocal last, worked
        now, work = perf_counter(), thread_time()
        gaps.append((max((now - last) * 1000 - 4, 0.0), (work - worked) * 1000))
        last, worked = now, work
        if len(gaps) % 4 == 0:  # somebody scrolls, sixty times a second
            bar.setValue(0 if bar.value() >= bar.maximum() else bar.value() + 24)
        if until() or now > deadline:
            loop.quit()

    timer.timeout.connect(tick)
    timer.start()
    loop.exec()
    timer.stop()  # closing the window is no part of it
    return gaps
