"""Earlier queries: the history as it grows, searches kept under a name, and suggestions while one types."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.naming import NameDialog
from mediasearch.gui.notice import Said
from mediasearch.gui.offer_rows import Offer
from mediasearch.gui.offers import Offers
from mediasearch.gui.parts import Parts
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.question import Question
from mediasearch.gui.undo import Deed, Undo
from mediasearch.protocol import SavedSearch

#: A query that found something and was left alone for so long goes into the history (milliseconds).
STAYED_MS: Final = 3000
#: One that only went there so, and goes on within this time, was half typed: the longer one replaces it (seconds).
HALF_TYPED_S: Final = 60.0
#: The list of suggestions goes by itself when nobody typed for so long (milliseconds): the results are below it.
QUIET_MS: Final = 2500
#: So many suggestions, and so many earlier searches among them.
MOST: Final = 6
MOST_EARLIER: Final = 2
#: So many entries when the history is opened.
MOST_HISTORY: Final = 60

_FORGOTTEN: Final = "search no longer kept"


class Recalling(QObject):
    chosen = Signal(object)  #: a :class:`Query` to search for
    changed = Signal()  #: saved searches or concepts are other ones

    def __init__(self, client: EngineClient, parts: Parts, undo: Undo, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._undo = undo
        undo.teach(_FORGOTTEN, self._keep)
        parts.notice.teach(_FORGOTTEN, self._forgotten_words)
        self._bar = parts.search_bar
        self.saved: list[SavedSearch] = []
        self.history: list[SavedSearch] = []
        self.concepts: list[protocol.ConceptInfo] = []
        self._noted = Query()
        self._half: tuple[Query, float] | None = None  # noted last, perhaps half typed, and when
        self._unanswered = False  # the person stayed, and nothing is shown (yet)
        self._asked = 0  # the request whose suggestions we want
        self.dialog: NameDialog | None = None
        self.question: Question | None = None
        self.offers = Offers(parts.central, self._bar)
        self._stayed = QTimer(self, singleShot=True, interval=STAYED_MS)
        self._stayed.timeout.connect(self._rested)
        parts.model.modelReset.connect(self._answered)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._grow_quiet)
        self._bar.changed.connect(self._query_changed)
        self._bar.typed.connect(self._typed)
        self._bar.submitted.connect(self.note)
        self._bar.submitted.connect(self.offers.close_list)
        self._bar.history_requested.connect(self.toggle_history)
        self.offers.chosen.connect(self.chosen)
        self.offers.removed.connect(lambda number: client.request(protocol.RemoveSearch(0, number)))
        self.offers.clear_requested.connect(self.ask_to_clear)
        self.offers.typed.connect(self._bar.type_into)
        self.offers.closed.connect(self._closed)
        client.ready.connect(lambda _: self.refresh())
        client.searches_changed.connect(lambda _: self.refresh())  # also of concepts; marks change none

    def refresh(self) -> None:
        """Ask for everything that is kept."""
        self._client.request(protocol.ListSearches(0), self._take_searches)
        self._client.request(protocol.ListConcepts(0), self._take_concepts)

    def _take_searches(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.SearchesReply):
            self.saved = [each for each in event.searches if each.kind == "saved"]
            self.history = [each for each in event.searches if each.kind == "history"]
            self.changed.emit()

    def _take_concepts(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.ConceptsReply):
            self.concepts = event.concepts
            self.changed.emit()

    # ------------------------------------------------------------------------------------------------ the history

    def note(self) -> None:
        """The person stayed with the query: it goes into the history."""
        self._stayed.stop()
        query = self._bar.query()
        if query.means(self._noted):
            self._half = None  # it is whole, after all
        if query.empty or query.means(self._noted):
            return
        self._forget_half_typed(query)
        self._noted, self._half = query, None
        self._client.request(_save("", query))

    def _rested(self) -> None:
        """Nobody types any more, and there is something to look at."""
        query = self._bar.query()
        if query.empty or query.means(self._noted):
            return
        self._unanswered = not self._parts.model.rowCount()
        if self._unanswered:
            return
        new = self._entry(query) is None
        self.note()
        self._half = (query, time.monotonic()) if new else None

    def _answered(self) -> None:
        if self._unanswered and self._parts.model.rowCount():
            self._rested()

    def _forget_half_typed(self, query: Query) -> None:
        """``query`` takes the place of the beginning of itself."""
        if self._half is None or time.monotonic() - self._half[1] > HALF_TYPED_S:
            return
        half = self._half[0]
        begins = query.text.strip().casefold().startswith(half.text.strip().casefold())
        if begins and half.pictures == query.pictures and set(half.terms) <= set(query.terms):
            entry = self._entry(half)
            if entry is not None:
                self._client.request(protocol.RemoveSearch(0, entry.id))

    def _entry(self, query: Query) -> SavedSearch | None:
        return next((each for each in self.history if query_of(each).means(query)), None)

    def ask_to_clear(self) -> None:
        """Forgetting the history is asked once."""
        self.offers.close_list()
        self._ask(
            self.tr("Clear the history?"),
            self.tr("Earlier searches are forgotten. Saved searches stay."),
            self.tr("Clear"),
            protocol.RemoveSearch(0, 0),
        )

    def toggle_history(self) -> None:
        """Open the list of earlier searches, or close it."""
        if self.offers.isVisible():
            self.offers.close_list()
            return
        self._quiet.stop()
        self.offers.offer([_offer(each) for each in self.history[:MOST_HISTORY]], history=True)
        if self.history:
            self.offers.enter()

    # ------------------------------------------------------------------------------------------------ suggestions

    def _query_changed(self) -> None:
        self._stayed.start()
        self._unanswered = False
        if not self._bar.line.text().strip():
            self._forget_suggestions()

    def _typed(self) -> None:
        text = self._bar.line.text().strip()
        if not text:
            return
        if self._asked:
            self._client.forget(self._asked)
        self._quiet.start()
        self._asked = self._client.request(protocol.Suggest(0, text, MOST), self._suggest)

    def _suggest(self, event: protocol.Event) -> None:
        if not isinstance(event, protocol.Suggestions) or event.request != self._asked:
            return
        self._asked = 0
        text = self._bar.line.text().strip().casefold()
        if not text or not self._bar.line.hasFocus():
            return
        kept = [_offer(each) for each in [*self.saved, *self.history]]
        earlier = [each for each in kept if each.label.casefold().startswith(text)]
        offers = earlier[:MOST_EARLIER] + [self._completed(words) for words in event.texts]
        known = {text}
        fresh = []
        for each in offers:
            key = each.label.casefold()
            if key and key not in known:
                known.add(key)
                fresh.append(each)
        self.offers.offer(fresh[:MOST])

    def _completed(self, words: str) -> Offer:
        """``words`` instead of those in the field; pictures and filters stay."""
        now, found = self._bar.query(), Query.read(words)
        terms = tuple(dict.fromkeys([*now.terms, *found.terms]))
        return Offer("words", Query(found.text, now.pictures, terms), found.label)

    def _forget_suggestions(self) -> None:
        if self._asked:
            self._client.forget(self._asked)
            self._asked = 0
        self.offers.close_list()

    def _grow_quiet(self) -> None:
        if not self.offers.underMouse() and not self.offers.list.hasFocus():
            self.offers.close_list()

    def _closed(self, inside: bool) -> None:
        self._quiet.stop()
        if inside:
            self._bar.line.setFocus()

    def escape(self) -> bool:
        """Close the list; False when none is open."""
        open_now = self.offers.isVisible()
        self._forget_suggestions()
        return open_now

    # ------------------------------------------------------------------------------------------------ kept by name

    def save(self) -> None:
        """Keep the query under a name that the person gives it."""
        self._bar.commit()
        query = self._bar.query()
        if query.empty:
            self._parts.notice.say(self.tr("Search for something first; then it can be saved."))
            return
        self._ask_name(
            self.tr("Save this search"),
            self.tr("It is always up to date: new pictures that match appear in it."),
            query.label[:60], self.tr("Save"), lambda name: self._client.request(_save(name, query), self._done),
        )  # fmt: skip

    def rename(self, number: int) -> None:
        """Give a saved search another name."""
        found = next((each for each in self.saved if each.id == number), None)
        if found is not None:
            self._ask_name(
                self.tr("Rename the search"), "", found.name, self.tr("Rename"),
                lambda name: self._client.request(protocol.RenameSearch(0, number, name), self._done),
            )  # fmt: skip

    def remove(self, number: int) -> None:
        """Forget a saved search; it can be taken back."""
        found = next((each for each in self.saved if each.id == number), None)
        if found is None:
            return
        self._client.request(protocol.RemoveSearch(0, number), self._done)
        self._parts.notice.tell(_FORGOTTEN, self._undo.push(_FORGOTTEN, found))

    def _forgotten_words(self, deed: Deed) -> Said:
        text = self.tr("“{name}” is no longer kept.").format(name=deed.about[0].name)
        return Said(text, ((self.tr("Undo"), partial(self._undo.take_back, deed)),))

    def _keep(self, search: SavedSearch) -> None:
        self._parts.notice.take_back(_FORGOTTEN)
        self._client.request(protocol.SaveSearch(0, search.name, search.text, search.images), self._done)

    def remove_concept(self, name: str) -> None:
        """Forget a concept, once the person has confirmed: what was marked for it is gone then."""
        self._ask(
            self.tr("Forget “{name}”?").format(name=name),
            self.tr("The pictures themselves stay. Which of them were right or wrong is forgotten."),
            self.tr("Forget"),
            protocol.RemoveConcept(0, name),
        )

    def _ask(self, title: str, text: str, accept: str, message: protocol.RemoveSearch | protocol.RemoveConcept) -> None:
        """Send ``message`` once the person has agreed."""
        self.question = Question(title, text, accept, self._parts.central.window(), careful=True)
        self.question.accepted.connect(lambda: self._client.request(message, self._done))
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    def open(self, number: int) -> None:
        """Search for what is kept under this number."""
        found = next((each for each in [*self.saved, *self.history] if each.id == number), None)
        if found is not None:
            self.chosen.emit(query_of(found))

    def _ask_name(self, title: str, hint: str, name: str, agree: str, then: object) -> None:
        self.dialog = NameDialog(title, hint, name, agree, self._parts.central.window())
        self.dialog.named.connect(then)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _done(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.Failure):
            self._parts.notice.say(messages.failure(event))


def query_of(search: SavedSearch) -> Query:
    """The query that was kept."""
    return Query.read(search.text, tuple(Picture.of(image) for image in search.images))


def _offer(search: SavedSearch) -> Offer:
    return Offer(search.kind, query_of(search), search.name, search.id)


def _save(name: str, query: Query) -> protocol.SaveSearch:
    return protocol.SaveSearch(0, name, query.asked, [picture.message() for picture in query.pictures])
