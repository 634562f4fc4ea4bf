"""What stands in the middle of the window: the invitation, a sentence, or pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mediasearch.gui import folders
from mediasearch.gui.date_rail import DateRail
from mediasearch.gui.results_header import ResultsHeader
from mediasearch.gui.results_view import ResultsView
from mediasearch.gui.terms import Term
from mediasearch.gui.welcome import Nothing, Welcome
from mediasearch.protocol import SearchReply

#: In a window as low as it can be, the banner keeps its words and the pictures give way.
_LEAST: Final = 60


@dataclass
class Situation:
    """What decides.  ``expected``: folders will be known in a moment, from the engine or from the command line."""

    expected: bool
    roots: bool
    working: bool
    browsing: bool
    reply: SearchReply | None
    terms: tuple[Term, ...] = ()  #: the filters of the query that was answered


class Pages(QStackedWidget):
    clear_requested = Signal()
    remove_requested = Signal(object)  #: the Term that is to go
    filters_clear_requested = Signal()
    choose_requested = Signal()
    pictures_folder_requested = Signal()

    def __init__(self, header: ResultsHeader, view: ResultsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(_LEAST)  # otherwise of all pages the highest, also of those that are not shown
        self.welcome = Welcome(self)
        self.welcome.pictures.setVisible(bool(folders.pictures_folder()))
        self.welcome.choose_requested.connect(self.choose_requested)
        self.welcome.pictures_requested.connect(self.pictures_folder_requested)
        self.nothing = Nothing(self)
        self.nothing.acted.connect(self._act)
        self._offers: list[Callable[[], None]] = []  # what the buttons of ``nothing`` do
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
        if now.terms and not now.reply.total:
            self._say_filtered(now.terms, now.reply)
        elif not now.browsing and (now.reply.total > 0 or now.reply.note):
            hint = self.tr("More may appear as indexing continues.") if now.working else self.tr("Try other words.")
            self._offers = [self.clear_requested.emit]
            self.nothing.say("search", self.tr("Nothing found"), now.reply.note or hint, self.tr("Clear the query"))
        elif now.working:
            self.nothing.say(
                "image", self.tr("Looking for pictures…"), self.tr("They appear here as soon as they have been read.")
            )
        else:
            self._offers = [self.choose_requested.emit]
            self.nothing.say(
                "image",
                self.tr("There are no pictures here yet"),
                self.tr("Add a folder that holds photos."),
                self.tr("Add a folder…"),
            )
        return self.nothing

    def _say_filtered(self, terms: tuple[Term, ...], reply: SearchReply) -> None:
        """Nothing passes: the filter that was added last may go, or all of them."""
        remove = self.tr("Remove “{filter}”").format(filter=terms[-1].label)
        self._offers = [lambda: self.remove_requested.emit(terms[-1])]
        buttons = [remove]
        if len(terms) > 1:
            self._offers.append(self.filters_clear_requested.emit)
            buttons.append(self.tr("Clear all"))
        labels = ", ".join(term.label for term in terms)
        text = reply.note if any(term.name == "near" for term in terms) else labels  # which place was not found
        self.nothing.say("search", self.tr("No photos match these filters"), text, *buttons)

    def _act(self, place: int) -> None:
        if place < len(self._offers):
            self._offers[place]()
