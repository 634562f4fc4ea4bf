"""A picture inside the search field: its thumbnail, a name when there is room, and a way to take it out."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget

from mediasearch.gui import files, icons
from mediasearch.gui.query import Picture
from mediasearch.gui.theme import tones

HEIGHT = 32
_THUMBNAIL = 26
_LONGEST_NAME = 120
_CLOSE = 24


class Room(Enum):
    """How much room there is: for the thumbnail alone, for the cross as well, for the name as well."""

    PICTURE = 1
    CROSS = 2
    NAME = 3


class _Loaded(QObject):
    image = Signal(QImage)


class _Load(QRunnable):
    """Reads a small version of a picture on another thread."""

    def __init__(self, path: str, edge: int) -> None:
        super().__init__()
        self.path = path
        self.edge = edge
        self.loaded = _Loaded()

    def run(self) -> None:
        try:
            reader = files.reader(self.path)
            size = reader.size()
            if size.isValid():
                reader.setScaledSize(size.scaled(self.edge, self.edge, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
            image = reader.read()
        except OSError:
            return
        if not image.isNull():
            self.loaded.image.emit(image)


class Chip(QWidget):
    """One :class:`Picture` of the query.  Delete removes it, ``-`` and ``+`` change what it means."""

    removed = Signal()
    weight_chosen = Signal(float)

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        self._room = Room.NAME
        self._over_close = False
        self._image = picture.preview if picture.preview is not None else QImage()
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = picture.title or self.tr("picture")
        if picture.less:
            self.setAccessibleName(self.tr("Less like {name}").format(name=name))
        else:
            self.setAccessibleName(self.tr("Like {name}").format(name=name))
        self.setAccessibleDescription(self.tr("Press Delete to take it out of the query."))
        self.setToolTip(self.accessibleName())
        if self._image.isNull() and picture.thumbnail:
            load = _Load(picture.thumbnail, round(_THUMBNAIL * self.devicePixelRatioF()))
            load.loaded.image.connect(self._show_image)
            QThreadPool.globalInstance().start(load)

    def set_room(self, room: Room) -> None:
        """How much of itself the chip can show."""
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def width_in(self, room: Room) -> int:
        """How wide the chip is with so much room."""
        width = self._name_left() + (self._name_width() if room == Room.NAME else 0)
        return width + _CLOSE if room != Room.PICTURE else width - 3

    def sizeHint(self) -> QSize:
        return QSize(self.width_in(self._room), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _name(self) -> str:
        if not self.picture.title:
            return ""
        return self.fontMetrics().elidedText(self.picture.title, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME)

    def _name_left(self) -> int:
        return 3 + (18 if self.picture.less else 0) + _THUMBNAIL + 6

    def _name_width(self) -> int:
        name = self._name()
        return self.fontMetrics().horizontalAdvance(name) + 2 if name else 0

    def _show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    # ------------------------------------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(self.palette().highlight().color(), 1) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().midlight())
        painter.drawRoundedRect(box, 9, 9)
        left = 3
        if self.picture.less:
            self._draw_icon(painter, "minus", left + 1, 16, tone.warning)
            left += 18
        self._draw_thumbnail(painter, self._place(QRectF(left, 3, _THUMBNAIL, _THUMBNAIL)))
        if self._room == Room.PICTURE:
            return
        if self._room == Room.NAME:
            self._draw_name(painter)
        self._draw_icon(painter, "close", self.width() - 20, 14, tone.text if self._over_close else tone.secondary)

    def _draw_name(self, painter: QPainter) -> None:
        painter.setPen(self.palette().text().color())
        name = self._place(QRectF(self._name_left(), 0, self._name_width(), HEIGHT))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._name())

    def _place(self, rect: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rect.moveLeft(self.width() - rect.right())
        return rect

    def _draw_icon(self, painter: QPainter, name: str, left: float, size: int, colour: str) -> None:
        target = self._place(QRectF(left, (HEIGHT - size) / 2, size, size))
        drawn = icons.pixmap(name, colour, size, self.devicePixelRatioF())
        painter.drawPixmap(target, drawn, QRectF(drawn.rect()))

    def _draw_thumbnail(self, painter: QPainter, target: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(target, 6, 6)
        painter.save()
        painter.setClipPath(path)
        if self._image.isNull():
            painter.fillRect(target, self.palette().mid())
            painter.restore()
            drawn = icons.pixmap("image", tones(self.palette()).secondary, 16, self.devicePixelRatioF())
            painter.drawPixmap(target.adjusted(5, 5, -5, -5), drawn, QRectF(drawn.rect()))
            return
        edge = min(self._image.width(), self._image.height())
        source = QRectF((self._image.width() - edge) / 2, (self._image.height() - edge) / 2, edge, edge)
        painter.drawImage(target, self._image, source)
        painter.restore()

    # ------------------------------------------------------------------------------------------------ hands

    def _on_close(self, position: QPoint) -> bool:
        if self._room == Room.PICTURE:
            return False
        return self._place(QRectF(self.width() - _CLOSE, 0, _CLOSE, HEIGHT)).contains(position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._on_close(event.position().toPoint())
        if over != self._over_close:
            self._over_close = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over_close = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton or self._on_close(event.position().toPoint()):
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.text() == "-" and not self.picture.less:
            self.weight_chosen.emit(-1.0)
        elif event.text() == "+" and self.picture.less:
            self.weight_chosen.emit(1.0)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.picture.less:
            menu.addAction(self.tr("More like this"), lambda: self.weight_chosen.emit(1.0))
        else:
            menu.addAction(self.tr("Less like this"), lambda: self.weight_chosen.emit(-1.0))
        menu.addAction(self.tr("Take out of the query"), self.removed.emit)
        menu.popup(event.globalPos())
