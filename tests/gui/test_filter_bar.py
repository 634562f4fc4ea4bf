"""The row of filters under the search field, by mouse and by keyboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui import messages
from mediasearch.gui.chip import Chip
from mediasearch.gui.filter_bar import FilterBar
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.search_bar import SearchBar
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import Theme
from mediasearch.protocol import Value

Key = Qt.Key
MOVE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
IN_2019, TRIP, VIDEOS = Term("in", "2019"), Term("folder", "Pictures/Trip"), Term("type", "video")
DOG = Picture(path="/p/dog.jpg", title="dog.jpg")


@dataclass
class Rows:
    area: QWidget
    search: SearchBar
    filters: FilterBar
    qtbot: QtBot

    @property
    def chips(self) -> list[Chip]:
        return self.filters.strip.chips

    def terms(self) -> tuple[Term, ...]:
        assert self.search.query().terms == self.filters.strip.items()
        return self.search.query().terms

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        self.qtbot.keyClick(focused, key, held)


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme) -> Rows:
    area = QWidget()
    column = QVBoxLayout(area)
    search = SearchBar()
    made = Rows(area, search, FilterBar(search), qtbot)
    column.addWidget(search)
    column.addWidget(made.filters)
    area.resize(900, 120)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    search.line.setFocus()
    qtbot.waitUntil(search.line.hasFocus)
    return made


def test_a_filter_and_a_space_make_a_chip_and_typing_goes_on(rows: Rows) -> None:
    asked: list[str] = []
    rows.search.changed.connect(lambda: asked.append(rows.search.query().asked))
    rows.qtbot.keyClicks(rows.search.line, "red in:2019 dog")
    assert rows.terms() == (IN_2019,)
    assert rows.search.line.text() == "red dog"
    assert asked[-1] == "in:2019 red dog"
    assert [chip.accessibleName() for chip in rows.chips] == ["Date: 2019"]


def test_enter_and_leaving_the_field_end_a_filter_as_well(rows: Rows) -> None:
    rows.qtbot.keyClicks(rows.search.line, "in:2019")
    assert rows.terms() == ()
    rows.press(Key.Key_Return)
    assert rows.terms() == (IN_2019,)
    rows.qtbot.keyClicks(rows.search.line, "type:video")
    rows.filters.favourites.setFocus()
    assert rows.terms() == (IN_2019, VIDEOS)


def test_backspace_at_the_edge_goes_to_the_chip_and_then_takes_it_out(rows: Rows) -> None:
    rows.search.set_query(Query("", (), (IN_2019, VIDEOS)))
    rows.press(Key.Key_Backspace)
    assert rows.chips[1].hasFocus()
    assert rows.terms() == (IN_2019, VIDEOS)
    rows.press(Key.Key_Backspace)
    assert rows.terms() == (IN_2019,)
    assert rows.search.line.hasFocus()


def test_pictures_come_first_on_the_way_back_then_the_filters(rows: Rows) -> None:
    rows.search.set_query(Query("", (DOG,), (IN_2019,)))
    rows.press(Key.Key_Left)
    assert rows.search.chips()[0].hasFocus()
    rows.press(Key.Key_Left)
    assert rows.chips[0].hasFocus()
    rows.press(Key.Key_Right)
    assert rows.search.line.hasFocus()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_F2])
def test_a_chip_turns_back_into_text_to_be_changed(rows: Rows, key: Qt.Key) -> None:
    rows.search.set_query(Query("dog", (), (IN_2019, VIDEOS)))
    rows.chips[0].setFocus()
    rows.press(key)
    assert rows.search.line.text() == "dog in:2019"
    assert rows.search.line.selectedText() == "2019"
    rows.qtbot.keyClicks(rows.search.line, "2020 ")
    assert rows.terms() == (VIDEOS, Term("in", "2020"))
    assert rows.search.line.text() == "dog "


def test_a_click_changes_a_chip_and_its_cross_takes_it_out(rows: Rows) -> None:
    rows.search.set_query(Query("", (), (IN_2019, VIDEOS)))
    chip = rows.chips[0]
    rows.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 16))
    assert rows.terms() == (VIDEOS,)
    rows.qtbot.mouseClick(rows.chips[0], Qt.MouseButton.LeftButton, pos=QPoint(20, 16))
    assert rows.search.line.text() == "type:video"


def test_a_date_in_words_becomes_a_chip_and_words_again_when_it_was_none(rows: Rows) -> None:
    rows.qtbot.keyClicks(rows.search.line, "ball last summer ")
    assert (rows.search.line.text(), rows.terms()) == ("ball ", (Term("in", "last summer"),))
    assert "last summer" in rows.chips[0].toolTip()
    (action,) = [each for each in rows.chips[0].menu().actions() if "words" in each.text()]
    action.trigger()
    assert (rows.search.line.text(), rows.terms()) == ('ball "last summer"', ())
    rows.qtbot.keyClicks(rows.search.line, " x ")
    assert rows.terms() == (), "it stays words"


def test_a_filter_that_was_typed_has_no_words_to_go_back_to(rows: Rows) -> None:
    rows.search.set_query(Query("", (), (IN_2019,)))
    assert not [each for each in rows.chips[0].menu().actions() if "words" in each.text()]


def test_chips_change_places_by_keyboard_and_keep_the_focus(rows: Rows) -> None:
    rows.search.set_query(Query("", (), (IN_2019, TRIP, VIDEOS)))
    rows.chips[0].setFocus()
    rows.press(Key.Key_Right, MOVE)
    assert rows.terms() == (TRIP, IN_2019, VIDEOS)
    assert rows.chips[1].hasFocus()
    rows.press(Key.Key_Left, MOVE)
    rows.press(Key.Key_Left, MOVE)  # at the end already
    assert rows.terms() == (IN_2019, TRIP, VIDEOS)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_chips_change_places_by_mouse(rows: Rows, direction: Qt.LayoutDirection) -> None:
    rows.filters.window().setLayoutDirection(direction)
    rows.search.set_query(Query("", (), (IN_2019, TRIP, VIDEOS)))
    rows.qtbot.wait(10)
    first, last = rows.chips[0], rows.chips[2]
    end = last.mapToGlobal(last.rect().center() + QPoint(9 if direction == Qt.LayoutDirection.LeftToRight else -9, 0))
    QTest.mousePress(first, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first.rect().center())
    for _ in range(3):
        QTest.mouseMove(first, first.mapFromGlobal(end))
        rows.qtbot.wait(5)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first.mapFromGlobal(end))
    assert rows.terms() == (TRIP, VIDEOS, IN_2019)
    assert rows.search.line.text() == ""  # it was no click


def test_tab_visits_everything_as_it_is_read(rows: Rows) -> None:
    rows.search.set_query(Query("dog", (DOG,), (IN_2019, VIDEOS)))
    rows.search.set_query(Query("dog", (DOG,), (VIDEOS, IN_2019)))
    picture, chips = rows.search.chips()[0], rows.chips
    menus = [*rows.filters.buttons.values(), rows.filters.favourites]
    right = [rows.search.clear_button, rows.search.history_button]
    expected = [picture, rows.search.line, *right, *menus, *chips, rows.filters.clear_button]
    picture.setFocus()
    visited = []
    for _ in expected:
        visited.append(QApplication.focusWidget())
        rows.press(Key.Key_Tab)
    assert visited == expected


def test_clear_takes_the_filters_and_leaves_the_rest(rows: Rows) -> None:
    assert not rows.filters.clear_button.isVisible()
    rows.search.set_query(Query("dog", (DOG,), (IN_2019, VIDEOS)))
    rows.qtbot.mouseClick(rows.filters.clear_button, Qt.MouseButton.LeftButton)
    assert rows.search.query() == Query("dog", (DOG,))


def test_a_menu_shows_what_there_is_and_replaces_a_filter_of_its_kind(rows: Rows) -> None:
    rows.search.set_query(Query("dog", (), (IN_2019,)))
    with rows.qtbot.waitSignal(rows.filters.values_wanted, check_params_cb=lambda name: name == "in"):
        rows.qtbot.mouseClick(rows.filters.buttons["in"], Qt.MouseButton.LeftButton)
    rows.filters.show_values("in", [Value("2020", 1204), Value("2019", 7)])
    menu = rows.filters.menu
    assert menu is not None
    entries = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    assert [entries["2020"].text(), entries["2019"].isChecked()] == [f"2020\t{messages.number(1204)}", True]
    entries["2020"].trigger()
    assert rows.terms() == (Term("in", "2020"),)
    menu.close()
    rows.filters.make_menu("in").actions()[0].trigger()  # the last days, instead of a year
    assert [term.name for term in rows.terms()] == ["after"]


def test_the_same_again_takes_it_out(rows: Rows) -> None:
    rows.filters.toggle(VIDEOS)
    rows.filters.toggle(VIDEOS)
    assert rows.terms() == ()
    rows.qtbot.mouseClick(rows.filters.favourites, Qt.MouseButton.LeftButton)
    assert rows.terms() == (Term("is", "favourite"),)
    assert rows.filters.favourites.isChecked()
    rows.qtbot.keyClick(rows.filters.favourites, Key.Key_Space)
    assert rows.terms() == ()


def test_a_menu_opens_although_the_engine_is_silent(rows: Rows) -> None:
    rows.qtbot.mouseClick(rows.filters.buttons["camera"], Qt.MouseButton.LeftButton)
    rows.qtbot.waitUntil(lambda: rows.filters.menu is not None)
    menu = rows.filters.menu
    assert menu is not None
    assert [action.isEnabled() for action in menu.actions()] == [False]
    menu.close()


def test_leaving_out_is_one_entry_in_the_menu_of_a_chip(rows: Rows) -> None:
    rows.search.set_query(Query("", (), (TRIP,)))
    menu = rows.chips[0].menu()
    next(action for action in menu.actions() if action.text() == "Leave these out").trigger()
    assert rows.terms() == (Term("folder", "Pictures/Trip", negated=True),)
    assert rows.chips[0].accessibleName() == "Folder: not Trip"


def test_a_date_can_be_typed_instead(rows: Rows) -> None:
    rows.search.set_query(Query("dog"))
    next(a for a in rows.filters.make_menu("in").actions() if a.text() == "Another date…").trigger()
    rows.qtbot.keyClicks(rows.search.line, "2018-05 ")
    assert rows.terms() == (Term("in", "2018-05"),)


def test_folders_of_one_name_are_told_apart(rows: Rows) -> None:
    rows.filters.show_values("folder", [Value("Trip", 60), Value("2020/Trip", 9), Value("2020/Home", 3)])
    assert [action.text() for action in rows.filters.make_menu("folder").actions()] == [
        "Trip\t60", "2020/Trip\t9", "Home\t3",
    ]  # fmt: skip


def test_many_chips_scroll_instead_of_pushing_everything_away(rows: Rows) -> None:
    rows.search.set_query(Query("", (), tuple(Term("in", str(year)) for year in range(2000, 2024))))
    assert rows.filters.window().width() == 900
    assert rows.filters.clear_button.isVisible()
    rows.press(Key.Key_Backspace)
    assert rows.chips[-1].visibleRegion().boundingRect().width() == rows.chips[-1].width()
    rows.chips[0].setFocus()
    rows.qtbot.waitUntil(lambda: rows.chips[0].visibleRegion().boundingRect().width() == rows.chips[0].width())


def test_pictures_can_count_more_and_say_so(rows: Rows) -> None:
    rows.search.set_query(Query("", (DOG,)))
    rows.search.chips()[0].setFocus()
    rows.qtbot.keyClick(rows.search.chips()[0], "+")
    assert rows.search.query().pictures[0].weight == 2.0
    assert rows.search.chips()[0].accessibleName() == "Like dog.jpg, 2 times as important"
    assert rows.search.chips()[0].hasFocus()
