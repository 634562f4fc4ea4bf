"""One query vector from several parts: words, pictures, and pictures it should *not* look like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def fuse(parts: Sequence[tuple[NDArray[np.float32], float]]) -> NDArray[np.float32]:
    """The weighted sum of unit vectors, scaled to length 1.

    ``parts``: (``float32 (dim,)`` of length 1, weight); a negative weight pushes away.  The sum of unit vectors is the
    usual fusion of composed retrieval: its cosine with an image is, up to a constant, the weighted sum of the parts'
    cosines.  Raises :class:`MediaSearchError` when the parts cancel out.
    """
    import numpy as np  # the window imports the search room's grammar, not its arithmetic

    total = np.zeros_like(parts[0][0], dtype=np.float32)
    for vector, weight in parts:
        total += np.float32(weight) * vector
    length = float(np.linalg.norm(total))
    if length < 1e-6:
        raise MediaSearchError(
            "The parts of this query cancel each other out", "Remove one of them or add a description."
        )
    return np.asarray(total / length, dtype=np.float32)
