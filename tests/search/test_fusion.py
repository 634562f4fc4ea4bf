"""Fusing words and pictures into one unit vector."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.errors import MediaSearchError
from mediasearch.search.fusion import fuse

seeds = st.integers(0, 2**32 - 1)


def unit(seed: int, dimension: int = 16) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=dimension)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@given(st.lists(st.tuples(seeds, st.floats(0.1, 3.0)), min_size=1, max_size=5))
def test_the_result_ranks_as_the_weighted_sum_of_cosines(parts: list[tuple[int, float]]) -> None:
    vectors = [(unit(seed), weight) for seed, weight in parts]
    images = np.stack([unit(1000 + place) for place in range(50)])
    try:
        fused = fuse(vectors)
    except MediaSearchError:
        return
    assert fused.dtype == np.float32 and np.linalg.norm(fused) == pytest.approx(1.0, abs=1e-5)
    wanted = sum(weight * (images @ vector) for vector, weight in vectors)
    found = images @ fused
    length = np.linalg.norm(sum(weight * vector for vector, weight in vectors))
    np.testing.assert_allclose(found * length, wanted, atol=1e-4)


def test_a_negative_weight_pushes_away() -> None:
    snow, dog = unit(1), unit(2)
    fused = fuse([(dog, 1.0), (snow, -1.0)])
    assert fused @ dog > dog @ dog * 0.3 and fused @ snow < dog @ snow


def test_parts_that_cancel_out_say_so() -> None:
    with pytest.raises(MediaSearchError, match="cancel"):
        fuse([(unit(3), 1.0), (unit(3), -1.0)])
