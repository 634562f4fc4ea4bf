"""Results in sections: headings, keys and pointer across them, bands that move, the rail of dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QMouseEvent, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui.date_rail import DateRail
from mediasearch.gui.grid_layout import SLIM_BAR
from mediasearch.gui.headings import CLEAR
from mediasearch.gui.results_view import ResultsView
from mediasearch.gui.sections import BEST, LESS, Section, sections
from mediasearch.protocol import Month, RowsReply, SearchReply
from tests.gui.results_support import (
    LEFT,
    Held,
    click,
    colour_at,
    drag_pointer,
    make_hits,
    press,
    reply,
    wheel,
)

Key = Qt.Key


def banded(count: int, best: int | None, result: int = 1) -> SearchReply:
    made = reply(make_hits(count), result=result, page=count)
    made.best = best
    return made


def dated(*months: tuple[str, int]) -> SearchReply:
    count = sum(held for _, held in months)
    made = reply(make_hits(count), page=count)
    made.months = [Month(name, held) for name, held in months]
    return made


TWO_YEARS = [(f"{year}-{month:02}", 30) for year in (2024, 2019) for month in range(12, 0, -1)] + [("", 7)]


# ------------------------------------------------------------------------------------------------------- cutting


def test_bands_make_two_sections() -> None:
    assert [(part.start, part.name) for part in sections(banded(30, 10), 30)] == [(0, BEST), (10, LESS)]
    assert [part.name for part in sections(banded(30, 30), 30)] == [BEST]
    assert [part.title() for part in sections(banded(30, 0), 30)] == ["No sure match. Showing the nearest."]
    assert sections(banded(30, None), 30) == ()
    assert [(part.start, part.name) for part in sections(banded(5, 99), 5)] == [(0, BEST)]
    assert sections(banded(0, 0), 0) == ()


def test_months_have_names_in_the_language_of_the_person() -> None:
    parts = sections(dated(("2024-06", 30), ("2023-01", 20), ("", 10)), 60)
    assert [part.start for part in parts] == [0, 30, 50]
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("en_GB"))
        assert [part.title() for part in parts] == ["June 2024", "January 2023", "No date"]
        assert [part.year_title() for part in parts] == ["2024", "2023", ""]
        QLocale.setDefault(QLocale("zh_CN"))
        assert parts[0].title() == "2024年6月"
        QLocale.setDefault(QLocale("de_DE"))
        assert parts[1].title() == "Januar 2023"
    finally:
        QLocale.setDefault(before)


def test_few_pictures_a_month_stand_by_year() -> None:
    reply = dated(("2024-06", 3), ("2024-01", 5), ("2019-12", 2), ("", 1))
    parts = sections(reply, 11)
    assert [(part.start, part.title()) for part in parts] == [(0, "2024"), (8, "2019"), (10, "No date")]


@pytest.mark.parametrize("name", ["", "20x4", "2024-13", "nonsense", "0000-00"])
def test_what_is_no_month_has_no_date(name: str) -> None:
    assert Section(0, name, dated=True).title() == "No date"


def test_months_that_do_not_add_up_are_cut() -> None:
    reply = dated(("2024-06", 30), ("2024-05", 0), ("2024-04", 30))
    assert [(part.start, part.name) for part in sections(reply, 60)] == [(0, "2024-06"), (30, "2024-04")]
    assert [part.start for part in sections(reply, 25)] == [0]


# ------------------------------------------------------------------------------------------------------- the grid


def test_a_heading_is_painted_and_is_no_picture(view: ResultsView) -> None:
    view.results.set_result(banded(20, 6))
    heading = view.grid.heading(1)
    row_of_pixels = range(heading.left(), heading.left() + 100)
    text_line = heading.bottom() - 13
    ground = colour_at(view.viewport(), QPoint(2, 2))
    image = view.viewport().grab().toImage()
    assert any(image.pixelColor(x, text_line) != ground for x in row_of_pixels)
    click(view, 2)
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, heading.center())
    assert not view.selectionModel().hasSelection()
    assert view.grid.heading(1).top() > view.visualRect(view.results.index(5)).bottom()
    assert view.visualRect(view.results.index(6)).top() > heading.bottom()


def strip(view: ResultsView) -> QImage:
    """What is at the upper edge, where a heading stays."""
    return view.viewport().grab(QRect(0, 0, 300, view.grid.strip - CLEAR)).toImage()


class Painted(QObject):
    """What of a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return False


