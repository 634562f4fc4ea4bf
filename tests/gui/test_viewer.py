"""The viewer: opened, stepped through, zoomed, closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.viewer import Viewer
from mediasearch.gui.viewer_details import Details
from mediasearch.gui.viewer_pictures import read
from mediasearch.protocol import Hit, RowsReply
from tests.gui.results_support import COLOURS, colour_at, like, make_hits, make_image, reply, wheel

Key = Qt.Key
Held = Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[Viewer]:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    made = Viewer(window)
    column.addWidget(made)
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made  # and keep the window: pytest-qt holds it weakly


def show(viewer: Viewer, hits: list[Hit], row: int = 0, count: int | None = None) -> ResultsModel:
    model = ResultsModel(viewer)
    model.set_result(reply(hits, count=count))
    viewer.show_row(model, row)
    return model


def sharp(viewer: Viewer, qtbot: QtBot) -> None:
    """Wait until the picture itself has replaced its preview."""
    qtbot.waitUntil(lambda: viewer.canvas.sharp)


def press(viewer: Viewer, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.keyClick(viewer, key, held)


def middle(viewer: Viewer) -> QPoint:
    return viewer.canvas.rect().center()


def large_hits(folder: Path, count: int = 3) -> list[Hit]:
    """Pictures of 3000 × 2000 pixels."""
    hits = make_hits(count, folder)
    for row, hit in enumerate(hits):
        hit.path = str(make_image(folder / f"large-{row}.jpg", COLOURS[row % 4], 3000, 2000))
        hit.files, hit.width, hit.height = [hit.path], 3000, 2000
    return hits


def test_the_preview_stands_in_at_once_and_the_picture_follows(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = large_hits(tmp_path)
    hits[0].thumbnail = str(make_image(tmp_path / "preview.jpg", COLOURS[3], 300, 200))
    show(viewer, hits)
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[3])
    area = viewer.canvas.picture_rect()
    sharp(viewer, qtbot)
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[0])
    assert viewer.canvas.picture_rect() == area  # nothing jumps


def test_left_and_right_step_and_stop_at_the_ends(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, make_hits(3, tmp_path), 1)
    sharp(viewer, qtbot)
    assert viewer.bar.position.text() == "2 / 3"
    assert viewer.bar.name.text() == "photo-20a040.png"
    with qtbot.waitSignal(viewer.row_changed) as changed:
        press(viewer, Key.Key_Right)
    assert changed.args == [2]
    sharp(viewer, qtbot)
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[2])
    press(viewer, Key.Key_Right)
    assert viewer.row == 2
    assert not viewer.next.isVisible()
    press(viewer, Key.Key_Home)
    assert viewer.row == 0
    assert not viewer.previous.isVisible()
    press(viewer, Key.Key_Left)
    assert viewer.row == 0
    press(viewer, Key.Key_End)
    assert viewer.row == 2
    qtbot.mouseClick(viewer.previous, LEFT)
    assert viewer.row == 1


def test_the_next_ones_are_ready_before_they_are_asked_for(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = large_hits(tmp_path, 6)
    show(viewer, hits, 2)
    qtbot.waitUntil(lambda: all(viewer.canvas.pictures.get(hits[row].path) is not None for row in (1, 2, 3, 4)))
    press(viewer, Key.Key_Right)
    assert viewer.canvas.sharp  # in the same moment
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[3])


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Space])
def test_escape_and_space_close(viewer: Viewer, qtbot: QtBot, tmp_path: Path, key: Qt.Key) -> None:
    show(viewer, make_hits(3, tmp_path))
    with qtbot.waitSignal(viewer.closed):
        press(viewer, key)
    assert not viewer.isVisible()


def test_closing_by_the_arrow_by_the_ground_and_by_the_window(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(3, tmp_path)
    show(viewer, hits)
    with qtbot.waitSignal(viewer.closed):
        qtbot.mouseClick(viewer.bar.back, LEFT)
    show(viewer, hits)
    with qtbot.waitSignal(viewer.closed):
        qtbot.mouseClick(viewer.canvas, LEFT, pos=QPoint(3, 3))
    show(viewer, hits)
    with qtbot.waitSignal(viewer.closed):
        viewer.close()


def test_the_wheel_zooms_at_the_pointer(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, large_hits(tmp_path))
    sharp(viewer, qtbot)
    fitted = viewer.canvas.zoom
    at = QPoint(300, 250)
    before = viewer.canvas._to_picture(QPointF(at))
    wheel(viewer.canvas, at, 3)
    assert viewer.canvas.zoom > fitted
    assert not viewer.canvas.fitted
    after = viewer.canvas._to_picture(QPointF(at))
    assert after.x() == pytest.approx(before.x(), abs=2)
    assert after.y() == pytest.approx(before.y(), abs=2)
    assert "%" in viewer.bar.percent.text()
    # Looked at closer, the picture is read in full.
    qtbot.waitUntil(lambda: viewer.canvas._pixmap.width() == 3000)
    wheel(viewer.canvas, at, -20)
    assert viewer.canvas.zoom == pytest.approx(fitted)
    assert viewer.canvas.fitted
    assert viewer.bar.percent.text() == ""


def test_a_double_click_goes_to_full_size_and_back(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, large_hits(tmp_path))
    sharp(viewer, qtbot)
    fitted = viewer.canvas.zoom
    qtbot.mouseDClick(viewer.canvas, LEFT, pos=middle(viewer))
    assert viewer.canvas.zoom == 1.0
    qtbot.mouseDClick(viewer.canvas, LEFT, pos=middle(viewer))
    assert viewer.canvas.zoom == pytest.approx(fitted)


def test_keys_for_fit_full_size_and_in_between(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, large_hits(tmp_path))
    fitted = viewer.canvas.zoom
    press(viewer, Key.Key_1, Held.ControlModifier)
    assert viewer.canvas.zoom == 1.0
    press(viewer, Key.Key_Minus, Held.ControlModifier)
    assert fitted < viewer.canvas.zoom < 1.0
    press(viewer, Key.Key_Plus, Held.ControlModifier)
    assert viewer.canvas.zoom == pytest.approx(1.0)
    press(viewer, Key.Key_0, Held.ControlModifier)
    assert viewer.canvas.zoom == pytest.approx(fitted)


def test_dragging_pans_and_stops_at_the_edge(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, large_hits(tmp_path))
    press(viewer, Key.Key_1, Held.ControlModifier)
    start = viewer.canvas.picture_rect()
    qtbot.mousePress(viewer.canvas, LEFT, pos=QPoint(300, 300))
    for x, y in ((260, 280), (200, 250)):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(x, y), viewer.canvas.mapToGlobal(QPointF(x, y)), LEFT, LEFT, Held.NoModifier
        )
        QApplication.sendEvent(viewer.canvas, event)
    moved = viewer.canvas.picture_rect()
    assert moved.left() == pytest.approx(start.left() - 100, abs=2)
    assert moved.top() == pytest.approx(start.top() - 50, abs=2)
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(9000, 9000), QPointF(9000, 9000), LEFT, LEFT, Held.NoModifier)
    QApplication.sendEvent(viewer.canvas, event)
    assert viewer.canvas.picture_rect().left() == pytest.approx(0, abs=1)
    qtbot.mouseRelease(viewer.canvas, LEFT, pos=QPoint(200, 250))
    press(viewer, Key.Key_Right)  # the next one is fitted again
    assert viewer.canvas.fitted


def test_an_upright_photo_is_shown_upright(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    path = make_image(tmp_path / "side.jpg", COLOURS[0], 300, 200)
    data = path.read_bytes()
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    path.write_bytes(data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:])
    loaded = read(str(path), QSize(900, 700))
    assert (loaded.image.width(), loaded.image.height()) == (200, 300)
    assert (loaded.full.width(), loaded.full.height()) == (200, 300)


def test_a_large_picture_is_read_at_screen_size_first(tmp_path: Path, viewer: Viewer) -> None:
    path = make_image(tmp_path / "large.jpg", COLOURS[0], 3000, 2000)
    screen = viewer.canvas.screen_size()
    loaded = read(str(path), screen)
    assert loaded.image.width() <= screen.width()
    assert (loaded.full.width(), loaded.full.height()) == (3000, 2000)
    assert not loaded.complete
    assert read(str(path), None).image.width() == 3000


def test_a_format_qt_cannot_read_shows_its_preview_and_says_so(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(3, tmp_path)
    hits[0].path = str(tmp_path / "photo.heic")
    Path(hits[0].path).write_bytes(b"\0\0\0\x18ftypheic" + bytes(200))
    show(viewer, hits)
    note = viewer.canvas.findChild(QLabel, "note")
    assert isinstance(note, QLabel)
    qtbot.waitUntil(note.isVisible)
    assert "preview" in note.text()
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[0])
    press(viewer, Key.Key_Right)
    sharp(viewer, qtbot)
    assert not note.isVisible()


def test_a_file_that_vanished_still_shows_its_preview(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(1, tmp_path)
    hits[0].path = str(tmp_path / "gone.jpg")
    show(viewer, hits)
    note = viewer.canvas.findChild(QLabel, "note")
    qtbot.waitUntil(note.isVisible)
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[0])


def test_what_is_offline_shows_its_preview_and_cannot_be_shown_in_its_folder(
    viewer: Viewer, qtbot: QtBot, tmp_path: Path
) -> None:
    hits = make_hits(2, tmp_path)
    hits[0].online = False
    show(viewer, hits)
    note = viewer.canvas.findChild(QLabel, "note")
    assert note.isVisible()
    assert "connected" in note.text()
    assert not viewer.bar.folder.isEnabled()
    assert viewer.bar.similar.isEnabled()


def test_the_buttons_and_their_keys(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(3, tmp_path)
    show(viewer, hits, 1)
    QShortcut(QKeySequence("Ctrl+Shift+F"), viewer.window())  # whatever the window binds
    for button, key, held, signal, wanted in (
        (viewer.bar.similar, Key.Key_F, Held.ControlModifier | Held.ShiftModifier, viewer.similar_requested, [2]),
        (viewer.bar.folder, Key.Key_Return, Held.ControlModifier, viewer.show_in_folder_requested, hits[1].path),
        (viewer.bar.copy, Key.Key_C, Held.ControlModifier, viewer.copy_image_requested, hits[1].path),
    ):
        with qtbot.waitSignal(signal) as asked:
            qtbot.mouseClick(button, LEFT)
        assert asked.args == [wanted]
        with qtbot.waitSignal(signal) as asked:
            press(viewer, key, held)
        assert asked.args == [wanted]


def test_keys_work_wherever_the_focus_is(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, make_hits(3, tmp_path))
    press(viewer, Key.Key_Tab)
    button = QApplication.focusWidget()
    assert isinstance(button, QAbstractButton)
    QTest.keyClick(button, Key.Key_Right)
    assert viewer.row == 1
    with qtbot.waitSignal(viewer.closed):
        QTest.keyClick(button, Key.Key_Escape)


def test_every_control_has_a_name_and_can_be_reached(viewer: Viewer, tmp_path: Path) -> None:
    show(viewer, make_hits(3, tmp_path), 1)
    buttons = [button for button in viewer.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) >= 7
    assert all(button.accessibleName() for button in buttons)
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons)


def test_details_tell_what_is_known_and_nothing_else(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(2, tmp_path)
    hits[0].camera, hits[0].latitude, hits[0].longitude, hits[0].size = "Canon EOS 5D", -33.85, 151.2, 2_500_000
    hits[0].files = [hits[0].path, "/backup/photo <b>copy</b>.png"]
    show(viewer, hits)
    assert not viewer.details.isVisible()
    press(viewer, Key.Key_I)
    assert viewer.details.isVisible()
    facts = dict(viewer.details.facts(hits[0]))
    assert facts["Camera"] == "Canon EOS 5D"
    assert facts["Place"] == "33.85000° S, 151.20000° E"
    assert "320 × 240" in facts["Dimensions"]
    assert "2.5" in facts["Size"]
    assert "2019" in facts["Date"]
    assert any("/backup/photo <b>copy</b>.png" in text for text in facts.values())
    press(viewer, Key.Key_Right)
    assert "Camera" not in dict(viewer.details.facts(hits[1]))
    press(viewer, Key.Key_I)
    assert not viewer.details.isVisible()


def test_a_long_path_breaks_inside_the_panel(qtbot: QtBot, tmp_path: Path) -> None:
    details = Details()
    qtbot.addWidget(details)
    hit = make_hits(1)[0]
    hit.path = "/" + "/".join(["a_very_long_folder_name_without_any_space"] * 8) + "/IMG.JPG"
    details.resize(288, 600)
    details.show_hit(hit)
    details.show()
    assert details.horizontalScrollBar().maximum() == 0
    assert details.widget().width() <= 288


def test_far_rows_are_fetched(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(100, tmp_path)
    model = show(viewer, hits, 99, count=300)
    with qtbot.waitSignal(model.rows_needed):
        press(viewer, Key.Key_Right)
    assert viewer.row == 100
    assert not viewer.bar.similar.isEnabled()
    model.add_rows(RowsReply(0, 1, 100, make_hits(100, tmp_path, 100)))
    assert viewer.bar.similar.isEnabled()
    sharp(viewer, qtbot)
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[0])


def test_a_refresh_of_the_results_stays_with_the_picture(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(6, tmp_path)
    model = show(viewer, hits, 3)
    sharp(viewer, qtbot)
    model.set_result(reply([hits[5], hits[0], hits[3]], result=2), keep=True)
    assert viewer.row == 2
    assert viewer.bar.position.text() == "3 / 3"
    model.set_result(reply(hits[:2], result=3), keep=True)  # the picture is gone from the results
    assert viewer.row == 1
    with qtbot.waitSignal(viewer.closed):
        model.clear()


def test_a_narrow_window_has_room_for_the_name(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, make_hits(3, tmp_path))
    viewer.window().resize(480, 400)
    qtbot.waitUntil(lambda: viewer.width() == 480)
    assert viewer.bar.similar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    qtbot.waitUntil(lambda: viewer.bar.name.width() > 40)
    assert viewer.canvas.rect().contains(viewer.next.geometry())


def test_it_is_quiet_through_fast_stepping(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    show(viewer, make_hits(100, tmp_path))
    for _ in range(99):
        press(viewer, Key.Key_Right)
    assert viewer.row == 99
    sharp(viewer, qtbot)
    assert like(colour_at(viewer.canvas, middle(viewer)), COLOURS[99 % 4])
