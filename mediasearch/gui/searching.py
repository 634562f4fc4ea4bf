"""From a query to results: asks the engine as the person types, drops stale answers, follows the library.

Results that change because the library changed are shown at once only while nobody looks at a particular place of
them; otherwise they are held, and the person is told how many new ones there are.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from mediasearch import protocol
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.query import Query
from mediasearch.gui.refinement import DATE, RELEVANCE, Refinement
from mediasearch.gui.row_mapping import RowMapping

#: A query is sent at once, and then at most this often while the person goes on typing (milliseconds).
THROTTLE_MS: Final = 80
#: A query that is not answered within this time no longer holds up the next one (seconds).
PATIENCE: Final = 1.0
#: Results follow the library at most this often (milliseconds); larger ones less often, see :meth:`_refresh_delay`.
REFRESH_MS: Final = 1000
#: Enough hits for a query; browsing shows the whole library.
QUERY_LIMIT: Final = 500
BROWSE_LIMIT: Final = 1_000_000


class Searching(QObject):
    """Keeps one query answered.

    ``may_move`` is asked before results are replaced without the person having asked for it.
    """

    #: A :class:`~mediasearch.protocol.SearchReply` to show, and whether it is the same query as before.
    answered = Signal(object, bool)
    #: A query, or the same one refined otherwise, is asked.
    asked = Signal()
    #: The query could not be answered: a :class:`~mediasearch.protocol.Failure`.
    failed = Signal(object)
    #: So many new matches are held back; 0 when none are any more, −1 when hits only left or changed places.
    held = Signal(int)

    def __init__(self, client: EngineClient, may_move: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._may_move = may_move
        self.query = Query()
        self.refinement = Refinement()
        self._same = False  # what waits to be sent is the same query as before, refined
        self._number = 0  # the request whose answer we want, 0 when there is none
        self._refreshing = False
        self._sent_at = 0.0
        self._waiting = False  # the query changed since it was last sent
        self.shown: array[int] = array("q")  #: the contents of what was last answered
        self._has_shown = False
        self._held: protocol.SearchReply | None = None
        self._dirty = False
        self._outdated = False  # the engine no longer knows the result that is shown
        self._throttle = QTimer(self)
        self._throttle.setSingleShot(True)
        self._throttle.setInterval(THROTTLE_MS)
        self._throttle.timeout.connect(self._trailing_edge)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.timeout.connect(self._refresh)
        client.restarted.connect(self.again)

    # ------------------------------------------------------------------------------------------------ asking

    @property
    def compares(self) -> bool:
        """Whether pictures are ranked, by the query or by what was called right or wrong; otherwise all are shown."""
        return self.query.describes or self.refinement.marked

    @property
    def under_way(self) -> bool:
        """Whether an answer is awaited, or about to be asked for."""
        return bool(self._number) or self._waiting

    def search(self, query: Query, refinement: Refinement | None = None) -> None:
        """The person wants ``query`` now; what was called right or wrong belonged to the one before.

        ``refinement``: as it was asked earlier.
        """
        if refinement is not None:
            self.refinement = refinement
        elif not query.means(self.query):
            self.refinement = self.refinement.without_marks()
        self.query = query
        self._ask(same=False)

    def refine(self, refinement: Refinement) -> None:
        """The same query, in another order, stricter, or nearer to what the person called right."""
        if refinement != self.refinement:
            resorted = refinement.sort != self.refinement.sort
            self.refinement = refinement
            self._ask(same=not resorted and not (self._waiting and not self._same))

    def _ask(self, same: bool) -> None:
        self._same = same
        self.asked.emit()
        self._drop_held()
        self._waiting = True
        if not self._throttle.isActive():
            self._trailing_edge()

    def again(self) -> None:
        """Ask for the same query anew, whatever is under way: the engine has forgotten it."""
        self._number = 0
        self._drop_held()
        self._outdated = True
        self._send(refreshing=self._has_shown)

    def outdated(self) -> None:
        """What is shown is no longer true, whoever looks at it: ask soon, and show the answer."""
        self._outdated = True
        self.library_changed()

    def _trailing_edge(self) -> None:
        if not self._waiting:
            return
        if self._number and not self._refreshing and time.monotonic() - self._sent_at < PATIENCE:
            self._throttle.start()  # one at a time: queued queries would only delay the last
            return
        self._waiting = False
        self._send(refreshing=False, same=self._same)
        self._throttle.start()

    def _send(self, refreshing: bool, same: bool = True) -> None:
        if self._number:
            self._client.forget(self._number)
        self._refreshing = refreshing
        self._same = same
        refinement = self.refinement
        self._sent_at = time.monotonic()
        self._dirty = False
        self._number = self._client.request(
            protocol.Search(
                0,
                text=self.query.asked,
                images=[picture.message() for picture in self.query.pictures],
                limit=QUERY_LIMIT if self.compares else BROWSE_LIMIT,
                sort=refinement.sort if self.compares else RELEVANCE if self.query.reviews else DATE,
                breadth=refinement.breadth,
                typing=True,
                more=list(refinement.more),
                less=list(refinement.less),
            ),
            self._answer,
        )

    def _answer(self, event: protocol.Event) -> None:
        if getattr(event, "request", 0) != self._number:
            return
        refreshing, self._number = self._refreshing, 0
        if isinstance(event, protocol.Failure):
            if not refreshing:
                self.failed.emit(event)
        elif isinstance(event, protocol.SearchReply) and not self._waiting:
            if refreshing:
                self._take_refreshed(event)
            else:
                self._show(event, protocol.unpack(event.contents), same=self._same)
        if self._waiting and not self._throttle.isActive():
            self._trailing_edge()
        if self._dirty:
            self.library_changed()

    # ------------------------------------------------------------------------------------------------ following

    def library_changed(self) -> None:
        """Contents came or went: look again soon."""
        self._dirty = True
        if not self._follow.isActive():
            self._follow.start(self._refresh_delay())

    def _refresh_delay(self) -> int:
        # A whole library of 200,000 is megabytes of ids: once every ten seconds is enough while it fills.
        return max(REFRESH_MS, len(self.shown) // 20, 3 * REFRESH_MS if self._held is not None else 0)

    def _refresh(self) -> None:
        if not self._dirty:
            return
        if self._number or self._waiting:
            self._follow.start(REFRESH_MS)
            return
        self._send(refreshing=True)

    def _take_refreshed(self, reply: protocol.SearchReply) -> None:
        ids = protocol.unpack(reply.contents)
        if ids == self.shown and self._has_shown:
            self._outdated = False
            self._drop_held()
            self.answered.emit(reply, True)
            return
        if not self.shown or self._outdated or self._may_move():
            self._show(reply, ids, same=True)
            return
        self._held = reply
        self.held.emit(RowMapping(self.shown, ids).added() or -1)

    def show_held(self) -> None:
        """Show the results that were held back."""
        if self._held is not None:
            self._show(self._held, protocol.unpack(self._held.contents), same=True)

    def settle(self) -> None:
        """Nobody looks at a particular place any more: held results may come."""
        if self._held is not None and self._may_move():
            self.show_held()

    def _show(self, reply: protocol.SearchReply, ids: array[int], same: bool) -> None:
        self.shown = ids
        self._has_shown = True
        self._outdated = False
        self._drop_held()
        self.answered.emit(reply, same)

    def _drop_held(self) -> None:
        if self._held is not None:
            self._held = None
            self.held.emit(0)
