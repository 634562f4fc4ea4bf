"""What stands above the sections of the grid."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPalette
from PySide6.QtWidgets import QStyle

from mediasearch.gui.sections import NEAREST, Section

#: How far below the strip the pictures that go under it fade.
FADE: Final = 8
#: The lower edge of the strip that lets the ring around a selected picture right below be seen whole.
CLEAR: Final = 5


class Headings:
    """Paints headings with one palette and font; made anew when one of them changes."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self._ground = palette.color(QPalette.ColorRole.Base)
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

    def paint_strip(
        self, painter: QPainter, strip: QRect, heading: QRect, section: Section, direction: Qt.LayoutDirection
    ) -> None:
        """``section`` is scrolled through: its title stays in ``strip``, over the pictures that go under it.

        ``heading``: where it stands by itself; in the strip it is at the same place, so that nothing jumps.
        """
        under = min((strip.bottom() - heading.bottom()) / FADE, 1.0)
        if under <= 0:
            return  # it stands there by itself
        cover = strip.adjusted(0, 0, 0, -CLEAR)
        painter.fillRect(cover, self._ground)
        fade = QLinearGradient(0, cover.bottom() + 1, 0, cover.bottom() + 1 + FADE)
        for place, alpha in ((0.0, 0.9 * under), (1.0, 0.0)):
            colour = QColor(self._ground)
            colour.setAlphaF(alpha)
            fade.setColorAt(place, colour)
        painter.fillRect(QRect(strip.left(), cover.bottom() + 1, strip.width(), FADE), fade)
        words = QRect(heading.left(), strip.top(), heading.width(), strip.height())
        self.paint(painter, words, section, direction)
