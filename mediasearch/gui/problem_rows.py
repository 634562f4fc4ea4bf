"""Files in trouble as rows: which, why, and since when."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mediasearch.gui import files, messages
from mediasearch.gui.theme import tones
from mediasearch.protocol import Problem

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PATH = Qt.ItemDataRole.UserRole
_REASON = Qt.ItemDataRole.UserRole + 1
_LTR = "\N{LEFT-TO-RIGHT MARK}"
_SINCE = Qt.ItemDataRole.UserRole + 2


class ProblemsModel(QAbstractListModel):
    """Problems, one a row; the file's name is the text, the rest stands in roles of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: list[Problem] = []

    def set_problems(self, problems: list[Problem]) -> None:
        self.beginResetModel()
        self._problems = list(problems)
        self.endResetModel()

    def problem(self, row: int) -> Problem:
        return self._problems[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._problems):
            return None
        problem = self._problems[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return files.name(problem.path) or problem.path
        if role == _PATH:
            return files.folder(problem.path)
        if role == _REASON:
            return messages.reason(problem)
        if role == _SINCE:
            return messages.since(problem.since) if problem.since else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (files.shown(problem.path), problem.detail) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{files.shown(problem.path)}: {messages.reason(problem)}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return messages.since(problem.since) if problem.since else ""
        return None


class ProblemRows(QStyledItemDelegate):
    """Name and reason above, folder and time beneath."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(320, option.fontMetrics.height() * 2 + 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tone = tones(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(18, 1, -18, -1)
        ground = None
        if option.state & QStyle.StateFlag.State_Selected:
            ground = tone.accent_soft
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = tone.hover
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, 8, 8)
        inside = box.adjusted(14, 8, -14, -8)
        height = option.fontMetrics.height()
        first = QRect(inside.left(), inside.top(), inside.width(), height)
        second = first.translated(0, height + 4)
        right = bool(option.direction == Qt.LayoutDirection.RightToLeft)
        painter.setPen(QColor(tone.text))
        self._line(painter, first, str(index.data()), str(index.data(_REASON)), right)
        painter.setPen(QColor(tone.secondary))
        path = str(index.data(_PATH))
        # A path begins with its root also among words that go from right to left.
        self._line(painter, second, f"{_LTR}{path}" if right else path, str(index.data(_SINCE)), right)
        painter.restore()

    def _line(self, painter: QPainter, place: QRect, leading: str, trailing: str, right_to_left: bool) -> None:
        """What leads gives way first, in its middle; what trails keeps at most two thirds."""
        metrics = painter.fontMetrics()
        wide = min(metrics.horizontalAdvance(trailing) + 4, place.width() * 2 // 3) if trailing else 0
        room = place.width() - wide - (16 if trailing else 0)
        direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        for text, width, edge, cut in (
            (leading, room, Qt.AlignmentFlag.AlignLeading, Qt.TextElideMode.ElideMiddle),
            (trailing, wide, Qt.AlignmentFlag.AlignTrailing, Qt.TextElideMode.ElideRight),
        ):
            at_left = (edge == Qt.AlignmentFlag.AlignLeading) != right_to_left
            left = place.left() if at_left else place.right() - width
            align = Qt.AlignmentFlag.AlignLeft if at_left else Qt.AlignmentFlag.AlignRight
            painter.setLayoutDirection(direction)
            painter.drawText(
                QRect(left, place.top(), width, place.height()),
                Qt.AlignmentFlag.AlignVCenter | align | Qt.AlignmentFlag.AlignAbsolute,
                metrics.elidedText(text, cut, width),
            )
