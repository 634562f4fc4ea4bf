"""Duplicates of the whole library: every twin is found, the best is kept, and the room they take is told."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.search.stacks import TWIN
from mediasearch.search.twins import near_pairs

Rows = NDArray[np.float32]


def unit(rows: NDArray[np.float64]) -> Rows:
    length: Rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return length


def cone(random: np.random.Generator, count: int, dimension: int = 64) -> Rows:
    """As a model's pictures lie: around a common axis, in clusters."""
    axis = random.normal(size=dimension)
    centres = axis + 1.2 * random.normal(size=(40, dimension))
    return unit(centres[random.integers(0, 40, count)] + 0.7 * random.normal(size=(count, dimension)))


def pairs_of(rows: Rows) -> set[tuple[int, int]]:
    """The oracle: every pair compared."""
    return {(int(a), int(b)) for a, b in zip(*np.nonzero(rows @ rows.T >= TWIN), strict=True) if a < b}


def found(*blocks: Rows) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in near_pairs(blocks)}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50, 3000])
def test_twins_are_found_and_nothing_else(count: int) -> None:
    random = np.random.default_rng(count)
    rows = cone(random, count) if count else np.empty((0, 64), np.float32)
    copies = rows[random.random(count) < 0.2]
    near = unit(copies + 0.015 * random.normal(size=copies.shape))
    whole = np.concatenate([rows, near])
    expected, pairs = pairs_of(whole), found(whole)
    assert pairs <= expected
    assert len(pairs) >= 0.995 * len(expected), "measured: all of them"
    assert len(expected) >= len(copies)


def test_blocks_are_counted_through() -> None:
    random = np.random.default_rng(7)
    rows = cone(random, 90)
    assert found(rows[:0], rows, rows[:5], rows[:0]) == {(place, 90 + place) for place in range(5)} | pairs_of(rows)


def test_what_was_removed_is_no_twin_and_the_rest_is_numbered_without_it() -> None:
    random = np.random.default_rng(3)
    rows, more = cone(random, 5000), cone(random, 40)
    rows[3000:3010], more[30:35] = rows[100:110], rows[200:205]
    alive = [np.flatnonzero(np.arange(5000) % 7), np.flatnonzero(np.arange(40) % 7)]
    left = np.concatenate([rows[alive[0]], more[alive[1]]])
    pairs = {(int(a), int(b)) for a, b in near_pairs([rows, more], alive=alive)}
    assert pairs == pairs_of(left)
    assert len(pairs) > 8


def test_a_crowd_of_equal_ones_hangs_together() -> None:
    rows = np.concatenate([cone(np.random.default_rng(1), 200), np.full((50, 64), 0.125, np.float32)])
    pairs = found(rows)
    assert pairs >= set(itertools.combinations(range(200, 250), 2))