def test_a_heading_stays_while_its_section_scrolls(view: ResultsView) -> None:
    view.results.set_result(banded(200, 100))
    bar, high = view.verticalScrollBar(), view.grid.strip
    best = strip(view)
    next_one = view.grid.heading(1).bottom() + 1 - high
    for top in (1, 7, 150, next_one - high):  # it looks the same all the way, and does not jump when it begins to stay
        bar.setValue(top)
        assert strip(view) == best
        assert view.grid.stuck(top) == (0, 0)
    bar.setValue(next_one - 10)
    assert view.grid.stuck(next_one - 10) == (0, high - 10)  # pushed out by the one that follows
    assert strip(view) != best
    bar.setValue(next_one)
    less = strip(view)
    assert less != best
    bar.setValue(next_one + 500)
    assert strip(view) == less


@pytest.mark.parametrize("best", [60, None])
@pytest.mark.parametrize(("before", "after"), [(100, 140), (140, 100), (0, 1), (1200, 1185), (0, 3000)])
def test_what_is_scrolled_is_painted(
    view: ResultsView, qtbot: QtBot, before: int, after: int, best: int | None
) -> None:
    """By itself: a picture that a test takes of a widget is painted for it and would not show what is missing."""
    view.results.set_result(banded(200, best))
    bar, viewport = view.verticalScrollBar(), view.viewport()
    bar.setValue(before)
    painted = Painted(viewport)
    QApplication.processEvents()
    painted.region = QRegion()
    bar.setValue(after)
    qtbot.waitUntil(lambda: QRegion(viewport.rect()).subtracted(painted.region).isEmpty())


def test_what_goes_under_a_heading_is_not_meant(view: ResultsView) -> None:
    view.results.set_result(banded(200, 100))
    view.verticalScrollBar().setValue(150)
    tile = view.visualRect(view.results.index(0))
    assert tile.top() < view.grid.strip < tile.bottom()
    click_at = QPoint(tile.center().x(), view.grid.strip - 3)
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, click_at)
    assert not view.selectionModel().hasSelection()
    QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, QPoint(tile.center().x(), view.grid.strip + 3))
    assert view.selected_rows() == [0]
    view.verticalScrollBar().setValue(900)
    view.scrollTo(view.results.index(4))
    assert view.visualRect(view.results.index(4)).top() >= view.grid.strip


def test_without_sections_nothing_stays(view: ResultsView) -> None:
    view.results.set_result(banded(200, None))
    view.verticalScrollBar().setValue(150)
    assert view.grid.strip == 0
    assert view.indexAt(QPoint(view.visualRect(view.results.index(1)).center().x(), 3)).row() == 1


def test_arrows_cross_sections_and_keep_their_column(view: ResultsView) -> None:
    view.results.set_result(banded(20, 6))  # four columns: 0–3, 4 5 | 6–9, 10–13 …
    view.enter()
    for key, row in (
        (Key.Key_Right, 1), (Key.Key_Down, 5), (Key.Key_Right, 6), (Key.Key_Left, 5), (Key.Key_Down, 7),
        (Key.Key_Up, 5), (Key.Key_Up, 1), (Key.Key_Right, 2), (Key.Key_Right, 3), (Key.Key_Down, 5),
        (Key.Key_PageDown, 11), (Key.Key_End, 19), (Key.Key_Down, 19), (Key.Key_Home, 0),
    ):  # fmt: skip
        press(view, key)
        assert view.currentIndex().row() == row, key
        assert view.selected_rows() == [row]


def test_shift_and_the_band_select_across_a_heading(view: ResultsView) -> None:
    view.results.set_result(banded(20, 6))
    click(view, 4)
    click(view, 7, Held.ShiftModifier)
    assert view.selected_rows() == [4, 5, 6, 7]
    start = view.visualRect(view.results.index(0)).topRight() + QPoint(3, 40)
    end = view.visualRect(view.results.index(7)).center()
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, start)
    drag_pointer(view, start, end)
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, end)
    assert view.selected_rows() == [1, 5, 7]


def test_the_cut_moves_and_nothing_else(view: ResultsView, qtbot: QtBot) -> None:
    view.results.set_result(banded(200, 6))
    click(view, 9)
    with qtbot.assertNotEmitted(view.results.modelReset):
        view.results.set_result(banded(200, 12, result=2), keep=True)
    assert view.grid.starts == (0, 12)
    assert view.selected_rows() == [9]
    view.verticalScrollBar().setValue(3000)
    first = view.visible_rows().start
    at = view.visualRect(view.results.index(first)).top()
    view.results.set_result(banded(200, 13, result=3), keep=True)
    assert view.visualRect(view.results.index(first)).top() == pytest.approx(at, abs=view.grid.pitch)
    view.results.set_result(banded(200, None, result=4), keep=True)
    assert view.grid.starts == ()


