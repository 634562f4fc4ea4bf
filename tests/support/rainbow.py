"""Small real pictures that the colour encoder of the tests can tell apart."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.support.encoders import COLOURS


def picture(path: Path, colour: str = "red", seed: int = 0, size: tuple[int, int] = (96, 72), **save: Any) -> Path:
    """A ground of ``colour`` with a few random marks, so that each seed is another content."""
    marks = random.Random(f"{colour} {seed} {size}")
    image = Image.new("RGB", size, COLOURS[colour])
    draw = ImageDraw.Draw(image)
    for _ in range(4):
        x, y = marks.randrange(size[0]), marks.randrange(size[1])
        draw.ellipse((x, y, x + 8, y + 8), fill=tuple(marks.randrange(256) for _ in range(3)))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **save)
    return path


def rainbow(folder: Path, each: int = 1) -> list[Path]:
    """One picture (or ``each``) of every colour, as JPEG files named after it."""
    return [picture(folder / f"{name}-{seed}.jpg", name, seed) for name in COLOURS for seed in range(each)]
