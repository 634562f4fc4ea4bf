"""Seconds from starting a process to the first window, to the first hits in it, and to a cold command's answer."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from mediasearch.encoders.store import starter
from mediasearch.ingest.roots import check_root
from mediasearch.ingest.scan import scan
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Decoded, Metadata
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.benchmarks.bench_rescan import plant
from tests.benchmarks.commands import mediasearch, processor_seconds, python
from tests.benchmarks.report import Figure, in_turn

CONTENTS = {"quick": 500, "normal": 100_000, "full": 100_000}
RUNS = {"quick": 1, "normal": 7, "full": 15}
QUERY = "a red circle"
PHOTO = Metadata(width=4000, height=3000, taken_at="2024-05-01T12:00:00", format="JPEG")


def measure(scale: str, place: Path) -> list[Figure]:
    count, runs = CONTENTS[scale], RUNS[scale]
    library = place / "library"
    fill(Library.at(library), place / "photos", count)
    window, first_hits, bare, cold_window = [], [], [], []
    for _ in range(runs):
        bare += _since_start("--bare")
        cold_window += _since_start(str(place / "new"))
        shown, answered = _since_start(str(library), QUERY)
        window.append(shown)
        first_hits.append(answered)

    def search() -> None:
        assert len(mediasearch(library, "search", QUERY)["hits"]) == 50

    def naive() -> None:
        python("naive", "search", QUERY)

    search()
    ours, theirs = in_turn(search, naive, runs=min(runs, 5))
    costs = [(processor_seconds(search), processor_seconds(naive)) for _ in range(min(runs, 3))]
    pictures = f"{count:,} pictures"
    qt, clip = "an empty Qt window", "open_clip on torch, encoding alone"
    return [
        _figure("start → first window, empty library", cold_window, qt, bare, 1.5),
        _figure(f"start → first window, {pictures}", window, qt, bare, 1.5),
        _figure(f"start → hits for a description in the window, {pictures}", first_hits, clip, theirs, 1.2),
        _figure(f"cold search command, {pictures}", ours, clip, theirs, 1.0),
        Figure(
            "start", "processor time of a cold search", "s", tuple(our for our, _ in costs), clip,
            tuple(their for _, their in costs),
        ),
    ]  # fmt: skip


def _figure(
    what: str, runs: list[float] | tuple[float, ...], beside: str, others: list[float] | tuple[float, ...], limit: float
) -> Figure:
    met = sorted(runs)[len(runs) // 2] <= limit
    return Figure("start", what, "s", tuple(runs), beside, tuple(others), f"≤ {limit:g} s", met)


def _since_start(*arguments: str) -> list[float]:
    started = time.time()
    told = python("window", *arguments, QT_QPA_PLATFORM="offscreen")
    return [float(line) - started for line in told.split()]


def fill(library: Library, tree: Path, count: int) -> None:
    """A library of ``count`` files in ``tree`` with random vectors, as if they had been indexed."""
    plant(tree, count)
    library.create()
    model = starter()
    random = np.random.default_rng(0)
    with Catalog.open(library) as catalog:
        number = catalog.ensure_model(model)
        catalog.set_active_model(number)
        root = catalog.add_root(str(tree))
        catalog.set_root(root.id, identity=check_root(root, 0, []).identity)
        scan(root, [], library=library, emit=catalog.apply)
        while pending := catalog.pending(number, 5_000):
            vectors = random.standard_normal((len(pending), model.dimension)).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            known = [
                Decoded(file.id, f"{file.id:032x}", "benchmark", file.size, file.mtime_ns, metadata=PHOTO)
                for file in pending
            ]
            catalog.record(number, list(zip(known, vectors, strict=True)))
        index = VectorIndex(library.vectors, model.identity, model.dimension)
        index.load(catalog, number)
        index.save()
