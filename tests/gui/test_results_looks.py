"""The grid to look at, and as a screen reader finds it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mediasearch.gui.results_view import ResultsView
from tests.gui.results_support import (
    COLOURS,
    centre,
    click,
    colour_at,
    fill,
    like,
    loaded,
    make_hits,
    point_at,
    reply,
)

Key = Qt.Key


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
    began: list[bool] = []
    view.thumbnails.ready.connect(lambda content: began.append(content in view._fading))
    hits = make_hits(8, tmp_path)
    view.results.update_thumbnail(1, hits[0].thumbnail)
    qtbot.waitUntil(lambda: bool(began))
    assert began == [True]
    qtbot.waitUntil(lambda: not view._fading and not view._frames.isActive())
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


def test_headings_grow_with_the_text(view: ResultsView) -> None:
    found = reply(make_hits(20))
    found.best = 6
    view.results.set_result(found)
    before = view.grid.heading(1).height()
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    view.grab()
    assert view.grid.heading(1).height() >= before + view.fontMetrics().height() // 2 - 1
