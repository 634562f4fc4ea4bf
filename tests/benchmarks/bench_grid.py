"""How quick the grid is: first paint, resize, refresh, and frames while it scrolls, at a million rows.

Thumbnails are drawn first, so that frames paint real pictures; rows arrive and thumbnails are decoded between frames
as in life.  Qt's own icon mode stands beside it with a hundredth of the rows, because it visits every one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSize, QStringListModel, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListView

from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import ResultsView
from mediasearch.protocol import Hit, RowsReply, SearchReply, pack
from tests.benchmarks.report import Figure

THUMBNAILS = 64
ROWS = {"quick": 20_000, "normal": 1_000_000, "full": 1_000_000}
FRAMES = {"quick": 40, "normal": 500, "full": 2000}
FRAME_P95, FRAME_P99 = 8.0, 16.0  #: milliseconds, from the product's budgets


def draw_thumbnails(folder: Path) -> list[str]:
    """Pictures with some detail in them, 512 × 384."""
    chance = random.Random(7)
    paths = []
    for number in range(THUMBNAILS):
        image = QImage(512, 384, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(chance.randrange(360), 90, 200))
        painter = QPainter(image)
        for _ in range(60):
            painter.setBrush(QColor.fromHsv(chance.randrange(360), chance.randrange(255), chance.randrange(255)))
            painter.drawEllipse(chance.randrange(512), chance.randrange(384), chance.randrange(120), 60)
        painter.end()
        paths.append(str(folder / f"{number}.jpg"))
        image.save(paths[-1], quality=85)
    return paths


def hits(start: int, stop: int, thumbnails: list[str]) -> list[Hit]:
    return [
        Hit(
            content=row + 1, rank=row + 1, score=0.3, kind="image", width=512, height=384, taken_at=None,
            path=f"/photos/{row}.jpg", files=[f"/photos/{row}.jpg"], palette="8090a0",
            thumbnail=thumbnails[row % len(thumbnails)],
        )
        for row in range(start, stop)
    ]  # fmt: skip


def milliseconds(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


def wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def measure(scale: str, place: Path) -> list[Figure]:
    """The grid beside the stock view; ``place`` takes the thumbnails."""
    app = QApplication.instance() or QApplication([])
    rows, frames = ROWS[scale], FRAMES[scale]
    thumbnails = draw_thumbnails(place)
    model = ResultsModel()
    view = ResultsView(model)
    model.rows_needed.connect(
        lambda result, start, stop: QTimer.singleShot(
            5, lambda: model.add_rows(RowsReply(0, result, start, hits(start, stop, thumbnails)))
        )
    )
    view.resize(1400, 900)
    view.show()
    wait(50)
    stock = stock_view(max(rows // 100, 1000))
    beside = f"stock view, {stock.model().rowCount():,} rows"

    def figure(what: str, *runs: float, **more: Any) -> Figure:
        return Figure("grid", f"{what}, {rows:,} rows", "ms", tuple(runs), **more)

    found = SearchReply(1, 1, rows, rows, rows, rows, pack(range(1, rows + 1)), hits(0, 100, thumbnails))
    taken = milliseconds(lambda: model.set_result(found))
    painted = milliseconds(view.viewport().repaint)
    figures = [figure("result taken over", taken), figure("first paint", painted)]
    start = perf_counter()
    while any(view.thumbnails.picture(model.content(row)) is None for row in view.visible_rows()):
        wait(1)
    figures.append(figure(f"{len(view.visible_rows())} thumbnails on screen", (perf_counter() - start) * 1000))
    wait(300)

    sizes = [QSize(1400 - step * 9, 900 - step) for step in range(40)]
    figures.append(
        figure(
            "resize and paint",
            *(milliseconds(lambda size=size: resize(view, size)) for size in sizes),
            reference=beside,
            reference_runs=tuple(milliseconds(lambda size=size: resize(stock, size)) for size in sizes[:5]),
        )
    )
    more = SearchReply(1, 2, rows, rows, rows, rows, pack(range(1, rows + 501)), hits(0, 100, thumbnails))
    figures.append(
        figure(
            "500 rows appended", milliseconds(lambda: (model.set_result(more, keep=True), view.viewport().repaint()))
        )
    )
    wait(300)
    bar = view.verticalScrollBar()
    for what, distance in (("wheel", bar.singleStep() * 3), ("fling", view.viewport().height() * 4)):
        runs = scroll(view, distance, frames)
        for share, limit in ((0.95, FRAME_P95), (0.99, FRAME_P99)):
            value = percentile(runs, share)
            name = f"frame, {what}, p{share * 100:.0f}"
            figures.append(figure(name, value, limit=f"≤ {limit:.0f} ms", met=value <= limit))
    figures.append(figure("select all", milliseconds(lambda: (view.selectAll(), view.viewport().repaint()))))
    view.thumbnails.close()
    for window in (view, stock):
        window.close()
        window.deleteLater()
    app.processEvents()
    return figures


def resize(view: QListView, size: QSize) -> None:
    view.resize(size)
    view.doItemsLayout()
    view.viewport().repaint()


def scroll(view: ResultsView, distance: int, frames: int) -> list[float]:
    """Milliseconds of each of ``frames``, ``distance`` pixels apart; between them the event loop runs."""
    runs = []
    bar = view.verticalScrollBar()
    bar.setValue(0)
    for _ in range(frames):
        wait(8)
        runs.append(milliseconds(lambda: (bar.setValue(bar.value() + distance), view.viewport().repaint())))
        if bar.value() >= bar.maximum():
            bar.setValue(0)
    return runs


def stock_view(rows: int) -> QListView:
    """Qt's own icon mode."""
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(186, 186))
    view.setModel(QStringListModel([str(row) for row in range(rows)], view))
    view.resize(1400, 900)
    view.show()
    wait(50)
    return view
