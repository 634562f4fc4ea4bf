"""What stands above the sections of the grid."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle

from mediasearch.gui.sections import NEAREST, Section


class Headings:
    """Paints headings with one palette and font; made anew when one of them changes."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self._text = palette.color(QPalette.ColorRole.Text)
        self._quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        self._plain = QFont(font)
        self._bold = QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)

    def paint(self, painter: QPainter, area: QRect, section: Section, direction: Qt.LayoutDirection) -> None:
        """The title of ``section`` at the lower edge of ``area``.  A doubt is said softly."""
        quiet = section.name == NEAREST
        painter.setFont(self._plain if quiet else self._bold)
        painter.setPen(self._quiet if quiet else self._text)
        start = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(area.adjusted(0, 0, 0, -9), start | Qt.AlignmentFlag.AlignBottom, section.title())
