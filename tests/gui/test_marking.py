"""A window on a library with marks: favourites, hiding, examples, order, strictness; and the way back from each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui.card_places import Action, button
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.naming import NameDialog
from tests.gui.conftest import OpenWindow
from tests.gui.results_support import LEFT, Held, click, make_hits, point_at, press
from tests.gui.window_support import wait_until

Key = Qt.Key
Made = Callable[..., MainWindow]


@pytest.fixture
def made(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> Iterator[Made]:
    """``made(query, **more)``: a window that shows the answer for ``query`` in a library of 60 pictures."""

    def maker(query: str = "dog", **more: Any) -> MainWindow:
        hits = make_hits(60, tmp_path)
        for place, hit in enumerate(hits):
            hit.taken_at = f"20{24 - place // 20}-0{place % 2 + 1}-11T10:00:00"
        hits[2].stack = 3
        hits[58].size = hits[59].size = 1_500_000
        (tmp_path / "made.json").write_text(
            json.dumps(
                {
                    "hits": [vars(hit) for hit in hits], "best": 20, "stacks": {"3": [3, 59, 60]}, **more,
                }
            )
        )  # fmt: skip
        window = open_window(command=[sys.executable, "-m", "tests.gui.library_engine", str(tmp_path / "made.json")])
        window.view.set_motion(False)
        wait_until(qtbot, lambda: window.model.rowCount() == 60)
        if query:
            window.search_bar.setFocus()
            qtbot.keyClicks(window.search_bar.line, query)
            wait_until(qtbot, lambda: window.showing.answered.text == query)
        return window

    yield maker


def heard(tmp_path: Path, kind: type) -> list[Any]:
    lines = (tmp_path / "made.heard").read_bytes().splitlines()
    return [message for message in map(protocol.decode, lines) if isinstance(message, kind)]


def titles(window: MainWindow) -> list[str]:
    return [part.title() for part in window.model.sections]


def test_matches_stand_in_bands_and_the_cut_can_be_moved(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    assert titles(window) == ["Best matches", "Less certain"]
    slider = window.status.controls.breadth.slider
    assert slider.isVisible()
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Key.Key_Right)
    wait_until(qtbot, lambda: window.view.grid.starts == (0, 21))
    assert [search.breadth for search in heard(tmp_path, protocol.Search)][-1] == 0.3
    assert window.model.rowCount() == 60
    window.search_bar.clear()
    wait_until(qtbot, lambda: not slider.isVisible())  # nothing was described


def test_results_in_the_order_of_their_dates(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    assert window.header.sort.text() == "Closest first"
    assert window.header.sort.accessibleName() == "Order: Closest first"
    window.header.sort.menu().actions()[1].trigger()
    wait_until(qtbot, lambda: "February 2024" in titles(window))
    assert titles(window)[:3] == ["February 2024", "January 2024", "February 2023"]
    assert window.header.sort.text() == "Newest first"
    assert heard(tmp_path, protocol.Search)[-1].sort == "date"
    wait_until(qtbot, window.pages.rail.isVisible)
    window.search_bar.clear()
    wait_until(qtbot, lambda: window.showing.answered.empty)
    assert not window.header.sort.isVisible()  # everything is always by date
    assert titles(window)[0] == "February 2024"


def test_more_like_this_ranks_the_whole_library_when_nothing_was_asked(
    qtbot: QtBot, made: Made, tmp_path: Path
) -> None:
    window = made()
    window.search_bar.clear()
    wait_until(qtbot, lambda: window.showing.answered.empty)
    click(window.view, 4)
    chosen = window.model.hit(4)
    press(window.view, Key.Key_Plus)
    wait_until(qtbot, lambda: titles(window) == ["Best matches", "Less certain"])
    asked = heard(tmp_path, protocol.Search)[-1]
    assert (asked.text, asked.more, asked.sort) == ("", [chosen.content], "relevance")
    assert window.model.hit(0).content == chosen.content
    assert window.header.sort.isVisible()


def test_duplicates_come_by_the_room_they_take(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    for text, order in (("is:duplicate ", "relevance"), ("type:jpeg ", "date"), ("-is:duplicate ", "date")):
        window.search_bar.clear()
        QTest.keyClicks(window.search_bar.line, text)
        wait_until(qtbot, lambda text=text: heard(tmp_path, protocol.Search)[-1].text == text.strip())
        assert heard(tmp_path, protocol.Search)[-1].sort == order


def test_a_favourite_by_key_by_heart_and_back(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    view, model = window.view, window.model
    click(view, 1)
    click(view, 4, Held.ControlModifier)
    press(view, Key.Key_D, Held.ControlModifier)
    assert [row for row in range(10) if model.hit(row).favourite] == [1, 4]
    point_at(view, view.visualRect(model.index(6)).center())
    heart = button(view.picture_rect(6), Action.FAVOURITE).center()
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, heart)
    assert model.hit(6).favourite
    wait_until(qtbot, lambda: len(heard(tmp_path, protocol.Mark)) == 2)
    assert heard(tmp_path, protocol.Mark)[0].contents == [2, 5]
    view.setFocus()
    press(view, Key.Key_Z, Held.ControlModifier)
    assert [row for row in range(10) if model.hit(row).favourite] == [1, 4]
    press(view, Key.Key_Z, Held.ControlModifier)
    assert not any(model.hit(row).favourite for row in range(10))
    wait_until(qtbot, lambda: [mark.on for mark in heard(tmp_path, protocol.Mark)] == [True, True, False, False])


def test_a_favourite_that_could_not_be_kept_is_none(qtbot: QtBot, made: Made) -> None:
    window = made(refuse=["Mark"])
    click(window.view, 1)
    press(window.view, Key.Key_D, Held.ControlModifier)
    wait_until(qtbot, lambda: window.notice.text() == "That did not work. Try again.")
    assert not window.model.hit(1).favourite
    assert not window.undo.possible
    press(window.view, Key.Key_H, Held.ControlModifier | Held.ShiftModifier)
    wait_until(qtbot, lambda: not window.model.leaving and window.model.rowCount() == 60)


def test_what_is_hidden_goes_and_comes_back(qtbot: QtBot, made: Made) -> None:
    window = made()
    click(window.view, 1)
    click(window.view, 4, Held.ControlModifier)
    press(window.view, Key.Key_H, Held.ControlModifier | Held.ShiftModifier)
    assert window.model.leaving == {2, 5}  # seen at once, gone with the next answer
    assert window.notice.text() == "2 pictures hidden from results."
    wait_until(qtbot, lambda: window.model.rowCount() == 58)
    assert window.model.row_of(2) == -1
    qtbot.mouseClick(window.notice.buttons[0], LEFT)
    wait_until(qtbot, lambda: window.model.rowCount() == 60)
    assert not window.undo.possible  # it was undone already
    click(window.view, 1)
    press(window.view, Key.Key_H, Held.ControlModifier | Held.ShiftModifier)
    assert window.notice.text() == "Hidden from results."
    press(window.view, Key.Key_Z, Held.ControlModifier)
    assert window.notice.text() == ""


def test_undo_in_the_search_field_is_about_the_words_first(qtbot: QtBot, made: Made) -> None:
    window = made("")
    window.activateWindow()
    click(window.view, 1)
    press(window.view, Key.Key_H, Held.ControlModifier | Held.ShiftModifier)
    wait_until(qtbot, lambda: window.model.rowCount() == 59)
    line = window.search_bar.line
    line.setFocus()
    qtbot.keyClicks(line, "d")
    qtbot.keyClick(line, Key.Key_Z, Held.ControlModifier)
    assert line.text() == ""
    assert window.undo.possible
    qtbot.keyClick(line, Key.Key_Z, Held.ControlModifier)
    assert not window.undo.possible
    wait_until(qtbot, lambda: window.model.rowCount() == 60)


def test_a_closed_stack_is_hidden_as_a_whole(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    click(window.view, 2)
    press(window.view, Key.Key_H, Held.ControlModifier | Held.ShiftModifier)
    assert window.model.leaving == {3}
    wait_until(qtbot, lambda: window.model.rowCount() == 57)
    assert window.notice.text() == "3 pictures hidden from results."
    press(window.view, Key.Key_Z, Held.ControlModifier)
    wait_until(qtbot, lambda: window.model.rowCount() == 60)
    assert [(mark.contents, mark.on) for mark in heard(tmp_path, protocol.Mark)] == [
        ([3, 59, 60], True), ([3, 59, 60], False),
    ]  # fmt: skip


def test_one_picture_of_an_open_stack_is_hidden_alone(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    window.view.toggle_stack(2)
    wait_until(qtbot, lambda: len(window.model.opened) == 3)
    click(window.view, 2)
    press(window.view, Key.Key_H, Held.ControlModifier | Held.ShiftModifier)
    wait_until(qtbot, lambda: [mark.contents for mark in heard(tmp_path, protocol.Mark)] == [[3]])


def test_more_and_less_like_this(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    view, feedback = window.view, window.header.feedback
    click(view, 5)
    press(view, Key.Key_Plus, Held.ShiftModifier)
    wait_until(qtbot, lambda: window.model.content(0) == 6)
    click(view, 8)
    press(view, Key.Key_Minus)
    wait_until(qtbot, lambda: window.model.content(59) == 9)
    assert feedback.label.text() == "1 like this · 1 not"
    assert not window.header.label.isVisible()
    asked = heard(tmp_path, protocol.Search)[-1]
    assert (asked.more, asked.less) == ([6], [9])
    press(view, Key.Key_Z, Held.ControlModifier)
    wait_until(qtbot, lambda: window.model.content(59) == 60)
    assert feedback.label.text() == "1 like this"
    qtbot.mouseClick(feedback.clear, LEFT)
    wait_until(qtbot, lambda: window.model.content(0) == 1)
    assert not feedback.isVisible()
    assert window.header.label.isVisible()
    view.setFocus()
    press(view, Key.Key_Z, Held.ControlModifier)
    wait_until(qtbot, lambda: window.model.content(0) == 6)
    window.search_bar.setFocus()
    qtbot.keyClicks(window.search_bar.line, "s")
    wait_until(qtbot, lambda: window.showing.answered.text == "dogs")
    assert heard(tmp_path, protocol.Search)[-1].more == []  # examples belong to their query
    window.undo.undo()
    assert not feedback.isVisible()


def test_a_minus_with_nothing_selected_begins_a_query(qtbot: QtBot, made: Made) -> None:
    window = made("")
    window.view.setFocus()
    window.view.clearSelection()
    window.view.setCurrentIndex(window.model.index(-1))
    qtbot.keyClicks(window.view, "-")
    assert window.search_bar.line.text() == "-"


def test_examples_become_a_concept(qtbot: QtBot, made: Made, tmp_path: Path) -> None:
    window = made()
    click(window.view, 5)
    press(window.view, Key.Key_Plus)
    wait_until(qtbot, lambda: window.model.content(0) == 6)
    qtbot.mouseClick(window.header.feedback.save, LEFT)
    wait_until(qtbot, lambda: window.findChild(NameDialog) is not None)
    line = window.findChild(NameDialog).line
    line.selectAll()
    qtbot.keyClicks(line, "  our   Rex ")
    qtbot.keyClick(line, Key.Key_Return)
    wait_until(qtbot, lambda: "our Rex" in window.notice.text())
    (saved,) = heard(tmp_path, protocol.SaveConcept)
    assert (saved.name, saved.more, saved.less, saved.text) == ("our Rex", [6], [], "dog")


def test_a_stack_is_opened_by_its_badge(qtbot: QtBot, made: Made) -> None:
    window = made()
    view = window.view
    point_at(view, view.visualRect(window.model.index(2)).center())
    badge = button(view.picture_rect(2), Action.STACK).center()
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, badge)
    wait_until(qtbot, lambda: window.model.rowCount() == 62)
    assert [window.model.content(row) for row in range(2, 6)] == [3, 59, 60, 4]
    assert view.grid.starts == (0, 22)
    assert window.notice.text() == "3 pictures in this stack. All but the best take 3.0 MB."
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, badge)
    assert window.model.rowCount() == 60
    assert QApplication.activePopupWidget() is None


def test_a_stack_that_is_gone_says_so(qtbot: QtBot, made: Made) -> None:
    window = made(refuse=["Stack"])
    window.view.setFocus()
    window.view.setCurrentIndex(window.model.index(2))
    press(window.view, Key.Key_Down, Held.AltModifier)
    wait_until(qtbot, lambda: window.notice.text() == "That did not work. Try again.")


def test_pictures_whole_or_cropped(qtbot: QtBot, made: Made) -> None:
    window = made("")
    crop = window.status.controls.crop
    assert crop.accessibleName() == "Show whole pictures"
    qtbot.mouseClick(crop, LEFT)
    assert crop.accessibleName() == "Fill the squares"
    assert not window.settings.boolean("crop_thumbnails")
    assert window.view.picture_rect(0).height() < window.view.grid.tile
