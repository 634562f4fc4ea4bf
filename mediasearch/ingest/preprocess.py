"""A picture as the model wants it: the same arithmetic as open_clip's own preprocessing, with Pillow alone."""

from __future__ import annotations

import math

from PIL import Image

from mediasearch.encoders.base import Preprocess

_FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}
#: A picture more stretched than this is cut to its middle before it is scaled: scaling a strip of 100 × 100,000 by its
#: short side would need gigabytes, only for the ends to be cut off.
_STRETCH = 20


def model_image(image: Image.Image, preprocess: Preprocess) -> Image.Image:
    """Resize and crop or pad ``image`` (any mode that Pillow can resize) to ``size`` × ``size``."""
    size, resample = preprocess.size, _FILTERS[preprocess.interpolation]
    if preprocess.resize_mode == "squash":
        return image.resize((size, size), resample)
    if preprocess.resize_mode == "longest":
        ratio = max(image.height / size, image.width / size)
        within = (max(1, round(image.width / ratio)), max(1, round(image.height / ratio)))
        return _pad(image.resize(within, resample), size, preprocess.fill)
    image = _middle(image)
    short, long = sorted(image.size)
    other = int(size * long / short)
    scaled = (size, other) if image.width <= image.height else (other, size)
    return _crop(image.resize(scaled, resample), size)


def needed_size(width: int, height: int, preprocess: Preprocess, edge: float) -> tuple[int, int]:
    """The size down to which a picture of ``width`` × ``height`` may be decoded (in proportion) so that neither the
    model's input nor a preview of ``edge`` pixels along the long side has to be enlarged for it."""
    short, long = min(width, height), max(width, height)
    model_side = long if preprocess.resize_mode == "longest" else short
    scale = min(1.0, max(preprocess.size / model_side, edge / long))
    return math.ceil(width * scale), math.ceil(height * scale)


def _middle(image: Image.Image) -> Image.Image:
    short, long = sorted(image.size)
    if long <= _STRETCH * short:
        return image
    start = (long - _STRETCH * short) // 2
    end = start + _STRETCH * short
    return image.crop((start, 0, end, short) if image.width > image.height else (0, start, short, end))


def _crop(image: Image.Image, size: int) -> Image.Image:
    left = round((image.width - size) / 2.0)
    top = round((image.height - size) / 2.0)
    return image.crop((left, top, left + size, top + size))


def _pad(image: Image.Image, size: int, fill: int) -> Image.Image:
    if image.size == (size, size):
        return image
    ground = Image.new(image.mode, (size, size), tuple([fill] * len(image.getbands())))
    ground.paste(image, ((size - image.width) // 2, (size - image.height) // 2))
    return ground
