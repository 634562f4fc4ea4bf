"""Less motion for those who ask for it: here, or in the settings of their desktop."""

from __future__ import annotations

import sys

import pytest
from pytestqt.qtbot import QtBot

from mediasearch.gui.motion import Motion
from mediasearch.gui.results_view import ResultsView
from tests.gui.conftest import OpenWindow


@pytest.mark.parametrize(
    ("choice", "animations", "allowed"),
    [
        ("system", True, None), ("system", False, False), ("on", True, False), ("on", False, False),
        ("off", True, True), ("off", False, True),
    ],
)  # fmt: skip
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system is asked in another way")
def test_the_choice_goes_before_the_desktop(qtbot: QtBot, choice: str, animations: bool, allowed: bool | None) -> None:
    from PySide6.QtDBus import QDBusVariant

    motion = Motion(choice)
    with qtbot.waitSignal(motion.changed):
        motion.take([QDBusVariant(animations)])
    assert motion.allowed is allowed


@pytest.mark.parametrize("answer", [[], ["nonsense"], [None], [3]])
def test_an_answer_that_says_nothing_changes_nothing(qtbot: QtBot, answer: list[object]) -> None:
    motion = Motion("system")
    before = motion.allowed
    motion.take(answer)
    assert motion.allowed is before


def test_the_grid_stands_still_when_it_is_chosen(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    view: ResultsView = window.view
    window.settings["reduce_motion"] = "off"
    window.dialogs.setting_changed.emit("reduce_motion")
    assert view.motion
    window.settings["reduce_motion"] = "on"
    window.dialogs.setting_changed.emit("reduce_motion")
    assert not view.motion