def test_every_item_is_named_across_sections(view: ResultsView) -> None:
    made = banded(20, 6)
    made.rows[0].band, made.rows[0].why, made.rows[0].favourite = "best", ["looks", "name"], True
    made.rows[7].band, made.rows[7].stack = "less", 3
    view.results.set_result(made)
    face = QAccessible.queryAccessibleInterface(view)
    assert face.childCount() == 20
    named = [face.child(row).text(QAccessible.Text.Name) for row in range(20)]
    assert named[0].endswith("best match, looks like it, name, favourite")
    assert "less certain" in named[7]
    assert face.child(7).rect().topLeft() == view.viewport().mapToGlobal(
        view.visualRect(view.results.index(7)).topLeft()
    )


def test_from_right_to_left_the_first_picture_is_at_the_right(view: ResultsView) -> None:
    view.results.set_result(banded(20, 6))
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tiles = [view.visualRect(view.results.index(row)) for row in range(4)]
    assert [tile.left() for tile in tiles] == sorted((tile.left() for tile in tiles), reverse=True)
    area = QRect(view.viewport().mapTo(view, tiles[3].topLeft()), view.viewport().mapTo(view, tiles[0].bottomRight()))
    assert abs(area.left() - (view.width() - 1 - area.right())) <= max(view.verticalScrollBar().width() - SLIM_BAR, 1)
    view.enter()
    for key, row in (
        (Key.Key_Left, 1), (Key.Key_Left, 2), (Key.Key_Right, 1), (Key.Key_Down, 5), (Key.Key_Left, 6),
        (Key.Key_Right, 5),
    ):  # fmt: skip
        press(view, key)
        assert view.currentIndex().row() == row
    click(view, 7)
    assert view.selected_rows() == [7]
    start = tiles[0].topLeft() + QPoint(-3, 40)
    end = tiles[2].center()
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, start)
    drag_pointer(view, start, end)
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, end)
    assert view.selected_rows() == [1, 2]


# ------------------------------------------------------------------------------------------------------- the rail


@pytest.fixture
def rail(view: ResultsView) -> DateRail:
    area = QWidget(view.parentWidget())
    row = QHBoxLayout(area)
    view.parentWidget().layout().replaceWidget(view, area)
    made = DateRail(view, area)
    row.addWidget(view)
    row.addWidget(made)
    area.show()
    return made


def at(rail: DateRail, share: float) -> QPoint:
    return QPoint(rail.width() // 2, round(rail._y(share)))


def test_the_rail_is_there_for_dates_only(view: ResultsView, rail: DateRail, qtbot: QtBot) -> None:
    view.results.set_result(banded(700, 6))
    assert not rail.isVisible()
    view.results.set_result(dated(*TWO_YEARS))
    qtbot.waitUntil(rail.isVisible)
    assert view.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert [year for year, _ in rail.marks()] == ["2024", "2019", ""]
    view.results.set_result(dated(("2024-06", 4), ("2023-05", 3)))
    assert not rail.isVisible()  # all of it is on the screen
    assert view.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_a_click_on_a_year_jumps_there(view: ResultsView, rail: DateRail, qtbot: QtBot) -> None:
    view.results.set_result(dated(*TWO_YEARS))
    qtbot.waitUntil(rail.isVisible)
    share = dict(rail.marks())["2019"]
    QTest.mouseClick(rail, LEFT, Held.NoModifier, at(rail, share))
    assert view.grid.section(view.visible_rows().start) in (11, 12)
    QTest.mouseClick(rail, LEFT, Held.NoModifier, QPoint(10, rail.height() - 1))
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    wheel(rail, QPoint(10, 10), 9)
    assert view.verticalScrollBar().value() < view.verticalScrollBar().maximum()


def test_dragging_and_pointing_tell_the_month(view: ResultsView, rail: DateRail, qtbot: QtBot) -> None:
    view.results.set_result(dated(*TWO_YEARS))
    qtbot.waitUntil(rail.isVisible)
    there = QPointF(at(rail, dict(rail.marks())["2019"]) + QPoint(0, 2))
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, there, rail.mapToGlobal(there), none, none, Held.NoModifier)
    QApplication.sendEvent(rail, move)
    assert rail.bubble is not None
    assert rail.bubble.isVisible()
    assert rail.bubble.text == "December 2019"
    assert view.verticalScrollBar().value() == 0  # only pointed at
    rail.bubble.grab()
    rail.grab()
    QApplication.sendEvent(rail, QEvent(QEvent.Type.Leave))
    assert not rail.bubble.isVisible()


