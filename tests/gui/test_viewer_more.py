"""The viewer beyond one picture: the filmstrip, pictures that move, favourites, full screen, what is given up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui import apng, viewer, viewer_moving
from mediasearch.gui.filmstrip import BESIDE, Filmstrip
from mediasearch.gui.source import Source
from mediasearch.gui.viewer import Viewer
from mediasearch.gui.viewer_pictures import ViewerPictures, read
from tests.gui.conftest import OpenWindow
from tests.gui.desk import Desk
from tests.gui.results_support import COLOURS, answer, colour_at, like, make_hits, reply, wheel
from tests.gui.test_viewer import middle, press, sharp, show
from tests.gui.window_support import shown, wait_until
from tests.support.load import budget
from tests.support.pictures import GROUNDS

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Viewer]:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    made = Viewer(window)
    made.set_motion(False)
    column.addWidget(made)
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made


# ------------------------------------------------------------------------------------------------------ filmstrip


def _place(strip: Filmstrip, row: int) -> QPointF:
    return strip.tile(row).center()


def test_the_strip_has_the_picture_in_its_middle_and_a_click_goes_there(
    made: Viewer, qtbot: QtBot, tmp_path: Path
) -> None:
    show(made, make_hits(90, tmp_path), 40)
    strip = made.strip
    assert strip.isVisible()
    assert abs(_place(strip, 40).x() - strip.width() / 2) <= 1
    with qtbot.waitSignal(made.row_changed) as changed:
        qtbot.mouseClick(strip, LEFT, pos=_place(strip, 42).toPoint())
    assert changed.args == [42]
    assert abs(_place(strip, 42).x() - strip.width() / 2) <= 1


def test_only_what_is_seen_is_loaded_of_a_million(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    model = show(made, make_hits(100, tmp_path), 0, count=1_000_000)
    asked = answer(model, tmp_path)
    made.go(500_000)
    qtbot.waitUntil(lambda: made.strip.thumbnails.idle and model.peek(500_000) is not None)
    seen = made.strip.visible_rows()
    assert len(seen) <= 900 // 60 + 3
    assert len(made.strip.thumbnails._cache) <= 3 * (len(seen) + 2 * BESIDE)
    assert sum(stop - start for _, start, stop in asked) <= 1000


def test_no_emptiness_at_the_ends(made: Viewer, tmp_path: Path) -> None:
    show(made, make_hits(90, tmp_path), 0)
    assert made.strip.tile(0).left() < 20
    press(made, Key.Key_End)
    assert made.strip.tile(89).right() > made.strip.width() - 20
    show(made, make_hits(3, tmp_path), 0)
    assert abs(_place(made.strip, 1).x() - made.strip.width() / 2) <= 1


def test_the_strip_mirrors(made: Viewer, tmp_path: Path) -> None:
    show(made, make_hits(90, tmp_path), 40)
    made.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert _place(made.strip, 41).x() < _place(made.strip, 40).x()
    assert made.next.x() < made.previous.x()
    press(made, Key.Key_Left)
    assert made.row == 41


def test_the_wheel_looks_along_the_strip(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(made, make_hits(90, tmp_path), 40)
    before = made.strip.visible_rows()
    wheel(made.strip, _place(made.strip, 40).toPoint(), -5)
    assert made.strip.visible_rows().start > before.start
    assert made.row == 40


def test_a_small_viewer_and_a_single_picture_have_no_strip(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(made, make_hits(1, tmp_path))
    assert not made.strip.isVisible()
    show(made, make_hits(3, tmp_path))
    assert made.strip.isVisible()
    made.window().resize(500, 380)
    qtbot.waitUntil(lambda: not made.strip.isVisible())


# --------------------------------------------------------------------------------------------------------- moving


def _animation(path: Path, colours: tuple[str, ...] = ("#ff0000", "#00ff00", "#0000ff"), duration: int = 60) -> Path:
    frames = [Image.new("RGB", (64, 48), colour) for colour in colours]
    options = {"lossless": True} if path.suffix == ".webp" else {}
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=duration, loop=0, **options)
    return path


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_animated_pictures_play_and_hold(made: Viewer, qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    hits = make_hits(2, tmp_path)
    hits[0].path = str(_animation(tmp_path / f"moves.{suffix}"))
    hits[0].width, hits[0].height = 64, 48
    made.set_motion(True)
    show(made, hits)
    sharp(made, qtbot)
    qtbot.waitUntil(made.bar.play.isVisible)
    for colour in ("#0000ff", "#ff0000", "#00ff00"):  # round and round
        qtbot.waitUntil(lambda colour=colour: like(colour_at(made.canvas, middle(made)), colour, 40))
    press(made, Key.Key_P)
    assert made.bar.play.accessibleName() == "Play"
    held = colour_at(made.canvas, middle(made))
    qtbot.wait(250)
    assert colour_at(made.canvas, middle(made)) == held
    qtbot.mouseClick(made.bar.play, LEFT)
    qtbot.waitUntil(lambda: colour_at(made.canvas, middle(made)) != held)
    press(made, Key.Key_Right)
    assert not made.bar.play.isVisible()
    assert made.canvas.moving.path is None


def test_with_reduced_motion_it_waits_for_a_click(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(1, tmp_path)
    hits[0].path = str(_animation(tmp_path / "moves.gif"))
    show(made, hits)
    qtbot.waitUntil(made.bar.play.isVisible)
    assert made.bar.play.accessibleName() == "Play"
    qtbot.wait(200)
    assert like(colour_at(made.canvas, middle(made)), "#ff0000", 40)


def test_a_frame_that_is_too_large_stands_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _animation(tmp_path / "moves.gif")
    assert read(str(path), None).moves
    monkeypatch.setattr(viewer_moving, "MOST_PIXELS", 64 * 48 - 1)
    assert not read(str(path), None).moves


def test_apng_frames_are_put_together_as_others_do(tmp_path: Path) -> None:
    frames = []
    for place in range(4):
        frame = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
        frame.paste((255, 60 * place, 0, 255), (place * 9, 5, place * 9 + 8, 20))
        frames.append(frame)
    for disposal in (0, 1, 2):
        path = tmp_path / f"{disposal}.png"
        frames[0].save(
            path, save_all=True, append_images=frames[1:], duration=[50, 60, 70, 80], disposal=disposal, blend=0
        )
        with Image.open(path) as picture:
            wanted = []
            for number in range(4):
                picture.seek(number)
                wanted.append(picture.convert("RGBA").tobytes())
        found = list(apng.frames(path.read_bytes()))
        assert [stays for _, stays in found] == [50, 60, 70, 80]
        for (image, _), pixels in zip(found, wanted, strict=True):
            plain = image.convertToFormat(image.Format.Format_RGBA8888)
            assert bytes(plain.constBits())[: len(pixels)] == pixels


def test_damaged_apng_ends_early_and_nothing_else(tmp_path: Path) -> None:
    data = _animation(tmp_path / "moves.png").read_bytes()
    assert apng.animated(data)
    for cut in range(0, len(data), 7):
        assert len(list(apng.frames(data[:cut]))) <= 3
    assert not apng.animated(b"\x89PNG\r\n\x1a\n")
    assert not apng.animated(b"GIF89a")


# ------------------------------------------------------------------------------------------------------- given up


def test_a_source_that_is_stopped_is_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(range(256)) * 4096)
    source = Source(str(path))
    assert bytes(source.reader.device().read(4).data()) == b"\0\1\2\3"
    source.stop()
    while source.reader.device().read(1 << 16):  # what was buffered
        pass
    source.close()
    source.stop()  # too late, and no harm
    with pytest.raises(OSError, match="No such file"):
        Source(str(tmp_path / "gone"))


@pytest.mark.qt_log_ignore("libpng", "JPEG", "Read Error", "tiff")
def test_a_huge_picture_that_is_no_longer_wanted_delays_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    noise = Image.effect_noise((3000, 3000), 90).resize((9000, 9000))
    noise.save(path, compress_level=1)
    pictures = ViewerPictures()
    begin = time.process_time()  # of all threads; what else runs on the machine is not in it
    read(str(path), None)
    whole = time.process_time() - begin
    begin = time.process_time()
    pictures.want([(str(path), None)])
    qtbot.wait(50)
    pictures.forget()
    qtbot.waitUntil(lambda: pictures.idle)
    assert time.process_time() - begin < max(0.6 * whole, 0.2)
    assert pictures.get(str(path)) is None


# ---------------------------------------------------------------------------------------------------------- doing


def test_who_looks_for_a_while_has_seen_it(
    made: Viewer, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made._looking.setInterval(120)
    assert viewer.VIEWED_MS == 2000
    show(made, make_hits(3, tmp_path))
    seen: list[int] = []
    made.viewed.connect(seen.append)
    press(made, Key.Key_Right)  # passed by
    qtbot.waitUntil(lambda: seen == [2])
    press(made, Key.Key_Escape)
    qtbot.wait(200)
    assert seen == [2]


def test_the_heart_follows(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    model = show(made, make_hits(3, tmp_path))
    for act in (lambda: qtbot.mouseClick(made.bar.favourite, LEFT), lambda: press(made, Key.Key_D, _CTRL)):
        with qtbot.waitSignal(made.favourite_requested) as asked:
            act()
        assert asked.args == [[1], True]
    model.set_favourite([1], True)
    assert made.bar.favourite.accessibleName() == "Remove from favourites"
    press(made, Key.Key_Right)
    assert made.bar.favourite.accessibleName() == "Add to favourites"


def test_where_it_was_taken_can_be_copied(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(1, tmp_path)
    hits[0].latitude, hits[0].longitude, hits[0].why, hits[0].band = -33.85, 151.2, ["looks", "folder"], "best"
    show(made, hits)
    press(made, Key.Key_I)
    assert dict(made.details.facts(hits[0]))["Why it is here"] == "Best match · looks like it, folder"
    copy = next(b for b in made.details.findChildren(QAbstractButton) if b.accessibleName() == "Copy the coordinates")
    with qtbot.waitSignal(made.copy_text_requested) as asked:
        qtbot.mouseClick(copy, LEFT)
    assert asked.args == ["-33.850000, 151.200000"]


def test_the_next_picture_is_there_within_fifty_milliseconds(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(8, tmp_path)
    for row, hit in enumerate(hits):
        path = tmp_path / f"camera-{row}.jpg"
        Image.new("RGB", (4000, 3000), COLOURS[row % 4]).save(path)
        hit.path, hit.files, hit.width, hit.height = str(path), [str(path)], 4000, 3000
    show(made, hits)
    taken: list[float] = []
    for row in range(1, 6):
        qtbot.waitUntil(lambda row=row: made.canvas.pictures.get(hits[row].path) is not None)
        begin = time.perf_counter()
        press(made, Key.Key_Right)
        made.grab()
        taken.append(time.perf_counter() - begin)
        assert made.canvas.sharp
    assert statistics.median(taken) < budget(0.1)  # 50 ms on a machine of one's own; tests share theirs


def test_full_screen_from_the_viewer_ends_with_it(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    desk.until(lambda: window.model.rowCount() == 3)
    window.viewing.open(0)
    qtbot.mouseClick(window.viewer.bar.full, LEFT)
    assert window.isFullScreen()
    QTest.keyClick(window.viewer, Key.Key_Escape)
    assert not window.viewer.isVisible()
    assert not window.isFullScreen()


def test_it_marks_what_was_viewed_and_likes_in_the_library(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.viewer._looking.setInterval(50)
    heard: list[protocol.MarksChanged] = []
    window.client.marks_changed.connect(heard.append)
    window.activateWindow()
    window.viewing.open(2)
    content = window.model.content(2)
    wait_until(qtbot, lambda: any(each.kind == "viewed" and each.contents == [content] for each in heard))
    press(window.viewer, Key.Key_D, _CTRL)
    wait_until(qtbot, lambda: any(each.kind == "favourite" and each.contents == [content] for each in heard))
    assert window.viewer.bar.favourite.accessibleName() == "Remove from favourites"
    press(window.viewer, Key.Key_C, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == window.model.hit(2).path


def test_a_result_that_shrinks_to_nothing_closes_it(made: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    model = show(made, make_hits(3, tmp_path), 2)
    model.set_result(reply(make_hits(1, tmp_path), result=2), keep=True)
    assert made.row == 0
    assert not made.strip.isVisible()


_CTRL = Qt.KeyboardModifier.ControlModifier
