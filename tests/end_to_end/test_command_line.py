"""The commands of the README one after the other, as somebody without a screen types them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from mediasearch.cli_output import command_line
from mediasearch.paths import Library
from tests.support.pictures import GROUNDS, draw_picture
from tests.test_cli import answer, mediasearch


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Pictures with names that say nothing, from different years."""
    folder = tmp_path / "photos"
    (folder / "Trip").mkdir(parents=True)
    for number, ground in enumerate(GROUNDS.values()):
        path = draw_picture(folder / ("Trip" if number % 2 else "") / f"IMG_{number}.jpg", ground, number, (320, 240))
        os.utime(path, (1_262_340_000 + number * 31_557_600,) * 2)  # the first of January of 2010 and on
    return folder


def test_a_day_without_a_screen(library: Library, photos: Path, tmp_path: Path) -> None:
    told = mediasearch("status", library=library)
    assert (told.returncode, told.stderr) == (0, "")
    assert command_line("--library", str(library.data), "index", "FOLDER") in told.stdout
    assert mediasearch("search", "red", library=library).returncode == 1

    summary = answer("index", photos, library=library)
    assert (summary["indexed"], summary["encoded"], summary["failed"]) == (len(GROUNDS), len(GROUNDS), 0)
    assert answer("index", photos, library=library)["encoded"] == 0

    names = {Path(name).stem: f"IMG_{number}.jpg" for number, name in enumerate(GROUNDS)}

    def first(*arguments: str | Path) -> str:
        done = mediasearch("search", *arguments, "--limit", "1", library=library)
        assert (done.returncode, done.stderr) == (0, "")
        return Path(done.stdout.strip()).name

    assert first("red") == names["red"]
    assert first("蓝色") == names["blue"]
    assert first("in:2012") == names["yellow"]
    assert first("green", "folder:Trip") == names["green"]
    crop = tmp_path / "crop.webp"
    with Image.open(photos / names["yellow"]) as whole:
        whole.crop((60, 60, 260, 200)).save(crop, quality=50)
    assert first("--image", crop) == names["yellow"]

    # Moved and copied files are known by what is in them.
    shutil.move(photos / names["red"], photos / "Trip" / "moved.jpg")
    shutil.copy(photos / names["yellow"], photos / "copy.jpg")
    assert answer("index", photos, library=library)["encoded"] == 0
    assert first("red") == "moved.jpg"
    both = answer("search", "is:duplicate", library=library)["hits"]
    assert [sorted(Path(path).name for path in hit["files"]) for hit in both] == [["IMG_2.jpg", "copy.jpg"]]

    table = photos / "captions.tsv"
    table.write_text("Trip/IMG_3.jpg\tgreen\nIMG_4.jpg\tblue\n", "utf-8")
    assert answer("evaluate", table, library=library)["pictures"] == 2
    assert mediasearch("model", "list", library=library).stdout.startswith("starter")
    told = mediasearch("status", library=library)
    assert f"{len(GROUNDS) + 1} of {len(GROUNDS) + 1} files indexed" in told.stdout
