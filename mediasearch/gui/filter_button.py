"""The words of the filter row, most of which open a menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from mediasearch.gui import icons
from mediasearch.gui.chip import HEIGHT
from mediasearch.gui.theme import tones


class FilterButton(QAbstractButton):
    """A word and, where it opens a menu, an arrow; quiet until it is needed."""

    def __init__(self, name: str, text: str, opens: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._opens = opens
        self.setText(text)
        self.setAccessibleName(self.tr("Filter: {name}").format(name=text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 20 + 16 * self._opens, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.hover) if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8)
        painter.setPen(QColor(tone.text if self.underMouse() else tone.accent if self.isChecked() else tone.secondary))
        words = self.rect().adjusted(10, 0, -10, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())
        if self._opens:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            place = QRectF(10 if mirrored else self.width() - 20, (self.height() - 10) / 2 + 1, 10, 10)
            drawn = icons.pixmap("chevron-down", tone.secondary, 10, self.devicePixelRatioF())
            painter.drawPixmap(place, drawn, QRectF(drawn.rect()))
