"""Draws a folder of pictures, as a camera and a few years would leave them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from mediasearch.demo.picture import KINDS, Picture, render

CAPTIONS = ".captions.tsv"
_SHAPES = (
    (1280, 853),
    (1280, 853),
    (1280, 853),
    (1280, 960),
    (1280, 960),
    (853, 1280),
    (960, 1280),
    (1200, 1200),
    (1280, 720),
)
_SELDOM = 0.12
_SPOILT = 12
_FLAWS = {"s|dark", "s|blurry", "s|bright"}


def _kinds(count: int) -> list[str]:
    """Kinds for a collection: mostly scenes, with a few shapes and patterns among them, well mixed."""
    odds = np.array([_SELDOM if kind.startswith(("pattern", "relation", "shape")) else 1.0 for kind in KINDS])
    rng = np.random.default_rng(20)
    return [KINDS[int(i)] for i in rng.choice(len(KINDS), size=count, p=odds / odds.sum())]


def _seed(index: int, kind: str) -> int:
    """A seed for picture number ``index``: most people throw away what is too dark, too bright or blurred."""
    seeds = range(1000 + 100 * index, 1100 + 100 * index)
    if index % _SPOILT == 7:
        return seeds[0]
    return next((seed for seed in seeds if not render(seed, (48, 32), kind).facts & _FLAWS), seeds[0])


def _save(image: Image.Image, path: Path, taken: datetime) -> None:
    exif = Image.Exif()
    stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif[0x0132] = stamp
    exif[0x0131] = "Mediasearch demo"
    exif.get_ifd(0x8769).update({0x9003: stamp, 0x9004: stamp})
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, optimize=True, exif=exif)
    waiting = path.with_name(f".{path.name}.part")
    waiting.write_bytes(buffer.getvalue())
    waiting.replace(path)
    os.utime(path, (taken.timestamp(), taken.timestamp()))


def _ours(folder: Path) -> set[str]:
    """Names that an earlier call wrote here, from its list of captions."""
    listing = folder / CAPTIONS
    if not listing.is_file():
        return set()
    return {line.split("\t", 1)[0] for line in listing.read_text("utf-8").splitlines() if "\t" in line}


def _line(name: str, picture: Picture) -> str:
    return "\n".join(f"{name}\t{language}\t{text}" for language, told in picture.captions.items() for text in told)


def draw_collection(folder: Path, count: int = 300, progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """Draws ``count`` JPEGs of about 1,280 pixels into ``folder`` (made when missing) and returns their paths.

    Dates taken are spread over eight years. A picture drawn earlier is kept; a file that is not ours is never
    touched: the picture takes another name. ``.captions.tsv`` lists name, language and caption. ``progress`` is
    called with (done, total) after each picture.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ours = _ours(folder)
    rng = np.random.default_rng(8)
    start = datetime(2017, 3, 4, 9, 30)
    days = np.sort(rng.uniform(0, 8 * 365, count))
    paths: list[Path] = []
    lines: list[str] = []
    for i, kind in enumerate(_kinds(count)):
        taken = start + timedelta(days=float(days[i]), minutes=float(rng.uniform(0, 600)))
        size = _SHAPES[int(rng.integers(len(_SHAPES)))]
        if kind.startswith("shape") or kind == "relation":
            size = (1200, 1200)
        stem = f"IMG_{taken:%Y%m%d_%H%M%S}"
        path = folder / f"{stem}.jpg"
        number = 1
        while path.exists() and path.name not in ours:
            number += 1
            path = folder / f"{stem} ({number}).jpg"
        picture = render(_seed(i, kind), size, kind)
        if not path.exists():
            _save(picture.image, path, taken)
        paths.append(path)
        lines.append(_line(path.name, picture))
        if progress is not None:
            progress(i + 1, count)
    waiting = folder / f"{CAPTIONS}.part"
    waiting.write_text("\n".join(lines) + "\n", encoding="utf-8")
    waiting.replace(folder / CAPTIONS)
    return paths
