"""A person at the window: a folder, words, pictures, and what follows.  The engine is real; it knows colours."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui.query import Query
from mediasearch.gui.theme import DARK, LIGHT, tones
from mediasearch.protocol import RootInfo
from tests.gui.conftest import OpenWindow
from tests.gui.window_support import drag, drop, leave, of_files, old_enough, shown, wait_until
from tests.support.pictures import GROUNDS, draw_picture

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_an_empty_library_invites_and_a_chosen_folder_fills_it(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window()
    assert window.pages.currentWidget() is window.pages.welcome
    wait_until(qtbot, lambda: window.client.is_ready)
    assert window.pages.currentWidget() is window.pages.welcome
    assert not window.status.slider.isVisible()
    qtbot.mouseClick(window.pages.welcome.choose, Qt.MouseButton.LeftButton)
    dialog = window.folders.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(pictures))
    dialog.close()
    wait_until(qtbot, lambda: set(shown(window)) == set(GROUNDS))
    assert window.header.label.text() == "8 pictures"
    assert window.status.slider.isVisible()


def test_typing_finds_as_one_types_and_the_echo_does_not_wait(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.keyClicks(window.search_bar.line, "red")
    assert window.search_bar.line.text() == "red"
    wait_until(qtbot, lambda: shown(window)[0] == "red.jpg")
    assert window.header.label.text() == "8 pictures, the closest first"
    qtbot.keyClicks(window.search_bar.line, "\b\b\bblue")
    wait_until(qtbot, lambda: shown(window)[0] == "blue.png")
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_Escape)
    assert window.search_bar.query().empty
    wait_until(qtbot, lambda: window.header.label.text() == "8 pictures")


def test_filters_in_the_box_and_the_sentence_when_nothing_passes(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.keyClicks(window.search_bar.line, "red in:1931")
    wait_until(qtbot, lambda: window.pages.currentWidget() is window.pages.nothing)
    assert window.pages.nothing.title.text() == "No photos match these filters"
    assert window.pages.nothing.button.text() == "Remove “1931”"
    qtbot.mouseClick(window.pages.nothing.button, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: shown(window)[:1] == ["red.jpg"])
    assert window.search_bar.query() == Query("red")
    window.search_bar.line.clear()
    qtbot.keyClicks(window.search_bar.line, "red -blue")
    wait_until(qtbot, lambda: shown(window)[:1] == ["red.jpg"])


def test_a_dropped_picture_becomes_the_query_and_words_join_it(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, tmp_path: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    copy = draw_picture(tmp_path / "a picture from elsewhere.png", GROUNDS["green.jpg"], seed=5)
    assert drag(window, of_files(copy))
    assert window.incoming.overlay.text() == "Drop to search with this picture"
    leave(window)
    assert window.incoming.overlay.text() == ""
    assert drop(window, of_files(copy))
    assert window.incoming.overlay.text() == ""
    assert [chip.picture.title for chip in window.search_bar.chips()] == [copy.name]
    wait_until(qtbot, lambda: shown(window)[0] == "green.jpg")
    assert window.search_bar.line.hasFocus()
    qtbot.keyClicks(window.search_bar.line, "blue blue blue")
    wait_until(qtbot, lambda: set(shown(window)[:2]) == {"green.jpg", "blue.png"})


def test_a_picture_dropped_with_alt_means_less_like_this(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    assert drag(window, of_files(pictures / "red.jpg"), modifiers=ALT)
    assert window.incoming.overlay.text() == "Drop to find less like this"
    assert drop(window, of_files(pictures / "red.jpg"), modifiers=ALT)
    assert window.search_bar.chips()[0].accessibleName() == "Less like red.jpg"
    wait_until(qtbot, lambda: shown(window)[-1] == "red.jpg")


def test_a_pasted_picture_becomes_the_query_wherever_the_focus_is(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    mime = QMimeData()
    mime.setImageData(QImage(str(pictures / "blue.png")))
    QGuiApplication.clipboard().setMimeData(mime)
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_V, CTRL)
    wait_until(qtbot, lambda: shown(window)[0] == "blue.png")
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_V, CTRL)  # the same again: it is there already
    assert len(window.search_bar.chips()) == 1


def test_several_dropped_pictures_are_several_chips(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    assert drop(window, of_files(pictures / "red.jpg", pictures / "green.jpg"))
    assert len(window.search_bar.chips()) == 2
    wait_until(qtbot, lambda: set(shown(window)[:2]) == {"red.jpg", "green.jpg"})


def test_a_dropped_folder_is_added_and_can_be_taken_back(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window()
    wait_until(qtbot, lambda: window.client.is_ready)
    assert drag(window, of_files(pictures))
    assert window.incoming.overlay.text() == "Drop to add this folder"
    assert drop(window, of_files(pictures))
    assert window.notice.text() == "“pictures” is being added to the library."
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.mouseClick(window.notice.buttons[0], Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: window.pages.currentWidget() is window.pages.welcome)


def test_a_copied_picture_that_is_damaged_is_said(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    mime = QMimeData()
    mime.setData("image/png", b"cut off on the way")
    QGuiApplication.clipboard().setMimeData(mime)
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_V, CTRL)
    assert window.notice.text() == "This picture cannot be read. Save it as a file and drop that here."
    assert window.search_bar.query().empty


def test_a_bare_link_is_explained_and_never_followed(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    mime = QMimeData()
    mime.setText("https://example.org/dog.jpg")
    assert drop(window, mime)
    assert window.notice.text() == "The browser sent a link only. Copy the image and paste it here."
    window.notice.hide()
    QGuiApplication.clipboard().setMimeData(mime)
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_V, CTRL)
    assert window.notice.isVisible()
    assert window.notice.text() == "The browser sent a link only. Copy the image and paste it here."
    assert window.search_bar.query().empty


@pytest.mark.qt_log_ignore("JPEG datastream contains no image")
def test_what_is_no_picture_gets_one_sentence(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, tmp_path: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    (tmp_path / "notes.txt").write_text("milk, eggs")
    assert drop(window, of_files(tmp_path / "notes.txt"))
    assert window.notice.text() == "notes.txt is not a picture. Drop a photo or a folder of photos."
    # This one looks like a picture until somebody tries to read it.
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and nothing else")
    assert drop(window, of_files(tmp_path / "broken.jpg"))
    wait_until(qtbot, lambda: not window.search_bar.chips())
    assert "query picture cannot be used" in window.notice.text()
    assert len(shown(window)) == len(GROUNDS)


def test_words_dragged_over_the_window_are_not_taken(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    mime = QMimeData()
    mime.setText("a dog in the snow")
    assert not drag(window, mime)
    assert window.incoming.overlay.text() == ""


def test_similar_pictures_and_the_way_back(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    draw_picture(pictures / "another red.png", (190, 40, 40), seed=9)  # alike, and no copy that would be stacked
    old_enough(pictures / "another red.png")
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS) + 1)
    everything = shown(window)
    row = everything.index("red.jpg")
    window.view.setCurrentIndex(window.model.index(row))
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    wait_until(qtbot, lambda: shown(window)[:2] == ["red.jpg", "another red.png"])
    assert [chip.picture.title for chip in window.search_bar.chips()] == ["red.jpg"]
    qtbot.keyClick(window.view, Qt.Key.Key_Left, ALT)
    wait_until(qtbot, lambda: shown(window) == everything)
    assert window.search_bar.query().empty
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_Right, ALT)
    wait_until(qtbot, lambda: shown(window)[:2] == ["red.jpg", "another red.png"])


def test_keys_lead_from_the_field_into_the_grid_and_back(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.activateWindow()
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_Down)
    assert window.view.hasFocus()
    assert window.view.selectionModel().hasSelection()
    qtbot.keyClick(window.view, "r")
    assert window.search_bar.line.hasFocus()
    assert window.search_bar.line.text() == "r"
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_Down)
    for key, modifier in ((Qt.Key.Key_F, CTRL), (Qt.Key.Key_K, CTRL), (Qt.Key.Key_Slash, Qt.KeyboardModifier(0))):
        window.view.setFocus()
        qtbot.keyClick(window.view, key, modifier)
        assert window.search_bar.line.hasFocus(), key
        assert window.search_bar.line.selectedText() == window.search_bar.line.text()


def test_escape_closes_then_deselects_then_clears(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.keyClicks(window.search_bar.line, "red")
    wait_until(qtbot, lambda: shown(window)[0] == "red.jpg")
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_Down)
    qtbot.keyClick(window.view, Qt.Key.Key_Return)
    assert window.viewer.isVisible()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert not window.viewer.isVisible()
    assert window.view.hasFocus()
    assert window.view.selectionModel().hasSelection()
    qtbot.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.view.selectionModel().hasSelection()
    assert window.search_bar.line.text() == "red"
    qtbot.keyClick(window.view, Qt.Key.Key_Escape)
    assert window.search_bar.query() == Query()


def test_the_results_follow_the_folder(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    old_enough(draw_picture(pictures / "new.png", (0, 200, 210)))
    wait_until(qtbot, lambda: "new.png" in shown(window))
    (pictures / "new.png").rename(pictures / "renamed.png")
    wait_until(qtbot, lambda: "renamed.png" in shown(window) and "new.png" not in shown(window))
    (pictures / "renamed.png").unlink()
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))


def test_what_is_new_waits_while_a_picture_is_selected(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.keyClicks(window.search_bar.line, "cyan")
    wait_until(qtbot, lambda: window.header.label.text().endswith("the closest first"))
    qtbot.keyClick(window.search_bar.line, Qt.Key.Key_Down)
    before = shown(window)
    old_enough(draw_picture(pictures / "cyan.png", (0, 200, 210)))
    wait_until(qtbot, window.header.newer.isVisible)
    assert window.header.newer.text() == "1 new match · Show"
    assert shown(window) == before
    qtbot.mouseClick(window.header.newer, Qt.MouseButton.LeftButton)
    assert shown(window)[0] == "cyan.png"
    assert not window.header.newer.isVisible()


@pytest.mark.expects_log("the engine ended with exit code")
def test_a_killed_engine_comes_back_with_the_same_query(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    import psutil

    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.keyClicks(window.search_bar.line, "yellow")
    wait_until(qtbot, lambda: shown(window)[0] == "yellow.webp")
    psutil.Process(window.client.pid).kill()
    wait_until(qtbot, lambda: window.notice.text() == "The search engine stopped. It is being started again…")
    assert shown(window)[0] == "yellow.webp"
    wait_until(qtbot, lambda: window.notice.text() == "The search engine had stopped and was started again.")
    qtbot.keyClicks(window.search_bar.line, "\b\b\b\b\b\bgreen")
    wait_until(qtbot, lambda: shown(window)[0] == "green.jpg")


def test_problems_are_counted_listed_and_can_be_ignored(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    (pictures / "empty.jpg").write_bytes(b"")
    old_enough(pictures / "empty.jpg")
    shutil.copy(pictures / "red.jpg", pictures / "cut.jpg")
    (pictures / "cut.jpg").write_bytes((pictures / "cut.jpg").read_bytes()[:400])
    old_enough(pictures / "cut.jpg")
    window = open_window(pictures)
    wait_until(qtbot, lambda: window.status.problems.text() == "2 issues")
    qtbot.mouseClick(window.status.problems, Qt.MouseButton.LeftButton)
    dialog = window.dialogs.problems
    assert dialog is not None
    wait_until(qtbot, lambda: dialog.model.rowCount() == 2)
    rows = [dialog.model.index(row) for row in range(2)]
    said = {str(row.data()): str(row.data(Qt.ItemDataRole.AccessibleTextRole)) for row in rows}
    assert said["empty.jpg"] == f"{pictures / 'empty.jpg'}: The file is empty"
    dialog.list.setCurrentIndex(next(row for row in rows if row.data() == "empty.jpg"))
    qtbot.mouseClick(dialog.ignore, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: dialog.model.rowCount() == 1)
    wait_until(qtbot, lambda: window.status.problems.text() == "1 issue")
    # The other one is copied again, whole this time.
    draw_picture(pictures / "cut.jpg", (10, 120, 130))
    old_enough(pictures / "cut.jpg")
    qtbot.mouseClick(dialog.retry_all, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: "cut.jpg" in shown(window))
    wait_until(qtbot, lambda: not window.status.problems.isVisible())
    assert dialog.model.rowCount() == 0


def test_a_folder_that_cannot_be_added_is_said(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    wait_until(qtbot, lambda: window.client.is_ready)
    window.folders.add([str(tmp_path / "nowhere")])
    wait_until(qtbot, lambda: "nowhere" in window.notice.text())


def test_removing_a_folder_asks_first(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.mouseClick(window.top.library, Qt.MouseButton.LeftButton)
    (root,) = window.pane.tree.nodes("root")
    assert root.detail == "8 pictures"
    window.pane.menu(root).actions()[-1].trigger()
    question = window.folders.question
    assert question is not None
    assert question.title.text() == "Remove “pictures” from the library?"
    qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: window.pages.currentWidget() is window.pages.welcome)
    assert len(list(pictures.iterdir())) == len(GROUNDS)


def test_indexing_can_be_paused_and_resumed(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.status.pause_requested.emit(True)
    wait_until(qtbot, lambda: window.status.pause.text() == "Resume")
    old_enough(draw_picture(pictures / "new.png", (0, 200, 210)))
    wait_until(qtbot, lambda: "paused" in window.status.label.text() and "0 of 1" in window.status.label.text())
    qtbot.mouseClick(window.status.pause, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: "new.png" in shown(window))


@pytest.mark.parametrize(("answer", "forget"), [("They are gone", True), ("Keep waiting", False)])
def test_files_that_vanished_together_wait_for_the_persons_word(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer: str, forget: bool
) -> None:
    script = tmp_path / "script"
    script.write_text("serve")
    window = open_window(command=[sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
    wait_until(qtbot, lambda: window.client.is_ready)
    root = RootInfo(7, "/home/anna/Pictures", "ready", 300, 300, held=110)
    window.client.roots_changed.emit(protocol.RootsChanged([root]))
    assert window.notice.text() == "110 files disappeared from “Pictures”."
    button = next(button for button in window.notice.buttons if button.text() == answer)
    with qtbot.waitSignal(window.client.done):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    told = [protocol.decode(line) for line in script.with_suffix(".heard").read_bytes().splitlines()]
    assert [(m.root, m.forget) for m in told if isinstance(m, protocol.ConfirmMissing)] == [(7, forget)]
    # The same files are not asked about again; when they are back or forgotten, the question is forgotten as well.
    window.client.roots_changed.emit(protocol.RootsChanged([root]))
    assert window.notice.text() == ""
    window.client.roots_changed.emit(protocol.RootsChanged([RootInfo(7, "/home/anna/Pictures", "ready", 190, 190)]))
    window.client.roots_changed.emit(protocol.RootsChanged([root]))
    assert window.notice.text() != ""


def test_the_question_about_missing_files_stands_in_one_place(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text("serve")
    held = protocol.Problem(0, "root-held", "/home/anna/Pictures", "110 files disappeared at once.", "110", root=7)
    script.with_suffix(".troubles").write_text(json.dumps([asdict(held)]))
    window = open_window(command=[sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
    wait_until(qtbot, lambda: window.client.is_ready)
    root = RootInfo(7, "/home/anna/Pictures", "ready", 300, 300, held=110)
    window.client.roots_changed.emit(protocol.RootsChanged([root]))
    assert window.notice.text() == "110 files disappeared from “Pictures”."
    window.actions_by_name["problems"].trigger()
    wait_until(qtbot, lambda: window.dialogs.problems is not None and window.dialogs.problems.cards)
    assert window.dialogs.problems.cards[0].title.text() == "110 files disappeared from “Pictures”."
    assert window.notice.text() == ""


def test_a_root_that_went_away_is_said_once(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("serve")
    window = open_window(command=[sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
    wait_until(qtbot, lambda: window.client.is_ready)
    away = protocol.RootsChanged([RootInfo(1, "/media/NAS", "offline", 812, 812)])
    window.client.roots_changed.emit(away)
    assert window.status.label.text() == "NAS isn’t connected. Showing saved previews."
    assert window.notice.text() == ""


def test_a_root_that_went_away_is_said_over_the_pictures_while_the_line_below_says_something_else(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text("serve")
    window = open_window(command=[sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
    wait_until(qtbot, lambda: window.client.is_ready)
    window.client.progress.emit(protocol.Progress("indexing", done=10, total=100))
    away = protocol.RootsChanged([RootInfo(1, "/media/NAS", "offline", 812, 812)])
    window.client.roots_changed.emit(away)
    assert "10 of 100" in window.status.label.text()
    assert not window.status.locate.isVisible()
    assert window.notice.text() == "NAS isn’t connected. Showing saved previews."
    window.notice.buttons[0].click()
    dialog = window.folders.locating
    assert dialog is not None
    dialog.close()
    window.client.roots_changed.emit(away)
    assert window.notice.text() == ""  # it was said
    window.client.roots_changed.emit(protocol.RootsChanged([RootInfo(1, "/media/NAS", "ready", 812, 812)]))
    window.client.roots_changed.emit(away)
    assert window.notice.text() != ""
    window.client.progress.emit(protocol.Progress("idle"))
    assert window.status.label.text() == "NAS isn’t connected. Showing saved previews."
    assert window.notice.text() == ""


def test_undoing_a_folder_brings_back_those_that_had_become_part_of_it(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, tmp_path: Path
) -> None:
    inner = tmp_path / "album" / "inner"
    inner.parent.mkdir()
    pictures.rename(inner)
    window = open_window(inner)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.folders.add_dropped([str(inner.parent)])
    wait_until(qtbot, lambda: [root.path for root in window.folders.roots] == [str(inner.parent)])
    qtbot.mouseClick(window.notice.buttons[0], Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: [root.path for root in window.folders.roots] == [str(inner)])
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))


def test_pictures_are_dimmed_while_their_folder_is_away(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.view.setCurrentIndex(window.model.index(3))

    def online() -> list[bool]:
        hits = [window.model.hit(row) for row in range(len(GROUNDS))]
        return [hit.online for hit in hits if hit is not None]

    moved = pictures.rename(pictures.with_name("elsewhere"))
    wait_until(qtbot, lambda: online() == [False] * len(GROUNDS))
    away = "pictures isn’t connected. Showing saved previews."
    wait_until(qtbot, lambda: away in (window.status.label.text(), window.notice.text()))
    moved.rename(pictures)
    wait_until(qtbot, lambda: online() == [True] * len(GROUNDS))
    assert window.notice.text() == ""


def test_another_model_answers_what_is_asked_already(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    qtbot.keyClicks(window.search_bar.line, "red")
    wait_until(qtbot, lambda: window.showing.answered.text == "red")

    def answers() -> str:
        return window.showing.reply.model if window.showing.reply is not None else ""

    assert answers() == "colours"
    window.models.use("shades")
    wait_until(qtbot, lambda: answers() == "shades")
    assert window.showing.answered.text == "red"


def test_the_viewer_fills_the_window_and_the_grid_follows_it(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.view.setCurrentIndex(window.model.index(1))
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    assert window.viewer.geometry() == window.centralWidget().rect()
    window.resize(800, 600)
    qtbot.waitUntil(lambda: window.viewer.geometry() == window.centralWidget().rect())
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert window.view.currentIndex().row() == 2
    assert window.view.selected_rows() == [2]
    # Looking for something else leaves the viewer.
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    qtbot.keyClick(window.viewer, Qt.Key.Key_F, CTRL)
    assert not window.viewer.isVisible()
    assert window.search_bar.line.hasFocus()


def test_the_menu_over_the_viewer_is_as_dark_as_the_viewer(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    actions = window.view.result_actions.by_name

    def brightest() -> int:
        """Of the strokes of an icon in the menu."""
        image = actions["similar"].icon().pixmap(20).toImage()
        return max(image.pixelColor(x, y).lightness() for x in range(20) for y in range(20)
                   if image.pixelColor(x, y).alpha() > 200)  # fmt: skip

    assert all(not action.icon().isNull() for action in actions.values())
    in_the_grid = brightest()
    window.view.opened.emit(0)
    window.viewer.menu_requested.emit(window.mapToGlobal(window.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert tones(menu.palette()) is DARK
    assert brightest() > in_the_grid + 30
    assert not actions["more"].isShortcutVisibleInContextMenu()  # there a plus zooms
    assert "Open" not in [action.text() for action in menu.actions()]
    menu.close()
    wait_until(qtbot, lambda: brightest() == in_the_grid)
    laid_over = (window.notice, window.notice.label, window.notice.close_button, window.filing.card)
    assert all(tones(each.palette()) is DARK for each in laid_over)
    window.viewer.close_viewer()
    assert all(tones(each.palette()) is LIGHT for each in laid_over)
    menu = window.view.result_actions.menu()
    assert tones(menu.palette()) is LIGHT
    assert actions["more"].isShortcutVisibleInContextMenu()
