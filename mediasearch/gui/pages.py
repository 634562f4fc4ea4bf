"""What stands in the middle of the window: the invitation, a sentence, or pictures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mediasearch.gui import folders
from mediasearch.gui.date_rail import DateRail
from mediasearch.gui.results_header import ResultsHeader
from mediasearch.gui.results_view import ResultsView
from mediasearch.gui.welcome import Nothing, Welcome
from mediasearch.protocol import SearchReply


@dataclass
class Situation:
    """What decides.  ``expected``: folders will be known in a moment, from the engine or from the command line."""

    expected: bool
    roots: bool
    working: bool
    browsing: bool
    reply: SearchReply | None


class Pages(QStackedWidget):
    clear_requested = Signal()
    choose_requested = Signal()
    pictures_folder_requested = Signal()

    def __init__(self, header: ResultsHeader, view: ResultsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.welcome = Welcome(self)
        self.welcome.pictures.setVisible(bool(folders.pictures_folder()))
        self.welcome.choose_requested.connect(self.choose_requested)
        self.welcome.pictures_requested.connect(self.pictures_folder_requested)
        self.nothing = Nothing(self)
        self.nothing.acted.connect(self._act)
        self._offers_clearing = False
        self.blank = QWidget(self)
        self.results = QWidget(self)
        column = QVBoxLayout(self.results)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        self.rail = DateRail(view, self.results)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(view, 1)
        body.addWidget(self.rail)
        column.addLayout(body, 1)
        for page in (self.blank, self.welcome, self.nothing, self.results):
            self.addWidget(page)

    def show_for(self, now: Situation) -> bool:
        """Show the page for ``now``; whether it is another than before."""
        page = self._page(now)
        changed = page is not self.currentWidget()
        self.setCurrentWidget(page)
        return changed

    def _page(self, now: Situation) -> QWidget:
        if now.reply is not None and now.reply.count:
            return self.results
        if not now.roots:
            # Nothing is known before the engine is ready; an invitation that vanishes at once would be a flash.
            return self.blank if now.expected else self.welcome
        if now.reply is None:
            return self.blank
        self._offers_clearing = not now.browsing and (now.reply.total > 0 or bool(now.reply.note))
        if self._offers_clearing:
            hint = self.tr("More may appear as indexing continues.") if now.working else self.tr("Try other words.")
            self.nothing.say("search", self.tr("Nothing found"), now.reply.note or hint, self.tr("Clear the query"))
        elif now.working:
            self.nothing.say(
                "image", self.tr("Looking for pictures…"), self.tr("They appear here as soon as they have been read.")
            )
        else:
            self.nothing.say(
                "image",
                self.tr("There are no pictures here yet"),
                self.tr("Add a folder that holds photos."),
                self.tr("Add a folder…"),
            )
        return self.nothing

    def _act(self) -> None:
        (self.clear_requested if self._offers_clearing else self.choose_requested).emit()
