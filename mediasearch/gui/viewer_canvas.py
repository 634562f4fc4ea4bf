"""A picture that is fitted, zoomed at the pointer and dragged about."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

MARGIN: Final = 12
CLOSEST: Final = 16.0  #: device pixels for one of the picture's
ENLARGED: Final = 2.0  #: how far a small picture is enlarged to fit
STEP: Final = 1.2
PIXELS_FROM: Final = 4.0  #: from this zoom on the picture's own pixels are shown, not a blur


class Canvas(QWidget):
    """Shows one picture.  Zoom is in device pixels for one pixel of the whole picture: 1.0 is 100 %."""

    zoomed = Signal(float)
    resized = Signal()
    clicked_beside = Signal()  #: on the ground, not on the picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._full = QSizeF()
        self._zoom = 1.0
        self._fitted = True
        self._centre = QPointF()  # of the view, in the picture's pixels
        self._grabbed: QPointF | None = None
        self.setMinimumSize(120, 120)

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def fitted(self) -> bool:
        """Whether the picture is kept as large as the window."""
        return self._fitted

    def screen_size(self) -> QSize:
        """The size in device pixels that a fitted picture fills at most."""
        ratio = self.devicePixelRatioF()
        inner = QSizeF(self.width() - 2 * MARGIN, self.height() - 2 * MARGIN) * ratio
        return inner.toSize().expandedTo(QSize(64, 64))

    def show_image(self, image: QImage | QPixmap, full: QSize, keep: bool) -> None:
        """Show ``image`` of a picture whose real size is ``full``; ``keep`` stays where the person zoomed to."""
        self._pixmap = image if isinstance(image, QPixmap) else QPixmap.fromImage(image)
        if not keep or not self._full.isValid() or self._full.isEmpty():
            self._full = QSizeF(full)
            self.fit()
        elif QSizeF(full) != self._full:  # the index knew another size than the file has
            factor = full.width() / self._full.width()
            self._centre *= factor
            self._full = QSizeF(full)
            self._set_zoom(self._fit_zoom() if self._fitted else self._zoom / factor)
        self.update()

    def fit(self) -> None:
        """As large as the window."""
        self._fitted = True
        self._centre = QPointF(self._full.width() / 2, self._full.height() / 2)
        self._set_zoom(self._fit_zoom())

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping what is under ``at`` (default: the middle) where it is; never smaller than fitted."""
        at = at if at is not None else QRectF(self.rect()).center()
        smallest = min(self._fit_zoom(), 1.0)
        zoom = min(max(zoom, smallest), max(CLOSEST, smallest))
        under = self._to_picture(at)
        self._fitted = zoom <= self._fit_zoom() * 1.0001 and zoom <= smallest * 1.0001
        self._set_zoom(zoom)
        self._centre += under - self._to_picture(at)
        self._keep_inside()
        self.update()

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom by notches of a wheel, positive for closer."""
        self.zoom_to(self._zoom * STEP**steps, at)

    def toggle(self, at: QPointF | None = None) -> None:
        """Between fitted and 100 %."""
        if self._fitted and abs(self._zoom - 1.0) > 0.01:
            self.zoom_to(1.0, at)
        else:
            self.fit()

    def picture_rect(self) -> QRectF:
        """Where the whole picture lies, in the widget's coordinates."""
        scale = self._zoom / self.devicePixelRatioF()
        size = self._full * scale
        middle = QRectF(self.rect()).center()
        corner = QPointF(middle.x() - self._centre.x() * scale, middle.y() - self._centre.y() * scale)
        return QRectF(corner, size)

    # ------------------------------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pixmap.isNull():
            return
        area = self.picture_rect()
        ratio = self.devicePixelRatioF()
        off = (self._pixmap.width() - area.width() * ratio, self._pixmap.height() - area.height() * ratio)
        if max(map(abs, off)) <= 1:
            painter.scale(1 / ratio, 1 / ratio)  # one device pixel each, on whole ones: crisp, and a plain blit
            painter.drawPixmap(round(area.left() * ratio), round(area.top() * ratio), self._pixmap)
            return
        if self._zoom < PIXELS_FROM or self._pixmap.width() < self._full.width():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Only the part that is seen: scaling all of a large picture takes a hundred times longer.
        seen = area.intersected(QRectF(self.rect()))
        factor = self._pixmap.width() / area.width()
        source = QRectF((seen.topLeft() - area.topLeft()) * factor, seen.size() * factor)
        painter.drawPixmap(seen, self._pixmap, source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.fit()
        else:
            self._keep_inside()
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if steps:
            self.zoom_by(steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            if not self.picture_rect().contains(event.position()):
                self.clicked_beside.emit()
                return
            self._grabbed = event.position()
            self._show_hand()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        moved = event.position() - self._grabbed
        self._grabbed = event.position()
        self._centre -= moved * (self.devicePixelRatioF() / self._zoom)
        self._keep_inside()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self._show_hand()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.picture_rect().contains(event.position()):
            self.toggle(event.position())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self._zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    # ------------------------------------------------------------------------------------------------- inside

    def _fit_zoom(self) -> float:
        if self._full.isEmpty():
            return 1.0
        screen = self.screen_size()
        return min(screen.width() / self._full.width(), screen.height() / self._full.height(), ENLARGED)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._show_hand()
        self.zoomed.emit(zoom)
        self.update()

    def _to_picture(self, at: QPointF) -> QPointF:
        return self._centre + (at - QRectF(self.rect()).center()) * (self.devicePixelRatioF() / self._zoom)

    def _keep_inside(self) -> None:
        """The picture covers the window, or stands in its middle."""
        ratio = self.devicePixelRatioF()
        for width, length, get, put in (
            (self.width(), self._full.width(), QPointF.x, QPointF.setX),
            (self.height(), self._full.height(), QPointF.y, QPointF.setY),
        ):
            half = width * ratio / self._zoom / 2
            value = length / 2 if 2 * half >= length else min(max(get(self._centre), half), length - half)
            put(self._centre, value)

    def _show_hand(self) -> None:
        area = self.picture_rect()
        if area.width() <= self.width() and area.height() <= self.height():
            self.unsetCursor()
        else:
            held = self._grabbed is not None
            self.setCursor(Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor)
