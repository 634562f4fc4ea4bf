"""Fusing words and pictures into one unit vector."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.errors import MediaSearchError
from mediasearch.search.fusion import fuse, of_picture

seeds = st.integers(0, 2**32 - 1)


def unit(seed: int, dimension: int = 16) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=dimension)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def words(seed: int) -> np.ndarray:
    """A query vector of words: hubness weighs something."""
    return np.append(unit(seed), np.float32(-0.75))


@given(st.lists(st.tuples(seeds, st.floats(0.1, 3.0), st.booleans()), min_size=1, max_size=5))
def test_the_result_ranks_as_the_weighted_sum_of_scores(parts: list[tuple[int, float, bool]]) -> None:
    vectors = [((words if said else lambda each: of_picture(unit(each)))(seed), weight) for seed, weight, said in parts]
    images = np.stack([np.append(unit(1000 + place), np.float32(place / 50)) for place in range(50)])
    try:
        fused = fuse(vectors)
    except MediaSearchError:
        return
    assert fused.dtype == np.float32 and np.linalg.norm(fused[:-1]) == pytest.approx(1.0, abs=1e-5)
    wanted = sum(weight * (images @ vector) for vector, weight in vectors)
    length = np.linalg.norm(sum(weight * vector[:-1] for vector, weight in vectors))
    np.testing.assert_allclose(images @ fused * length, wanted, atol=1e-4)


def test_a_negative_weight_pushes_away() -> None:
    snow, dog = of_picture(unit(1)), of_picture(unit(2))
    fused = fuse([(dog, 1.0), (snow, -1.0)])
    assert fused @ dog > dog @ dog * 0.3 and fused @ snow < dog @ snow


def test_parts_that_cancel_out_say_so() -> None:
    with pytest.raises(MediaSearchError, match="cancel"):
        fuse([(words(3), 1.0), (of_picture(unit(3)), -1.0)])
