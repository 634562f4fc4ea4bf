"""A number for each row beside its vector: measured when it comes, kept on disk, part of every score that wants it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.library.vectors import VectorIndex, build_graph
from mediasearch.paths import Library
from tests.library.album import DIMENSION, Album, make_model

IDENTITY = make_model().identity
QUERY = np.append(np.eye(DIMENSION, dtype=np.float32)[0], np.float32(-0.75))


class Hub:
    """Hubness is the second element of a vector; ``measured`` counts rows."""

    def __init__(self, identity: str = "hub", sign: float = 1.0) -> None:
        self.identity = identity
        self.measured = 0
        self._sign = sign

    def hubness(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        self.measured += len(pictures)
        return np.asarray(self._sign * pictures[:, 1], np.float32)


def filled(album: Album, count: int = 40) -> Album:
    for number in range(count):
        album.write(f"{number}.jpg", f"picture {number}")
    album.index()
    return album


def opened(album: Album, library: Library, hub: Hub | None, limit: int = 200_000) -> VectorIndex:
    index = VectorIndex(library.vectors, IDENTITY, DIMENSION, exact_limit=limit)
    if hub is not None:
        index.use(hub)
    index.load(album.catalog, album.model)
    return index


def scores(index: VectorIndex) -> dict[int, float]:
    found = index.snapshot().search(QUERY, 1000)
    return dict(zip(found.contents.tolist(), found.scores.tolist(), strict=True))


def wanted(index: VectorIndex, sign: float = 1.0, weight: float = 0.75) -> dict[int, float]:
    contents, vectors, _ = index.snapshot().of(index.snapshot().search(QUERY[:-1], 1000).contents)
    return dict(zip(contents.tolist(), (vectors[:, 0] - weight * sign * vectors[:, 1]).tolist(), strict=True))


def test_rows_that_come_are_measured_and_weigh(album: Album, library: Library) -> None:
    index = opened(filled(album), library, Hub())
    assert scores(index) == pytest.approx(wanted(index), abs=1e-6) and not index.needs_hubness()
    plain = index.snapshot().search(QUERY[:-1], 1000)
    assert plain.scores[0] == pytest.approx(max(wanted(index, weight=0.0).values()), abs=1e-6)


def test_what_was_measured_is_found_again(album: Album, library: Library) -> None:
    index = opened(filled(album), library, Hub())
    index.save()
    again = Hub()
    second = opened(album, library, again)
    assert again.measured == 0 and scores(second) == scores(index)
    album.write("more.jpg", "more")
    album.index()
    third = opened(album, library, again)
    assert again.measured == 1 and scores(third) == pytest.approx(wanted(third), abs=1e-6)


def test_numbers_of_another_background_are_measured_anew(album: Album, library: Library) -> None:
    opened(filled(album), library, Hub()).save()
    other = Hub("other", sign=-1.0)
    index = opened(album, library, other)
    assert other.measured == 40 and scores(index) == pytest.approx(wanted(index, sign=-1.0), abs=1e-6)


def test_a_background_that_comes_late_is_measured_aside_while_rows_come_and_go(album: Album, library: Library) -> None:
    index = opened(filled(album), library, None)
    assert not index.needs_hubness()
    assert scores(index) == pytest.approx(wanted(index, weight=0.0), abs=1e-6), "nothing is known, nothing weighs"
    hub = Hub()
    index.use(hub)
    assert index.needs_hubness() and not index.needs_graph()
    measured = index.measure(index.snapshot())
    album.write("late.jpg", "late")
    (row,) = album.index()
    index.add(np.array([row.embedding]), np.array([row.content]), row.vector[None].astype(np.float32))
    index.remove_contents([album.content("picture 3")])
    assert scores(index) == pytest.approx(wanted(index, weight=0.0), abs=1e-6)
    index.adopt_hubness(measured)
    assert scores(index) == pytest.approx(wanted(index), abs=1e-6) and hub.measured == 41
    index.save()
    assert scores(index) == pytest.approx(wanted(index), abs=1e-6) and hub.measured == 41


def test_what_was_measured_for_another_background_is_not_adopted(album: Album, library: Library) -> None:
    index = opened(filled(album), library, None)
    index.use(Hub())
    measured = index.measure(index.snapshot())
    index.use(Hub("other"))
    index.adopt_hubness(measured)
    assert index.needs_hubness()


def test_the_graph_carries_it_in_its_spare_dimension(album: Album, library: Library) -> None:
    index = opened(filled(album, 600), library, Hub(), limit=10)
    queries = np.random.default_rng(0).normal(size=(20, DIMENSION + 1)).astype(np.float32)
    graph = build_graph(index.snapshot(), queries=queries)
    assert graph is not None and graph.hubness == "hub"
    exact = index.snapshot().search(QUERY, 20)
    index.adopt(graph)
    assert not index.needs_graph()
    found = index.snapshot().search(QUERY, 20)
    np.testing.assert_array_equal(found.contents, exact.contents)
    np.testing.assert_array_equal(found.scores, exact.scores)
    index.save()
    assert opened(album, library, Hub(), limit=10).snapshot().graph is not None
    other = opened(album, library, Hub("other"), limit=10)
    assert other.snapshot().graph is None and other.needs_graph(), "its spare dimension says something else"


def test_a_graph_that_misses_what_names_are_nearest_to_is_not_used(
    album: Album, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediasearch.library.graph.RECALL", 1.01)  # no graph is as good as that
    index = opened(filled(album, 100), library, Hub(), limit=10)
    assert index.needs_graph() and build_graph(index.snapshot(), queries=np.eye(DIMENSION, dtype=np.float32)) is None
    index.refuse_graph()
    assert not index.needs_graph(), "it is not built again and again"
    filled(album, 130)
    index = opened(album, library, Hub(), limit=10)
    assert index.needs_graph()


def test_the_crowd_is_an_even_sample_of_what_is_allowed(album: Album, library: Library) -> None:
    index = opened(filled(album), library, Hub())
    everything = index.snapshot().sample(QUERY, 1000)
    assert sorted(everything) == pytest.approx(sorted(wanted(index).values()), abs=1e-6)
    assert 8 <= len(index.snapshot().sample(QUERY, 10)) <= 10
    some = list(wanted(index))[:7]
    assert len(index.snapshot().sample(QUERY, 1000, some)) == 7
    assert len(VectorIndex(Path("unused"), IDENTITY, DIMENSION).snapshot().sample(QUERY, 10)) == 0
