"""The grid under the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediasearch.gui.results_view import ResultsView
from tests.gui.results_support import (
    Held,
    centre,
    click,
    colour_at,
    fill,
    loaded,
    point_at,
    press,
)

Key = Qt.Key


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
