"""In every state: all is named and reached with Tab, large fonts fit, and from right to left it is mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui.theme import Theme
from tests.gui.screens.album import plain
from tests.gui.screens.stage import Stage, staged
from tests.gui.screens.states import STATES, State
from tests.gui.screens.walk import blank, controls, cut, name, overlaps, places, stops

#: Lists that are moved through from the field above them, with the arrow keys.
FROM_ABOVE = {"Suggestions", "Commands"}

every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)


def front(stage: Stage) -> QWidget:
    """What the keyboard is for now: the dialog or popup that is open, or the window."""
    window = stage.shown()[-1]
    window.activateWindow()
    stage.settle()
    return window


@every_state
def test_everything_is_named_and_reached_with_tab(state: State, theme: Theme, tmp_path: Path) -> None:
    with staged(tmp_path / "library", state.facts(plain(tmp_path / "pictures")), theme) as stage:
        state.does(stage)
        stage.settle()
        window = front(stage)
        there = controls(stage.window.commands.palette if stage.window.commands.palette.isVisible() else window)
        assert [type(each).__name__ for each in there if not name(each)] == []
        if isinstance(window, QMenu):
            return  # by the arrow keys
        reached = stops(window)
        assert [name(each) for each in reached if each is not None and not name(each)] == []
        assert [name(each) for each in there if each not in reached and name(each) not in FROM_ABOVE] == []


def test_what_is_wrong_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("A sentence that does not fit", window)
    label.setGeometry(0, 0, 60, 20)
    line = QLineEdit(window)
    line.setGeometry(0, 70, 60, 20)
    buttons = [QPushButton(window), QPushButton("Go on with it", window)]
    buttons[0].setGeometry(0, 30, 60, 30)
    buttons[1].setGeometry(40, 30, 40, 30)
    window.show()
    assert {type(each) for each in controls(window) if not name(each)} == {QPushButton, QLineEdit}
    assert [each.split("'")[1] for each in cut(window)] == ["A sentence that does not fit", "Go on with it"]
    assert len(overlaps(window)) == 1
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    buttons[1].setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert buttons[0] in stops(window)
    assert buttons[1] not in stops(window)


@pytest.fixture
def large_fonts(qapp: QApplication) -> Iterator[None]:
    before = QFont(qapp.font())
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 1.5)
    QApplication.setFont(larger)
    yield
    QApplication.setFont(before)


@every_state
def test_larger_fonts_fit(state: State, theme: Theme, large_fonts: None, tmp_path: Path) -> None:
    with staged(tmp_path / "library", state.facts(plain(tmp_path / "pictures")), theme) as stage:
        state.does(stage)
        stage.settle()
        for window in stage.shown():
            assert cut(window) == []
            assert overlaps(window) == []
            assert not blank(window)


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[Callable[[bool], None]]:
    yield lambda on: qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if on else Qt.LayoutDirection.LeftToRight)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@every_state
def test_right_to_left_is_the_mirror_image(
    state: State, theme: Theme, mirrored: Callable[[bool], None], tmp_path: Path
) -> None:
    found = []
    for on in (False, True):
        mirrored(on)
        with staged(tmp_path / f"library-{on}", state.facts(plain(tmp_path / "pictures")), theme) as stage:
            state.does(stage)
            stage.settle()
            window = stage.shown()[-1]
            found.append((window.width(), places(window)))
    (width, places_before), (mirror_width, places_after) = found
    assert width == mirror_width
    assert [kind for kind, _ in places_before] == [kind for kind, _ in places_after]
    assert [
        f"{kind} {at.getRect()} → {then.getRect()}"
        for (kind, at), (_, then) in zip(places_before, places_after, strict=True)
        if kind not in PAINTED and not _close(QRect(width - at.right() - 1, at.top(), at.width(), at.height()), then)
    ] == []


#: Parts of Qt's own widgets, whose place inside them is the style's affair.
PAINTED = {"QScrollBar", "QComboBoxPrivateContainer", "QWidget"}


def _close(one: QRect, other: QRect) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(one.getRect(), other.getRect(), strict=True))
