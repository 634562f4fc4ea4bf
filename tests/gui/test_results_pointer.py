"""The grid under a pointer: clicked, banded, dragged from; its menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from mediasearch.gui.card_places import Action, button, copies_badge
from mediasearch.gui.results_view import EDGES, ResultsView
from tests.gui.results_support import (
    LEFT,
    Held,
    answer,
    centre,
    click,
    colour_at,
    drag_pointer,
    fill,
    like,
    loaded,
    make_hits,
    point_at,
    press,
    reply,
    wheel,
)

Key = Qt.Key


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
    texts = [action.text() for action in actions]
    assert texts[:5] == ["Open", "Open in its program", "Open with…", "Find similar", "Add to search"]
    assert texts[-1] == "Move to the trash"
    keyless = {"Open with…", "Save as a list…", "Leave out of the library"}
    assert {action.text() for action in actions if action.shortcut().isEmpty()} == keyless
    with qtbot.waitSignal(view.similar_requested) as asked:
        actions[3].trigger()
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


def test_the_badge_of_copies_says_what_it_means(view: ResultsView, qtbot: QtBot) -> None:
    hits = make_hits(3)
    hits[1].files = [hits[1].path, "/else/copy.jpg"]
    view.results.set_result(reply(hits))
    view.viewport().repaint()
    badge = copies_badge(view.picture_rect(1), hits[1])

    def tip(point: QPoint) -> str:
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point)))
        return QToolTip.text()

    assert "2 files hold this picture" in tip(badge.center())
    assert "IMG_0000001.JPG" in tip(view.picture_rect(1).center())
    assert "IMG_0000000.JPG" in tip(view.picture_rect(0).topLeft() + QPoint(15, 15))
    QToolTip.hideText()
