"""On or off, as a small switch: a check box in everything but its looks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from mediasearch.gui.theme import tones

_SIZE = QSize(38, 22)


class Switch(QCheckBox):
    def sizeHint(self) -> QSize:
        return _SIZE + QSize(4, 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, (self.height() - _SIZE.height()) / 2, _SIZE.width(), _SIZE.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.accent if self.isChecked() else tone.faint))
        painter.drawRoundedRect(track, 11, 11)
        on_right = self.isChecked() != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        left = track.right() - 20 if on_right else track.left() + 2
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QRectF(left, track.top() + 2, 18, 18))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tone.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-1.4, -1.4, 1.4, 1.4), 12.4, 12.4)
