"""More like these, less like those: contents that a person called right or wrong move the query.

Rocchio's rule (Rocchio 1971; Manning et al. 2008, section 9.1): the query, plus a part of the mean of what was
confirmed, minus a part of the mean of what was refused.  The answer is again one vector, so it works with any index,
with words and pictures beside it, and undone is undone.  Beside a logistic probe and the nearest confirmed neighbours
it did as well as either on real vectors and needs neither training nor other pictures
(``python -m tests.benchmarks.ranking``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mediasearch.search.fusion import fuse, of_picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.search.fusion import Weighted

#: Weights of the confirmed and of the refused beside a description of weight 1; more than that and the description,
#: which knows better what was meant than a few examples do, is drowned.
MORE: Final = 0.25
LESS: Final = 0.25

#: The weight of the refused where nothing was described: they look much like the confirmed, and lead away from them.
LESS_ALONE: Final = 0.06

#: Examples that are looked at; of more, the latest.
MOST: Final = 500


def direction(
    wanted: NDArray[np.float32] | None, more: NDArray[np.float32], less: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The query vector ``wanted`` (None: nothing was described) moved towards ``more`` and away from ``less``.

    Both are rows of pictures, float32 ``(n, dimension)`` of length 1; ``n`` may be 0.  The answer is a query vector as
    :mod:`.fusion` describes.  Raises :class:`MediaSearchError` when nothing is left to search with.
    """
    parts: list[Weighted] = [] if wanted is None else [(wanted, 1.0)]
    for rows, weight in ((more[-MOST:], MORE), (less[-MOST:], -(LESS if parts else LESS_ALONE))):
        if len(rows):
            parts.append((fuse([(of_picture(row), 1.0) for row in rows]), weight))
    return fuse(parts)
