"""Opening, closing, opening again: what is remembered, what ends, who comes to the front."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui import window_state
from mediasearch.gui.preferences import Preferences
from mediasearch.gui.second_start import raise_other_window
from mediasearch.gui.theme import DARK, tones
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.gui.conftest import OpenWindow
from tests.gui.window_support import PATIENCE, shown, wait_until
from tests.support.engine import CHECKOUT, colour_engine, running
from tests.support.load import budget
from tests.support.pictures import GROUNDS, draw_pictures


def test_closing_ends_everything_within_three_seconds(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    engine = psutil.Process(window.client.pid)
    processes = [engine, *engine.children(recursive=True)]
    assert len(processes) > 1
    start = time.monotonic()
    window.close()
    assert not engine.is_running()
    psutil.wait_procs(processes, timeout=max(0.0, budget(3.0) - (time.monotonic() - start)))
    assert not any(process.is_running() for process in processes)


def test_everything_is_there_at_once_when_it_is_opened_again(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    first = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(first)) == len(GROUNDS))
    everything = shown(first)
    first.close()
    second = open_window()
    assert second.pages.currentWidget() is not second.pages.welcome
    wait_until(qtbot, lambda: shown(second) == everything)


def test_the_window_remembers_its_place_in_its_library(qtbot: QtBot, open_window: OpenWindow, library: Library) -> None:
    first = open_window()
    first.resize(700, 555)
    qtbot.mouseClick(first.top.library, Qt.MouseButton.LeftButton)
    first.close()
    assert (library.data / "window.json").stat().st_size < 1000
    state = window_state.load(library)
    assert state.library_pane
    second = open_window()
    second.restoreGeometry(state.geometry_bytes())
    assert second.size().toTuple() == (700, 555)
    assert second.pane.isVisible()
    assert second.top.library.isChecked()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"geometry": 7, "library_pane": "yes"}', b'{"geometry": "%%"}'])
def test_a_damaged_memory_is_forgotten(library: Library, content: bytes) -> None:
    library.create()
    (library.data / "window.json").write_bytes(content)
    state = window_state.load(library)
    assert state.geometry_bytes() == b""
    assert state.library_pane is False


def test_settings_act_at_once_and_are_kept(
    qtbot: QtBot, open_window: OpenWindow, library: Library, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.mouseClick(window.top.settings, Qt.MouseButton.LeftButton)
    dialog = window.dialogs.preferences
    assert isinstance(dialog, Preferences)
    assert set(dialog.editors) == {setting.name for setting in window.settings}
    theme = dialog.editors["theme"]
    theme.setCurrentIndex(theme.findData("dark"))  # type: ignore[attr-defined]
    assert tones(window.palette()) is DARK
    dialog.editors["crop_thumbnails"].click()  # type: ignore[attr-defined]
    dialog.editors["thumbnail_size"].setValue(240)  # type: ignore[attr-defined]
    assert window.view.edge == 240
    assert window.status.slider.value() == 240
    kept = Settings(library.settings)
    assert (kept["theme"], kept["crop_thumbnails"], kept["thumbnail_size"]) == ("dark", False, 240)
    engine = window.client.pid
    dialog.close()
    assert window.client.pid == engine  # looks are no business of the engine's


def test_a_setting_of_the_engine_reaches_it_when_the_dialog_is_closed(
    qtbot: QtBot, open_window: OpenWindow, library: Library, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    engine = window.client.pid
    window.dialogs.open_preferences()
    dialog = window.dialogs.preferences
    assert dialog is not None
    dialog.editors["max_megapixels"].setValue(50)  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.client.restarted, timeout=PATIENCE), qtbot.assertNotEmitted(window.client.died):
        dialog.close()
    assert window.client.pid != engine
    assert Settings(library.settings)["max_megapixels"] == 50
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))


def test_a_second_start_brings_the_first_window_to_the_front_with_its_folder(
    qtbot: QtBot, open_window: OpenWindow, library: Library, pictures: Path, tmp_path: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.showMinimized()
    more = tmp_path / "more"
    draw_pictures(more)
    second = subprocess.Popen(
        [sys.executable, "-m", "mediasearch", "--library", str(library.data), str(more)],
        cwd=CHECKOUT, stderr=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    wait_until(qtbot, lambda: second.poll() is not None)
    assert second.stderr is not None
    assert (second.returncode, second.stderr.read()) == (0, b"")
    second.stderr.close()
    wait_until(qtbot, lambda: window.notice.text() == "“more” is being added to the library.")
    assert not window.isMinimized()
    wait_until(qtbot, lambda: len(window.folders.roots) == 2)
    qtbot.mouseClick(window.notice.buttons[0], Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: len(window.folders.roots) == 1)


def test_a_library_that_the_command_line_is_filling_opens_when_it_is_free(
    qtbot: QtBot, open_window: OpenWindow, library: Library, pictures: Path
) -> None:
    library.create()
    with running(library, colour_engine(library, "index")) as other:
        other.add(pictures)
        other.settled()
        assert not raise_other_window(library, [])
        window = open_window()
        wait_until(qtbot, lambda: "goes on as soon as the library is free" in window.notice.text())
        assert window.isVisible()
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    assert window.notice.text() == ""


def test_nobody_is_raised_where_nobody_is(library: Library) -> None:
    library.create()
    assert not raise_other_window(library, [])
    for left_over in (
        "",
        "[]",
        "{}",
        '{"pid": 1, "kind": "window", "address": "/nowhere/engine.sock", "started": 1.0}',
    ):
        library.holder.write_text(left_over)
        assert not raise_other_window(library, [])


def test_every_control_has_a_name_for_those_who_do_not_see_it(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.mouseClick(window.top.library, Qt.MouseButton.LeftButton)
    window.dialogs.open_preferences()
    window.dialogs.open_problems()
    window.search_bar.type_into("red")
    nameless = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy():
            continue
        if widget.objectName().startswith("qt_"):
            continue  # parts of Qt's own widgets
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name):
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert nameless == []


def test_the_window_works_from_right_to_left_and_in_the_dark(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.theme.choose("dark")
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    assert window.top.library.x() + window.top.library.parentWidget().x() > window.search_bar.x()
    assert window.grab().toImage().pixelColor(3, 3).name() == DARK.ground
