"""Thumbnails: decoded elsewhere, in the right size, the wanted ones first, within a limit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from mediasearch.gui.thumbnails import Look, ThumbnailLoader, decode
from tests.gui.results_support import COLOURS, like, make_image


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader()
    made.set_look(Look(edge=100))
    yield made
    made.close()


def three_bands(path: Path, width: int, height: int) -> Path:
    """Red, green and blue side by side along the longer edge."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for place, colour in enumerate(COLOURS[:3]):
        if width > height:
            painter.fillRect(place * width // 3, 0, width // 3 + 1, height, QColor(colour))
        else:
            painter.fillRect(0, place * height // 3, width, height // 3 + 1, QColor(colour))
    painter.end()
    assert image.save(str(path), quality=95)
    return path


def test_a_thumbnail_arrives_in_the_size_it_is_painted_in(
    loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = make_image(tmp_path / "one.jpg", COLOURS[1], 512, 384)
    with qtbot.waitSignal(loader.ready) as ready:
        loader.want([(2**40, str(path))])  # ids are 64 bits wide
    assert ready.args == [2**40]
    picture = loader.picture(2**40)
    assert picture is not None
    assert (picture.pixmap.width(), picture.pixmap.height()) == (100, 100)
    image = picture.pixmap.toImage()
    assert like(image.pixelColor(50, 50), COLOURS[1])
    assert image.pixelColor(0, 0).alpha() == 0  # the corner is round
    assert image.pixelColor(50, 0).alpha() == 255


@pytest.mark.parametrize(("width", "height"), [(300, 100), (100, 300), (2000, 20), (3, 3)])
def test_cropping_fills_the_square_and_fitting_shows_all(tmp_path: Path, width: int, height: int) -> None:
    path = three_bands(tmp_path / "bands.jpg", width, height)
    cropped = decode(str(path), Look(edge=90, radius=0))
    assert cropped is not None
    assert (cropped.width(), cropped.height()) == (90, 90)
    whole = decode(str(path), Look(edge=90, radius=0, cropped=False))
    assert whole is not None
    assert max(whole.width(), whole.height()) == 90
    assert whole.width() / whole.height() == pytest.approx(width / height, rel=0.5)
    if max(width, height) == 300:
        assert like(cropped.pixelColor(45, 45), COLOURS[1], 20)
        assert like(whole.pixelColor(2, 2), COLOURS[0], 20)
        assert like(whole.pixelColor(whole.width() - 3, whole.height() - 3), COLOURS[2], 20)


def test_a_picture_that_lies_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    path = three_bands(tmp_path / "side.jpg", 300, 100)
    data = path.read_bytes()
    # An APP1 segment with one EXIF entry: orientation 6, to be turned clockwise.
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    path.write_bytes(data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:])
    upright = decode(str(path), Look(edge=90, radius=0, cropped=False))
    assert upright is not None
    assert (upright.width(), upright.height()) == (30, 90)
    assert like(upright.pixelColor(15, 5), COLOURS[0], 20)
    assert like(upright.pixelColor(15, 85), COLOURS[2], 20)
    square = decode(str(path), Look(edge=60, radius=0))
    assert square is not None
    assert (square.width(), square.height()) == (60, 60)
    assert like(square.pixelColor(30, 30), COLOURS[1], 20)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_cache_in_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jpg")
    Path(path).write_bytes(make_image(tmp_path / "one.jpg").read_bytes())
    assert decode(path, Look(edge=50)) is not None


def test_what_is_missing_is_said_once_until_it_changed(loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path) -> None:
    missing: list[int] = []
    loader.missing.connect(missing.append)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"this is no picture")
    wishes = [(1, None), (2, str(tmp_path / "gone.jpg")), (3, str(broken))]
    for _ in range(3):
        loader.want(wishes)
        qtbot.waitUntil(lambda: loader.idle)
    assert sorted(missing) == [1, 2, 3]

    made = make_image(tmp_path / "gone.jpg")
    loader.forget(2)
    with qtbot.waitSignal(loader.ready):
        loader.want([(2, str(made))])
    assert sorted(missing) == [1, 2, 3]


def test_a_preview_that_is_made_anew_and_stays_unreadable_is_given_up(
    loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    missing: list[int] = []
    loader.missing.connect(missing.append)
    for _ in range(6):
        loader.want([(1, str(tmp_path / "never.jpg"))])
        qtbot.waitUntil(lambda: loader.idle)
        loader.forget(1)
    assert len(missing) == 2


def test_what_scrolled_away_is_not_decoded(loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path) -> None:
    path = str(make_image(tmp_path / "one.jpg", width=1500, height=1500))
    came: list[int] = []
    loader.ready.connect(came.append)
    loader.want([(content, path) for content in range(1, 400)])
    loader.want([(1000, path)])
    qtbot.waitUntil(lambda: 1000 in came)
    qtbot.waitUntil(lambda: loader.idle)
    assert len(came) < 20  # the one, and those that were under way


def test_the_first_ones_wanted_come_first(loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path) -> None:
    path = str(make_image(tmp_path / "one.jpg"))
    came: list[int] = []
    loader.ready.connect(came.append)
    loader.want([(content, path) for content in range(1, 41)])
    qtbot.waitUntil(lambda: len(came) == 40)
    assert set(came[:10]) <= set(range(1, 15))


def test_memory_stays_below_the_limit_but_the_screen_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(make_image(tmp_path / "one.jpg"))
    loader = ThumbnailLoader(limit=10 * 100 * 100 * 4)
    loader.set_look(Look(edge=100))
    for start in (1, 9, 17):
        loader.want([(content, path) for content in range(start, start + 8)])
        qtbot.waitUntil(lambda: loader.idle)
    assert loader.used <= loader.limit
    assert all(loader.picture(content) is not None for content in range(17, 25))
    assert loader.picture(1) is None

    screen = range(100, 130)  # larger than the limit: kept all the same, else it would be decoded for ever
    loader.want([(content, path) for content in screen])
    qtbot.waitUntil(lambda: loader.idle)
    assert all(loader.picture(content) is not None for content in screen)
    loader.clear()
    assert loader.used == 0
    loader.close()


def test_another_size_keeps_the_old_one_on_the_screen_meanwhile(
    loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    wish = [(1, str(make_image(tmp_path / "one.jpg")))]
    with qtbot.waitSignal(loader.ready):
        loader.want(wish)
    loader.set_look(Look(edge=140))
    stand_in = loader.picture(1)
    assert stand_in is not None
    assert stand_in.pixmap.width() == 100
    with qtbot.waitSignal(loader.ready):
        loader.want(wish)
    sharp = loader.picture(1)
    assert sharp is not None
    assert sharp.pixmap.width() == 140
    assert loader.used == 140 * 140 * 4


def test_a_size_that_changes_while_it_is_decoded_is_caught_up_with(
    loader: ThumbnailLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    wishes = [(content, str(make_image(tmp_path / "one.jpg", width=900, height=900))) for content in range(1, 9)]
    for edge in (100, 110, 120, 130):
        loader.set_look(Look(edge=edge))
        loader.want(wishes)
    qtbot.waitUntil(lambda: loader.idle)
    for content, _ in wishes:
        picture = loader.picture(content)
        assert picture is not None
        assert picture.look.edge == 130


def test_transparency_stays_transparent(tmp_path: Path) -> None:
    image = QImage(64, 64, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    image.save(str(tmp_path / "clear.png"))
    made = decode(str(tmp_path / "clear.png"), Look(edge=32))
    assert made is not None
    assert made.pixelColor(16, 16).alpha() == 0


def test_closing_while_it_works_is_quiet(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(make_image(tmp_path / "one.jpg", width=2000, height=2000))
    for _ in range(20):
        loader = ThumbnailLoader()
        loader.want([(content, path) for content in range(50)])
        loader.close()
        del loader
    qtbot.wait(50)
