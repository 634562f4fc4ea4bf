"""Small pictures that differ from each other, for tests that need files and no meaning beyond a colour."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PIL import Image, ImageDraw

#: File name → the colour that fills most of the picture.
GROUNDS: dict[str, tuple[int, int, int]] = {
    "red.jpg": (220, 20, 20),
    "orange.png": (255, 140, 0),
    "yellow.webp": (245, 225, 30),
    "green.jpg": (30, 150, 40),
    "blue.png": (30, 60, 220),
    "purple.gif": (130, 30, 160),
    "black.bmp": (0, 0, 0),
    "white.tif": (255, 255, 255),
}


def draw_picture(path: Path, ground: tuple[int, int, int], seed: int = 0, size: tuple[int, int] = (160, 120)) -> Path:
    """A picture of one colour with a small figure; another ``seed`` is another figure.  The format is the suffix's."""
    picture = Image.new("RGB", size, ground)
    width, height = size
    left, top = 8 + seed * 37 % (width // 2), 8 + seed * 23 % (height // 2)
    shade = tuple(255 - value if seed % 2 else value // 2 + 64 for value in ground)
    ImageDraw.Draw(picture).ellipse((left, top, left + width // 6, top + height // 5), fill=shade)
    picture.save(path)
    return path


def draw_pictures(folder: Path) -> None:
    """:data:`GROUNDS` in ``folder``, written a minute ago: younger files are taken for unfinished ones."""
    folder.mkdir(parents=True)
    past = time.time() - 60
    for number, (name, ground) in enumerate(GROUNDS.items()):
        os.utime(draw_picture(folder / name, ground, number), (past, past))
