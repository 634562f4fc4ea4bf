"""Vectors for index tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ids(first: int, count: int) -> NDArray[np.int64]:
    return np.arange(first, first + count, dtype=np.int64)


def stored_unit_vectors(count: int, dimension: int, clusters: int = 0, seed: int = 0) -> NDArray[np.float32]:
    """float32 ``(count, dimension)`` as the catalog gives them back: unit vectors rounded to float16."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, dimension))
    if clusters:
        centres = rng.normal(size=(clusters, dimension))
        vectors = centres[rng.integers(0, clusters, count)] + 0.6 * vectors
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)
