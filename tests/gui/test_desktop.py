"""The clipboard, the file manager, and drags that begin in our own grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui import desktop
from mediasearch.gui.incoming import Incoming
from tests.gui.conftest import OpenWindow
from tests.gui.opened import Opened
from tests.gui.window_support import of_files, shown, wait_until
from tests.support.pictures import GROUNDS

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.skipif(not hasattr(desktop, "_file_manager"), reason="only where D-Bus is")
def test_without_a_file_manager_to_ask_the_folder_is_opened(opened: Opened, pictures: Path) -> None:
    import sys

    if not sys.platform.startswith("linux"):
        pytest.skip("Windows and macOS select the file themselves")
    assert desktop.show_in_folder(str(pictures / "red.jpg"))
    assert [url.toLocalFile() for url in opened.urls] == [str(pictures)]


def test_a_file_that_is_gone_cannot_be_shown(opened: Opened, pictures: Path) -> None:
    assert not desktop.show_in_folder(str(pictures / "gone.jpg"))
    assert opened.urls == []


def test_copying_in_the_grid(qtbot: QtBot, open_window: OpenWindow, pictures: Path) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.view.setCurrentIndex(window.model.index(shown(window).index("red.jpg")))
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.urls() == [QUrl.fromLocalFile(str(pictures / "red.jpg"))]
    assert mime.imageData().width() == 160
    qtbot.keyClick(window.view, Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == str(pictures / "red.jpg")


def test_a_picture_from_our_own_grid_is_taken_over_the_search_field_only(
    qtbot: QtBot, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = QWidget()
    field = QWidget(area)
    grid = QWidget(area)
    qtbot.addWidget(area)
    area.resize(600, 400)
    field.setGeometry(100, 10, 400, 48)
    area.show()
    incoming = Incoming(area, field)
    taken: list[object] = []
    incoming.pictures.connect(taken.append)
    mime = of_files(pictures / "red.jpg")

    class Inside(QDropEvent):
        def source(self) -> QObject:
            return grid

    class Entered(QDragEnterEvent):
        def source(self) -> QObject:
            return grid

    def drop_at(x: int, y: int) -> bool:
        enter = Entered(QPoint(x, y), _COPY, mime, _LEFT, _NONE)
        QApplication.sendEvent(area, enter)
        over = incoming.overlay.text() != ""
        event = Inside(QPointF(x, y), _COPY, mime, _LEFT, _NONE)
        QApplication.sendEvent(area, event)
        return over

    assert not drop_at(300, 300)
    assert taken == []
    assert drop_at(300, 30)
    assert len(taken) == 1


def test_an_empty_drag_is_no_drag(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    incoming = Incoming(area, area)
    nothing = QMimeData()  # an event does not keep it alive
    event = QDragEnterEvent(QPoint(5, 5), _COPY, nothing, _LEFT, _NONE)
    QApplication.sendEvent(area, event)
    assert not event.isAccepted()
    assert not incoming.take(nothing)


_COPY = Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def test_where_no_list_of_programs_is_offered_the_person_hears_what_to_do(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, opened: Opened
) -> None:
    import sys

    if not sys.platform.startswith("linux"):
        pytest.skip("Windows and macOS always have one")
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.view.setCurrentIndex(window.model.index(shown(window).index("red.jpg")))
    window.view.result_actions.by_name["open_with"].trigger()
    assert "no list of programs" in window.notice.text()
    qtbot.mouseClick(window.notice.buttons[0], Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened.urls] == [str(pictures)]


def test_open_in_its_program_from_the_grid_and_from_the_viewer(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, opened: Opened
) -> None:
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    window.activateWindow()
    window.view.setFocus()
    window.view.setCurrentIndex(window.model.index(shown(window).index("red.jpg")))
    qtbot.keyClick(window.view, Qt.Key.Key_O, CTRL | SHIFT)
    assert [url.toLocalFile() for url in opened.urls] == [str(pictures / "red.jpg")]
    qtbot.keyClick(window.view, Qt.Key.Key_Return)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Return)
    assert len(opened.urls) == 2
    (pictures / "red.jpg").unlink()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Return)
    assert "red.jpg is not there now" in window.notice.text()
    assert len(opened.urls) == 2
