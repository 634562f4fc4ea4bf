"""The ground of whatever lies over the window: a rounded box with a soft shadow a little below it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from mediasearch.gui.theme import tones

SHADOW: Final = 12  #: margin of the widget that the shadow needs


def paint_soft_box(widget: QWidget, radius: float = 14, above: bool = True) -> None:
    """Paint it inside the margins of :data:`SHADOW` that ``widget`` has; at the top only if ``above``."""
    tone = tones(widget.palette())
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = SHADOW if above else 0
    box = QRectF(widget.rect()).adjusted(SHADOW + 0.5, top + 0.5, -SHADOW - 0.5, -SHADOW - 0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 3))
    for step in range(SHADOW):
        painter.drawRoundedRect(box.adjusted(-step, 6 - step, step, step), radius + step, radius + step)
    painter.setPen(QPen(QColor(tone.hairline), 1))
    painter.setBrush(QColor(tone.raised))
    painter.drawRoundedRect(box, radius, radius)
