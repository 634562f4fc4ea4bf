"""The list of files in trouble: which, why, and what to do about them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui import files, messages
from mediasearch.gui.theme import secondary, tones
from mediasearch.protocol import Problem

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PATH = Qt.ItemDataRole.UserRole
_REASON = Qt.ItemDataRole.UserRole + 1


class ProblemsModel(QAbstractListModel):
    """Problems, one a row; the file's name is the text, path and reason stand in roles of their own."""

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (files.shown(problem.path), problem.detail) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{files.shown(problem.path)}: {messages.reason(problem)}"
        return None


class _Delegate(QStyledItemDelegate):
    """Name and reason on the left, the folder beneath."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(320, option.fontMetrics.height() * 2 + 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tone = tones(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(4, 1, -4, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.accent_soft))
            painter.drawRoundedRect(box, 8, 8)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.hover))
            painter.drawRoundedRect(box, 8, 8)
        inside = box.adjusted(14, 8, -14, -8)
        height = option.fontMetrics.height()
        name = str(index.data())
        reason = str(index.data(_REASON))
        first = QRect(inside.left(), inside.top(), inside.width(), height)
        align = Qt.AlignmentFlag.AlignVCenter
        reason_width = min(option.fontMetrics.horizontalAdvance(reason) + 4, first.width() * 2 // 3)
        name_width = first.width() - reason_width - 16
        painter.setPen(QColor(tone.text))
        painter.drawText(
            first.adjusted(0, 0, name_width - first.width(), 0),
            align | Qt.AlignmentFlag.AlignLeading,
            option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideMiddle, name_width),
        )
        painter.drawText(
            first.adjusted(first.width() - reason_width, 0, 0, 0),
            align | Qt.AlignmentFlag.AlignTrailing,
            option.fontMetrics.elidedText(reason, Qt.TextElideMode.ElideRight, reason_width),
        )
        painter.setPen(QColor(tone.secondary))
        second = QRect(inside.left(), inside.top() + height + 4, inside.width(), height)
        painter.drawText(
            second,
            align | Qt.AlignmentFlag.AlignLeading,
            option.fontMetrics.elidedText(str(index.data(_PATH)), Qt.TextElideMode.ElideMiddle, second.width()),
        )
        painter.restore()


class _Held(QWidget):
    """Files that vanished together: only the person knows whether they are gone."""

    answered = Signal(int, bool)

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__(parent)
        text = QLabel(self.tr("{folder}: {sentence}").format(
            folder=files.name(problem.path.rstrip("/\\")) or files.shown(problem.path),
            sentence=messages.reason(problem),
        ), self)  # fmt: skip
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 18, 6)
        row.addWidget(text, 1)
        for label, forget in ((self.tr("They were deleted"), True), (self.tr("Keep them"), False)):
            button = QPushButton(label, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, forget=forget: self.answered.emit(problem.root, forget))
            row.addWidget(button)


class ProblemsDialog(QDialog):
    """Stays open beside the work: nothing here waits for an answer."""

    retry_requested = Signal(object)  #: problem ids; an empty list means all
    ignore_requested = Signal(object)  #: problem ids
    show_requested = Signal(object)  #: path
    missing_answered = Signal(int, bool)  #: root, forget

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Issues"))
        self.resize(720, 460)
        self.summary = QLabel(self)
        secondary(self.summary)
        self.model = ProblemsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.list.setAccessibleName(self.tr("Files that could not be read"))
        self.list.selectionModel().selectionChanged.connect(self._selection_changed)
        self._held = QVBoxLayout()
        self._held.setSpacing(0)
        self.retry_all = QPushButton(self.tr("Retry all"), self)
        self.retry = QPushButton(self.tr("Retry"), self)
        self.ignore = QPushButton(self.tr("Ignore"), self)
        self.show_button = QPushButton(self.tr("Show in folder"), self)
        for button in (self.retry_all, self.retry, self.ignore, self.show_button):
            button.setAutoDefault(False)
        self.ignore.setToolTip(self.tr("Never try these files again and stop listing them."))
        self.retry_all.clicked.connect(lambda: self.retry_requested.emit([]))
        self.retry.clicked.connect(lambda: self.retry_requested.emit(self.selected_ids()))
        self.ignore.clicked.connect(lambda: self.ignore_requested.emit(self.selected_ids()))
        self.show_button.clicked.connect(self._show_selected)
        self.list.doubleClicked.connect(lambda _: self._show_selected())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(18, 0, 18, 0)
        buttons.addWidget(self.retry_all)
        buttons.addStretch()
        for button in (self.show_button, self.ignore, self.retry):
            buttons.addWidget(button)
        head = QHBoxLayout()
        head.setContentsMargins(18, 0, 18, 0)
        head.addWidget(self.summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 18)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._held)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self._selection_changed()

    def show_problems(self, problems: list[Problem]) -> None:
        """Show ``problems``; a selection survives for the files that are still listed."""
        chosen = set(self.selected_ids())
        rows = [problem for problem in problems if problem.kind != "root-held"]
        self.model.set_problems(rows)
        selection = QItemSelection()
        for row, problem in enumerate(rows):
            if problem.id in chosen:
                index = self.model.index(row)
                selection.select(index, index)
        self.list.selectionModel().select(selection, self.list.selectionModel().SelectionFlag.Select)
        while self._held.count():
            item = self._held.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            if problem.kind == "root-held":
                held = _Held(problem, self)
                held.answered.connect(self.missing_answered)
                self._held.addWidget(held)
        count = sum(problem.kind == "file" for problem in rows)
        if count == 1:
            self.summary.setText(self.tr("1 file couldn’t be read. Everything else goes on."))
        elif count:
            text = self.tr("{count} files couldn’t be read. Everything else goes on.", "", count)
            self.summary.setText(text.format(count=messages.number(count)))
        else:
            self.summary.setText(self.tr("No file is in trouble.") if not problems else "")
        self.retry_all.setEnabled(count > 0)
        self._selection_changed()

    def selected(self) -> list[Problem]:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [self.model.problem(row) for row in rows]

    def selected_ids(self) -> list[int]:
        return [problem.id for problem in self.selected() if problem.kind == "file"]

    def _selection_changed(self) -> None:
        some = bool(self.selected_ids())
        self.retry.setEnabled(some)
        self.ignore.setEnabled(some)
        self.show_button.setEnabled(len(self.selected()) == 1)

    def _show_selected(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1:
            self.show_requested.emit(chosen[0].path)
