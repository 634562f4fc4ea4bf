"""What is shown over the window while something is dragged across it: what a drop would do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mediasearch.gui import icons
from mediasearch.gui.theme import large, tones


class DropOverlay(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self._symbol = "image"
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        large(self)
        parent.installEventFilter(self)
        self.hide()

    def show_for(self, kind: str, joins: bool, less: bool) -> None:
        """``kind`` as :func:`mediasearch.gui.drops.looks_useful` says; ``joins``: there is a query already."""
        self._symbol = {"folder": "folder-add", "link": "info"}.get(kind, "minus" if less else "image")
        if kind == "folder":
            self._text = self.tr("Drop to add this folder")
        elif kind == "link":
            self._text = self.tr("This is a link only")
        elif less:
            self._text = self.tr("Drop to find less like this")
        elif joins:
            self._text = self.tr("Drop to add this picture to the search")
        else:
            self._text = self.tr("Drop to search with this picture")
        self.setAccessibleName(self._text)
        self.setGeometry(self._area.rect())
        self.show()
        self.raise_()
        self.update()

    def text(self) -> str:
        return self._text if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._area.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tone.ground)
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        box = QRectF(self.rect()).adjusted(18, 18, -18, -18)
        painter.setPen(QPen(QColor(tone.accent), 2))
        soft = QColor(tone.accent)
        soft.setAlphaF(0.06)
        painter.setBrush(soft)
        painter.drawRoundedRect(box, 16, 16)
        middle = box.center()
        drawn = icons.pixmap(self._symbol, tone.accent, 56, self.devicePixelRatioF())
        painter.drawPixmap(
            QRectF(middle.x() - 28, middle.y() - 62, 56, 56), drawn, QRectF(QPointF(0, 0), drawn.size().toSizeF())
        )
        painter.setPen(QColor(tone.text))
        painter.drawText(QRectF(box.left(), middle.y() + 8, box.width(), 40), Qt.AlignmentFlag.AlignCenter, self._text)
