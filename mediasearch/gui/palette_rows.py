"""How the commands of the palette look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mediasearch.gui import icons
from mediasearch.gui.theme import tones

ROW: Final = 38
COMMAND: Final = Qt.ItemDataRole.UserRole  #: a :class:`Command`
PLACES: Final = Qt.ItemDataRole.UserRole + 1  #: of the letters in its words that were typed
_CENTRED: Final = Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Command:
    """What can be chosen.  ``group`` is said quietly after ``text``."""

    name: str
    text: str
    key: str
    group: str
    icon: str = ""


class PaletteRows(QStyledItemDelegate):
    """Paints a command: its icon, its words with what was typed in bold, its group, its key."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        command: Command = index.data(COMMAND)
        places = set(index.data(PLACES) or [])
        tone = tones(self._view.palette())
        box = QRectF(option.rect).adjusted(0, 1, 0, -1)
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.accent_soft if chosen else tone.hover))
            painter.drawRoundedRect(box, 8, 8)

        def place(at: float, width: float) -> QRectF:
            left = box.right() - at - width if mirrored else box.left() + at
            return QRectF(left, box.top(), width, box.height())

        if command.icon:
            drawn = icons.pixmap(command.icon, tone.secondary, 18, self._view.devicePixelRatioF())
            where = place(12, 18)
            painter.drawPixmap(QRectF(where.left(), box.center().y() - 9, 18, 18), drawn, QRectF(drawn.rect()))
        end = painter.fontMetrics().horizontalAdvance(command.key)
        painter.setPen(QColor(tone.secondary))
        painter.drawText(place(box.width() - 14 - end, end + 1), _CENTRED, command.key)
        at, room = 42.0, box.width() - 42 - end - 28
        at += self._words(painter, command.text, places, place, at, room, mirrored, tone.text)
        rest = room - (at - 42) - 12
        if rest > 40:
            painter.setPen(QColor(tone.secondary))
            group = painter.fontMetrics().elidedText(command.group, Qt.TextElideMode.ElideRight, int(rest))
            painter.drawText(place(at + 12, rest), _CENTRED | Qt.AlignmentFlag.AlignLeading, group)
        painter.restore()

    def _words(
        self, painter: QPainter, text: str, places: set[int], place: Callable[[float, float], QRectF],
        at: float, room: float, mirrored: bool, colour: str,
    ) -> float:  # fmt: skip
        """Draws ``text``; returns how wide it is."""
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        if not places or mirrored or metrics.horizontalAdvance(text) > room * 0.96:
            said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(place(at, room), _CENTRED | Qt.AlignmentFlag.AlignLeading, said)
            return float(metrics.horizontalAdvance(said))
        plain, bold = QFont(painter.font()), QFont(painter.font())
        bold.setWeight(QFont.Weight.Bold)
        width, start = 0.0, 0
        while start < len(text):  # runs, not letters: kerning
            stop = start + 1
            while stop < len(text) and (stop in places) == (start in places):
                stop += 1
            painter.setFont(bold if start in places else plain)
            painter.drawText(place(at + width, room), _CENTRED | Qt.AlignmentFlag.AlignLeading, text[start:stop])
            width += painter.fontMetrics().horizontalAdvance(text[start:stop])
            start = stop
        painter.setFont(plain)
        return width
