"""The line over the results: how many there are, of how much, whether newer ones wait, and in which order they are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from mediasearch.gui import messages
from mediasearch.gui.announcing import announce
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.feedback import Feedback
from mediasearch.gui.refinement import DATE, RELEVANCE
from mediasearch.gui.theme import margins, secondary
from mediasearch.protocol import SearchReply

HEIGHT = 34


class ResultsHeader(QWidget):
    """Always as high, whatever it says."""

    show_requested = Signal()
    model_requested = Signal(str)  #: the name of a model that knows the language of the query
    sort_chosen = Signal(str)  #: as in :class:`mediasearch.protocol.Search`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.label = ElidedLabel(self)
        secondary(self.label)
        self.feedback = Feedback(self)
        self._suggestion = ""
        self.hint = QPushButton(self.tr("Get a multilingual model"), self)
        self.hint.setProperty("look", "link")
        self.hint.clicked.connect(lambda: self.model_requested.emit(self._suggestion))
        self.hint.hide()
        self.newer = QPushButton(self)
        self.newer.setProperty("look", "link")
        self.newer.clicked.connect(self.show_requested)
        self.newer.hide()
        self.sort = QPushButton(self)
        self.sort.setProperty("look", "quiet")
        self.sort.hide()
        self._orders = self._make_menu()
        self.show_sort(RELEVANCE)
        row = QHBoxLayout(self)
        margins(row, 18, 0, 12, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.feedback, 1)
        row.addWidget(self.hint)
        row.addWidget(self.newer)
        row.addWidget(self.sort)

    def _make_menu(self) -> dict[str, QAction]:
        menu = QMenu(self.sort)
        group = QActionGroup(menu)
        made = {}
        for order, text in ((RELEVANCE, self.tr("Closest first")), (DATE, self.tr("Newest first"))):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, order=order: self.sort_chosen.emit(order))
            group.addAction(action)
            made[order] = action
        self.sort.setMenu(menu)
        return made

    def show_sort(self, order: str) -> None:
        """The results are in this order."""
        action = self._orders[order]
        action.setChecked(True)
        self.sort.setText(action.text())
        self.sort.setAccessibleName(self.tr("Order: {order}").format(order=action.text()))
        self.sort.setToolTip(self.tr("In which order the results are"))

    def show_reply(self, reply: SearchReply, browsing: bool, indexed: int, files: int, indexing: bool) -> None:
        """``indexed`` of ``files`` files can be found by now; ``indexing``: the others are on their way.

        Pictures are counted, not hits: what lies in a stack is there to be seen.
        """
        shown = reply.count + reply.behind
        self.sort.setVisible(not browsing and reply.count > 1)
        by_date = self._orders[DATE].isChecked()
        self.hint.setVisible(bool(reply.suggestion))
        self._suggestion = reply.suggestion
        if reply.note:
            text = reply.note
        elif reply.suggestion:
            text = self.tr("This model reads English.")
        elif indexing and not browsing and indexed < files:
            text = self.tr("Showing matches from {indexed} of {files}. More appear as indexing continues.").format(
                indexed=messages.number(indexed), files=messages.number(files)
            )
        elif browsing:
            text = messages.pictures(shown)
        elif shown < reply.total:
            text = self.tr("The closest {count} of {pictures}").format(
                count=messages.number(shown), pictures=messages.pictures(reply.total)
            )
        elif by_date:
            text = messages.pictures(shown)
        else:
            text = self.tr("{pictures}, the closest first").format(pictures=messages.pictures(shown))
        if self.label.text() != text:
            self.label.setText(text)
            announce(self.label, text)

    def show_marks(self, more: int, less: int) -> None:
        """As in :meth:`Feedback.show_marks`."""
        self.feedback.show_marks(more, less)
        self.label.setVisible(not (more or less))

    def show_held(self, count: int, browsing: bool) -> None:
        """``count`` as in :attr:`mediasearch.gui.searching.Searching.held`."""
        self.newer.setVisible(count != 0)
        if count:
            self.newer.setText(messages.new_matches(count, browsing))
            announce(self.newer, self.newer.text())
