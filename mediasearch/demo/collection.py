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
_SIZES = ((1280, 853), (1280, 853), (1280, 853), (1280, 960), (1280, 960), (853, 1280), (960, 1280), (1200, 1200),
          (1280, 720))  # fmt: skip
_FIRST_DAY = datetime(2017, 3, 4)
_DAYS = 8 * 365
# Shapes and patterns are there to be searched for too, but people photograph scenes.
_SELDOM = 0.12
_SPOILT = 12
_FLAWS = {"s|dark", "s|blurry", "s|bright"}


def _kinds(count: int) -> list[str]:
    """A kind for each picture; a longer collection begins like a shorter one."""
    odds = np.array([_SELDOM if kind.startswith(("pattern", "relation", "shape")) else 1.0 for kind in KINDS])
    rng = np.random.default_rng(20)
    return [KINDS[int(i)] for i in rng.choice(len(KINDS), size=count, p=odds / odds.sum())]


def _choose(index: int, kind: str) -> tuple[int, Picture]:
    """A seed for picture number ``index``, with a small preview of it.

    Most people throw away what is too dark, too bright or blurred, so most of that is passed over.
    """
    first = 1000 + 100 * index
    for seed in range(first, first + 20):
        preview = render(seed, (48, 32), kind, captions=1)
        if index % _SPOILT == 7 or not preview.facts & _FLAWS:
            return seed, preview
    return first, render(first, (48, 32), kind, captions=1)


def _taken(rng: np.random.Generator, picture: Picture) -> datetime:
    """When it was taken: some day in eight years, at an hour that fits its light."""
    if "l|night" in picture.facts:
        hour = rng.uniform(21.0, 23.9)
    elif picture.facts & {"l|sunset", "l|dusk"}:
        hour = rng.uniform(18.0, 20.9)
    else:
        hour = rng.uniform(8.0, 17.5)
    return _FIRST_DAY + timedelta(days=float(rng.integers(_DAYS)), hours=float(hour))


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


def _known(folder: Path) -> set[str]:
    """Names of what earlier calls drew here, from the list of captions."""
    listing = folder / CAPTIONS
    if not listing.is_file():
        return set()
    return {line.split("\t", 1)[0] for line in listing.read_text("utf-8").splitlines()}


def _remember(folder: Path, name: str, picture: Picture) -> None:
    """Lists a picture as ours, before it is written: so an interrupted call knows its own when it is repeated."""
    told = picture.captions.items()
    with (folder / CAPTIONS).open("a", encoding="utf-8") as listing:
        listing.writelines(f"{name}\t{language}\t{text}\n" for language, texts in told for text in texts)


def draw_collection(folder: Path, count: int = 300, progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """Draws ``count`` JPEGs of about 1,280 pixels into ``folder`` (made when missing) and returns their paths.

    Dates taken are spread over eight years. A picture drawn earlier is kept; a file that is not ours is never
    touched: the picture takes another name. ``.captions.tsv`` lists name, language and caption. ``progress`` is
    called with (done, total) after each picture.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    paths: list[Path] = []
    for index, kind in enumerate(_kinds(count)):
        rng = np.random.default_rng((8, index))
        seed, preview = _choose(index, kind)
        taken = _taken(rng, preview)
        path, number = folder / f"IMG_{taken:%Y%m%d_%H%M%S}.jpg", 1
        while path in paths or (path.exists() and path.name not in known):
            number += 1
            path = folder / f"IMG_{taken:%Y%m%d_%H%M%S}_{number}.jpg"
        if not path.exists():
            plain = kind.startswith("shape") or kind == "relation"
            size = (1200, 1200) if plain else _SIZES[int(rng.integers(len(_SIZES)))]
            picture = render(seed, size, kind)
            if path.name not in known:
                _remember(folder, path.name, picture)
            _save(picture.image, path, taken)
        paths.append(path)
        if progress is not None:
            progress(index + 1, count)
    return paths
