"""How long the catalog and the index take, each beside the plainest way to do the same in the same run.

    python -m tests.library.benchmark [--files 100000] [--dimension 512] [--graph] [--json FILE]

It prints a table; with ``--json`` it writes the figures too.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Change, ChangeKind, Decoded, Metadata, PendingFile
from mediasearch.library.vectors import Graph, VectorIndex, build_graph
from mediasearch.paths import Library
from tests.library.album import forget, make_model
from tests.library.clouds import ids, stored_unit_vectors


class Report:
    """Figures by name, in milliseconds; ``plainly`` is what the same took done in the simplest way."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, float]] = {}

    def add(self, name: str, taken: Sequence[Taken], plainly: float = 0.0) -> None:
        wall, worst = median(one.wall for one in taken), max(one.wall for one in taken)
        processor = median(one.processor for one in taken)
        self.figures[name] = {"ms": wall, "worst": worst, "processor": processor, "plainly": plainly}
        print(
            f"{name:<48}{wall:10.2f}{worst:10.2f}{processor:10.2f}{f'{plainly:.2f}' if plainly else '':>10}", flush=True
        )

    def timed(self, name: str, action: Callable[[], object], times: int = 1, plainly: float = 0.0) -> None:
        self.add(name, [_taken(action) for _ in range(times)], plainly)


@dataclass(frozen=True)
class Taken:
    """Milliseconds; ``processor`` is what remains comparable on a busy machine."""

    wall: float
    processor: float


