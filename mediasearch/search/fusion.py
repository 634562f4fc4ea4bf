"""One query vector from several parts: words, pictures, and pictures it should *not* look like.

A query vector is one element longer than a picture's: ``float32 (dimension + 1,)``.  The last element says how much
each picture's hubness (:mod:`.calibration`) counts for it, so it is negative for words and 0 for pictures; the others
are of length 1.  The score of a picture is the inner product with its vector and its hubness behind it.

Fusion is the weighted sum of unit vectors, so it stays one vector that any index answers (spherical interpolation is
the same sum with other weights).  What else the literature knows was measured on pictures with something added in words
(``python -m tests.benchmarks.ranking_fusion``; mAP with the starter model and with CLIP): sum with equal weights 0.32
and 0.08, words twice as heavy 0.44 and 0.10, sum of standardised scores 0.41 and 0.10, their minimum 0.43 and 0.10,
reciprocal ranks 0.37 and 0.09, product of scaled scores 0.46 and 0.11.  Scores of pictures spread about twice as far as
those of words, so equal weights all but ignore the words; once that is made up for, nothing gains enough to give up the
one vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weighted = tuple[NDArray[np.float32], float]

#: What a picture weighs beside a description of weight 1.
PICTURE: Final = 0.5


def fuse(parts: Sequence[Weighted]) -> NDArray[np.float32]:
    """The weighted sum of query vectors as a query vector.

    ``parts``: (query vector, weight); a negative weight pushes away.  The sum of unit vectors is the usual fusion of
    composed retrieval: its cosine with an image is, up to a constant, the weighted sum of the parts' cosines.  Raises
    :class:`MediaSearchError` when the parts cancel out.
    """
    import numpy as np  # the window imports the search room's grammar, not its arithmetic

    total = np.zeros_like(parts[0][0], dtype=np.float32)
    for vector, weight in parts:
        total += np.float32(weight) * vector
    length = float(np.linalg.norm(total[:-1]))
    if length < 1e-6:
        raise MediaSearchError(
            "The parts of this query cancel each other out", "Remove one of them or add a description."
        )
    return np.asarray(total / length, dtype=np.float32)


def of_picture(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The query vector that asks for what is like a picture, ``vector`` float32 ``(dimension,)`` of length 1."""
    import numpy as np

    return np.append(vector, np.float32(0))
