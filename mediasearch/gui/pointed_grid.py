"""The grid under a pointer: hovering, the buttons on a picture, the rubber band, the wheel, dragging out, tool tips."""

from __future__ import annotations

import html
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDrag, QHelpEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from mediasearch.gui import hit_texts
from mediasearch.gui.card_places import Action, action_at, button, copies_badge
from mediasearch.gui.drag_picture import drag_picture
from mediasearch.gui.glide import Glide
from mediasearch.gui.picture_grid import PictureGrid
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.thumbnails import ThumbnailLoader

EDGES: Final = (96, 400)  #: smallest and largest thumbnail
_BELOW: Final = QPoint(-2, -10)  #: Qt shows a tool tip some way below the place it is told


class PointedGrid(PictureGrid):
    """What hands do with a mouse or a touchpad."""

    opened = Signal(int)  #: row
    edge_changed = Signal(int)  #: by the person's hand in the grid

    def __init__(self, model: ResultsModel, thumbnails: ThumbnailLoader | None, parent: QWidget | None) -> None:
        super().__init__(model, thumbnails, 176, parent)
        self._band_from: QPoint | None = None  # in the content, not the viewport
        self._pointer = QPoint(-1, -1)  # in the viewport, as last heard of
        self._wheel = 0.0
        self._glide = Glide(self.verticalScrollBar())
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.viewport().setMouseTracking(True)
        self.moved.connect(self._follow_pointer)
        self.rows_replaced.connect(self._end_band)
        self.rows_replaced.connect(self._glide.stop)

    def press_button(self, action: Action, row: int) -> None:
        """The button ``action`` on the picture of ``row`` was pressed."""
        raise NotImplementedError

    def set_edge(self, edge: int) -> None:
        """How large a tile is at least, in device-independent pixels; limited to :data:`EDGES`."""
        edge = min(max(edge, EDGES[0]), EDGES[1])
        if edge != self.edge:
            self.anchored(lambda: setattr(self, "edge", edge))

    def drag(self) -> QDrag | None:
        """A drag of the selected files; None when none of them is there."""
        rows = self.selected_rows()
        mime = self.results.mime_of(rows)
        if not mime.paths:
            return None
        pictures = [self.thumbnails.picture(content) for content in self.results.contents(rows[:20])]
        drag = QDrag(self)
        drag.setMimeData(mime)
        pile = [picture.pixmap for picture in pictures if picture is not None][:3]
        drag.setPixmap(drag_picture(pile, len(mime.paths), self.palette(), self.font(), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(24, 24))
        return drag

    # ------------------------------------------------------------------------------------------------- events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focus_shown = False
        self._glide.stop()
        point = event.position().toPoint()
        self._pointer_moved(point)
        if event.button() == Qt.MouseButton.LeftButton:
            if self._over is not None:
                self._pressed = self._over
                self._update_row(self._hover)
                return
            self._band_from = point + QPoint(0, self.verticalOffset())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
        self._pointer_moved(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self._end_band()
        self._pointer_moved(event.position().toPoint())
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        row = self._hover
        self._update_row(row)
        if self._over == pressed and row >= 0:
            self.press_button(pressed, row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or self._over is not None or not index.isValid():
            self.mousePressEvent(event)
        else:
            self.opened.emit(index.row())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._wheel += event.angleDelta().y() / 120
            steps = int(self._wheel)
            self._wheel -= steps
            if steps:
                self._resize_by_hand(1.12**steps, event.position().toPoint())
            event.accept()
        elif self.motion and event.angleDelta().y() and event.pixelDelta().isNull():
            # A line a notch; touchpads bring their own glide.
            self._glide.by(-round(event.angleDelta().y() / 120 * self.grid.pitch))
            event.accept()
        else:
            super().wheelEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag = self.drag()
        if drag is not None:
            drag.exec(Qt.DropAction.CopyAction)
            self._end_band()

    def viewportEvent(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._pointer_moved(QPoint(-1, -1))
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell(event)
            return True
        elif kind == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
                return super().viewportEvent(event)
            self._resize_by_hand(1 + event.value(), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    # ------------------------------------------------------------------------------------------------- inside

    def _tell(self, event: QHelpEvent) -> None:
        """The tool tip; never as rich text by accident, a file name may contain anything."""
        index, at = self.indexAt(event.pos()), event.globalPos()
        if self._over is not None and index.isValid():
            text, area = self._told(self._over, index.row()), self._button(index.row(), self._over)
        elif not (on_badge := self._copies_at(event.pos())).isNull():
            hit = self.results.hit(index.row())
            text, area = hit_texts.copies(hit) if hit is not None else "", on_badge
        else:
            text = str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if index.isValid() else ""
            area = self.visualRect(index)
            if index.isValid():  # below the picture, whose buttons it would lie over
                at = self.viewport().mapToGlobal(area.bottomLeft() + _BELOW)
        lines = "<br>".join(html.escape(line) for line in text.split("\n"))
        QToolTip.showText(at, f"<div style='white-space: pre'>{lines}</div>" if text else "", self, area)

    def _copies_at(self, point: QPoint) -> QRect:
        """The badge at ``point`` that tells of copies; null when there is none."""
        row = self.indexAt(point).row()
        hit = self.results.hit(row) if row >= 0 else None
        badge = copies_badge(self.picture_rect(row), hit, self.isRightToLeft()) if hit is not None else QRect()
        return badge if badge.contains(point) else QRect()

    def _told(self, action: Action, row: int) -> str:
        hit = self.results.hit(row)
        if action == Action.FAVOURITE:
            liked = hit is not None and hit.favourite
            return self.tr("Remove from favourites") if liked else self.tr("Add to favourites")
        if action == Action.STACK:
            if row in self.results.opened:
                return self.tr("Close the stack")
            # PySide looks for a plural in the very class of the object only, which is one that inherits from this.
            count = hit.stack if hit is not None else 0
            return QCoreApplication.translate("PointedGrid", "Show all %n", None, count)
        return {Action.SIMILAR: self.tr("Find similar"), Action.FOLDER: self.tr("Show in folder")}[action]

    def _button(self, row: int, action: Action) -> QRect:
        return button(self.picture_rect(row), action, self.isRightToLeft())

    def _follow_pointer(self) -> None:
        """The tiles moved under a pointer that did not."""
        if self._hover >= 0 or self._band_from is not None:
            self._pointer_moved(self._pointer)  # not the cursor's own position: Wayland does not tell it

    def _pointer_moved(self, point: QPoint) -> None:
        self._pointer = point
        banding = not self._band.isNull()
        inside = self.viewport().rect().contains(point)
        row = self.indexAt(point).row() if inside and not banding else -1
        over = None
        if row >= 0:
            hit = self.results.hit(row)
            stacked = hit is not None and hit.stack > 1
            over = action_at(self.picture_rect(row), point.x(), point.y(), stacked, self.isRightToLeft())
        if (row, over) != (self._hover, self._over):
            self._update_row(self._hover)
            if row != self._hover:
                self._hover_since = monotonic()
                if self.motion:
                    self._frames.start()
            self._hover, self._over = row, over
            self._update_row(row)
        if self._band_from is not None and self.state() == QAbstractItemView.State.DragSelectingState:
            self.viewport().update(self._band_on_screen().adjusted(-2, -2, 2, 2))
            self._band = QRect(self._band_from, point + QPoint(0, self.verticalOffset())).normalized()
            self.viewport().update(self._band_on_screen().adjusted(-2, -2, 2, 2))

    def _end_band(self) -> None:
        self._band_from = None
        if not self._band.isNull():
            self._band = QRect()
            self.viewport().update()

    def _resize_by_hand(self, factor: float, at: QPoint | None = None) -> None:
        edge = round(self.edge * factor)
        edge = min(max(edge, EDGES[0]), EDGES[1])
        if edge != self.edge:
            self.anchored(lambda: setattr(self, "edge", edge), at)
            self.edge_changed.emit(edge)
