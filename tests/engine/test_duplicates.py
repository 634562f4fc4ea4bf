"""Copies, small versions and bursts: one hit in an answer, and a review of what they take."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from mediasearch import protocol
from tests.support.encoders import COLOURS
from tests.support.engine import RunningEngine
from tests.support.rainbow import rainbow


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A rainbow; red in three sizes, blue in two files, and a burst of two by one camera."""
    folder = tmp_path / "photos"
    rainbow(folder)
    red = Image.open(folder / "red-0.jpg")
    red.resize((192, 144)).save(folder / "red large.jpg", quality=95)
    red.resize((48, 36)).save(folder / "red small.jpg", quality=60)
    shutil.copy(folder / "blue-0.jpg", folder / "blue copy.jpg")
    for second, edge in ((1, 80), (5, 160)):
        exif = Image.Exif()
        exif[0x0110] = "Pixel 7"
        exif.get_ifd(0x8769)[0x9003] = f"2024:06:01 12:00:0{second}"
        image = Image.new("RGB", (320, 240), COLOURS["purple"])
        image.paste(COLOURS["cyan"], (0, 0, edge, 240))
        image.save(folder / f"burst-{second}.jpg", exif=exif)
    return folder


def members(engine: RunningEngine, reply: protocol.SearchReply, hit: protocol.Hit) -> protocol.StackReply:
    answer = engine.ask(protocol.Stack(0, reply.result, hit.content))
    assert isinstance(answer, protocol.StackReply)
    return answer


def names(hits: list[protocol.Hit]) -> set[str]:
    return {Path(hit.path).name for hit in hits}


def test_small_versions_and_bursts_are_one_hit_that_opens(engine: RunningEngine, photos: Path) -> None:
    reply = engine.search("red", stacked=True)
    (first, *others) = reply.rows
    assert first.stack == 3 and not names(others) & {"red-0.jpg", "red large.jpg", "red small.jpg"}
    opened = members(engine, reply, first)
    assert names(opened.rows) == {"red-0.jpg", "red large.jpg", "red small.jpg"}
    (burst,) = [
        hit for hit in engine.search("cyan purple", stacked=True).rows if Path(hit.path).name.startswith("burst")
    ]
    assert burst.stack == 2
    unstacked = engine.search("red")
    assert unstacked.count == 16 and all(hit.stack == 1 for hit in unstacked.rows)


def test_duplicates_are_reviewed_by_the_room_they_take(engine: RunningEngine, photos: Path) -> None:
    size = {path.name: path.stat().st_size for path in photos.iterdir()}
    reply = engine.search("is:duplicate", stacked=True)
    assert Path(reply.rows[0].path).name == "red large.jpg", "the largest is the one to keep"
    assert [hit.stack for hit in reply.rows] == [3, 1] and len(reply.rows[1].files) == 2 and reply.total == 4
    red, blue = (members(engine, reply, hit) for hit in reply.rows)
    assert red.bytes_spared == size["red-0.jpg"] + size["red small.jpg"]
    assert blue.bytes_spared == size["blue-0.jpg"]
    assert engine.names("是:重复 blue")[0] in ("blue-0.jpg", "blue copy.jpg")
    assert not {"red-0.jpg", "blue-0.jpg", "red small.jpg"} & set(engine.names("-is:duplicate"))
    assert engine.search("-is:duplicate").total == 12
    assert engine.names("is:duplicate in:1990") == []
    assert all(path.exists() for path in photos.iterdir()) and len(size) == 17


def test_a_hidden_copy_is_not_reviewed(engine: RunningEngine) -> None:
    large = next(hit.content for hit in engine.search("is:duplicate").rows)
    engine.ask(protocol.Mark(0, [large], "hidden"))
    stacks = {Path(hit.path).name: hit.stack for hit in engine.search("is:duplicate", stacked=True).rows}
    assert len(stacks) == 2 and stacks["red-0.jpg"] == 2
