"""Every kind of pixel that files hold, as 8-bit RGB in sRGB: 16-bit, float, 1-bit, palette, alpha, CMYK, profiles."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops

Toning = Callable[[Image.Image], Image.Image]

_LIGHT, _DARK = 240, 48


def workable(image: Image.Image) -> Image.Image:
    """``image`` in a mode that scales correctly and has no transparency: L, RGB or CMYK."""
    mode = image.mode
    if mode in ("RGB", "L") and "transparency" not in image.info:
        return image
    if mode == "CMYK":
        # Adobe's programs write inverted CMYK into JPEG and say so; Pillow takes all of them for inverted.
        inverted = image.format == "JPEG" and "adobe" not in image.info
        return ImageChops.invert(image) if inverted else image
    if mode.startswith("I") or mode == "F":
        return _deep(image)
    if mode in ("LA", "La", "RGBA", "RGBa", "PA") or "transparency" in image.info:
        return _flattened(image)
    return image.convert("L" if mode == "1" else "RGB")


def toning(image: Image.Image) -> Toning:
    """A function that brings a (scaled) ``workable`` picture of the same file to RGB in sRGB.

    Colours are converted after scaling, when few pixels are left: the difference cannot be seen and it is ten times
    faster.  A profile that is broken or of another kind of pixel is as good as none.
    """
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and len(profile) > 128:

        def tone(scaled: Image.Image) -> Image.Image:
            transform = _transform(profile, scaled.mode)
            if transform is None:
                return _plain(scaled)
            try:
                return transform(scaled)
            except Exception:  # whatever LittleCMS has against this profile
                return _plain(scaled)

        return tone
    return _plain


def _plain(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> Toning | None:
    """From ``profile`` to sRGB for pictures of ``mode``; None where nothing is to be done or can be done."""
    from PIL import ImageCms  # 5 ms, and most pictures say sRGB or nothing

    space = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK"}.get(mode)
    if profile[16:20] != space:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if mode == "RGB" and "srgb" in ImageCms.getProfileDescription(source).lower():
            return None
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except Exception:
        return None

    def apply(image: Image.Image) -> Image.Image:
        toned = ImageCms.applyTransform(image, transform)
        return image if toned is None else toned

    return apply


def _deep(image: Image.Image) -> Image.Image:
    """More than eight bits of grey, scaled rather than clipped.

    16-bit pictures use their full range by definition.  What 32-bit integers and floats mean by white is nowhere
    said: 1, 255 and 65,535 are tried, and anything else is stretched between the darkest and the lightest.
    """
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    extrema = image.convert("F").getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]  # one band only
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    if low >= 0 and high <= 65535:
        white = 1.0 if image.mode == "F" and high <= 1 else 255.0 if high <= 255 else 65535.0
        low, high = 0.0, white
    scale = 255.0 / (high - low) if high > low else 1.0
    offset = -low * scale
    return image.convert("F").point(lambda value: value * scale + offset).convert("L")


def _flattened(image: Image.Image) -> Image.Image:
    """Transparent pictures lie on a light ground, and light drawings on a dark one: white on white is no picture."""
    clear = image.convert("RGBA")
    alpha = clear.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return clear.convert("RGB")
    grey = clear.convert("L")
    grey.thumbnail((64, 64), Image.Resampling.BOX)
    mask = alpha.resize(grey.size, Image.Resampling.BOX)
    seen = sum(mask.histogram()[level] * level for level in range(256))
    light = ImageChops.multiply(grey, mask)
    sum_of_light = sum(count * level for level, count in enumerate(light.histogram()))
    mean = 255.0 * sum_of_light / seen if seen else 0.0
    ground = _DARK if mean > 200 else _LIGHT
    result = Image.new("RGB", clear.size, (ground, ground, ground))
    result.paste(clear.convert("RGB"), mask=alpha)
    return result
