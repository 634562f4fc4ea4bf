"""A link that took the place of a photo, or of its folder, leads nobody astray: nothing behind it is shown or taken."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mediasearch.gui import desktop, export, files
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.mime import FilesMimeData
from mediasearch.gui.originals import SOMETHING_ELSE, Originals
from mediasearch.gui.trash import move_to_trash
from tests.gui.conftest import OpenWindow
from tests.gui.opened import Opened
from tests.gui.results_support import COLOURS, colour_at, like, make_hits, make_image
from tests.gui.window_support import wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links that anybody may make")
Key = Qt.Key
Held = Qt.KeyboardModifier
SECRET = "#808080"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with ``trip/a.png``; beside it ``elsewhere/trip/a.png``, which is nobody's business."""
    make_image(tmp_path / "photos" / "trip" / "a.png", COLOURS[0])
    make_image(tmp_path / "elsewhere" / "trip" / "a.png", SECRET)
    return tmp_path / "photos"


def swap_folder(root: Path) -> None:
    (root / "trip").rename(root.parent / "away")
    (root / "trip").symlink_to(root.parent / "elsewhere" / "trip", target_is_directory=True)


def swap_file(root: Path) -> None:
    (root / "trip" / "a.png").unlink()
    (root / "trip" / "a.png").symlink_to(root.parent / "elsewhere" / "trip" / "a.png")


@pytest.fixture(params=[swap_folder, swap_file], ids=["folder", "file"])
def swapped(root: Path, request: pytest.FixtureRequest) -> str:
    """The path of the photo, where a link stands now."""
    request.param(root)
    return str(root / "trip" / "a.png")


@pytest.fixture
def originals(root: Path) -> Originals:
    made = Originals()
    made.know([str(root.parent / "other"), str(root)])
    return made


def colour(image: QImage) -> str:
    return image.pixelColor(5, 5).name()


def test_what_lies_below_its_folder_is_read(root: Path, originals: Originals) -> None:
    path = str(root / "trip" / "a.png")
    assert originals.there(path)
    assert not originals.astray(path)
    assert colour(files.reader(path, originals.open).read()) == COLOURS[0]
    assert not originals.there(str(root / "trip" / "gone.png"))
    assert not originals.astray(str(root / "trip" / "gone.png"))


def test_a_folder_that_the_person_chose_behind_a_link_is_theirs(root: Path) -> None:
    (root.parent / "link").symlink_to(root, target_is_directory=True)
    chosen = Originals()
    chosen.know([str(root.parent / "link")])
    assert chosen.there(str(root.parent / "link" / "trip" / "a.png"))


def test_a_link_is_not_followed(swapped: str, originals: Originals) -> None:
    assert Path(swapped).exists()
    assert originals.astray(swapped)
    with pytest.raises(OSError, match=SOMETHING_ELSE):
        originals.open(swapped)


def test_nothing_behind_a_link_is_dragged_out_or_copied(
    qapp: QApplication, swapped: str, root: Path, originals: Originals
) -> None:
    other = make_image(root / "b.png", COLOURS[1])
    mime = FilesMimeData([swapped, str(other)], originals)
    assert [url.toLocalFile() for url in mime.urls()] == [str(other)]
    before = qapp.clipboard().text()
    assert not desktop.copy_image(swapped, originals)
    assert qapp.clipboard().text() == before


def test_pixels_that_are_pasted_later_are_those_of_the_photo_or_none(root: Path, originals: Originals) -> None:
    mime = FilesMimeData([str(root / "trip" / "a.png")], originals)
    swap_folder(root)
    assert mime.imageData().isNull()


def test_nothing_behind_a_link_goes_to_the_trash_or_into_copies(
    swapped: str, originals: Originals, tmp_path: Path
) -> None:
    behind = tmp_path / "elsewhere" / "trip" / "a.png"
    outcome = move_to_trash([swapped], originals, lambda done: True)
    assert (outcome.moved, outcome.refused) == ([], [(swapped, SOMETHING_ELSE)])
    assert behind.exists()
    target = tmp_path / "target"
    target.mkdir()
    copied = export.copy_files([swapped], str(target), originals, lambda done: True)
    assert (copied.paths, copied.refused) == ([], [(swapped, SOMETHING_ELSE)])
    assert list(target.iterdir()) == []


# ----------------------------------------------------------------------------------------------------- the window


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow, root: Path, tmp_path: Path) -> MainWindow:
    """Two pictures of ``root``; the engine has noticed nothing yet."""
    hits = make_hits(2, tmp_path)
    for hit, path in zip(hits, [root / "trip" / "a.png", make_image(root / "b.png", COLOURS[1])], strict=True):
        hit.path, hit.files = str(path), [str(path)]
    made = {"hits": [vars(hit) for hit in hits], "root": str(root)}
    (tmp_path / "made.json").write_text(json.dumps(made))
    found = open_window(command=[sys.executable, "-m", "tests.gui.library_engine", str(tmp_path / "made.json")])
    wait_until(qtbot, lambda: found.model.rowCount() == 2)
    return found


def test_the_viewer_shows_the_preview_and_not_what_is_behind_a_link(
    qtbot: QtBot, window: MainWindow, swapped: str
) -> None:
    window.view.opened.emit(0)
    canvas = window.viewer.canvas
    note = canvas.findChild(QLabel, "note")
    wait_until(qtbot, note.isVisible)
    assert note.text() == "This is the preview: the file is not where it was."
    assert not canvas.sharp
    assert like(colour_at(canvas, canvas.rect().center()), COLOURS[0])
    qtbot.keyClick(window.viewer, Key.Key_Right)
    wait_until(qtbot, lambda: canvas.sharp)
    assert like(colour_at(canvas, canvas.rect().center()), COLOURS[1])


def test_no_program_is_given_what_is_behind_a_link(
    qtbot: QtBot, window: MainWindow, swapped: str, opened: Opened
) -> None:
    said = "a.png is not there now. Connect its drive, or look for changes."
    window.activateWindow()
    window.view.setFocus()
    window.view.setCurrentIndex(window.model.index(0))
    for action in ("open_default", "open_with", "copy_image"):
        window.notice.dismiss()
        window.view.result_actions.by_name[action].trigger()
        wait_until(qtbot, lambda: window.notice.text() == said)
    assert window.view.drag() is None
    assert opened.urls == []
    window.view.setCurrentIndex(window.model.index(1))
    window.view.result_actions.by_name["open_default"].trigger()
    wait_until(qtbot, lambda: [url.fileName() for url in opened.urls] == ["b.png"])
