"""What comes into the window by drag or by paste, from the first glance to the query or the library."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mediasearch.gui import drops, files, messages
from mediasearch.gui.drops import Dropped
from mediasearch.gui.overlay import DropOverlay


class Incoming(QObject):
    """Takes drags over ``area``.  What comes out of our own grid is taken only over ``field``."""

    pictures = Signal(object)  #: list of Picture to join the query
    folders = Signal(object)  #: list of paths
    said = Signal(str)  #: a sentence for the person

    def __init__(self, area: QWidget, field: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._field = field
        self._kind = ""
        self.joins = False  #: whether there is a query that a picture would join
        self.overlay = DropOverlay(area)
        area.setAcceptDrops(True)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Drop is the most derived: every one of these events is a QDropEvent.
        if isinstance(event, QDropEvent) and watched is self._area:
            if isinstance(event, QDragEnterEvent):
                self._kind = drops.looks_useful(event.mimeData())
                self._move(event)
            elif isinstance(event, QDragMoveEvent):
                self._move(event)
            else:
                self._drop(event)
            return True
        if event.type() == QEvent.Type.DragLeave and watched is self._area:
            self.overlay.hide()
            return True
        return super().eventFilter(watched, event)

    def _move(self, event: QDropEvent) -> None:
        if not self._kind:
            event.ignore()
            return
        if event.source() is not None and not self._over_field(event.position().toPoint()):
            self.overlay.hide()
            if isinstance(event, QDragEnterEvent):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()  # or no further move would tell us that it has come over the field
            else:
                event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.overlay.show_for(self._kind, self.joins, _alt(event))

    def _drop(self, event: QDropEvent) -> None:
        self.overlay.hide()
        if event.source() is not None and not self._over_field(event.position().toPoint()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(event.mimeData(), -1.0 if _alt(event) else 1.0)

    def _over_field(self, point: QPoint) -> bool:
        return self._field.rect().contains(self._field.mapFrom(self._area, point))

    def take(self, mime: QMimeData, weight: float = 1.0) -> bool:
        """Use what is in ``mime``; False when there is nothing that could have been meant for us."""
        found = drops.understand(mime, weight, self.tr("pasted picture"))
        if found.folders:
            self.folders.emit(found.folders)
        if found.pictures:
            self.pictures.emit(found.pictures)
        if found.unreadable:
            self.said.emit(self._not_pictures(found))
        elif found.link:
            self.said.emit(self.tr("The browser sent a link only. Copy the image and paste it here."))
        elif found.broken:
            self.said.emit(self.tr("This picture cannot be read. Save it as a file and drop that here."))
        return bool(found)

    def _not_pictures(self, found: Dropped) -> str:
        if len(found.unreadable) == 1:
            text = self.tr("{name} is not a picture. Drop a photo or a folder of photos.")
            return text.format(name=files.name(found.unreadable[0]))
        count = len(found.unreadable)
        text = self.tr("{count} of these files are not pictures. Drop photos or a folder of photos.", "", count)
        return text.format(count=messages.number(count))


def _alt(event: QDropEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
