"""A person's words as one vector: the mean over the model's prompt templates (Radford et al. 2021, section 3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.base import TextEncoder


def encode_query(encoder: TextEncoder, text: str, templates: Sequence[str] = ("{}",)) -> NDArray[np.float32]:
    """``text`` put into each of ``templates`` (``{}`` is its place), encoded and averaged.

    Returns ``float32 (dimension,)`` of length 1.
    """
    import numpy as np

    # str.replace and not str.format: a person may type braces.
    vectors = encoder.encode([template.replace("{}", text) for template in templates])
    mean = vectors.mean(axis=0, dtype=np.float64)
    length = float(np.linalg.norm(mean))
    if length < 1e-12:  # opposite vectors cancel out; the first template stands for all
        return np.ascontiguousarray(vectors[0], dtype=np.float32)
    unit: NDArray[np.float32] = (mean / length).astype(np.float32)
    return unit
