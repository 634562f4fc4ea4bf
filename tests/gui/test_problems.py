"""What is in trouble: every kind has its words and its answers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from mediasearch import protocol, reasons
from mediasearch.gui import messages
from mediasearch.gui.problem_rows import ProblemsModel
from mediasearch.gui.problems import ProblemsDialog
from mediasearch.gui.theme import Theme
from mediasearch.protocol import Problem
from tests.gui.desk import Desk

FULL = "The disk of the library is full: results could not be saved. Free some space; indexing goes on by itself."
ENGINE = Problem(0, "engine", "/library", FULL)
SINCE = time.time() - 600
HELD = Problem(1, "root-held", "/home/anna/Pictures", "120 files disappeared at once.", "120", root=1, since=SINCE)
AWAY = Problem(2, "root-offline", "/media/nas/Archive", "The folder is not connected.", root=2, since=SINCE)
LATE = "Changes in this folder are noticed late, because the limit is used up. To raise it, run: sudo sysctl a=2"
UNWATCHED = Problem(3, "root-watch", "/home/anna/Scans", LATE, root=3, since=SINCE)
LOCKED = Problem(0, "folder", "/home/anna/Pictures/locked", "permission", root=1, since=SINCE)
CUT = Problem(7, "file", "/home/anna/Pictures/IMG_2041.JPG", "truncated", root=1, since=time.time() - 600)


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> ProblemsDialog:
    QLocale.setDefault(QLocale(QLocale.Language.English))
    made = ProblemsDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_files_that_vanished_together_wait_for_a_word(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    dialog.show_problems([HELD])
    (card,) = dialog.cards
    assert card.title.text() == "120 files disappeared from “Pictures”."
    assert card.text.text() == f"They are kept until you say what happened.\n{messages.since(SINCE)}"
    show, gone, wait = card.buttons
    with qtbot.waitSignal(dialog.show_requested, check_params_cb=lambda path: path == HELD.path):
        qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert (gone.text(), wait.text()) == ("They are gone", "Keep waiting")
    with qtbot.waitSignal(dialog.missing_answered, check_params_cb=lambda root, forget: (root, forget) == (1, True)):
        qtbot.mouseClick(gone, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.missing_answered, check_params_cb=lambda root, forget: (root, forget) == (1, False)):
        qtbot.mouseClick(wait, Qt.MouseButton.LeftButton)


def test_a_folder_that_is_away_can_be_located_or_forgotten(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    dialog.show_problems([AWAY])
    (card,) = dialog.cards
    assert card.title.text() == "Archive isn’t connected."
    assert card.text.text().endswith(messages.since(SINCE)) and messages.since(SINCE) in card.accessibleName()
    retry, locate, forget = card.buttons
    assert [button.text() for button in card.buttons] == ["Retry", "Locate…", "Forget…"]
    with qtbot.waitSignal(dialog.rescan_requested, check_params_cb=lambda root: root == 2):
        qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.locate_requested, check_params_cb=lambda root: root == 2):
        qtbot.mouseClick(locate, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.remove_requested, check_params_cb=lambda root: root == 2):
        qtbot.mouseClick(forget, Qt.MouseButton.LeftButton)
    assert not dialog.retry_all.isVisible()  # there is no file to try again


def test_a_folder_that_is_not_watched_names_the_remedy(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    dialog.show_problems([UNWATCHED])
    (card,) = dialog.cards
    assert card.title.text() == "Scans"
    *_, command, since = card.text.text().splitlines()
    assert (command, since) == ("sudo sysctl a=2", messages.since(SINCE))
    assert card.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    show, retry = card.buttons
    with qtbot.waitSignal(dialog.show_requested, check_params_cb=lambda path: path == UNWATCHED.path):
        qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.rescan_requested, check_params_cb=lambda root: root == 3):
        qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)


def test_a_full_disk_is_said_and_needs_no_answer(dialog: ProblemsDialog) -> None:
    dialog.show_problems([ENGINE, CUT])
    (card,) = dialog.cards
    assert card.title.text() == FULL
    assert card.buttons == []
    dialog.show_problems([CUT])
    assert dialog.cards == []


def test_a_card_stays_the_same_while_its_trouble_does(dialog: ProblemsDialog) -> None:
    dialog.show_problems([HELD, CUT])
    before = list(dialog.cards)
    dialog.show_problems([HELD])
    assert dialog.cards == before


def test_a_folder_that_cannot_be_opened_is_looked_into_again_or_left_out(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    dialog.show_problems([LOCKED, CUT])
    assert dialog.summary.text() == "1 file couldn’t be read. 1 folder couldn’t be opened. Everything else goes on."
    dialog.list.setCurrentIndex(dialog.model.index(0))
    assert messages.reason(LOCKED) == "The folder may not be opened; check its permissions"
    with (
        qtbot.waitSignal(dialog.rescan_requested, check_params_cb=lambda root: root == 1),
        qtbot.assertNotEmitted(dialog.retry_requested),
    ):
        qtbot.mouseClick(dialog.retry, Qt.MouseButton.LeftButton)
    with (
        qtbot.waitSignal(dialog.exclude_requested, check_params_cb=lambda path: path == LOCKED.path),
        qtbot.assertNotEmitted(dialog.ignore_requested),
    ):
        qtbot.mouseClick(dialog.ignore, Qt.MouseButton.LeftButton)


def test_files_are_retried_ignored_and_shown_with_the_keys(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    dialog.show_problems([CUT])
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.model.index(0))
    with qtbot.waitSignal(dialog.show_requested, check_params_cb=lambda path: path == CUT.path):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    with qtbot.waitSignal(dialog.ignore_requested, check_params_cb=lambda ids: ids == [7]):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    dialog.show_problems([Problem(9, "file", "/home/anna/new.jpg", "empty"), CUT])
    assert dialog.selected_ids() == [7]  # news leave the selection where it was


def test_a_row_says_since_when(dialog: ProblemsDialog) -> None:
    model = ProblemsModel()
    model.set_problems([CUT, LOCKED])
    said = model.index(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert str(said).startswith("since ")
    assert model.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole) == messages.since(SINCE)


def test_since_when_is_as_short_as_it_can_be() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))
    now = time.time()
    assert ":" in messages.since(now)
    assert ":" not in messages.since(now - 3 * 86_400)
    assert len(messages.since(now - 800 * 86_400)) < len("since 30 September 2026")


def test_an_engine_that_cannot_save_is_a_state_that_goes_by_itself(desk: Desk) -> None:
    """What the engine warns of is asked for as a state; it is over when the list no longer holds it."""
    desk.script.with_suffix(".problems").write_text(FULL)
    client, status = desk.window.client, desk.window.status
    client.failure.emit(protocol.Failure(0, "The disk of the library is full"))
    desk.until(lambda: status.label.text() == FULL)
    assert not status.pause.isVisible()
    assert desk.window.notice.text() == ""
    desk.script.with_suffix(".problems").write_text("")
    client.problems_changed.emit(protocol.ProblemsChanged(0))
    desk.until(lambda: status.label.text() != FULL)


def test_a_warning_that_is_no_state_is_said_once(desk: Desk) -> None:
    desk.window.client.failure.emit(
        protocol.Failure(0, "Changes in a folder may be noticed late", "Rescan it now and then.")
    )
    said = "Changes in a folder may be noticed late. Rescan it now and then."
    desk.until(lambda: desk.window.notice.text() == said)


def test_a_model_that_cannot_be_loaded_is_said_until_it_works_again(desk: Desk) -> None:
    client, notice = desk.window.client, desk.window.notice
    client.progress.emit(protocol.Progress("indexing", 40, 90, encoded=40))
    client.failure.emit(protocol.Failure(0, reasons.MODEL_BROKEN, "Install Mediasearch again."))
    assert "nothing can be indexed now" in notice.text()
    client.progress.emit(protocol.Progress("indexing", 40, 90, encoded=40))
    assert "nothing can be indexed now" in notice.text()
    client.progress.emit(protocol.Progress("indexing", 44, 90, encoded=44))
    assert notice.text() == ""


def many(*names: str) -> list[Problem]:
    return [Problem(number, "file", f"/home/anna/Pictures/{name}.jpg", "truncated", root=1)
            for number, name in enumerate(names)]  # fmt: skip


def test_the_keyboard_goes_on_where_it_was_when_files_leave_the_list(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    def chosen() -> list[str]:
        return [Path(problem.path).stem for problem in dialog.selected()]

    dialog.show_problems(many("a", "b", "c", "d", "e"))
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.model.index(2))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert chosen() == ["c"]
    dialog.show_problems(many("a", "b", "d", "e"))
    assert chosen() == ["d"]  # the next, as the person goes through the list
    dialog.show_problems(many("b", "d", "e"))  # another one could be read after all
    assert chosen() == ["d"]
    dialog.show_problems(many("b", "e"))  # and then this one: nobody asked for the next
    assert chosen() == []
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    assert chosen() == ["b"]
    dialog.show_problems([])
    dialog.show_problems(many("a"))
    assert chosen() == []


def test_files_stand_in_the_order_of_their_folders_whenever_they_failed(dialog: ProblemsDialog) -> None:
    def listed() -> list[str]:
        return [dialog.model.problem(row).path for row in range(dialog.model.rowCount())]

    made = many("b", "a", "Sea/a", "C")
    dialog.show_problems(made)
    assert [Path(path).stem for path in listed()] == ["a", "b", "C", "a"]
    before = listed()
    dialog.show_problems(made[::-1])
    assert listed() == before


def test_news_scroll_nothing(qtbot: QtBot, dialog: ProblemsDialog) -> None:
    names = [f"{number:03}" for number in range(500)]
    dialog.show_problems(many(*names))
    dialog.list.setCurrentIndex(dialog.model.index(0))
    qtbot.waitUntil(lambda: dialog.list.verticalScrollBar().maximum() > 1000)
    dialog.list.verticalScrollBar().setValue(1000)
    dialog.show_problems(many(*names[:-1]))
    qtbot.waitUntil(lambda: dialog.list.indexAt(dialog.list.viewport().rect().center()).isValid())
    assert dialog.list.verticalScrollBar().value() == 1000


def test_long_names_make_no_wide_window(dialog: ProblemsDialog) -> None:
    held = Problem(1, "root-held", "/home/" + "Very" * 60, "", "312", root=1, since=SINCE)
    away = Problem(2, "root-offline", "/media/" + "Archive" * 30, "", root=2, since=SINCE)
    dialog.show_problems([held, away, *many("deep/" * 40 + "x" * 200)])
    assert dialog.minimumSizeHint().width() <= 760
    assert dialog.cards[0].accessibleName().startswith(f"312 files disappeared from “{'Very' * 60}”.")
