"""From answers to what is on the screen: the page, the pictures, the sentence over them, and when they may move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.folders import OFFLINE, Folders
from mediasearch.gui.pages import Situation
from mediasearch.gui.parts import Parts
from mediasearch.gui.query import Query
from mediasearch.gui.refinement import Refinement
from mediasearch.gui.results_view import ScrollState
from mediasearch.gui.searching import Searching

#: A pointer that rested for so long over the pictures is not about to click one (milliseconds).
POINTER_RESTS_MS: Final = 2500
#: How often held results look whether they may come (milliseconds).
HELD_MS: Final = 500


#: A selection of more pictures than this does not come back with Back.
MOST_SELECTED: Final = 20_000


@dataclass(frozen=True)
class Place:
    """Where somebody was in the results of a query, and how it was refined."""

    scroll: ScrollState | None
    selected: frozenset[int]  #: contents
    refinement: Refinement


class Showing(QObject):
    """Keeps one query answered and its answer shown.  ``expecting``: folders are about to be added."""

    failed = Signal()  #: the query could not be answered; what is shown is still :attr:`answered`

    def __init__(self, client: EngineClient, parts: Parts, folders: Folders, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._folders = folders
        self._progress = protocol.Progress("idle")
        self._go_to: Place | None = None  # once the answer is there
        self.expecting = False
        self._away: set[int] = set()  # roots that are not there
        self.reply: protocol.SearchReply | None = None
        self.answered = Query()  #: the query whose results are shown
        self.searching = Searching(client, self._may_move, self)
        self._pointer = QTimer(self, singleShot=True, interval=POINTER_RESTS_MS)
        self._held = QTimer(self, interval=HELD_MS)
        self._held.timeout.connect(self.searching.settle)
        client.progress.connect(self.show_progress)
        client.library_changed.connect(lambda _: self.searching.library_changed())
        client.models_changed.connect(self._models_changed)
        client.thumbnail_ready.connect(lambda event: parts.model.update_thumbnail(event.content, event.path))
        folders.changed.connect(self._roots_changed)
        folders.went_away.connect(self._went_away)
        folders.removed.connect(self.searching.outdated)
        self.searching.answered.connect(self._show_results)
        self.searching.failed.connect(self._search_failed)
        self.searching.held.connect(self._held_changed)
        parts.model.rows_needed.connect(self._fetch_rows)
        parts.view.thumbnails.missing.connect(lambda content: client.request(protocol.MakeThumbnail(content)))
        parts.view.viewport().installEventFilter(self)
        parts.header.show_requested.connect(self.show_new)

    def show(self, query: Query, place: Place | None = None) -> None:
        """Search for ``query``; then go back to ``place`` in its results."""
        self._go_to = place
        self.searching.search(query, place.refinement if place is not None else None)

    def place(self) -> Place:
        """Where the person is now, to come back to with :meth:`show`."""
        view, refinement = self._parts.view, self.searching.refinement
        parts = view.selected_parts()
        if sum(len(part) for part in parts) > MOST_SELECTED:
            return Place(view.scroll_state(), frozenset(), refinement)
        contents = [content for part in parts for content in self._parts.model.contents(part)]
        return Place(view.scroll_state(), frozenset(contents), refinement)

    def show_new(self) -> None:
        """Show the results that were held back."""
        self.searching.show_held()
        self._parts.view.scrollToTop()

    def show_progress(self, progress: protocol.Progress) -> None:
        """How indexing goes."""
        self._progress = progress
        self._parts.status.show_progress(progress)
        if self._line_says_away:
            self._parts.notice.take_back(OFFLINE)  # it had something else to say before
        self._update_header()
        self.show_page()

    # ------------------------------------------------------------------------------------------------ the answer

    def _show_results(self, reply: protocol.SearchReply, same: bool) -> None:
        self.reply = reply
        self.answered = self.searching.query
        self._parts.model.set_result(reply, keep=same, ids=self.searching.shown)
        if self._go_to is not None and not same:
            place, self._go_to = self._go_to, None
            self._parts.view.select_contents(set(place.selected))
            self._parts.view.restore_scroll(place.scroll)
        self._parts.status.set_breadth_visible(reply.best is not None)
        self._update_header()
        self.show_page()

    def _search_failed(self, failure: protocol.Failure) -> None:
        self._parts.notice.say(messages.failure(failure))
        self.failed.emit()

    def _fetch_rows(self, result: int, start: int, stop: int) -> None:
        self._client.request(protocol.Rows(0, result, start, stop), self._take_rows)

    def _take_rows(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.RowsReply):
            self._parts.model.add_rows(event)
        else:
            self.searching.outdated()  # the engine no longer has this result

    # ------------------------------------------------------------------------------------------------ following

    def _held_changed(self, count: int) -> None:
        self._parts.header.show_held(count, self.searching.query.empty)
        if count:
            self._held.start()
        else:
            self._held.stop()

    def _may_move(self) -> bool:
        """Whether results may change without being asked for: nothing may move under hand or eye."""
        if self._parts.viewer.isVisible() or QApplication.activePopupWidget() or QApplication.mouseButtons():
            return False
        view = self._parts.view
        if view.selectionModel().hasSelection() or view.results.opened or view.verticalScrollBar().value() > 0:
            return False
        if self.searching.query.empty:
            return not self._pointer.isActive()
        return not view.underMouse()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress):
            self._pointer.start()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------------------------ around it

    def _models_changed(self, event: protocol.ModelsChanged) -> None:
        answered = self.reply.model if self.reply is not None else ""
        if answered and any(info.state == "active" and info.name != answered for info in event.models):
            self.searching.outdated()  # another model finds other pictures

    def _roots_changed(self) -> None:
        self._parts.model.originals.know(root.path for root in self._folders.roots)
        self._parts.pane.tree.show_roots(self._folders.roots)
        away = {root.id for root in self._folders.roots if root.state == "offline"}
        if away != self._away:
            self._away = away
            self.searching.library_changed()  # hits in a root that is away are dimmed
        self._update_header()
        self.show_page()

    def _went_away(self, roots: list[protocol.RootInfo]) -> None:
        if not self._line_says_away:
            self._folders.say_away(roots)

    @property
    def _line_says_away(self) -> bool:
        """Whether the line below tells, in sight, that something is not connected."""
        return self._parts.status.says_offline and not self._parts.viewer.isVisible()

    def _update_header(self) -> None:
        if self.reply is None:
            return
        indexed = sum(root.indexed for root in self._folders.roots)
        waiting = sum(root.pending for root in self._folders.roots)
        indexing = self._progress.state in ("indexing", "scanning", "paused") and waiting > 0
        browsing = not (self.answered.describes or self.searching.refinement.marked)
        self._parts.header.show_reply(self.reply, browsing, indexed, indexed + waiting, indexing)

    def show_page(self) -> None:
        """The page for how things are now; the focus never stays on one that left."""
        roots = self._folders.roots
        in_grid = self._parts.view.hasFocus()
        states = [self._progress.state, *(root.state for root in roots)]
        changed = self._parts.pages.show_for(
            Situation(
                expected=self.expecting,
                roots=bool(roots),
                working=any(state in ("scanning", "indexing") for state in states),
                browsing=self.answered.empty,
                reply=self.reply,
                terms=Query.read(self.answered.asked).terms,
            )
        )
        if changed and in_grid:
            self._parts.search_bar.setFocus()
        self._parts.filters.setVisible(bool(roots) or self.expecting)  # or what is below would jump when they come
        self._parts.status.set_size_visible(self._parts.pages.currentWidget() is self._parts.pages.results)
