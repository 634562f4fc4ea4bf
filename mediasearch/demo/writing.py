"""Lines of text, as letters where they can be read and as bars where they cannot."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box

INK: Colour = (0.13, 0.13, 0.15)


WORDS = tuple(
    word
    for line in (
        "the light over the water in the morning was quiet and nobody spoke while we walked along the shore",
        "thinking of letters we had not written yet and of the long road home between fields and small towns",
    )
    for word in line.split()
)
# Below this many pixels letters cannot be read anyway, and grey bars are much faster to draw.
_LEGIBLE = 7


@lru_cache(maxsize=32)
def _font(pixels: int) -> Any:
    return ImageFont.load_default(pixels)


def text(
    canvas: Canvas, x: float, y: float, size: float, words: str, colour: Colour = INK, alpha: float = 0.9
) -> float:
    """Writes one line, its top left at (x, y); returns its width. Tiny letters become bars."""
    pixels = round(size * canvas.height)
    if pixels < _LEGIBLE:
        start, bars = x, Stencil()
        for word in words.split():
            wide = 0.52 * size * len(word)
            bars.add(box(start, y + 0.25 * size, start + wide, y + 0.8 * size))
            start += wide + 0.35 * size
        canvas.fill(bars, colour, alpha * 0.6)
        return start - x
    font = _font(pixels)
    left, _, right, _ = font.getbbox(words)
    width = max(1, int(right - left) + 2)
    sheet = Image.new("L", (width, int(1.3 * pixels)), 0)
    ImageDraw.Draw(sheet).text((-left, 0), words, font=font, fill=255)
    top, first = round(y * canvas.height), round(x * canvas.height)
    cover = np.zeros((canvas.height, canvas.width), np.float32)
    seen = np.asarray(sheet, np.float32)[max(0, -top) :, max(0, -first) :] / 255.0
    top, first = max(0, top), max(0, first)
    seen = seen[: max(0, canvas.height - top), : max(0, canvas.width - first)]
    if seen.size:
        patch = canvas.rgb[top : top + seen.shape[0], first : first + seen.shape[1]]
        patch += (seen * alpha)[..., None] * (np.asarray(colour, np.float32) - patch)
    del cover
    return width / canvas.height


def sentence(rng: np.random.Generator, count: int) -> str:
    """A few words in a row."""
    start = int(rng.integers(len(WORDS)))
    return " ".join(WORDS[(start + i) % len(WORDS)] for i in range(count))


def paragraph(
    canvas: Canvas,
    rng: np.random.Generator,
    x: float,
    y: float,
    width: float,
    size: float,
    lines: int,
    colour: Colour = INK,
) -> float:
    """Lines of running text; returns the y below them."""
    per_line = max(2, int(width / (size * 3.0)))
    for i in range(lines):
        count = per_line if i < lines - 1 else max(1, per_line // 2)
        text(canvas, x, y, size, sentence(rng, count), colour)
        y += 1.55 * size
    return y