def test_the_rail_under_the_keyboard(view: ResultsView, rail: DateRail, qtbot: QtBot) -> None:
    view.results.set_result(dated(*TWO_YEARS))
    qtbot.waitUntil(rail.isVisible)
    rail.setFocus()
    for key, month in (
        (Key.Key_Down, "November 2024"), (Key.Key_Down, "October 2024"), (Key.Key_Up, "November 2024"),
        (Key.Key_PageDown, "December 2019"), (Key.Key_PageDown, "No date"), (Key.Key_PageUp, "December 2019"),
        (Key.Key_PageUp, "December 2024"), (Key.Key_Up, "December 2024"), (Key.Key_End, "No date"),
    ):  # fmt: skip
        QTest.keyClick(rail, key)
        assert rail.month() == month, key
    face = QAccessible.queryAccessibleInterface(rail)
    assert face.text(QAccessible.Text.Name) == "Dates"
    assert face.role() == QAccessible.Role.Slider
    QTest.keyClick(rail, Key.Key_Home)
    assert face.text(QAccessible.Text.Description) == "December 2024"


def test_the_rail_follows_the_grid(view: ResultsView, rail: DateRail, qtbot: QtBot, tmp_path: Path) -> None:
    view.results.set_result(dated(*TWO_YEARS))
    qtbot.waitUntil(rail.isVisible)
    view.scrollTo(view.results.index(12 * 30 + 40), view.ScrollHint.PositionAtTop)
    assert rail.month() == "November 2019"


# ------------------------------------------------------------------------------------------------------- stacks


def test_a_stack_opens_in_place_and_closes(view: ResultsView, qtbot: QtBot) -> None:
    made = banded(300, 10)
    made.rows[6].stack = 4
    view.results.set_result(made)
    asked: list[int] = []
    view.stack_requested.connect(asked.append)
    view.setCurrentIndex(view.results.index(6))
    press(view, Key.Key_Down, Held.AltModifier)
    assert asked == [7]
    view.results.open_stack(7, [made.rows[6], *make_hits(3, start=1000)])
    assert view.results.rowCount() == 303
    assert [view.results.content(row) for row in range(5, 12)] == [6, 7, 1001, 1002, 1003, 8, 9]
    assert [part.start for part in view.results.sections] == [0, 13]
    assert view.grid.starts == (0, 13)
    assert view.results.row_of(1002) == 8
    assert view.results.row_of(250) == 252
    assert list(view.results.ids())[5:11] == [6, 7, 1001, 1002, 1003, 8]
    view.grab()
    click(view, 8)
    press(view, Key.Key_Escape)
    assert view.results.rowCount() == 300
    assert view.currentIndex().row() == 6
    assert view.grid.starts == (0, 10)


def test_rows_and_thumbnails_find_their_place_behind_an_open_stack(view: ResultsView, qtbot: QtBot) -> None:
    view.results.set_result(reply(make_hits(100), count=500))
    view.results.open_stack(7, make_hits(3, start=1000))
    asked: list[tuple[int, int, int]] = []
    view.results.rows_needed.connect(lambda result, start, stop: asked.append((result, start, stop)))
    view.scrollTo(view.results.index(203))
    assert view.results.hit(203) is None
    qtbot.waitUntil(lambda: any(start <= 200 < stop for _, start, stop in asked))
    with qtbot.waitSignal(view.results.rows_arrived) as arrived:
        view.results.add_rows(RowsReply(0, 1, 200, make_hits(100, start=200)))
    assert arrived.args == [203, 303]
    hit = view.results.hit(203)
    assert hit is not None
    assert hit.content == 201
    view.results.update_thumbnail(1002, "/cache/x.jpg")
    member = view.results.hit(8)
    assert member is not None
    assert (member.content, member.thumbnail) == (1002, "/cache/x.jpg")
    view.results.set_result(reply(make_hits(100), count=400, result=2), keep=True)
    assert view.results.rowCount() == 400  # another answer closes it


def test_an_opened_stack_leaves_the_rest_where_it_is(view: ResultsView) -> None:
    view.results.set_result(banded(300, None))
    view.verticalScrollBar().setValue(2000)
    row = view.visible_rows().start + view.grid.columns
    before = view.visualRect(view.results.index(row)).top()
    view.results.open_stack(view.results.content(row), make_hits(9, start=1000))
    assert view.visualRect(view.results.index(row)).top() == before
    view.results.close_stack()
    assert view.visualRect(view.results.index(row)).top() == before
    view.results.open_stack(3, make_hits(9, start=1000))  # far above
    assert view.visualRect(view.results.index(row + 9)).top() == pytest.approx(before, abs=view.grid.pitch)


def test_nothing_to_open(view: ResultsView) -> None:
    view.results.set_result(banded(30, None))
    view.results.open_stack(999, make_hits(3, start=1000))
    view.results.open_stack(3, [view.results.hit(2)])  # type: ignore[list-item]
    assert view.results.rowCount() == 30
    view.enter()
    press(view, Key.Key_Down, Held.AltModifier)
    assert view.results.rowCount() == 30
