"""What a person does to a window, and what they look at."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediasearch.gui import files
from mediasearch.gui.main_window import MainWindow
from tests.support import load

#: Milliseconds.
PATIENCE = int(load.PATIENCE * 1000)


def shown(window: MainWindow) -> list[str]:
    """File names of what the grid shows, in order; nothing while another page is in front."""
    if window.pages.currentWidget() is not window.pages.results:
        return []
    hits = [window.model.hit(row) for row in range(window.model.rowCount())]
    return [files.name(hit.path) if hit is not None else "?" for hit in hits]


def wait_until(qtbot: QtBot, good: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(good()), timeout=PATIENCE)


def drag(
    window: MainWindow,
    mime: QMimeData,
    at: QPoint | None = None,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> bool:
    """Drag ``mime`` from outside over the window, to ``at`` in its middle part; whether it may be dropped there."""
    area = window.centralWidget()
    point = at or area.rect().center()
    enter = QDragEnterEvent(point, _COPY, mime, _LEFT, modifiers)
    QApplication.sendEvent(area, enter)
    if not enter.isAccepted():
        return False
    move = QDragMoveEvent(point, _COPY, mime, _LEFT, modifiers)
    QApplication.sendEvent(area, move)
    return move.isAccepted()


def leave(window: MainWindow) -> None:
    QApplication.sendEvent(window.centralWidget(), QDragLeaveEvent())


def drop(
    window: MainWindow,
    mime: QMimeData,
    at: QPoint | None = None,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> bool:
    """Drag ``mime`` over the window and let go; whether it was taken."""
    area = window.centralWidget()
    point = at or area.rect().center()
    if not drag(window, mime, point, modifiers):
        return False
    event = QDropEvent(QPointF(point), _COPY, mime, _LEFT, modifiers)
    QApplication.sendEvent(area, event)
    return event.isAccepted()


def of_files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def old_enough(path: Path) -> Path:
    """Say that ``path`` was written a minute ago: younger files are taken for unfinished ones."""
    past = time.time() - 60
    os.utime(path, (past, past))
    return path


_COPY = Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
