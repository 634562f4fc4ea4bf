"""A piece of a query that can be taken in the hand.

Delete and Backspace take it out, Ctrl+Shift+← and → move it, the arrows go from one to the next.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from mediasearch.gui import icons
from mediasearch.gui.theme import tones

HEIGHT: Final = 32
CROSS: Final = 24  #: the width of the part that takes it out

_MOVE: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Chip(QWidget):
    """What pictures (in the search field) and filters (in the row below) have in common."""

    removed = Signal()
    edit_requested = Signal()
    moved = Signal(int)  #: by so many places, −1 or 1, in reading order
    dragged = Signal(QPoint)  #: held by the mouse, which is here (in the chip's own coordinates)
    dropped = Signal()
    focused = Signal()
    left = Signal(int)  #: the focus should go to the one before (−1) or after (1), in reading order

    def __init__(self, item: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item  #: what it stands for
        self._over_close = False
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @property
    def has_cross(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # ------------------------------------------------------------------------------------------------ painting

    def _begin(self, ground: QColor) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        marked = self.hasFocus() or self._dragging
        width = 1.5 if marked else 0.0
        painter.setPen(QPen(self.palette().highlight().color(), width) if marked else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 9, 9)
        return painter

    def _place(self, rect: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rect.moveLeft(self.width() - rect.right())
        return rect

    def _draw_icon(self, painter: QPainter, name: str, left: float, size: int, colour: str) -> None:
        target = self._place(QRectF(left, (self.height() - size) / 2, size, size))
        drawn = icons.pixmap(name, colour, size, self.devicePixelRatioF())
        painter.drawPixmap(target, drawn, QRectF(drawn.rect()))

    def _draw_text(self, painter: QPainter, left: float, width: float, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        place = self._place(QRectF(left, 0, width, self.height()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _draw_cross(self, painter: QPainter) -> None:
        tone = tones(self.palette())
        self._draw_icon(painter, "close", self.width() - 20, 14, tone.text if self._over_close else tone.secondary)

    # ------------------------------------------------------------------------------------------------ hands

    def _on_close(self, position: QPoint) -> bool:
        if not self.has_cross:
            return False
        return self._place(QRectF(self.width() - CROSS, 0, CROSS, self.height())).contains(position)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # or the search field would take the focus
        if event.button() == Qt.MouseButton.LeftButton and not self._on_close(event.position().toPoint()):
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        over = self._on_close(point) and self._pressed is None
        if over != self._over_close:
            self._over_close = over
            self.update()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if not self._dragging and (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()
        if self._dragging:
            self.dragged.emit(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        pressed, self._pressed = self._pressed, None
        if self._dragging:
            self._dragging = False
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.update()
            self.dropped.emit()
        elif not self.rect().contains(point):
            return
        elif event.button() == Qt.MouseButton.MiddleButton or (pressed is None and self._on_close(point)):
            self.removed.emit()
        elif pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self.edit_requested.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._over_close = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        onward = Qt.Key.Key_Left if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Right
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and held == _MOVE:
            self.moved.emit(1 if key == onward else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not held:
            self.left.emit(1 if key == onward else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        self.focused.emit()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            at = self.mapToGlobal(QPoint(0, self.height()))
        self.menu().popup(at)
