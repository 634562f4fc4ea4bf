"""The grid as people use it: pressed, clicked, dragged, looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QInputMethodEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mediasearch.gui.card import Action, button
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import EDGES, ResultsView
from mediasearch.protocol import RowsReply
from tests.gui.results_support import COLOURS, answer, centre, colour_at, like, make_hits, make_image, reply, wheel

Key = Qt.Key
Held = Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ResultsView]:
    """A grid of four columns in a window of its own, without motion."""
    window = QWidget()
    QVBoxLayout(window).setContentsMargins(0, 0, 0, 0)
    made = ResultsView(ResultsModel(window), parent=window)
    made.set_motion(False)
    window.layout().addWidget(made)
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    made.setFocus()
    yield made
    made.thumbnails.close()


def fill(view: ResultsView, count: int, folder: Path | None = None) -> None:
    view.results.set_result(reply(make_hits(count, folder)))


def loaded(view: ResultsView, qtbot: QtBot) -> None:
    """Wait until everything on the screen is sharp."""
    qtbot.waitUntil(
        lambda: all(
            (picture := view.thumbnails.picture(view.results.content(row))) is not None
            and picture.look.edge == round(view.grid.tile * view.devicePixelRatioF())
            for row in view.visible_rows()
        )
    )


def click(view: ResultsView, row: int, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.mouseClick(view.viewport(), LEFT, held, centre(view, row))


def press(view: ResultsView, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.keyClick(view, key, held)


def point_at(view: ResultsView, at: QPoint) -> None:
    """Move the pointer there, no button down; QTest's own move does nothing where the last test left the pointer."""
    there = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        there,
        view.viewport().mapToGlobal(there),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Held.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def drag_pointer(view: ResultsView, start: QPoint, end: QPoint, steps: int = 5) -> None:
    """Move with the left button down; QTest's own moves carry no buttons."""
    for step in range(1, steps + 1):
        at = QPointF(start + (end - start) * step / steps)
        event = QMouseEvent(QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), LEFT, LEFT, Held.NoModifier)
        QApplication.sendEvent(view.viewport(), event)


# ------------------------------------------------------------------------------------------------------- looks


