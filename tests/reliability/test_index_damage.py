"""Promises 7 and 8: a damaged index is never believed, and identical or replaced vectors do not spoil a sound one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mediasearch.library.catalog import Catalog
from mediasearch.library.vectors import Snapshot, VectorIndex, build_graph
from mediasearch.paths import Library
from tests.library.album import Album, make_model, vector_of
from tests.library.clouds import ids, stored_unit_vectors

PICTURES = 150
DIMENSION = 64


@pytest.fixture
def album(library: Library) -> Iterator[Album]:
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model())
        catalog.set_active_model(model)
        album = Album(catalog, model, catalog.add_root("/photos").id)
        for number in range(PICTURES):
            album.write(f"{number}.jpg", f"{number}")
        album.index()
        yield album


def opened(album: Album, library: Library) -> VectorIndex:
    index = VectorIndex(library.vectors, make_model().identity, make_model().dimension, exact_limit=100)
    index.load(album.catalog, album.model)
    return index


def saved(index: VectorIndex) -> None:
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    index.save()


def damaged(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """``data`` with one kind of harm done to it, and the harm's name."""
    body = bytearray(data)
    match chance.randrange(6):
        case 0:
            for _ in range(chance.randint(1, 4)):
                body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
            return "flipped bits", bytes(body) if bytes(body) != data else data[:-1]
        case 1:
            return "cut short", bytes(body[: chance.randrange(len(body))])
        case 2:
            return "empty", b""
        case 3:
            body[: min(64, len(body))] = chance.randbytes(min(64, len(body)))
            return "another header", bytes(body)
        case 4:
            return "longer", bytes(body) + chance.randbytes(chance.randint(1, 4096))
        case _:
            return "noise", chance.randbytes(len(body))


def test_a_damaged_file_is_never_believed(
    library: Library,
    album: Album,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    chance: random.Random,
) -> None:
    """One file at a time, each time from a sound set; afterwards every picture finds itself and a new file is sound."""
    saved(opened(album, library))
    sound = tmp_path / "sound"
    shutil.copytree(library.vectors, sound)
    names = sorted(path.name for path in sound.iterdir())
    assert len(names) >= 3, "the matrix and the graph's two files"
    wanted = {row.id: vector_of(row.hash) for row in album.rows()}
    kinds: set[str] = set()
    rounds = scale(50, 300)
    for _ in range(rounds):
        shutil.rmtree(library.vectors)
        shutil.copytree(sound, library.vectors)
        victim = library.vectors / chance.choice(names)
        kind, body = damaged(victim.read_bytes(), chance)
        victim.write_bytes(body)
        kinds.add(kind)
        index = opened(album, library)
        assert index.dirty or index.needs_graph(), f"{victim.name}, {kind}: taken for sound"
        for content, vector in wanted.items():
            assert index.snapshot().search(vector, 1).contents.tolist() == [content], f"{victim.name}, {kind}"
        saved(index)
        again = opened(album, library)
        assert not again.dirty and not again.needs_graph()
    figures(f"{rounds} files damaged ({', '.join(sorted(kinds))}): 0 believed, 0 wrong answers, all made anew")


def test_files_from_elsewhere_are_not_believed(library: Library, album: Album, tmp_path: Path) -> None:
    """Another database's index, of the same model and as many pictures, laid over ours."""
    saved(opened(album, library))
    other = Library.at(tmp_path / "other")
    with Catalog.open(other) as catalog:
        model = catalog.ensure_model(make_model())
        catalog.set_active_model(model)
        strange = Album(catalog, model, catalog.add_root("/elsewhere").id)
        for number in range(PICTURES):
            strange.write(f"{number}.jpg", f"strange {number}")
        strange.index()
        saved(opened(strange, other))
    shutil.rmtree(library.vectors)
    shutil.copytree(other.vectors, library.vectors)
    index = opened(album, library)
    for row in album.rows():
        assert index.snapshot().search(vector_of(row.hash), 1).contents.tolist() == [row.id]


def recall(snapshot: Snapshot, queries: np.ndarray, k: int) -> float:
    exact = replace(snapshot, graph=None)
    shares = []
    for query in queries:
        # Which of many identical pictures comes first means nothing: the scores are compared.
        bar = exact.search(query, k).scores[-1] - 1e-6
        shares.append(float((snapshot.search(query, k).scores >= bar).mean()))
    return float(np.mean(shares))


def test_identical_and_replaced_vectors_do_not_spoil_the_graph(
    scale: Callable[[int, int], int], figures: Callable[[str], None]
) -> None:
    """A quarter identical, a tenth nearly; then ten rounds in which a fifth goes and others come."""
    count = scale(4000, 100_000)
    vectors = stored_unit_vectors(count, DIMENSION, clusters=80)
    vectors[: count // 4] = vectors[0]
    near = vectors[1 + count // 4] + np.random.default_rng(1).normal(0, 1e-3, (count // 10, DIMENSION))
    vectors[count // 4 : count // 4 + count // 10] = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(
        np.float16
    )
    index = VectorIndex(Path("unused"), "model", DIMENSION, exact_limit=100)
    index.add(ids(1, count), ids(1, count), vectors)
    graph = build_graph(index.snapshot(), threads=2)
    assert graph is not None
    index.adopt(graph)
    queries = stored_unit_vectors(100, DIMENSION, clusters=80, seed=2)
    first = recall(index.snapshot(), queries, 10)
    following, there, rng = count + 1, ids(1, count), np.random.default_rng(3)
    for turn in range(10):
        gone = rng.choice(there, count // 5, replace=False)
        index.remove_contents(gone.tolist())
        there = np.concatenate([np.setdiff1d(there, gone), ids(following, len(gone))])
        index.add(
            ids(following, len(gone)), ids(following, len(gone)),
            stored_unit_vectors(len(gone), DIMENSION, clusters=80, seed=10 + turn),
        )  # fmt: skip
        following += len(gone)
        if index.needs_graph():
            renewed = build_graph(index.snapshot(), threads=2)
            assert renewed is not None
            index.adopt(renewed)
    last = recall(index.snapshot(), queries, 10)
    figures(f"{count} vectors, a quarter identical: recall@10 {first:.3f}; after 10 rounds of a fifth {last:.3f}")
    assert first >= 0.98 and last >= 0.98
