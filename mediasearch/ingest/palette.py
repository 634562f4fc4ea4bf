"""The colours of a picture: shown in its place until the preview is there."""

from __future__ import annotations

from PIL import Image

COLOURS = 4
_EDGE = 48


def palette_of(image: Image.Image) -> str:
    """Up to four average colours of an RGB image as "rrggbb" joined by commas, the most frequent first."""
    small = image.resize((_EDGE, _EDGE), Image.Resampling.BOX)
    boxes = small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    values = boxes.getpalette() or []
    counts = boxes.histogram()
    found: list[str] = []
    for index in sorted(range(COLOURS), key=lambda index: -counts[index]):
        if not counts[index]:
            break
        red, green, blue = values[3 * index : 3 * index + 3]
        colour = f"{red:02x}{green:02x}{blue:02x}"
        if colour not in found:
            found.append(colour)
    return ",".join(found)
