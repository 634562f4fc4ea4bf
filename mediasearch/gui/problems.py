"""What is in trouble: folders and the library itself as sentences with answers, files as a list with actions."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui import messages
from mediasearch.gui.problem_rows import ProblemRows, ProblemsModel
from mediasearch.gui.theme import secondary
from mediasearch.gui.trouble_card import TroubleCard
from mediasearch.protocol import Problem

#: Kinds that stand in the list; the others are sentences over it.
_LISTED = frozenset({"file", "folder"})


class ProblemsDialog(QDialog):
    """Stays open beside the work: nothing here waits for an answer."""

    retry_requested = Signal(object)  #: problem ids; an empty list means all
    ignore_requested = Signal(object)  #: problem ids
    show_requested = Signal(object)  #: path
    missing_answered = Signal(int, bool)  #: root, forget
    locate_requested = Signal(int)  #: root
    remove_requested = Signal(int)  #: root
    rescan_requested = Signal(int)  #: root: a folder in it could not be opened
    exclude_requested = Signal(object)  #: path of a folder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Issues"))
        self.resize(760, 500)
        self.cards: list[TroubleCard] = []
        self._ignoring = False  # what was selected is about to leave the list
        self.summary = QLabel(self)
        secondary(self.summary)
        self.model = ProblemsModel(self)
        self.list = self._make_list()
        self._above = QVBoxLayout()
        self._above.setSpacing(4)
        self.retry_all = QPushButton(self.tr("Retry all"), self)
        self.retry = QPushButton(self.tr("Retry"), self)
        self.ignore = QPushButton(self.tr("Ignore"), self)
        self.show_button = QPushButton(self.tr("Show in folder"), self)
        self._buttons = [self.retry_all, self.show_button, self.ignore, self.retry]
        for button in self._buttons:
            button.setAutoDefault(False)
        self.ignore.setToolTip(self.tr("Never try these again and stop listing them."))
        self.retry_all.clicked.connect(lambda: self.retry_requested.emit([]))
        self.retry.clicked.connect(self._retry_selected)
        self.ignore.clicked.connect(self._ignore_selected)
        self.show_button.clicked.connect(self._show_selected)
        self.list.activated.connect(lambda _: self._show_selected())
        ignoring = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        ignoring.setContext(Qt.ShortcutContext.WidgetShortcut)
        ignoring.activated.connect(self._ignore_selected)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(18, 0, 18, 0)
        buttons.addWidget(self.retry_all)
        buttons.addStretch()
        for button in self._buttons[1:]:
            buttons.addWidget(button)
        head = self._head = QHBoxLayout()
        head.setContentsMargins(32, 0, 32, 0)
        head.addWidget(self.summary)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 20)
        column.setSpacing(12)
        column.addLayout(self._above)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self._selection_changed()

    def _make_list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(ProblemRows(view))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setStyleSheet("QListView { background: transparent; outline: none; }")
        view.setAccessibleName(self.tr("Files that could not be read"))
        view.selectionModel().selectionChanged.connect(self._selection_changed)
        return view

    # ------------------------------------------------------------------------------------------------ showing

    def show_problems(self, problems: list[Problem]) -> None:
        """Show ``problems``; what is selected and where the keyboard is survive for the files that are still listed."""
        # Always in the same order: files that are tried again come back one by one, and where they were.
        rows = [problem for problem in problems if problem.kind in _LISTED]
        rows.sort(key=lambda each: (each.kind != "folder", each.path.casefold()))
        self._list(rows)
        self._show_cards([problem for problem in problems if problem.kind not in _LISTED])
        self.summary.setText(self._summary(rows, bool(problems)))
        self.summary.setVisible(bool(self.summary.text()))
        self._centre_summary(not problems)
        for button in self._buttons:
            button.setVisible(bool(rows))
        self.retry_all.setEnabled(bool(rows))
        self._selection_changed()

    def _list(self, rows: list[Problem]) -> None:
        chosen = {(problem.kind, problem.path) for problem in self.selected()}
        at = self.list.currentIndex().row()
        current = self.model.problem(at) if at >= 0 else None
        self.model.set_problems(rows)
        selection = QItemSelection()
        for row, problem in enumerate(rows):
            if (problem.kind, problem.path) in chosen:
                index = self.model.index(row)
                selection.select(index, index)
            if current is not None and (problem.kind, problem.path) == (current.kind, current.path):
                at, current = row, None
        ignored, self._ignoring = self._ignoring and current is not None, False
        selecting, flag = self.list.selectionModel(), QItemSelectionModel.SelectionFlag
        selecting.select(selection, flag.Select)
        # Where a file is no longer listed, the keyboard goes on from the one that took its place; that one is selected
        # when the person sent the other away, and not when it went by itself: a second press would mean another file.
        self.list.setAutoScroll(False)
        there = self.model.index(min(at, len(rows) - 1))
        selecting.setCurrentIndex(there, flag.Select if ignored and selection.isEmpty() else flag.NoUpdate)
        self.list.setAutoScroll(True)

    def _centre_summary(self, alone: bool) -> None:
        """Good news stands in the middle, not over an empty list."""
        self.list.setVisible(not alone)
        self._column.setStretchFactor(self._head, int(alone))
        across = Qt.AlignmentFlag.AlignHCenter if alone else Qt.AlignmentFlag.AlignLeading
        self.summary.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)

    def _show_cards(self, problems: list[Problem]) -> None:
        if problems == [card.problem for card in self.cards]:
            return  # whoever is about to press a button there keeps it
        for card in self.cards:
            self._above.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [TroubleCard(problem, self) for problem in problems]
        for card in self.cards:
            card.acted.connect(lambda what, problem=card.problem: self._answer(what, problem))
            self._above.addWidget(card)

    def _answer(self, what: str, problem: Problem) -> None:
        if what == "locate":
            self.locate_requested.emit(problem.root)
        elif what == "forget":
            self.remove_requested.emit(problem.root)
        elif what == "retry":
            self.rescan_requested.emit(problem.root)
        elif what == "show":
            self.show_requested.emit(problem.path)
        else:
            self.missing_answered.emit(problem.root, what == "gone")

    def _summary(self, rows: list[Problem], others: bool) -> str:
        files = sum(problem.kind == "file" for problem in rows)
        places = len(rows) - files
        parts = []
        if files == 1:
            parts.append(self.tr("1 file couldn’t be read."))
        elif files:
            text = self.tr("{count} files couldn’t be read.", "", files)
            parts.append(text.format(count=messages.number(files)))
        if places == 1:
            parts.append(self.tr("1 folder couldn’t be opened."))
        elif places:
            text = self.tr("{count} folders couldn’t be opened.", "", places)
            parts.append(text.format(count=messages.number(places)))
        if parts:
            return " ".join([*parts, self.tr("Everything else goes on.")])
        return "" if others else self.tr("No file is in trouble.")

    # ------------------------------------------------------------------------------------------------ hands

    def selected(self) -> list[Problem]:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [self.model.problem(row) for row in rows]

    def selected_ids(self) -> list[int]:
        return [problem.id for problem in self.selected() if problem.kind == "file"]

    def _selection_changed(self) -> None:
        chosen = self.selected()
        self.retry.setEnabled(bool(chosen))
        self.ignore.setEnabled(bool(chosen))
        self.show_button.setEnabled(len(chosen) == 1)

    def _retry_selected(self) -> None:
        if ids := self.selected_ids():
            self.retry_requested.emit(ids)
        for root in dict.fromkeys(problem.root for problem in self.selected() if problem.kind == "folder"):
            self.rescan_requested.emit(root)

    def _ignore_selected(self) -> None:
        chosen = self.selected()
        self._ignoring = bool(chosen)
        if ids := [problem.id for problem in chosen if problem.kind == "file"]:
            self.ignore_requested.emit(ids)
        for problem in chosen:
            if problem.kind == "folder":
                self.exclude_requested.emit(problem.path)

    def _show_selected(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1:
            self.show_requested.emit(chosen[0].path)
