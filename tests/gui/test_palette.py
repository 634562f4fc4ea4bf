"""The command palette, and that every action is declared once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from mediasearch.gui.actions import BY_NAME, MENUS, SPECS
from mediasearch.gui.fuzzy import fit
from mediasearch.paths import resources
from tests.gui.desk import Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _open(desk: Desk) -> None:
    desk.press(Key.Key_P, CTRL | SHIFT)
    assert desk.window.commands.palette.isVisible()


def _type(desk: Desk, text: str) -> list[str]:
    desk.qtbot.keyClicks(desk.window.commands.palette.line, text)
    return [command.name for command in desk.window.commands.palette.shown()]


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("lib", "Library pane", "Visible"),
        ("ss", "Save this search", "Settings"),
        ("sif", "Show in folder", "Search in fog"),
    ],
)
def test_beginnings_of_words_count_most(typed: str, better: str, worse: str) -> None:
    first, second = fit(typed, better), fit(typed, worse)
    assert first is not None
    assert second is None or first[0] > second[0]


def test_letters_may_be_skipped_but_not_swapped_nor_invented() -> None:
    assert fit("fldr", "Show in folder") is not None
    assert fit("FOLDER", "Show in folder") is not None
    assert fit("reglages", "Réglages") is not None
    assert fit("redlof", "Show in folder") is None
    assert fit("", "anything") == (0.0, [])
    assert fit("设置", "打开设置") is not None


def test_names_and_keys_are_unique_where_they_work() -> None:
    assert len(BY_NAME) == len(SPECS)
    assert all(spec.menu in ("", *MENUS) for spec in SPECS)
    assert all((resources() / "icons" / f"{spec.icon}.svg").exists() for spec in SPECS if spec.menu)
    for where in (("window",), ("grid", "pictures"), ("viewer", "pictures")):
        keys = [QKeySequence(key).toString() for spec in SPECS if spec.where in where for key in spec.shortcuts()]
        assert len(keys) == len(set(keys)), where
        assert "" not in keys


def test_typing_filters_enter_does_it_and_the_focus_returns(desk: Desk) -> None:
    window = desk.window
    assert not window.pane.isVisible()
    _open(desk)
    names = _type(desk, "lib pane")
    assert names[0] == "library"
    desk.press(Key.Key_Return)
    assert not window.commands.palette.isVisible()
    assert window.pane.isVisible()
    assert window.search_bar.line.hasFocus()
    assert window.search_bar.line.text() == ""


def test_what_was_done_lately_comes_first_and_is_remembered(desk: Desk) -> None:
    _open(desk)
    _type(desk, "keyboard")
    desk.press(Key.Key_Return)
    dialog = desk.window.dialogs.shortcuts
    if dialog is not None:
        dialog.close()
    desk.window.activateWindow()
    desk.window.search_bar.line.setFocus()
    _open(desk)
    assert desk.window.commands.palette.shown()[0].name == "shortcuts"
    assert desk.window._state.recent == ["shortcuts"]


def test_arrows_go_round_and_escape_does_nothing_else(desk: Desk) -> None:
    desk.type("red")
    _open(desk)
    palette = desk.window.commands.palette
    desk.press(Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1
    desk.press(Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    desk.press(Key.Key_Tab)
    assert palette.line.hasFocus()
    desk.press(Key.Key_Escape)
    assert not palette.isVisible()
    assert desk.window.search_bar.line.text() == "red"
    assert desk.window.search_bar.line.hasFocus()


def test_a_name_that_no_command_has(desk: Desk) -> None:
    _open(desk)
    assert _type(desk, "qqqq") == []
    assert desk.window.commands.palette.nothing.isVisible()
    desk.press(Key.Key_Return)
    assert desk.window.commands.palette.isVisible()


def test_a_click_beside_it_closes(desk: Desk) -> None:
    _open(desk)
    desk.qtbot.mouseClick(desk.window.centralWidget(), Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert not desk.window.commands.palette.isVisible()


def test_only_what_can_be_done_is_offered(desk: Desk) -> None:
    window = desk.window
    desk.until(lambda: window.model.rowCount() == 3)
    offered = {command.name for command in (window.commands.palette.shown() or [])}
    _open(desk)
    offered = {command.name for command in window.commands.palette.shown()}
    assert "select_all" in offered
    assert "back" not in offered  # there is no earlier query
    assert "trash" not in offered  # nothing is selected
    assert "next" not in offered  # no viewer
    assert all(command.text and not command.text.endswith("…") for command in window.commands.palette.shown())


def test_every_command_is_spoken_with_its_key(desk: Desk) -> None:
    _open(desk)
    _type(desk, "quit")
    index = desk.window.commands.palette.list.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"Quit, {BY_NAME['quit'].native_keys()[0]}"


def test_the_menu_has_every_action_in_its_group(desk: Desk) -> None:
    menu = QMenu()
    desk.window.commands.fill_menu(menu)
    names = {action.objectName() for each in (menu, *menu.findChildren(QMenu)) for action in each.actions()}
    assert {spec.name for spec in SPECS if spec.menu} <= names
    for spec in SPECS:
        if spec.menu:
            assert desk.window.commands.actions[spec.name].text()


def test_it_lies_over_the_window_with_room_around_it(desk: Desk) -> None:
    _open(desk)
    palette = desk.window.commands.palette
    desk.window.resize(560, 420)
    QApplication.processEvents()
    area = desk.window.centralWidget().rect()
    assert area.contains(palette.geometry())
    image = palette.grab().toImage()
    assert image.pixelColor(palette.width() // 2, palette.height() // 2) != QColor(0, 0, 0)
