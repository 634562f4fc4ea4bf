"""Results that change under the person: refreshed, replaced, scrolled through."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mediasearch.gui.results_view import ResultsView
from mediasearch.protocol import RowsReply
from tests.gui.results_support import (
    COLOURS,
    LEFT,
    Held,
    answer,
    centre,
    click,
    colour_at,
    fill,
    like,
    loaded,
    make_hits,
    make_image,
    press,
    reply,
)

Key = Qt.Key


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
    start = process_time()
    view.viewport().repaint()
    view.window().resize(1000, 700)
    press(view, Key.Key_End)
    view.viewport().repaint()
    assert view.currentIndex().row() == 999_999
    view.selectAll()
    view.viewport().repaint()
    assert process_time() - start < 5  # the stock view takes 2.5 to 20 s for each of these
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
