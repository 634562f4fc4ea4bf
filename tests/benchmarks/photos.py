"""Large JPEGs that cost a decoder what photos cost it: smooth shapes, edges and grain, no two files alike."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops

#: 12 megapixels.
SIZE = (4000, 3000)
#: Pictures drawn from scratch; the others are shifted copies of them, which is quicker to make and as slow to read.
ORIGINALS = 4


def take_photos(folder: Path, count: int) -> list[Path]:
    """``count`` JPEGs of 12 megapixels and some 3 MB each, written an hour ago."""
    folder.mkdir()
    originals = [_original(number) for number in range(min(count, ORIGINALS))]
    past = time.time() - 3600
    files = []
    for number in range(count):
        picture = ImageChops.offset(originals[number % len(originals)], 37 * number, 23 * number)
        files.append(folder / f"IMG_{number:04}.jpg")
        picture.save(files[-1], quality=88)
        os.utime(files[-1], (past + number, past + number))
    return files


def _original(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (9, 12, 3), dtype=np.uint8)
    blocks = random.integers(-40, 40, (60, 80, 1))
    picture = np.asarray(Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC), dtype=np.int16)
    edges = np.kron(blocks, np.ones((SIZE[1] // 60, SIZE[0] // 80, 1), np.int16))
    grain = random.normal(0, 5, (SIZE[1], SIZE[0], 1))
    return Image.fromarray(np.clip(picture + edges + grain, 0, 255).astype(np.uint8))
