"""A row of thumbnails under the picture, the one that is shown in its middle.  Only what is seen is loaded."""

from __future__ import annotations

from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mediasearch.gui import files
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.theme import tones
from mediasearch.gui.thumbnails import Look, ThumbnailLoader

HEIGHT: Final = 76
TILE: Final = 52
PITCH: Final = TILE + 8
BESIDE: Final = 4  #: thumbnails loaded on each side of what is seen
GLIDE: Final = 0.14  #: seconds
LOWEST: Final = (560, 460)  #: a smaller viewer needs its room for the picture
_KEPT: Final = 24 << 20
_RADIUS: Final = 6.0


class Filmstrip(QWidget):
    """``chosen`` is the row of a thumbnail that was clicked.  Rows in the direction of reading, also mirrored."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = -1
        self.motion = True
        self.thumbnails = ThumbnailLoader(self, _KEPT)
        self.thumbnails.ready.connect(lambda _: self.update())
        self._model: ResultsModel | None = None
        self._middle = 0.0  # which place, in rows, is in the middle
        self._from, self._since = 0.0, 0.0
        self._hover = -1
        self._wheel = 0.0
        self._frames = QTimer(self, interval=12)
        self._frames.timeout.connect(self._glide)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Filmstrip"))

    def sizeHint(self) -> QSize:
        return QSize(LOWEST[0], HEIGHT)

    def show_row(self, model: ResultsModel, row: int) -> None:
        """``row`` of ``model`` is shown; it glides into the middle."""
        if model is not self._model:
            if self._model is not None:
                self._model.dataChanged.disconnect(self._changed)
                self._model.thumbnail_changed.disconnect(self._thumbnail_changed)
            self._model = model
            model.dataChanged.connect(self._changed)
            model.thumbnail_changed.connect(self._thumbnail_changed)
        far = abs(row - self._middle) > 40 or self.row < 0
        self.row = row
        self._wheel = 0.0
        if far or not self.motion or not self.isVisible():
            self._frames.stop()
            self._middle = float(row)
        else:
            self._from, self._since = self._middle, monotonic()
            self._frames.start()
        self._want()
        self.update()

    def visible_rows(self) -> range:
        """The rows that are seen, if only in part."""
        if self._model is None or self.width() <= 0:
            return range(0)
        half = self.width() / 2 / PITCH + 0.5
        middle = self._centre()
        return range(max(int(middle - half), 0), min(int(middle + half) + 2, self._model.rowCount()))

    def tile(self, row: int) -> QRectF:
        """Where ``row`` stands."""
        left = self.width() / 2 + (row - self._centre()) * PITCH - TILE / 2
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - TILE
        return QRectF(round(left), (HEIGHT - TILE) // 2, TILE, TILE)

    # ------------------------------------------------------------------------------------------------- inside

    def _centre(self) -> float:
        """The place in the middle: that of the current picture, but no emptiness at the ends of a long strip."""
        count = self._model.rowCount() if self._model is not None else 0
        seen = (self.width() - 24) / PITCH
        middle = self._middle + self._wheel
        if count <= seen:
            return (count - 1) / 2
        return min(max(middle, seen / 2 - 0.5), count - 0.5 - seen / 2)

    def _row_at(self, point: QPointF) -> int:
        return next((row for row in self.visible_rows() if self.tile(row).contains(point)), -1)

    def _glide(self) -> None:
        done = min((monotonic() - self._since) / GLIDE, 1.0)
        eased = 1 - (1 - done) ** 3
        self._middle = self._from + (self.row - self._from) * eased
        if done >= 1.0:
            self._frames.stop()
            self._want()
        self.update()

    def _want(self) -> None:
        model = self._model
        if model is None or not self.isVisible():
            return
        ratio = self.devicePixelRatioF()
        self.thumbnails.set_look(Look(round(TILE * ratio), True, _RADIUS * ratio))
        seen = self.visible_rows()
        rows = range(max(seen.start - BESIDE, 0), min(seen.stop + BESIDE, model.rowCount()))
        near = sorted(rows, key=lambda row: abs(row - self.row))
        hits = [hit for row in near if (hit := model.hit(row)) is not None]
        self.thumbnails.want((hit.content, hit.thumbnail) for hit in hits)

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        seen = self.visible_rows()
        if first.row() < seen.stop and last.row() >= seen.start:
            self._want()
            self.update()

    def _thumbnail_changed(self, content: int) -> None:
        self.thumbnails.forget(content)
        self._want()

    # ------------------------------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self._model
        if model is None:
            return
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for row in self.visible_rows():
            box = self.tile(row)
            picture = self.thumbnails.picture(model.content(row))
            painter.setOpacity(1.0 if row in (self.row, self._hover) else 0.62)
            if picture is not None:
                painter.drawPixmap(box, picture.pixmap, QRectF(picture.pixmap.rect()))
            else:
                hit = model.hit(row)
                colour = f"#{hit.palette.split(',')[0]}" if hit is not None and hit.palette else tone.hover
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(box, _RADIUS, _RADIUS)
            if row == self.row:
                painter.setOpacity(1.0)
                painter.setPen(QPen(QColor(tone.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), _RADIUS + 3, _RADIUS + 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def _point_at(self, row: int) -> None:
        if row != self._hover:
            self._hover = row
            self.setCursor(Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Looks along the strip; the next step comes back to the picture."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        count = self._model.rowCount() if self._model is not None else 0
        self._wheel = min(max(self._wheel - turned / 120 * 2, -self._middle), count - 1 - self._middle)
        self._want()
        self.update()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._model is not None:
            row = self._row_at(QPointF(event.pos()))
            hit = self._model.hit(row) if row >= 0 else None
            QToolTip.showText(event.globalPos(), files.name(hit.path) if hit is not None else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._want()

    def showEvent(self, event: object) -> None:
        self._want()
