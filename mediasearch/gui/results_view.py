"""The grid of results as people handle it: keys, pointer, drag, menu."""

from __future__ import annotations

import html
from time import monotonic
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from mediasearch.gui.card import Action, action_at, button
from mediasearch.gui.drag_picture import drag_picture
from mediasearch.gui.glide import Glide
from mediasearch.gui.grid_view import ScrollState
from mediasearch.gui.picture_grid import PictureGrid
from mediasearch.gui.result_actions import ResultActions
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.thumbnails import ThumbnailLoader

__all__ = ["EDGES", "ResultsView", "ScrollState"]

EDGES: Final = (96, 400)  #: smallest and largest thumbnail
PREFETCHED: Final = 2000  #: selected rows that are fetched at once, so that dragging them out finds their files

_Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_Select = QItemSelectionModel.SelectionFlag
_BY_KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class ResultsView(PictureGrid):
    """Shows a :class:`ResultsModel`.  Paths and content ids travel as ``object`` (see :mod:`mediasearch.gui.files`)."""

    opened = Signal(int)  #: row; double click, Enter
    previewed = Signal(int)  #: row; Space
    similar_requested = Signal(object)  #: list of content ids
    show_in_folder_requested = Signal(object)  #: path
    copy_image_requested = Signal(object)  #: path
    copy_paths_requested = Signal(object)  #: list of paths
    typed = Signal(str)  #: text for the search box
    escaped = Signal()  #: Esc with nothing selected
    left_top = Signal()  #: Up in the first line
    edge_changed = Signal(int)  #: by the person's hand in the grid

    def __init__(
        self, model: ResultsModel, thumbnails: ThumbnailLoader | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, thumbnails, 176, parent)
        self._band_from: QPoint | None = None  # in the content, not the viewport
        self._pointer = QPoint(-1, -1)  # in the viewport, as last heard of
        self._wheel = 0.0
        self._glide = Glide(self.verticalScrollBar())
        self.setObjectName("results")
        self.setAccessibleName(self.tr("Results"))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.viewport().setMouseTracking(True)
        self.result_actions = ResultActions(self)
        self.moved.connect(self._follow_pointer)
        self.rows_replaced.connect(self._end_band)
        self.rows_replaced.connect(self._glide.stop)

    def set_edge(self, edge: int) -> None:
        """How large a tile is at least, in device-independent pixels; limited to :data:`EDGES`."""
        edge = min(max(edge, EDGES[0]), EDGES[1])
        if edge != self.edge:
            self.anchored(lambda: setattr(self, "edge", edge))

    def enter(self) -> None:
        """Take the focus, with something selected: Down from the search box."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.results.rowCount() and not self.selectionModel().hasSelection():
            rows = self.visible_rows()
            start = self.currentIndex() if self.currentIndex().isValid() else self.results.index(rows.start)
            self.selectionModel().setCurrentIndex(start, _Select.ClearAndSelect)

    def follow(self, row: int) -> None:
        """Select ``row`` and bring it onto the screen without taking the focus: the viewer went there."""
        if 0 <= row < self.results.rowCount():
            self.selectionModel().setCurrentIndex(self.results.index(row), _Select.ClearAndSelect)
            self.scrollTo(self.results.index(row))

    # ------------------------------------------------------------------------------------------- model changes

    def _follow_pointer(self) -> None:
        """The tiles moved under a pointer that did not."""
        if self._hover >= 0 or self._band_from is not None:
            self._pointer_moved(self._pointer)  # not the cursor's own position: Wayland does not tell it

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if 1 < sum(len(part) for part in self.selected_parts()) <= PREFETCHED:
            self.results.fetch(row for part in self.selected_parts() for row in part)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self._take_input_methods()
        self._update_row(current.row())
        self._update_row(previous.row())

    # ------------------------------------------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        # Its own keys go before whatever the window has bound to them: a key with two actions would do neither.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.result_actions.of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~_Modifier.KeypadModifier
        typing = held in (_Modifier.NoModifier, _Modifier.ShiftModifier) or (
            held & _Modifier.AltModifier
            and (
                held & _Modifier.ControlModifier  # AltGr
            )
        )
        row = self.currentIndex().row()
        self._focus_shown = True
        self._glide.stop()
        action = self.result_actions.of(event)
        if action is not None:
            action.trigger()
        elif key == _Key.Key_Escape:
            if self.selectionModel().hasSelection():
                self.clearSelection()
            else:
                self.escaped.emit()
        elif key == _Key.Key_Space and not held:
            if row >= 0:
                self.previewed.emit(row)
        elif key == _Key.Key_Up and not held and row >= 0 and not self.grid.line(row):
            self.left_top.emit()
        elif held == _Modifier.ControlModifier and key in (_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus):
            self._resize_by_hand(1.12 if key != _Key.Key_Minus else 1 / 1.12)
        elif typing and event.text() and event.text().isprintable():
            self.typed.emit(event.text())
        elif held & (_Modifier.AltModifier | _Modifier.MetaModifier):
            event.ignore()  # the window's: previous and next query
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: what is typed in the grid goes to the search box."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.typed.emit(event.commitString())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus_shown = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)
        self._take_input_methods()
        self._update_row(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_row(self.currentIndex().row())

    def _take_input_methods(self) -> None:
        # Qt switches them off for what cannot be edited; but who types 雪 here means the search box.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    # ------------------------------------------------------------------------------------------------- pointer

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
            if pressed == Action.SIMILAR:
                self.result_actions.find_similar(row)
            else:
                self.result_actions.show_in_folder(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or self._over is not None or not index.isValid():
            self.mousePressEvent(event)
        else:
            self.opened.emit(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            at = self.visualRect(self.currentIndex()).center()
            self.result_actions.popup(self.viewport().mapToGlobal(at))
        elif self.indexAt(event.pos()).isValid():
            self.result_actions.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & _Modifier.ControlModifier:
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "result_actions"):
            self.result_actions.retint()

    def _tell(self, event: QHelpEvent) -> None:
        """The tool tip; never as rich text by accident, a file name may contain anything."""
        index = self.indexAt(event.pos())
        if self._over is not None and index.isValid():
            names = {Action.SIMILAR: self.tr("Find similar"), Action.FOLDER: self.tr("Show in folder")}
            text, area = names[self._over], button(self.picture_rect(index.row()), self._over)
        else:
            text = str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if index.isValid() else ""
            area = self.visualRect(index)
        lines = "<br>".join(html.escape(line) for line in text.split("\n"))
        QToolTip.showText(event.globalPos(), f"<div style='white-space: pre'>{lines}</div>" if text else "", self, area)

    def _pointer_moved(self, point: QPoint) -> None:
        self._pointer = point
        banding = not self._band.isNull()
        inside = self.viewport().rect().contains(point)
        row = self.indexAt(point).row() if inside and not banding else -1
        over = None
        if row >= 0:
            over = action_at(self.picture_rect(row), point.x(), point.y())
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
