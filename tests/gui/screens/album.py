"""Pictures for the screens: rendered scenes with names, dates and cameras as people have them."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image, ImageStat

from mediasearch.protocol import Hit

#: Kinds of :mod:`mediasearch.demo` that look like photographs.
_NOT = ("pattern", "relation", "shape")
_SIZES = ((1280, 853), (1280, 853), (853, 1280), (1280, 960), (1200, 1200))
_FOLDERS = ("2024/Lake", "2024/Garden", "2023/Alps", "2023/Home", "2019/Coast")
_CAMERAS = ("Canon EOS R6", "Pixel 8", "FUJIFILM X-T4")


def photographs(folder: Path, count: int = 60) -> list[Hit]:
    """``count`` rendered photographs in ``folder``, drawn once."""
    from mediasearch.demo.picture import KINDS, render

    kinds = [kind for kind in KINDS if not kind.startswith(_NOT)]
    folder.mkdir(parents=True, exist_ok=True)
    hits = []
    for number in range(count):
        path = folder / f"{number:03}.jpg"
        wide, high = _SIZES[number * 7 % len(_SIZES)]
        if not path.exists():
            render(5000 + number, (wide * 2 // 5, high * 2 // 5), kinds[number % len(kinds)], captions=1).image.save(
                path
            )
        hits.append(_hit(number, path, (wide, high)))
    return hits


def plain(folder: Path, count: int = 24) -> list[Hit]:
    """``count`` pictures of one colour each, for what is not looked at by people."""
    folder.mkdir(parents=True, exist_ok=True)
    hits = []
    for number in range(count):
        path = folder / f"{number:03}.jpg"
        Image.new("RGB", (96, 64), (number * 37 % 256, number * 91 % 256, 140)).save(path)
        hits.append(_hit(number, path, (1280, 853)))
    return hits


def marked(folder: Path, count: int = 24) -> list[Hit]:
    """``count`` pictures of blocks, each other ones, exactly the same on every machine."""
    folder.mkdir(parents=True, exist_ok=True)
    hits = []
    for number in range(count):
        path = folder / f"IMG_{number:03}.png"
        wide, high = _SIZES[number * 7 % len(_SIZES)]
        image = Image.new("RGB", (wide // 5, high // 5), (number * 37 % 160 + 80, number * 91 % 160 + 80, 190))
        image.paste((90, 120, 70), (0, image.height * 2 // 3, image.width, image.height))
        left, top = image.width * (1 + number % 3) // 5, image.height * (1 + number % 2) // 5
        image.paste((240, 225, 190), (left, top, left + image.width // 5, top + image.height // 4))
        image.save(path)
        hits.append(_hit(number, path, (wide, high)))
    return hits


def _hit(number: int, path: Path, size: tuple[int, int]) -> Hit:
    with Image.open(path) as image:
        mean = ImageStat.Stat(image.convert("RGB").resize((8, 8))).mean
    year, month = 2024 - number // 12, 12 - number % 12
    return Hit(
        content=number + 1, rank=number + 1, score=0.9 - number / 200, kind="image", width=size[0], height=size[1],
        taken_at=f"{year}-{month:02}-{1 + number * 5 % 28:02}T{8 + number % 11:02}:{number * 7 % 60:02}:00",
        path=str(path), files=[str(path)], thumbnail=str(path),
        palette="".join(f"{round(part):02x}" for part in mean), size=1_900_000 + number * 41_000,
        camera=_CAMERAS[number % 3], latitude=47.37 if number % 4 == 0 else None,
        longitude=8.54 if number % 4 == 0 else None, favourite=number % 9 == 2, stack=4 if number in (3, 17) else 1,
    )  # fmt: skip


def registry() -> list[dict[str, object]]:
    """The models that there are."""
    from mediasearch.paths import resources

    body = json.loads((resources() / "models" / "registry.json").read_text("utf-8"))
    return list(body["models"])