def test_thumbnails_are_painted(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    fill(view, 8, tmp_path)
    loaded(view, qtbot)
    for row in range(8):
        assert like(colour_at(view.viewport(), centre(view, row)), COLOURS[row % 4])


def test_before_its_thumbnail_a_tile_has_a_calm_tone_of_the_picture(view: ResultsView) -> None:
    fill(view, 8)
    red, green = (colour_at(view.viewport(), centre(view, row)) for row in (0, 1))
    assert red.red() > red.green() + 20
    assert green.green() > green.red() + 20
    ground = colour_at(view.viewport(), QPoint(2, 2))
    assert red != ground


def test_what_is_offline_is_dimmed_and_marked(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    hits = make_hits(8, tmp_path)
    hits[4].online = False
    view.results.set_result(reply(hits))
    loaded(view, qtbot)
    bright, dim = (colour_at(view.viewport(), centre(view, row)) for row in (0, 4))
    assert dim.lightness() > bright.lightness() + 30  # nearer to the light ground
    badge = view.visualRect(view.results.index(4)).topLeft() + QPoint(10, 17)
    assert colour_at(view.viewport(), badge).lightness() > dim.lightness() + 20


def test_a_selection_is_a_ring_with_a_gap(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    fill(view, 8, tmp_path)
    loaded(view, qtbot)
    tile = view.visualRect(view.results.index(1))
    ring, gap = (QPoint(tile.center().x(), tile.top() - out) for out in (3, 1))
    ground = colour_at(view.viewport(), ring)
    click(view, 1)
    point_at(view, centre(view, 6))
    accent = view.palette().accent().color().name()
    assert like(colour_at(view.viewport(), ring), accent, 40)
    assert like(colour_at(view.viewport(), gap), ground.name(), 40)
    assert like(colour_at(view.viewport(), tile.center()), COLOURS[1])


def test_whole_pictures_instead_of_cropped_ones(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    fill(view, 4, tmp_path)
    loaded(view, qtbot)
    top = view.visualRect(view.results.index(0)).topLeft() + QPoint(40, 6)
    assert like(colour_at(view.viewport(), top), COLOURS[0])
    view.set_cropped(False)
    qtbot.waitUntil(lambda: not like(colour_at(view.viewport(), top), COLOURS[0], 60))
    assert like(colour_at(view.viewport(), centre(view, 0)), COLOURS[0])


def test_pictures_fade_in_only_where_motion_is_welcome(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    view.set_motion(True)
    fill(view, 8)
    view.grab()  # the placeholders were seen
    hits = make_hits(8, tmp_path)
    view.results.update_thumbnail(1, hits[0].thumbnail)
    qtbot.waitUntil(lambda: bool(view._fading))
    qtbot.waitUntil(lambda: not view._fading and not view._frames.isActive(), timeout=1000)
    assert like(colour_at(view.viewport(), centre(view, 0)), COLOURS[0])


def test_the_setting_of_the_system_decides_about_motion(view: ResultsView) -> None:
    view.set_motion(None)
    assert view.motion in (True, False)
    view.set_motion(True)
    assert view.motion


def test_twenty_thousand_repaints(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    """PySide 6.12.0 lost a reference per virtual call and aborted after some thousand paints."""
    fill(view, 8, tmp_path)
    view.parentWidget().resize(240, 140)
    loaded(view, qtbot)
    painted = 0
    bar = view.verticalScrollBar()
    for turn in range(20_000):
        bar.setValue(turn % 40)
        view.viewport().repaint()
        painted += 1
    assert painted == 20_000
    assert view.indexAt(centre(view, 0)).row() == 0


# ------------------------------------------------------------------------------------------------------- keyboard


def test_arrows_move_in_the_grid(view: ResultsView) -> None:
    fill(view, 30)
    assert view.grid.columns == 4
    view.enter()
    assert view.selected_rows() == [0]
    for key, row in (
        (Key.Key_Right, 1), (Key.Key_Down, 5), (Key.Key_Left, 4), (Key.Key_Left, 3), (Key.Key_Down, 7),
        (Key.Key_End, 29), (Key.Key_Down, 29), (Key.Key_Right, 29), (Key.Key_Up, 25), (Key.Key_Home, 0),
        (Key.Key_Left, 0),
    ):  # fmt: skip
        press(view, key)
        assert view.currentIndex().row() == row
        assert view.selected_rows() == [row]
        assert view.viewport().rect().contains(centre(view, row))


def test_down_into_a_short_last_line(view: ResultsView) -> None:
    fill(view, 30)  # the last line holds 28 and 29
    view.setCurrentIndex(view.results.index(27))
    press(view, Key.Key_Down)
    assert view.currentIndex().row() == 29


def test_pages(view: ResultsView) -> None:
    fill(view, 100)
    view.enter()
    press(view, Key.Key_Right)
    press(view, Key.Key_PageDown)
    row = view.currentIndex().row()
    assert row > 4
    assert row % 4 == 1
    press(view, Key.Key_PageUp)
    assert view.currentIndex().row() == 1
    press(view, Key.Key_PageUp)
    assert view.currentIndex().row() == 1


def test_shift_extends_the_selection(view: ResultsView) -> None:
    fill(view, 30)
    view.enter()
    press(view, Key.Key_Right)
    press(view, Key.Key_Down, Held.ShiftModifier)
    assert view.selected_rows() == [1, 2, 3, 4, 5]
    press(view, Key.Key_Left, Held.ShiftModifier)
    assert view.selected_rows() == [1, 2, 3, 4]


def test_up_in_the_first_line_leaves_to_the_search_box(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    view.setCurrentIndex(view.results.index(6))
    with qtbot.assertNotEmitted(view.left_top):
        press(view, Key.Key_Up)
    with qtbot.waitSignal(view.left_top):
        press(view, Key.Key_Up)


def test_enter_opens_and_space_previews(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    view.setCurrentIndex(view.results.index(6))
    for key in (Key.Key_Return, Key.Key_Enter):
        with qtbot.waitSignal(view.opened) as opened:
            press(view, key)
        assert opened.args == [6]
    with qtbot.waitSignal(view.previewed) as previewed:
        press(view, Key.Key_Space)
    assert previewed.args == [6]


@pytest.mark.parametrize("text", ["s", "S", "7", "é", "雪"])
def test_typing_returns_to_the_search_box(view: ResultsView, qtbot: QtBot, text: str) -> None:
    fill(view, 30)
    view.enter()
    with qtbot.waitSignal(view.typed) as typed:
        QTest.keyClicks(view, text) if text.isascii() else QTest.sendKeyEvent(
            QTest.KeyAction.Click, view, Key.Key_unknown, text, Held.NoModifier
        )
    assert typed.args == [text]


def test_an_input_method_types_into_the_search_box(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    view.enter()
    assert view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    event = QInputMethodEvent("", [])
    event.setCommitString("雪")
    with qtbot.waitSignal(view.typed) as typed:
        QApplication.sendEvent(view, event)
    assert typed.args == ["雪"]


def test_escape_deselects_first(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    view.enter()
    with qtbot.assertNotEmitted(view.escaped):
        press(view, Key.Key_Escape)
    assert not view.selectionModel().hasSelection()
    with qtbot.waitSignal(view.escaped):
        press(view, Key.Key_Escape)


def test_keys_of_the_actions_work_even_if_the_window_binds_them_too(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    QShortcut(QKeySequence("Ctrl+Shift+F"), view.window())
    QShortcut(QKeySequence("Ctrl+C"), view.window())
    click(view, 2)
    click(view, 5, Held.ControlModifier)
    with qtbot.waitSignal(view.similar_requested) as similar:
        press(view, Key.Key_F, Held.ControlModifier | Held.ShiftModifier)
    assert similar.args == [[3, 6]]
    with qtbot.waitSignal(view.copy_image_requested) as image:
        press(view, Key.Key_C, Held.ControlModifier)
    assert image.args == ["/photos/IMG_0000005.JPG"]
    with qtbot.waitSignal(view.copy_paths_requested) as paths:
        press(view, Key.Key_C, Held.ControlModifier | Held.ShiftModifier)
    assert paths.args == [["/photos/IMG_0000002.JPG", "/photos/IMG_0000005.JPG"]]
    with qtbot.waitSignal(view.show_in_folder_requested) as folder:
        press(view, Key.Key_Return, Held.ControlModifier)
    assert folder.args == ["/photos/IMG_0000005.JPG"]


def test_the_windows_own_keys_pass(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    view.enter()
    back = QShortcut(QKeySequence("Alt+Left"), view.window())
    with qtbot.waitSignal(back.activated), qtbot.assertNotEmitted(view.typed):
        press(view, Key.Key_Left, Held.AltModifier)


def test_where_the_keyboard_is_can_be_seen(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    fill(view, 8, tmp_path)
    loaded(view, qtbot)
    view.enter()
    press(view, Key.Key_Right, Held.ControlModifier)  # moves without selecting
    assert view.currentIndex().row() == 1
    tile = view.visualRect(view.results.index(1))
    ring, ground = QPoint(tile.center().x(), tile.top() - 3), QPoint(2, 2)
    assert colour_at(view.viewport(), ring) != colour_at(view.viewport(), ground)
    click(view, 1)
    click(view, 1, Held.ControlModifier)  # current and not selected; but a mouse needs no such mark
    point_at(view, centre(view, 6))
    assert colour_at(view.viewport(), ring) == colour_at(view.viewport(), ground)


# ------------------------------------------------------------------------------------------------------- pointer


def test_clicks_select(view: ResultsView) -> None:
    fill(view, 30)
    click(view, 2)
    assert view.selected_rows() == [2]
    click(view, 9)
    assert view.selected_rows() == [9]
    click(view, 3, Held.ControlModifier)
    assert view.selected_rows() == [3, 9]
    click(view, 3, Held.ControlModifier)
    assert view.selected_rows() == [9]
    click(view, 2)
    click(view, 7, Held.ShiftModifier)
    assert view.selected_rows() == [2, 3, 4, 5, 6, 7]


def test_a_click_on_the_ground_deselects(view: ResultsView) -> None:
    fill(view, 5)
    click(view, 2)
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, QPoint(600, 560))
    assert not view.selectionModel().hasSelection()


def test_a_double_click_opens(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseDClick(view.viewport(), LEFT, Held.NoModifier, centre(view, 5))
    assert opened.args == [5]
    with qtbot.assertNotEmitted(view.opened):
        QTest.mouseDClick(view.viewport(), LEFT, Held.NoModifier, QPoint(2, 2))


def test_a_rubber_band_selects_what_it_touches(view: ResultsView) -> None:
    fill(view, 30)
    gap = view.visualRect(view.results.index(0)).topRight() + QPoint(3, 40)
    end = centre(view, 6)
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, gap)
    drag_pointer(view, gap, end)
    assert view.selected_rows() == [1, 2, 5, 6]
    inside = gap + QPoint(2, 40)
    assert colour_at(view.viewport(), inside) != colour_at(view.viewport(), QPoint(2, 2))
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, end)
    assert view.selected_rows() == [1, 2, 5, 6]
    assert like(colour_at(view.viewport(), inside), colour_at(view.viewport(), QPoint(2, 2)).name(), 3)


def test_hovering_shows_two_actions_that_can_be_pressed(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    click(view, 0)
    point_at(view, centre(view, 5))
    similar = button(view.picture_rect(5), Action.SIMILAR).center()
    folder = button(view.picture_rect(5), Action.FOLDER).center()
    plain = colour_at(view.viewport(), button(view.picture_rect(6), Action.SIMILAR).center() + QPoint(11, 0))
    assert colour_at(view.viewport(), similar + QPoint(11, 0)) != plain
    with qtbot.waitSignal(view.similar_requested) as asked:
        QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, similar)
    assert asked.args == [[6]]
    with qtbot.waitSignal(view.show_in_folder_requested) as shown:
        QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, folder)
    assert shown.args == ["/photos/IMG_0000005.JPG"]
    assert view.selected_rows() == [0]  # pressing them selects nothing
    with qtbot.assertNotEmitted(view.similar_requested):
        QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, similar)
        QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, centre(view, 9))


def test_the_wheel_with_ctrl_changes_the_size_under_the_pointer(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 400)
    view.verticalScrollBar().setValue(3000)
    at = QPoint(300, 300)
    row = view.grid.nearest(at + QPoint(0, 3000))
    with qtbot.waitSignal(view.edge_changed) as changed:
        wheel(view.viewport(), at, 2, Held.ControlModifier)
    assert changed.args == [view.edge]
    assert view.edge > 176
    tile = view.visualRect(view.results.index(row))
    assert tile.top() - view.grid.pitch <= at.y() <= tile.bottom() + view.grid.pitch
    for _ in range(40):
        wheel(view.viewport(), at, -1, Held.ControlModifier)
    assert view.edge == EDGES[0]
    with qtbot.assertNotEmitted(view.edge_changed):
        wheel(view.viewport(), at, -1, Held.ControlModifier)


def test_the_wheel_alone_scrolls(view: ResultsView) -> None:
    fill(view, 400)
    wheel(view.viewport(), QPoint(100, 100), -1)
    assert view.verticalScrollBar().value() > 0
    assert view.edge == 176


def test_the_wheel_glides_a_line_a_notch_where_motion_is_welcome(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 400)
    view.set_motion(True)
    bar = view.verticalScrollBar()
    for _ in range(3):
        wheel(view.viewport(), QPoint(100, 100), -1)
    assert bar.value() < 3 * view.grid.pitch
    qtbot.waitUntil(lambda: bar.value() == 3 * view.grid.pitch)
    wheel(view.viewport(), QPoint(100, 100), 9)
    qtbot.waitUntil(lambda: bar.value() == 0)
    wheel(view.viewport(), QPoint(100, 100), -9)
    fill(view, 300)  # another result is not scrolled by the wheel's last turn
    qtbot.wait(200)
    assert bar.value() == 0


# ----------------------------------------------------------------------------------------------- menu, drag, copy


def open_menu(view: ResultsView, row: int) -> QMenu:
    at = centre(view, row)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, Held.NoModifier, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_context_menu_acts_on_the_selection(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    click(view, 2)
    click(view, 3, Held.ControlModifier)
    menu = open_menu(view, 3)
    actions = [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]
    assert [action.text() for action in actions][:4] == ["Open", "Find similar", "More like this", "Less like this"]
    assert all(not action.shortcut().isEmpty() for action in actions)
    with qtbot.waitSignal(view.similar_requested) as asked:
        actions[1].trigger()
    assert asked.args == [[3, 4]]
    menu.close()


def test_the_menu_of_an_unselected_picture_selects_it(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    click(view, 2)
    menu = open_menu(view, 7)
    assert view.selected_rows() == [7]
    menu.close()


def test_the_menu_key_opens_the_menu_at_the_current_picture(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 30)
    view.enter()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_a_file_that_is_not_there_cannot_be_shown_in_its_folder(view: ResultsView, qtbot: QtBot) -> None:
    hits = make_hits(4)
    hits[1].online = False
    view.results.set_result(reply(hits))
    menu = open_menu(view, 1)
    folder = next(action for action in menu.actions() if action.text() == "Show in folder")
    assert not folder.isEnabled()
    menu.close()
    click(view, 1)
    with qtbot.assertNotEmitted(view.show_in_folder_requested):
        press(view, Key.Key_Return, Held.ControlModifier)
    click(view, 0)
    with qtbot.waitSignal(view.show_in_folder_requested):  # and nothing stays disabled behind
        press(view, Key.Key_Return, Held.ControlModifier)


def test_paths_are_copied_once_all_of_them_are_known(view: ResultsView, qtbot: QtBot) -> None:
    view.results.set_result(reply(make_hits(100), count=350))
    answer(view.results)
    view.selectAll()
    with qtbot.waitSignal(view.copy_paths_requested) as copied:
        press(view, Key.Key_C, Held.ControlModifier | Held.ShiftModifier)
    assert len(copied.args[0]) == 350
    assert copied.args[0][349] == "/photos/IMG_0000349.JPG"


def test_dragging_out_gives_the_selected_files(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    fill(view, 8, tmp_path)
    loaded(view, qtbot)
    click(view, 1)
    click(view, 2, Held.ControlModifier)
    drag = view.drag()
    assert drag is not None
    names = [Path(url.toLocalFile()).name for url in drag.mimeData().urls()]
    assert names == ["photo-20a040.png", "photo-2040c0.png"]
    assert not drag.pixmap().isNull()
    assert view.results.supportedDragActions() == Qt.DropAction.CopyAction


def test_nothing_to_drag_when_the_file_is_not_there(view: ResultsView) -> None:
    hits = make_hits(2)
    hits[0].online = False
    view.results.set_result(reply(hits))
    click(view, 0)
    assert view.drag() is None


# ------------------------------------------------------------------------------------------- results that change


def test_a_refresh_keeps_selection_current_and_place(view: ResultsView) -> None:
    hits = make_hits(400)
    view.results.set_result(reply(hits, page=400))
    click(view, 2)
    view.verticalScrollBar().setValue(4000)
    first = view.results.content(view.visible_rows().start)
    offset = view.visualRect(view.results.index(view.visible_rows().start)).top()
    click(view, view.visible_rows().start + 5, Held.ControlModifier)
    click(view, view.visible_rows().start + 9, Held.ControlModifier)
    kept = view.results.contents(view.selected_rows())
    current = view.results.content(view.currentIndex().row())

    newer = make_hits(10, start=1000)
    view.results.set_result(reply([*newer[:4], *hits[:1], *hits[4:], *newer[4:]], result=2, page=400), keep=True)
    assert view.results.contents(view.selected_rows()) == kept[1:]  # content 3 is gone
    assert view.results.content(view.currentIndex().row()) == current
    row = view.results.row_of(first)
    assert view.visualRect(view.results.index(row)).top() == pytest.approx(offset, abs=view.grid.pitch)
    assert row in view.visible_rows()


def test_a_new_query_starts_at_the_top_with_nothing_selected(view: ResultsView) -> None:
    fill(view, 400)
    view.verticalScrollBar().setValue(4000)
    view.setCurrentIndex(view.results.index(90))
    view.results.set_result(reply(make_hits(300), result=2))
    assert view.verticalScrollBar().value() == 0
    assert view.selected_rows() == []


def test_coming_back_to_an_earlier_query(view: ResultsView) -> None:
    fill(view, 400)
    view.verticalScrollBar().setValue(3210)
    state = view.scroll_state()
    view.results.set_result(reply(make_hits(50), result=2))
    fill(view, 400)
    view.restore_scroll(state)
    assert view.verticalScrollBar().value() == 3210


def test_following_the_viewer_selects_and_scrolls(view: ResultsView) -> None:
    fill(view, 400)
    click(view, 0)
    view.follow(300)
    assert view.selected_rows() == [300]
    assert 300 in view.visible_rows()
    view.follow(-1)
    view.follow(400)
    assert view.selected_rows() == [300]


def test_making_the_window_wider_stays_with_the_same_pictures(view: ResultsView, qtbot: QtBot) -> None:
    fill(view, 400)
    view.verticalScrollBar().setValue(4000)
    first = view.visible_rows().start
    view.window().resize(1200, 600)
    qtbot.waitUntil(lambda: view.grid.columns > 4)
    assert first in view.visible_rows() or first + view.grid.columns in view.visible_rows()


def test_rows_that_come_into_view_are_fetched_and_painted(view: ResultsView, qtbot: QtBot, tmp_path: Path) -> None:
    view.results.set_result(reply(make_hits(100, tmp_path), count=5000))
    asked = answer(view.results, tmp_path)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: (1, 4900, 5000) in asked)
    loaded(view, qtbot)
    assert like(colour_at(view.viewport(), centre(view, 4998)), COLOURS[4998 % 4])


def test_a_missing_thumbnail_is_asked_for_once_and_shown_when_it_comes(
    view: ResultsView, qtbot: QtBot, tmp_path: Path
) -> None:
    missing: list[int] = []
    view.thumbnails.missing.connect(missing.append)
    fill(view, 3)
    qtbot.waitUntil(lambda: sorted(missing) == [1, 2, 3])
    view.viewport().repaint()
    view.resize(700, 500)
    qtbot.wait(150)
    assert sorted(missing) == [1, 2, 3]
    view.results.update_thumbnail(2, str(make_image(tmp_path / "made.jpg", COLOURS[3])))
    view.results.update_thumbnail(3, None)
    qtbot.waitUntil(lambda: like(colour_at(view.viewport(), centre(view, 1)), COLOURS[3]))
    assert missing.count(2) == 1


def test_a_million_rows(view: ResultsView, qtbot: QtBot) -> None:
    view.results.set_result(reply(make_hits(100), count=1_000_000))
    asked: list[int] = []
    view.results.rows_needed.connect(lambda _result, start, _stop: asked.append(start))
    start = perf_counter()
    view.viewport().repaint()
    view.window().resize(1000, 700)
    press(view, Key.Key_End)
    view.viewport().repaint()
    assert view.currentIndex().row() == 999_999
    view.selectAll()
    view.viewport().repaint()
    assert perf_counter() - start < 5  # the stock view takes 2.5 to 20 s for each of these
    assert 999_999 in view.visible_rows()
    qtbot.waitUntil(lambda: 999_900 in asked)
    view.results.add_rows(RowsReply(0, 1, 999_900, make_hits(100, start=999_900)))
    assert view.results.hit(999_999) is not None


def test_an_empty_result_is_just_empty(view: ResultsView) -> None:
    view.results.clear()
    for key in (Key.Key_Down, Key.Key_End, Key.Key_PageDown, Key.Key_Space, Key.Key_Return):
        press(view, key)
    view.enter()
    view.grab()
    assert view.scroll_state() is None
    assert list(view.visible_rows()) == []
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, QPoint(50, 50))


# ------------------------------------------------------------------------------------------------- accessibility


def test_screen_readers_find_a_list_of_named_pictures(view: ResultsView) -> None:
    fill(view, 6)
    view.setCurrentIndex(view.results.index(3))
    face = QAccessible.queryAccessibleInterface(view)
    assert face is not None
    assert face.role() == QAccessible.Role.List
    assert face.text(QAccessible.Text.Name)
    assert face.childCount() == 6
    child = face.child(3)
    assert child.text(QAccessible.Text.Name).startswith("IMG_0000003.JPG, ")
    assert child.state().selected
    assert child.rect().size() == view.visualRect(view.results.index(3)).size()


def test_the_model_stays_proper_under_a_view(view: ResultsView, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(view.results)
    fill(view, 150)
    view.results.set_result(reply(make_hits(90), result=2), keep=True)
    view.selectionModel().select(view.results.index(4), QItemSelectionModel.SelectionFlag.Select)
    view.results.clear()