def _taken(action: Callable[[], object]) -> Taken:
    processor, wall = time.process_time(), time.perf_counter()
    action()
    return Taken((time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000)


def _batches(count: int, size: int) -> Iterator[range]:
    for start in range(0, count, size):
        yield range(start, min(start + size, count))


def run(count: int, dimension: int, graph: bool, folder: Path) -> Report:
    report = Report()
    library = Library.at(folder)
    print(f"{count} files, {dimension} dimensions")
    print(f"{'milliseconds':<48}{'median':>10}{'worst':>10}{'CPU':>10}{'plainly':>10}")
    model = make_model(dimension=dimension)
    vectors = stored_unit_vectors(count, dimension, clusters=max(10, count // 200))
    with Catalog.open(library) as catalog:
        model_id = catalog.ensure_model(model)
        catalog.set_active_model(model_id)
        root = catalog.add_root("/photos").id
        _fill(report, catalog, model_id, root, vectors)
        _ask(report, catalog, model_id, root, count)
        index = VectorIndex(library.vectors, model.identity, dimension)
        report.timed("index: read everything from the catalog", lambda: index.load(catalog, model_id))
        report.timed("index: write, verify and map the matrix", index.save)
        blobs = report.figures["index: read everything from the catalog"]["ms"]
        report.timed("index: load the mapped matrix", lambda: index.load(catalog, model_id), 3, plainly=blobs)
        _search(report, index, vectors)
        if graph:
            _graph(report, index, vectors)
        report.timed("collect one orphan", lambda: _orphan(catalog, root))
        report.timed("remove the root with everything in it", lambda: forget(catalog, root, limit=200))
    return report


def _fill(report: Report, catalog: Catalog, model_id: int, root: int, vectors: np.ndarray) -> None:
    def change(number: int, mtime_ns: int) -> Change:
        name = b"%04d/IMG_%06d.JPG" % (number // 500, number)
        return Change(ChangeKind.ADDED, root, name, 2_000_000 + number, mtime_ns, number)

    count = len(vectors)
    for name, mtime_ns in (("new", 1), ("unchanged", 1), ("changed", 2)):
        taken = []
        for batch in _batches(count, 500):
            changes = [change(number, mtime_ns) for number in batch]
            taken.append(_taken(lambda changes=changes: catalog.apply(changes)))  # type: ignore[misc]
        report.add(f"apply 500 {name} files", taken)
    pending, start, record = [], [], []
    done = 0
    while True:
        files: list[PendingFile] = []
        pending.append(_taken(lambda files=files: files.extend(catalog.pending(model_id, 64))))  # type: ignore[misc]
        if not files:
            break
        start.append(_taken(lambda files=files: catalog.start_attempts([file.id for file in files])))  # type: ignore[misc]
        outcomes = [
            (_decoded(file.id, file.size, file.mtime_ns), vectors[done + number]) for number, file in enumerate(files)
        ]
        record.append(_taken(lambda outcomes=outcomes: catalog.record(model_id, outcomes)))  # type: ignore[misc]
        done += len(files)
    for name, taken in (("pending, 64", pending), ("start_attempts, 64", start), ("record, 64", record)):
        report.add(name, taken)


def _decoded(file: int, size: int, mtime_ns: int) -> Decoded:
    about = Metadata(width=4000, height=3000, taken_at=f"20{file % 25:02}-01-01T00:00:00", camera="Camera")
    return Decoded(file, f"{file:064x}", "blake2b", size, mtime_ns, metadata=about)


def _ask(report: Report, catalog: Catalog, model_id: int, root: int, count: int) -> None:
    page = catalog.newest(100)
    report.timed("pending when there is nothing to do", lambda: catalog.pending(model_id, 64), 20)
    report.timed("known_files, all", lambda: list(catalog.known_files(root)), 3)
    report.timed("known_files below one folder", lambda: list(catalog.known_files(root, b"0001")), 10)
    report.timed("rows, 100", lambda: catalog.rows(page), 20)
    report.timed("root_counts", lambda: catalog.root_counts(model_id), 10)
    report.timed("newest, all", catalog.newest, 3)
    report.timed("newest, 100", lambda: catalog.newest(100), 10)
    report.timed("visible", catalog.visible, 3)
    report.timed("content_vector", lambda: catalog.content_vector(count // 2, model_id), 20)


def _orphan(catalog: Catalog, root: int) -> None:
    catalog.apply([Change(ChangeKind.REMOVED, root, b"0000/IMG_000000.JPG")])
    assert len(catalog.collect_orphans(0).contents) == 1


def _search(report: Report, index: VectorIndex, vectors: np.ndarray) -> None:
    snapshot = index.snapshot()
    query = vectors[len(vectors) // 3]
    naive = median(_taken(lambda: np.argsort(-(vectors @ query))[:100]).wall for _ in range(10))
    exact = replace(snapshot, graph=None)
    tenth = np.random.default_rng(0).choice(len(vectors), len(vectors) // 10, replace=False) + 1
    everything = ids(1, len(vectors))
    report.timed("exact search, 100", lambda: exact.search(query, 100), 20, plainly=naive)
    report.timed("exact search, 500", lambda: exact.search(query, 500), 20, plainly=naive)
    report.timed("exact search, 100 of a tenth", lambda: exact.search(query, 100, tenth), 20, plainly=naive)
    report.timed("exact search, 100 of all", lambda: exact.search(query, 100, everything), 20, plainly=naive)


def _graph(report: Report, index: VectorIndex, vectors: np.ndarray) -> None:
    graphs: list[Graph | None] = []
    report.timed("graph: build", lambda: graphs.append(build_graph(index.snapshot())))
    assert graphs[0] is not None
    index.adopt(graphs[0])
    report.timed("graph: save", index.save)
    by_graph = replace(index.snapshot(), exact_limit=0)
    exactly = replace(by_graph, graph=None)
    rng = np.random.default_rng(1)
    for k in (10, 100, 500):
        queries = vectors[rng.choice(len(vectors), 50)] + rng.normal(0, 0.02, (50, vectors.shape[1])).astype(np.float32)
        beside = median(_taken(lambda query=query: exactly.search(query, k)).wall for query in queries[:10])  # type: ignore[misc]  # noqa: B023
        taken, shares = [], []
        for query in queries:
            taken.append(_taken(lambda query=query: by_graph.search(query, k)))  # type: ignore[misc]  # noqa: B023
            found, wanted = by_graph.search(query, k).contents, exactly.search(query, k).contents
            shares.append(len(np.intersect1d(found, wanted)) / k)
        report.add(f"graph: search, {k} (recall {np.mean(shares):.3f})", taken, beside)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--graph", action="store_true", help="build a graph too; minutes for 100,000")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(options.files, options.dimension, options.graph, Path(folder))
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1))


if __name__ == "__main__":
    main()
