"""The settings dialog: its sections, folders, indexing, and what is only to read."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from mediasearch import protocol
from mediasearch.gui.actions import SPECS
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.folders import Folders
from mediasearch.gui.folders_page import FoldersPage
from mediasearch.gui.preferences import Preferences
from mediasearch.paths import Library
from mediasearch.protocol import Progress, RootInfo
from mediasearch.settings import DECLARATIONS, Settings
from tests.gui.desk import Desk
from tests.gui.models_support import CLIP, SIGLIP, STARTER, tell

PICTURES = RootInfo(1, "/home/anna/Pictures", "ready", 900, 900)
ARCHIVE = RootInfo(2, "/media/nas/Archive", "offline", 812, 812)


@pytest.fixture(autouse=True)
def english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.fixture
def dialog(desk: Desk) -> Preferences:
    desk.window.client.roots_changed.emit(protocol.RootsChanged([PICTURES, ARCHIVE]))
    tell(desk, STARTER, CLIP, SIGLIP)
    desk.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    found = desk.window.dialogs.preferences
    assert found is not None
    desk.qtbot.waitUntil(found.isActiveWindow)
    return found


def titles(sections: QListWidget) -> list[str]:
    return [sections.item(row).text() for row in range(sections.count())]


def test_sections_are_walked_with_the_keys(desk: Desk, dialog: Preferences) -> None:
    assert titles(dialog.sections)[:3] == ["Folders", "Indexing", "Model"]
    assert titles(dialog.sections)[-1] == "Keys"
    dialog.sections.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert dialog.pages.currentWidget().isAncestorOf(dialog.indexing)
    desk.press(Qt.Key.Key_Down)
    assert dialog.pages.currentWidget().isAncestorOf(dialog.models)


def test_every_declared_setting_can_be_changed_somewhere(dialog: Preferences) -> None:
    assert set(dialog.editors) == {setting.name for setting in DECLARATIONS}


def test_everything_that_takes_the_focus_has_a_name(desk: Desk, dialog: Preferences) -> None:
    nameless = []
    for row in range(dialog.sections.count()):
        dialog.sections.setCurrentRow(row)
        for widget in dialog.findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy():
                continue
            if not widget.objectName().startswith("qt_"):
                interface = QAccessible.queryAccessibleInterface(widget)
                if not interface.text(QAccessible.Text.Name):
                    nameless.append(widget)
    assert nameless == []


def test_a_folder_says_how_it_is_and_what_can_be_done_about_it(desk: Desk, dialog: Preferences) -> None:
    rows = dialog.folders.rows
    assert (rows[1].name.text(), rows[1].state.text()) == ("Pictures", "900 pictures")
    assert (rows[2].name.text(), rows[2].state.text()) == ("Archive", "Not connected · 812 pictures")
    assert not rows[1].locate.isVisible()
    desk.qtbot.mouseClick(rows[1].rescan, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.heard(protocol.Rescan))
    (message,) = desk.heard(protocol.Rescan)
    assert isinstance(message, protocol.Rescan)
    assert message.root == 1
    desk.qtbot.mouseClick(rows[2].locate, Qt.MouseButton.LeftButton)
    assert desk.window.folders.locating is not None
    assert desk.window.folders.locating.parent() is dialog  # which has the keyboard again afterwards
    desk.window.folders.locating.reject()
    next(action for action in rows[1].more.menu().actions() if "out" in action.text()).trigger()
    assert rows[1].excluding is not None
    rows[1].excluding.fileSelected.emit("/home/anna/Pictures/Screenshots")
    desk.until(lambda: desk.heard(protocol.Exclude))
    rows[1].excluding.reject()


COMMAND = "sudo sysctl fs.inotify.max_user_watches=524288"
LIMIT = f"Changes in this folder are noticed late. To raise the limit, run: {COMMAND}"


def test_a_folder_says_that_its_changes_are_looked_for_and_which_limit_to_raise(
    desk: Desk, dialog: Preferences
) -> None:
    pictures = dialog.folders.rows[1]
    assert not pictures.note.isVisible()
    polled = RootInfo(1, "/home/anna/Pictures", "ready", 900, 900, polled=True)
    desk.window.client.roots_changed.emit(protocol.RootsChanged([polled, ARCHIVE]))
    assert "network drive" in pictures.note.text()
    assert "two minutes" in pictures.note.text()
    assert pictures.note.isVisible()

    trouble = protocol.Problem(0, "root-watch", "/home/anna/Pictures", LIMIT, root=1)
    desk.script.with_suffix(".troubles").write_text(json.dumps([asdict(trouble)]))
    desk.window.client.problems_changed.emit(protocol.ProblemsChanged(1))
    desk.until(lambda: pictures.note.text().endswith(f"\n{COMMAND}"))
    assert pictures.note.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse  # to be taken elsewhere
    assert not dialog.folders.rows[2].note.isVisible()

    desk.window.client.roots_changed.emit(protocol.RootsChanged([replace(polled, polled=False), ARCHIVE]))
    assert pictures.note.text().split() == LIMIT.split()
    desk.script.with_suffix(".troubles").write_text("[]")
    desk.window.client.problems_changed.emit(protocol.ProblemsChanged(0))
    desk.until(lambda: not pictures.note.isVisible())


def test_a_row_stays_while_its_folder_stays(desk: Desk, dialog: Preferences) -> None:
    first = dialog.folders.rows[1]
    scanning = RootInfo(1, "/home/anna/Pictures", "scanning", 900, 900)
    desk.window.client.roots_changed.emit(protocol.RootsChanged([scanning]))
    assert list(dialog.folders.rows.values()) == [first]
    assert first.state.text() == "Looking for pictures…"
    assert not first.rescan.isEnabled()
    desk.window.client.roots_changed.emit(protocol.RootsChanged([]))
    assert dialog.folders.none.isVisible()


def test_nothing_is_said_of_folders_before_the_engine_has_answered(desk: Desk, library: Library) -> None:
    window = desk.window
    known = Folders(library, EngineClient(["nothing", "is", "started"], window), window.notice, window.undo, window)
    page = FoldersPage(known, window)
    assert page.none.isHidden()
    known.take([])
    assert not page.none.isHidden()


def test_indexing_is_paused_and_resumed_where_it_is_set(desk: Desk, dialog: Preferences) -> None:
    dialog.show_page("Indexing")
    page = dialog.indexing
    assert page.state.text() == "Everything is indexed."
    desk.window.client.progress.emit(Progress("indexing", 12_430, 48_200, 33.4, 1071.0))
    assert page.state.text() == "12,430 of 48,200 · 33 a second · about 18 min left"
    assert page.bar.share == pytest.approx(12_430 / 48_200)
    desk.qtbot.mouseClick(page.pause, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.heard(protocol.SetPaused))
    desk.window.client.progress.emit(Progress("battery", 12_430, 48_200))
    assert page.pause.text() == "Index anyway"


def test_what_the_engine_reads_when_it_starts_is_said_and_holds_from_closing(desk: Desk, dialog: Preferences) -> None:
    dialog.show_page("Indexing")
    assert not dialog.indexing.later.isVisible()
    engine = desk.window.client.pid
    switch = dialog.editors["pause_on_battery"]
    desk.qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert dialog.indexing.later.isVisible()
    assert Settings(desk.window.library.settings)["pause_on_battery"] is False
    assert desk.window.client.pid == engine  # nothing is interrupted while somebody is still choosing
    desk.qtbot.keyClick(switch, Qt.Key.Key_Space)
    desk.qtbot.keyClick(switch, Qt.Key.Key_Space)
    with desk.qtbot.waitSignal(desk.window.client.restarted):
        desk.press(Qt.Key.Key_Escape)


def test_what_was_changed_back_starts_nothing_anew(desk: Desk, dialog: Preferences) -> None:
    dialog.show_page("Indexing")
    engine = desk.window.client.pid
    switch = dialog.editors["pause_on_battery"]
    desk.qtbot.keyClick(switch, Qt.Key.Key_Space)
    desk.qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not dialog.indexing.later.isVisible()
    dialog.close()
    assert desk.window.client.pid == engine


def test_every_key_is_listed_and_the_list_scrolls_with_the_keys(desk: Desk, dialog: Preferences) -> None:
    dialog.show_page("keys")
    page = dialog.pages.currentWidget()
    listed = " ".join(label.text() for label in page.findChildren(QLabel))
    assert all(spec.shown.rstrip("…") in listed for spec in SPECS if spec.keys)
    page.setFocus()
    desk.press(Qt.Key.Key_PageDown)
    assert page.verticalScrollBar().value() > 0  # type: ignore[attr-defined]
