"""What hangs on the pointer while pictures are dragged out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QPixmap

EDGE: Final = 96
_BADGE: Final = 24


def drag_picture(pixmaps: list[QPixmap], count: int, palette: QPalette, font: QFont, ratio: float) -> QPixmap:
    """Up to three thumbnails as a small pile, the first on top, with ``count`` when there is more than one."""
    whole = EDGE + 2 * 8 + _BADGE // 2
    made = QPixmap(round(whole * ratio), round(whole * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for depth in reversed(range(min(len(pixmaps), 3))):
        pixmap = pixmaps[depth]
        size = QSizeF(pixmap.size()).scaled(EDGE, EDGE, Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF(_BADGE / 2 + depth * 8, _BADGE / 2 + depth * 8)
        painter.setOpacity(0.9 - 0.2 * depth)
        painter.drawPixmap(QRectF(corner, size), pixmap, QRectF(pixmap.rect()))
    painter.setOpacity(1.0)
    if count > 1:
        small = QFont(font)
        small.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        text = f"{count:,}"
        wide = max(_BADGE, painter.fontMetrics().horizontalAdvance(text) + 14)
        pill = QRectF(0, 0, wide, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(pill, _BADGE / 2, _BADGE / 2)
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return made
