"""The graph finds what exact search finds, and a damaged one is never loaded."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.library.catalog import Catalog
from mediasearch.library.vectors import Snapshot, VectorIndex, build_graph
from mediasearch.paths import Library
from tests.library.album import Album, make_model, vector_of
from tests.library.clouds import ids, stored_unit_vectors

COUNT = 4000
DIMENSION = 32


def _exactly(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, graph=None)


def _recall(snapshot: Snapshot, queries: NDArray[np.float32], k: int) -> float:
    """Share of the exact answer that the graph finds too."""
    shares = []
    for query in queries:
        found = set(snapshot.search(query, k).contents.tolist())
        wanted = set(_exactly(snapshot).search(query, k).contents.tolist())
        shares.append(len(found & wanted) / len(wanted))
    return float(np.mean(shares))


@pytest.fixture(scope="module")
def built() -> VectorIndex:
    """4,000 clustered vectors, a quarter of them identical, with a graph; for tests that leave it as it is."""
    vectors = stored_unit_vectors(COUNT, DIMENSION, clusters=60)
    vectors[1000:2000] = vectors[1000]
    index = VectorIndex(Path("unused"), "model", DIMENSION, exact_limit=100)
    index.add(ids(1, COUNT), ids(1, COUNT) * 2, vectors)
    assert index.needs_graph()
    graph = build_graph(index.snapshot(), threads=2)
    assert graph is not None
    assert len(graph) < 3100, "identical vectors are one node"
    index.adopt(graph)
    assert not index.needs_graph()
    return index


def test_the_graph_finds_what_exact_search_finds(built: VectorIndex) -> None:
    queries = stored_unit_vectors(60, DIMENSION, clusters=60, seed=5)
    assert _recall(built.snapshot(), queries, 10) > 0.98
    assert _recall(built.snapshot(), queries, 100) > 0.95


def test_scores_are_those_of_exact_search(built: VectorIndex) -> None:
    snapshot = built.snapshot()
    query = stored_unit_vectors(1, DIMENSION, seed=8)[0]
    found, wanted = snapshot.search(query, 20), _exactly(snapshot).search(query, 20)
    exact = dict(zip(wanted.contents.tolist(), wanted.scores.tolist(), strict=True))
    shared = [content for content in found.contents.tolist() if content in exact]
    assert len(shared) >= 18
    scores = dict(zip(found.contents.tolist(), found.scores.tolist(), strict=True))
    assert [scores[content] for content in shared] == [exact[content] for content in shared]


def test_all_of_a_thousand_identical_pictures_are_found(built: VectorIndex) -> None:
    snapshot = built.snapshot()
    same = np.flatnonzero((snapshot.blocks[0].vectors == snapshot.blocks[0].vectors[1000]).all(axis=1))
    assert len(same) == 1000
    found = snapshot.search(snapshot.blocks[0].vectors[1000], 1000)
    assert found.contents.tolist() == (snapshot.blocks[0].contents[same]).tolist()


def test_what_came_after_the_graph_is_found_and_what_went_is_not() -> None:
    vectors = stored_unit_vectors(1200, DIMENSION, clusters=20)
    index = VectorIndex(Path("unused"), "model", DIMENSION, exact_limit=100)
    index.add(ids(1, 1000), ids(1, 1000), vectors[:1000])
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.add(ids(1001, 50), ids(1001, 50), vectors[1000:1050])  # while it was being built
    index.adopt(graph)
    assert not index.needs_graph()
    for number in (1000, 1049):
        assert index.snapshot().search(vectors[number], 1).contents.tolist() == [number + 1]
    index.remove_contents(range(1, 40))
    for number in (0, 38):
        assert number + 1 not in index.snapshot().search(vectors[number], 50).contents
    assert _recall(index.snapshot(), vectors[:40], 20) > 0.95
    index.add(ids(1051, 150), ids(1051, 150), vectors[1050:])
    assert index.needs_graph(), "a tenth came or went"


def test_filters_hold_whichever_way_is_taken(built: VectorIndex) -> None:
    query = stored_unit_vectors(1, DIMENSION, seed=9)[0]
    contents = built.snapshot().blocks[0].contents
    for size in (50, 150, 1500, 3900):  # below and above what is searched exactly
        allowed = np.random.default_rng(size).choice(contents, size, replace=False)
        found = built.snapshot().search(query, 20, allowed)
        wanted = _exactly(built.snapshot()).search(query, 20, allowed)
        assert set(found.contents.tolist()) <= set(allowed.tolist())
        assert len(found) == 20
        assert len(set(found.contents.tolist()) & set(wanted.contents.tolist())) >= 19


def test_a_filter_that_shuts_out_the_nearest_is_answered_exactly(built: VectorIndex) -> None:
    block = built.snapshot().blocks[0]
    query = block.vectors[7]
    furthest = block.contents[np.argsort(block.vectors @ query)[:500]]
    found = built.snapshot().search(query, 50, furthest)
    assert np.array_equal(found.contents, _exactly(built.snapshot()).search(query, 50, furthest).contents)


def test_more_results_than_the_graph_is_good_for_are_found_exactly(built: VectorIndex) -> None:
    query = stored_unit_vectors(1, DIMENSION, seed=10)[0]
    found = built.snapshot().search(query, COUNT)
    assert len(found) == COUNT
    assert np.array_equal(found.contents, _exactly(built.snapshot()).search(query, COUNT).contents)


def test_contents_with_several_embeddings_are_found_once_each() -> None:
    vectors = stored_unit_vectors(3000, DIMENSION, clusters=30)
    index = VectorIndex(Path("unused"), "model", DIMENSION, exact_limit=100)
    index.add(ids(1, 3000), (ids(0, 3000) // 5 + 1), vectors)
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    for query in vectors[:5]:
        found = index.snapshot().search(query, 50)
        assert len(found) == len(set(found.contents.tolist())) == 50
    assert _recall(index.snapshot(), vectors[:20], 50) > 0.95


def test_building_can_be_stopped_and_of_nothing_comes_nothing() -> None:
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    assert build_graph(index.snapshot()) is None
    index.add(ids(1, 50), ids(1, 50), stored_unit_vectors(50, DIMENSION))
    stop = threading.Event()
    stop.set()
    assert build_graph(index.snapshot(), stop) is None
    assert not index.needs_graph(), "exact search is as fast for so few"


def test_several_threads_search_one_graph(built: VectorIndex) -> None:
    snapshot = built.snapshot()
    queries = stored_unit_vectors(8, DIMENSION, seed=11)
    wanted = [snapshot.search(query, 10).contents.tolist() for query in queries]
    wrong: list[int] = []

    def search(number: int) -> None:
        answers = [snapshot.search(queries[number], 10).contents.tolist() for _ in range(50)]
        wrong.extend(number for answer in answers if answer != wanted[number])

    threads = [threading.Thread(target=search, args=(number,)) for number in range(len(queries))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# -------------------------------------------------------------------------------------------------------------- files


@pytest.fixture
def saved(album: Album, library: Library) -> Album:
    """A catalog of 150 pictures whose graph was saved."""
    for number in range(150):
        album.write(f"{number}.jpg", f"{number}")
    album.index()
    index = _open(album.catalog, library)
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    assert index.dirty
    index.save()
    assert not index.dirty
    return album


def _open(catalog: Catalog, library: Library) -> VectorIndex:
    index = VectorIndex(library.vectors, make_model().identity, make_model().dimension, exact_limit=100)
    index.load(catalog, 1)
    return index


def _file(library: Library, suffix: str) -> Path:
    (path,) = library.vectors.glob(f"*{suffix}")
    return path


def test_a_saved_graph_is_loaded_and_searched(saved: Album, library: Library) -> None:
    index = _open(saved.catalog, library)
    assert not index.needs_graph()
    assert index.snapshot().graph is not None
    for row in saved.rows()[:20]:
        assert index.snapshot().search(vector_of(row.hash), 1).contents.tolist() == [row.id]
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in library.vectors.iterdir()} == {0o600}


def _flip(path: Path, share: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(share * (len(data) - 1))] ^= 0x01
    path.write_bytes(data)


@pytest.mark.parametrize("suffix", [".nodes", ".graph"])
@pytest.mark.parametrize(
    "harm",
    [
        *(lambda path, share=share: _flip(path, share) for share in (0, 0.001, 0.01, 0.5, 0.9, 1)),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ],
)
def test_a_damaged_graph_is_never_loaded(
    saved: Album, library: Library, suffix: str, harm: Callable[[Path], object]
) -> None:
    harm(_file(library, suffix))
    index = _open(saved.catalog, library)
    assert index.needs_graph()
    assert index.snapshot().graph is None
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    index.save()
    assert not _open(saved.catalog, library).needs_graph()


def test_a_graph_of_another_database_is_never_loaded(saved: Album, library: Library) -> None:
    with saved.catalog.transaction() as connection:
        connection.exec_driver_sql("UPDATE properties SET value = 'restored'")
    assert _open(saved.catalog, library).snapshot().graph is None


def test_a_graph_that_knows_more_than_the_catalog_is_never_loaded(saved: Album, library: Library) -> None:
    with saved.catalog.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM embeddings WHERE id > 140")
        connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = 140 WHERE name = 'embeddings'")
    assert _open(saved.catalog, library).snapshot().graph is None


def test_a_graph_that_could_not_be_written_is_told_and_the_old_one_stays(
    saved: Album, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """hnswlib itself says nothing when the disk is full."""
    before = {path: path.read_bytes() for path in library.vectors.iterdir()}
    index = _open(saved.catalog, library)
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    if Path("/dev/full").exists():
        monkeypatch.setattr("mediasearch.library.graph._create", lambda path: path.symlink_to("/dev/full"))
        with pytest.raises(OSError, match="could be written"):
            index.save()
        monkeypatch.undo()
        assert {path: path.read_bytes() for path in library.vectors.iterdir()} == before
    index.save()
    assert len(list(library.vectors.iterdir())) == 3


def test_a_graph_that_was_given_up_while_it_was_being_written_leaves_no_file(saved: Album, library: Library) -> None:
    index = _open(saved.catalog, library)
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    _, begun = index.to_save()
    assert begun is graph
    index.discard_graph(graph)  # it finds too little
    index.write_graph(graph)
    index.graph_written(graph)
    assert not index.dirty and not list(library.vectors.glob("*.graph")) + list(library.vectors.glob("*.nodes"))
