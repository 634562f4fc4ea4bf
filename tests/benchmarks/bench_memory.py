"""Memory of the engine, its encoder and its workers, idle and while indexing; and what indexing does to a query.

With the full model that is recommended (ViT-B-32-256, random weights).  The window's memory is :mod:`.bench_grid`'s.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil

from mediasearch import protocol
from mediasearch.engine import launch
from mediasearch.paths import Library
from tests.benchmarks.bench_start import fill
from tests.benchmarks.full_model import install
from tests.benchmarks.photos import take_photos
from tests.benchmarks.report import Figure

CONTENTS = {"quick": 500, "normal": 100_000, "full": 100_000}
IDLE_SECONDS = {"quick": 2.0, "normal": 65.0, "full": 65.0}
QUERIES = {"quick": 10, "normal": 200, "full": 200}
PHOTOS = {"quick": 8, "normal": 160, "full": 400}
MEGABYTE = 1e6


def measure(scale: str, place: Path) -> list[Figure]:
    count = CONTENTS[scale]
    library = place / "library"
    fill(Library.at(library), place / "photos", count, install(Library.at(library), scale))
    take_photos(place / "new", PHOTOS[scale])
    pictures = f"{count:,} pictures"
    with _engine(library) as (engine, process):
        for _ in range(5):
            _ask(engine, "a red circle")
        idle_queries = [_ask(engine, f"a {colour} circle") for colour in _some(QUERIES[scale])]
        time.sleep(IDLE_SECONDS[scale])
        idle, index = _resident(process), _mapped(process)
        for _ in range(3):  # it rested: the first one reads the vectors' pages again
            _ask(engine, "a red circle")
        engine.request(protocol.AddRoots(0, [str(place / "new")]))
        busy_queries: list[float] = []
        most = 0.0
        colours = iter(_some(100_000))
        while _indexing(engine):
            busy_queries.append(_ask(engine, f"a {next(colours)} circle"))
            everything = _resident(process) + sum(_resident(child) for child in _children(process))
            most = max(most, everything - _mapped(process))
    p95, idle_p95 = (float(np.percentile(each, 95)) for each in (busy_queries, idle_queries))
    return [
        Figure("memory", f"engine after a minute idle, {pictures}", "MB", (idle,), "of which vectors", (index,),
               "≤ 300 MB", idle <= 300),
        Figure("memory", "engine, encoder and workers while indexing, beyond the index", "MB", (most,),
               limit="≤ 1200 MB", met=most <= 1200),
        Figure("memory", f"p95 of a query while indexing, {pictures}", "ms", (p95,), "idle", (idle_p95,),
               "≤ 2× idle", p95 <= 2 * idle_p95),
    ]  # fmt: skip


@contextmanager
def _engine(library: Path) -> Iterator[tuple[launch.Connection, psutil.Process]]:
    with launch.engine(Library.at(library), launch.command(str(library), "index")) as (engine, own):
        assert own
        (process,) = (child for child in psutil.Process().children() if "engine" in child.cmdline())
        _until(lambda: not _indexing(engine))  # the first scan
        yield engine, process


def _children(process: psutil.Process) -> list[psutil.Process]:
    return process.children(recursive=True)


def _indexing(engine: launch.Connection) -> bool:
    status = engine.request(protocol.GetStatus(0))
    assert isinstance(status, protocol.StatusReply)
    return any(root.state not in ("ready", "offline") for root in status.roots)


def _until(good: Callable[[], bool], patience: float = 300.0) -> None:
    end = time.monotonic() + patience
    while not good():
        assert time.monotonic() < end
        time.sleep(0.1)


def _ask(engine: launch.Connection, text: str) -> float:
    """Milliseconds to the first page of hits."""
    started = perf_counter()
    engine.request(protocol.Search(0, text))
    return (perf_counter() - started) * 1000


def _some(count: int) -> list[str]:
    """Words that make each query another one: answers may be remembered."""
    random = np.random.default_rng(7)
    return ["".join(map(chr, random.integers(97, 123, 6))) for _ in range(count)]


def _resident(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / MEGABYTE
    except psutil.Error:
        return 0.0


def _mapped(process: psutil.Process) -> float:
    """What of the resident memory is vectors, which the system takes back when somebody needs it.  Linux only."""
    if not hasattr(process, "memory_maps") or os.name == "nt":
        return 0.0
    maps = process.memory_maps()
    return float(sum(each.rss for each in maps if each.path.endswith((".matrix", ".graph")))) / MEGABYTE
