"""Tells whether two small pictures of a window show the same, as a person would see it.

Letters, edges and rounded corners come out a little otherwise with another FreeType or Qt: half a pixel further, a
shade lighter.  A missing button or a pane that begins elsewhere is more than that.  So a pixel is wrong only by as much
as it lies outside of what its neighbours are in the other picture (a morphological tolerance of one pixel, which is
four points of the window), and what counts is how much of that there is in one place.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageFilter

#: Thin lines fall into one pixel or into two; softened a little, this makes no difference.
SOFTENED: Final = ImageFilter.BoxBlur(0.5)
#: Levels (of 255) that a pixel may be off without counting.
SHADE: Final = 8
#: Edge of a place in pixels, and how far apart places begin.
PLACE: Final = 6
STEP: Final = 3
#: Levels that the pixels of a place may be off in the mean.  Measured: everything one pixel further 1.7, two pixels
#: 3.1; an icon or a button that is missing 8.9, pictures that begin 8 pixels further 36, the other theme 220.
LIMIT: Final = 4.0


class Difference(NamedTuple):
    """``worst``: mean levels that the pixels of the worst place are off.  ``places``: how many are too far off.

    ``share``: of all places.  ``picture``: how far off each pixel is, brightened.
    """

    worst: float
    places: int
    share: float
    picture: Image.Image


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """How ``one`` differs from ``other`` (RGB); wholly, if they are not of the same size."""
    if one.size != other.size:
        return Difference(255.0, 1, 1.0, one)
    one, other = one.filter(SOFTENED), other.filter(SOFTENED)
    off = ImageChops.lighter(_outside(one, other), _outside(other, one))
    levels = np.maximum(np.asarray(off, np.float32).max(axis=2) - SHADE, 0)  # (height, width)
    means = _means(levels)
    wrong = int((means > LIMIT).sum())
    picture = Image.fromarray(np.clip(levels * 6, 0, 255).astype(np.uint8))
    return Difference(float(means.max()), wrong, wrong / means.size, picture)


def _outside(image: Image.Image, of: Image.Image) -> Image.Image:
    """By how much each pixel of ``image`` is lighter than the lightest or darker than the darkest nearby in ``of``."""
    lightest, darkest = of.filter(ImageFilter.MaxFilter(3)), of.filter(ImageFilter.MinFilter(3))
    return ImageChops.lighter(ImageChops.subtract(image, lightest), ImageChops.subtract(darkest, image))


def _means(levels: np.ndarray) -> np.ndarray:
    """The mean of ``levels`` (height, width) in every place: (rows, columns)."""
    sums = np.pad(levels, ((1, 0), (1, 0))).cumsum(0, np.float64).cumsum(1, np.float64)
    means = sums[PLACE:, PLACE:] - sums[:-PLACE, PLACE:] - sums[PLACE:, :-PLACE] + sums[:-PLACE, :-PLACE]
    return means[::STEP, ::STEP] / PLACE**2
