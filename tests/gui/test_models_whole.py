"""From the click in the settings to the answer of a new model: the real engine, a hub of our own, nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mediasearch.gui.model_dialogs import GetModel, HubModel, ImportModel
from mediasearch.paths import Library
from tests.gui.conftest import OpenWindow
from tests.gui.window_support import shown, wait_until
from tests.models import conftest
from tests.models.hub_server import Hub
from tests.models.test_whole import NAME, small_clip
from tests.support.rainbow import rainbow

hub = conftest.hub


def engine(library: Library) -> list[str]:
    return [sys.executable, "-m", "mediasearch", "engine", "--kind", "window", "--library", str(library.data)]


def test_a_model_is_downloaded_prepared_used_and_gone_back_from(
    qtbot: QtBot, open_window: OpenWindow, library: Library, hub: Hub, tmp_path: Path
) -> None:
    hub.repositories["small/real"] = small_clip()
    rainbow(tmp_path / "photos")
    window = open_window(tmp_path / "photos", command=engine(library))
    wait_until(qtbot, lambda: len(shown(window)) == 12)
    assert window.parts.banner.isVisible()
    assert "huggingface.co" in window.parts.banner.label.text()

    window.dialogs.open_preferences("model")
    preferences = window.dialogs.preferences
    assert preferences is not None
    page = preferences.models
    qtbot.mouseClick(page.hub, Qt.MouseButton.LeftButton)
    naming = window.choice.dialog
    assert isinstance(naming, HubModel)
    qtbot.keyClicks(naming.line, "small/real")
    assert not hub.requests  # nothing has been asked of anyone so far
    qtbot.keyClick(naming.line, Qt.Key.Key_Return)
    asking = window.choice.dialog
    assert isinstance(asking, GetModel)
    wait_until(qtbot, asking.yes.isEnabled)
    assert asking.host.text() == "127.0.0.1"
    assert asking.amount.text().endswith("MB")
    assert not hub.ranges_of("open_clip_model.safetensors")
    qtbot.mouseClick(asking.yes, Qt.MouseButton.LeftButton)

    wait_until(qtbot, lambda: NAME in page.rows and page.rows[NAME].info.state == "preparing")
    assert (page.rows[NAME].mark.text(), page.rows[NAME].info.total) == ("Preparing", 100)
    assert "real" in window.parts.banner.label.text()
    wait_until(qtbot, lambda: page.rows[NAME].info.state in ("filling", "active"))
    wait_until(qtbot, lambda: page.rows[NAME].info.state == "active")
    assert page.rows[NAME].mark.text() == "In use"
    assert not window.parts.banner.isVisible()
    preferences.close()

    qtbot.keyClicks(window.search_bar.line, "a red thing")
    wait_until(qtbot, lambda: window.showing.reply is not None and window.showing.reply.model == NAME)
    wait_until(qtbot, lambda: shown(window))

    window.dialogs.open_preferences("model")
    assert window.dialogs.preferences is not None
    starter = window.dialogs.preferences.models.rows["starter"]
    assert starter.button.text() == "Go back"
    qtbot.mouseClick(starter.button, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: window.models.active is not None and window.models.active.name == "starter")
    assert window.dialogs.preferences.models.rows[NAME].button.text() == "Go back"


@pytest.mark.expects_log("mine.safetensors is no safetensors file")
def test_a_file_that_is_no_model_says_why_until_it_is_taken_off_the_list(
    qtbot: QtBot, open_window: OpenWindow, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "mine.safetensors").write_bytes(b"this is no safetensors file")
    window = open_window(command=engine(library))
    wait_until(qtbot, lambda: window.models.infos)
    window.dialogs.open_preferences("model")
    assert window.dialogs.preferences is not None
    page = window.dialogs.preferences.models
    qtbot.mouseClick(page.file, Qt.MouseButton.LeftButton)
    chooser = window.choice.dialog
    assert isinstance(chooser, QFileDialog)
    assert chooser.nameFilters() == ["Weights (*.safetensors)"]
    chooser.fileSelected.emit(str(tmp_path / "mine.safetensors"))
    chooser.reject()
    asking = window.choice.dialog
    assert isinstance(asking, ImportModel)
    wait_until(qtbot, lambda: asking.names)
    qtbot.keyClicks(asking.line, "ViT-B-32")
    qtbot.mouseClick(asking.yes, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: "mine" in page.rows and page.rows["mine"].trouble.text())
    row = page.rows["mine"]
    assert not row.button.isVisible()
    assert window.models.active is not None  # the one in use goes on
    (action,) = row.more.menu().actions()
    assert action.text() == "Take off the list"
    action.trigger()
    wait_until(qtbot, lambda: "mine" not in page.rows)
