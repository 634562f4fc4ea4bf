"""Exact search against the plainest possible one, and snapshots that do not change."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mediasearch.library import rows as rows_module
from mediasearch.library import snapshot as snapshot_module
from mediasearch.library.vectors import Matches, VectorIndex
from tests.library.clouds import ids, stored_unit_vectors

DIMENSION = 6


def brute_force(
    rows: list[tuple[int, int, NDArray[np.float32]]],
    query: NDArray[np.float32],
    k: int,
    allowed: set[int] | None,
) -> list[tuple[int, int]]:
    """(content, embedding) by falling score, then content id; one row per content."""
    best: dict[int, tuple[float, int]] = {}
    for embedding, content, vector in rows:
        if allowed is not None and content not in allowed:
            continue
        score = float(np.dot(vector.astype(np.float64), query.astype(np.float64)))
        if content not in best or (-score, embedding) < (-best[content][0], best[content][1]):
            best[content] = (score, embedding)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return [(content, embedding) for content, (_, embedding) in ranked[:k]]


def _pairs(matches: Matches) -> list[tuple[int, int]]:
    return [
        (int(content), int(embedding)) for content, embedding in zip(matches.contents, matches.embeddings, strict=True)
    ]


@given(
    seed=st.integers(0, 2**32 - 1),
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.integers(1, 12)),
            st.tuples(st.just("remove"), st.integers(1, 10)),
            st.tuples(st.just("search"), st.integers(0, 30)),
        ),
        max_size=12,
    ),
    several=st.booleans(),
)
def test_search_finds_what_brute_force_finds(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: list[tuple[str, int]], several: bool
) -> None:
    """With removed rows, contents of several embeddings, equal vectors, filters and blocks of three rows."""
    rng = np.random.default_rng(seed)
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    rows: list[tuple[int, int, NDArray[np.float32]]] = []
    last = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_module, "_BLOCK", 3)
        for step, number in steps:
            if step == "add":
                # Few directions, so that equal scores abound.
                new = rng.integers(-1, 2, (number, DIMENSION)).astype(np.float32)
                contents = rng.integers(1, 10, number) if several else np.arange(last + 1, last + number + 1)
                index.add(ids(last + 1, number), contents.astype(np.int64), new)
                rows += [(last + 1 + i, int(contents[i]), new[i]) for i in range(number)]
                last += number
            elif step == "remove":
                gone = set(rng.integers(1, 10, 2).tolist())
                index.remove_contents(gone)
                rows = [row for row in rows if row[1] not in gone]
            else:
                query = rng.integers(-1, 2, DIMENSION).astype(np.float32)
                allowed = set(rng.integers(1, 12, 5).tolist()) if number % 2 else None
                found = index.snapshot().search(query, number, allowed)
                assert _pairs(found) == brute_force(rows, query, number, allowed)
                vector_of = {embedding: vector for embedding, _, vector in rows}
                scores = [float(vector_of[embedding] @ query) for embedding in found.embeddings.tolist()]
                assert found.scores.tolist() == pytest.approx(scores)
        assert len(index) == len(rows)


def test_a_snapshot_stays_as_it_was() -> None:
    vectors = stored_unit_vectors(60, DIMENSION)
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    index.add(ids(1, 40), ids(1, 40), vectors[:40])
    before = index.snapshot()
    first = before.search(vectors[0], 40)
    assert index.snapshot() is before, "as long as nothing changes"
    index.add(ids(41, 20), ids(41, 20), vectors[40:])
    index.remove_contents([int(first.contents[0])])
    again = before.search(vectors[0], 40)
    assert np.array_equal(first.contents, again.contents)
    assert np.array_equal(first.scores, again.scores)
    assert len(before) == 40
    assert len(index) == len(index.snapshot()) == 59
    assert first.contents[0] not in index.snapshot().search(vectors[0], 60).contents


def test_searching_goes_on_while_the_owner_adds_and_removes() -> None:
    vectors = stored_unit_vectors(3000, DIMENSION)
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    index.add(ids(1, 100), ids(1, 100), vectors[:100])
    snapshots = [index.snapshot()]
    wrong: list[str] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            snapshot = snapshots[-1]
            one, two = (snapshot.search(vectors[0], 50) for _ in range(2))
            if not np.array_equal(one.contents, two.contents) or len(one) != 50:
                wrong.append("a snapshot changed")

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for start in range(100, 3000, 10):
        index.add(ids(start + 1, 10), ids(start + 1, 10), vectors[start : start + 10])
        index.remove_contents([start - 60])
        snapshots.append(index.snapshot())
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_equal_vectors_have_equal_scores_wherever_they_stand() -> None:
    vectors = stored_unit_vectors(9001, 33)
    for place in (0, 1, 7, 8191, 8192, 8999, 9000):
        vectors[place] = vectors[0]
    index = VectorIndex(Path("unused"), "model", 33)
    index.add(ids(1, 9001), ids(1, 9001)[::-1].copy(), vectors)
    found = index.snapshot().search(vectors[0], 7)
    assert found.contents.tolist() == sorted(found.contents.tolist())
    assert len(set(found.scores.tolist())) == 1
    for k in range(1, 7):
        assert index.snapshot().search(vectors[0], k).contents.tolist() == found.contents.tolist()[:k]


def test_a_content_with_many_embeddings_does_not_crowd_out_the_others() -> None:
    vectors = stored_unit_vectors(100, DIMENSION)
    vectors[:60] = vectors[0]
    contents = np.where(np.arange(100) < 60, 1, np.arange(100))
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    index.add(ids(1, 100), contents, vectors)
    rows = [(i + 1, int(contents[i]), vectors[i]) for i in range(100)]
    for k in (1, 2, 3, 41, 60):
        assert _pairs(index.snapshot().search(vectors[0], k)) == brute_force(rows, vectors[0], k, None)


def test_few_rows_of_many_are_searched_alone() -> None:
    vectors = stored_unit_vectors(2000, DIMENSION)
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    index.add(ids(1, 2000), ids(1, 2000), vectors)
    rows = [(i + 1, i + 1, vectors[i]) for i in range(2000)]
    for allowed in ({5, 1999, 77}, set(range(1, 60)), set(range(1, 1500)), set(), {10**9, -3}):
        found = index.snapshot().search(vectors[3], 10, allowed)
        assert _pairs(found) == brute_force(rows, vectors[3], 10, allowed)
        as_array = index.snapshot().search(vectors[3], 10, np.array(sorted(allowed), np.int64))
        assert np.array_equal(found.contents, as_array.contents)


def test_an_empty_index_finds_nothing_and_a_wrong_query_is_refused() -> None:
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    assert len(index.snapshot().search(np.ones(DIMENSION, np.float32), 5)) == 0
    with pytest.raises(ValueError, match="dimensions"):
        index.snapshot().search(np.ones(DIMENSION + 2, np.float32), 5)
    with pytest.raises(ValueError, match="shape"):
        index.add(ids(1, 2), ids(1, 2), np.ones((2, DIMENSION + 1), np.float32))


def test_rows_that_are_here_already_are_passed_over() -> None:
    vectors = stored_unit_vectors(10, DIMENSION)
    index = VectorIndex(Path("unused"), "model", DIMENSION)
    index.add(ids(1, 6), ids(1, 6), vectors[:6])
    index.add(ids(4, 7), ids(4, 7), vectors[3:])
    assert len(index) == 10
    index.add(ids(4, 7), ids(4, 7), vectors[3:])
    assert len(index) == 10


@given(st.integers(0, 2**32 - 1), st.integers(1, 400), st.booleans())
def test_the_threshold_among_many_is_the_one_among_all(seed: int, wanted: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    scores = (rng.integers(0, 5, 500) if ties else rng.normal(size=500)).astype(np.float32)
    query = np.ones(DIMENSION, np.float32) / np.sqrt(DIMENSION)
    plain = snapshot_module._threshold(scores, wanted, query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot_module, "_MANY", 100)
        patch.setattr(snapshot_module, "_STRIDE", 3)
        assert snapshot_module._threshold(scores, wanted, query) == plain
    assert (scores >= plain).sum() >= wanted
