"""What is done with files: trashed, put back, copied, listed.  The file system is real, the trash a test's own."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mediasearch.gui import export
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.originals import Originals
from mediasearch.gui.trash import Outcome, Trashed, move_to_trash, restore
from tests.gui.conftest import OpenWindow
from tests.gui.results_support import make_hits
from tests.gui.window_support import shown, wait_until
from tests.support.pictures import GROUNDS

Key = Qt.Key
Held = Qt.KeyboardModifier
LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the trash of Windows and macOS is the person's"
)


def go_on(_done: int) -> bool:
    return True


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash of this test's own, as freedesktop.org describes it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share" / "Trash"


# ---------------------------------------------------------------------------------------------------------- trash


@LINUX
def test_to_the_trash_and_back(trash: Path, tmp_path: Path) -> None:
    photo = tmp_path / "pictures" / "beach.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"sand")
    outcome = move_to_trash([str(photo)], Originals(), go_on)
    assert not photo.exists()
    (trashed,) = outcome.moved
    assert Path(trashed.place).read_bytes() == b"sand"
    assert Path(trashed.place).parent == trash / "files"
    restore(trashed)
    assert photo.read_bytes() == b"sand"
    assert list((trash / "files").iterdir()) == []
    assert list((trash / "info").iterdir()) == []


@LINUX
def test_putting_back_never_replaces_what_is_there_now(trash: Path, tmp_path: Path) -> None:
    photo = tmp_path / "beach.jpg"
    photo.write_bytes(b"sand")
    (trashed,) = move_to_trash([str(photo)], Originals(), go_on).moved
    photo.write_bytes(b"another one")
    with pytest.raises(FileExistsError):
        restore(trashed)
    assert photo.read_bytes() == b"another one"
    assert Path(trashed.place).read_bytes() == b"sand"


@LINUX
def test_a_folder_that_went_away_is_made_again(trash: Path, tmp_path: Path) -> None:
    photo = tmp_path / "trip" / "beach.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"sand")
    (trashed,) = move_to_trash([str(photo)], Originals(), go_on).moved
    photo.parent.rmdir()
    restore(trashed)
    assert photo.exists()


def test_what_cannot_be_trashed_stays_and_is_named(trash: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(bytes(tmp_path / "odd-") + b"\xff.jpg") if os.name == "posix" else str(tmp_path / "odd.jpg")
    if os.name == "posix":
        Path(odd).write_bytes(b"x")
    outcome = move_to_trash([str(tmp_path / "gone.jpg"), *([odd] if os.name == "posix" else [])], Originals(), go_on)
    assert outcome.moved == []
    assert dict(outcome.refused)[str(tmp_path / "gone.jpg")] == "it is not there"
    if os.name == "posix":
        assert Path(odd).exists()


@LINUX
def test_a_place_without_a_trash_says_so_and_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trash: Path
) -> None:
    trash.parent.write_bytes(b"a file where the trash would be")  # no trash can be made there
    photo = tmp_path / "beach.jpg"
    photo.write_bytes(b"sand")
    outcome = move_to_trash([str(photo)], Originals(), go_on)
    assert photo.read_bytes() == b"sand"
    assert [path for path, _ in outcome.refused] == [str(photo)]
    assert outcome.refused[0][1]


def test_putting_back_what_the_trash_no_longer_has(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        restore(Trashed(str(tmp_path / "a.jpg"), str(tmp_path / "files" / "a.jpg")))


def test_stopping_leaves_the_rest(trash: Path, tmp_path: Path) -> None:
    assert move_to_trash([str(tmp_path / "a"), str(tmp_path / "b")], Originals(), lambda done: False) == Outcome()


# --------------------------------------------------------------------------------------------------------- copies


def test_copies_have_the_bytes_the_dates_and_numbers_where_names_are_taken(tmp_path: Path) -> None:
    sources = []
    for place in ("one", "two"):
        photo = tmp_path / place / "IMG_1.jpg"
        photo.parent.mkdir()
        photo.write_bytes(place.encode())
        os.utime(photo, (1_000_000_000, 1_000_000_000))
        sources.append(str(photo))
    target = tmp_path / "target"
    target.mkdir()
    (target / "IMG_1.jpg").write_bytes(b"was here first")
    told: list[int] = []
    outcome = export.copy_files(sources, str(target), Originals(), lambda done: told.append(done) is None)
    assert [Path(path).name for path in outcome.paths] == ["IMG_1 (2).jpg", "IMG_1 (3).jpg"]
    assert (target / "IMG_1.jpg").read_bytes() == b"was here first"
    assert (target / "IMG_1 (3).jpg").read_bytes() == b"two"
    assert (target / "IMG_1 (2).jpg").stat().st_mtime == 1_000_000_000
    assert told[0] == 0
    assert told[-1] == 1


def test_one_that_cannot_be_read_does_not_keep_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.jpg"
    good.write_bytes(b"x")
    target = tmp_path / "target"
    target.mkdir()
    outcome = export.copy_files([str(tmp_path / "gone.jpg"), str(good)], str(target), Originals(), go_on)
    assert [path for path, _ in outcome.refused] == [str(tmp_path / "gone.jpg")]
    assert (target / "good.jpg").exists()


def test_half_a_file_never_stays(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(bytes(5 << 20))
    target = tmp_path / "target"
    target.mkdir()
    calls = iter([True, True, True, False])
    outcome = export.copy_files([str(large)], str(target), Originals(), lambda done: next(calls, False))
    assert outcome.stopped
    assert list(target.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"x" * 100)
    target = tmp_path / "target"
    target.mkdir()
    made = target / "a.jpg"

    def new(wanted: Path) -> tuple[Path, int]:  # the file is there, its disk is full
        made.touch()
        return made, os.open("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(export, "_new", new)
    outcome = export.copy_files([str(photo)], str(target), Originals(), go_on)
    assert outcome.full
    assert outcome.paths == []
    assert not made.exists()


# ---------------------------------------------------------------------------------------------------------- lists


def test_lists_can_be_read_again() -> None:
    hits = make_hits(3)
    hits[0].path, hits[0].camera = "=cmd|' /C calc'!A0.jpg", "Canon, EOS"
    hits[1].path = "/photos/caf\udce9.jpg"  # a byte that is no text
    rows = list(csv.DictReader(io.StringIO(export.as_csv(hits).decode("utf-8-sig"))))
    assert rows[0]["path"].startswith("'=")  # no spreadsheet runs it
    assert rows[0]["camera"] == "Canon, EOS"
    assert json.loads(export.as_json(hits))[2]["path"] == hits[2].path
    if os.name == "posix":
        assert export.as_paths(hits).splitlines()[1] == b"/photos/caf\xe9.jpg"


# ----------------------------------------------------------------------------------------------------- the window


def _window(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> MainWindow:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.activateWindow()
    window.view.setFocus()
    return window


def _select(window: MainWindow, name: str) -> None:
    window.view.setCurrentIndex(window.model.index(shown(window).index(name)))


@LINUX
def test_delete_moves_to_the_trash_and_undo_brings_it_back(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, trash: Path
) -> None:
    window = _window(qtbot, open_window, pictures)
    _select(window, "red.jpg")
    qtbot.keyClick(window.view, Key.Key_Delete)
    wait_until(qtbot, lambda: "red.jpg" in window.notice.text())
    assert window.notice.text() == "“red.jpg” is in the trash."
    assert not (pictures / "red.jpg").exists()
    wait_until(qtbot, lambda: "red.jpg" not in shown(window))
    qtbot.keyClick(window.view, Key.Key_Z, Held.ControlModifier)
    assert (pictures / "red.jpg").exists()
    wait_until(qtbot, lambda: "red.jpg" in shown(window))


@LINUX
def test_the_viewer_goes_on_when_its_picture_is_trashed(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, trash: Path
) -> None:
    window = _window(qtbot, open_window, pictures)
    first, second = shown(window)[:2]
    _select(window, first)
    qtbot.keyClick(window.view, Key.Key_Space)
    qtbot.keyClick(window.viewer, Key.Key_Delete)
    assert window.viewer.bar.name.text() == second
    wait_until(qtbot, lambda: not (pictures / first).exists())
    wait_until(qtbot, lambda: window.model.rowCount() == len(GROUNDS) - 1)
    assert window.viewer.bar.name.text() == second
    assert window.viewer.bar.position.text() == f"1 / {len(GROUNDS) - 1}"


@LINUX
def test_many_are_asked_about_first(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediasearch.gui.filing.ASKED_FROM", 3)
    window = _window(qtbot, open_window, pictures)
    qtbot.keyClick(window.view, Key.Key_A, Held.ControlModifier)
    qtbot.keyClick(window.view, Key.Key_Delete)
    question = window.filing.question
    assert question is not None
    assert question.title.text() == f"Move {len(GROUNDS)} pictures to the trash?"
    wait_until(qtbot, question.cancel.hasFocus)
    qtbot.keyClick(question.cancel, Key.Key_Return)  # the button that does nothing is the default
    assert not question.isVisible()
    assert len(list(pictures.iterdir())) == len(GROUNDS)


def test_everything_selected_is_copied(qtbot: QtBot, open_window: OpenWindow, pictures: Path, tmp_path: Path) -> None:
    window = _window(qtbot, open_window, pictures)
    target = tmp_path / "for anna"
    target.mkdir()
    qtbot.keyClick(window.view, Key.Key_A, Held.ControlModifier)
    qtbot.keyClick(window.view, Key.Key_E, Held.ControlModifier | Held.ShiftModifier)
    dialog = window.filing.exporting.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(target))
    dialog.close()
    wait_until(qtbot, lambda: window.notice.text() == f"{len(GROUNDS)} pictures copied to “for anna”.")
    assert {path.name for path in target.iterdir()} == set(GROUNDS)
    assert not window.filing.card.isVisible()
    assert len(list(pictures.iterdir())) == len(GROUNDS)


def test_a_list_of_what_is_selected(qtbot: QtBot, open_window: OpenWindow, pictures: Path, tmp_path: Path) -> None:
    window = _window(qtbot, open_window, pictures)
    _select(window, "blue.png")
    window.view.result_actions.by_name["export_list"].trigger()
    dialog = window.filing.exporting.dialog
    assert dialog is not None
    dialog.selectNameFilter("Paths, one a line (*.txt)")
    dialog.fileSelected.emit(str(tmp_path / "mine"))
    dialog.close()
    assert (tmp_path / "mine.txt").read_text() == f"{pictures / 'blue.png'}\n"
    assert window.notice.text() == "List of 1 picture saved."


def test_a_picture_is_left_out_and_taken_in_again(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = _window(qtbot, open_window, pictures)
    _select(window, "green.jpg")
    window.view.result_actions.by_name["exclude"].trigger()
    wait_until(qtbot, lambda: "left out" in window.notice.text())
    wait_until(qtbot, lambda: "green.jpg" not in shown(window))
    assert (pictures / "green.jpg").exists()
    qtbot.mouseClick(window.notice.buttons[0], Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: "green.jpg" in shown(window))


def test_a_picture_joins_the_query(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = _window(qtbot, open_window, pictures)
    _select(window, "red.jpg")
    qtbot.keyClick(window.view, Key.Key_A, Held.ControlModifier | Held.ShiftModifier)
    assert [chip.picture.title for chip in window.search_bar.chips()] == ["red.jpg"]
