"""The hits of one result that are here: fetched by page when somebody looks at them, and forgotten when many came.

Rows are those of the engine's result, whatever is shown between them.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from mediasearch.protocol import Hit

PAGE: Final = 100  #: rows in one request, and the unit that is kept or forgotten
KEPT_PAGES: Final = 150  #: 15,000 hits, about 25 MB; several screens of the smallest thumbnails
PAGES_UNDER_WAY: Final = 8  #: more would make the page that is wanted now wait behind those wanted before
ASK_AGAIN_AFTER: Final = 5.0  #: seconds; an answer that takes longer was lost with its engine
DEBOUNCE_MS: Final = 20  #: one request per screen that is scrolled through, not one per row


class HitPages(QObject):
    """Pages of hits over the content ids of a result."""

    needed = Signal(int, int)  #: start, stop; aligned to pages

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[Hit | None]] = OrderedDict()
        self._earlier: dict[int, Hit] = {}  # of the result before this refresh, shown until rows arrive
        self._rows: dict[int, int] = {}  # content → row, of the pages that are here
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: dict[int, float] = {}  # page → when
        self._runs: dict[int, int] = {}  # start → stop of the requests under way
        self._pinned: set[int] = set()  # wanted pages that scrolling does not drop
        self._visible = (0, 0)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)

    def replace(self, ids: array[int], first: list[Hit], keep: bool) -> None:
        """Other rows: ``ids``, of which ``first`` are the first hits.  ``keep``: hits stand in until theirs arrive."""
        self._earlier = self._standing_in() if keep else {}
        self.ids = ids
        self._pages.clear()  # also with the same ids: a file may have been renamed, a folder gone offline
        self._rows.clear()
        self._wanted.clear()
        self._pinned.clear()
        self._asked.clear()
        self._runs.clear()
        self._timer.stop()
        self._store(0, len(first), first)

    def add(self, start: int, hits: list[Hit]) -> int:
        """``hits`` answer the request that began at ``start``; returns where it ended."""
        # The engine leaves out contents that were removed meanwhile, so the request says what has been answered.
        stop = min(self._runs.pop(start, start + len(hits)), len(self.ids))
        for page in range(start // PAGE, -(-stop // PAGE)):
            self._asked.pop(page, None)
        self._store(start, stop, hits)
        if self._wanted:
            self._timer.start()
        return stop

    def hit(self, row: int) -> Hit | None:
        """The hit of ``row``, which is in the result; None while it is fetched, which this starts."""
        page = row // PAGE
        hits = self._pages.get(page)
        if hits is not None and row - page * PAGE < len(hits):
            self._pages.move_to_end(page)
            return hits[row - page * PAGE]
        self._want(page)
        return self._earlier.get(self.ids[row])

    def peek(self, row: int) -> Hit | None:
        """The hit of ``row`` when it is here."""
        return self._fetched(row) or (self._earlier.get(self.ids[row]) if 0 <= row < len(self.ids) else None)

    def known(self, content: int) -> list[Hit]:
        """Every hit of ``content`` that is here."""
        held = (self._fetched(self._rows.get(content, -1)), self._earlier.get(content))
        return [hit for hit in held if hit is not None]

    def row_of(self, content: int) -> int:
        """The row of ``content``, or -1.  At worst one pass over the ids (12 ms for a million)."""
        row = self._rows.get(content)
        if row is not None:
            return row
        try:
            return self.ids.index(content)
        except ValueError:
            return -1

    def fetched_row(self, content: int) -> int:
        """The row of ``content`` when its page is here, else -1."""
        return self._rows.get(content, -1)

    def fetch(self, rows: Iterable[int]) -> bool:
        """Whether the hits of all ``rows`` are here; those that are not are asked for even when nobody looks."""
        absent = {row // PAGE for row in rows if row // PAGE not in self._pages}
        for page in absent:
            self._pinned.add(page)
            self._want(page)
        return not absent

    def set_visible(self, first: int, last: int) -> None:
        """What is shown now: these rows are asked for first, and earlier wishes elsewhere are dropped."""
        if (first, last) == self._visible:
            return
        self._visible = (first, last)
        low, high = first // PAGE - 1, last // PAGE + 1
        for page in [page for page in self._wanted if not low <= page <= high and page not in self._pinned]:
            del self._wanted[page]

    # ------------------------------------------------------------------------------------------------- inside

    def _fetched(self, row: int) -> Hit | None:
        hits = self._pages.get(row // PAGE) if row >= 0 else None
        return hits[row % PAGE] if hits is not None and row % PAGE < len(hits) else None

    def _standing_in(self) -> dict[int, Hit]:
        """The hits that are here, by content; to be shown until the rows of a refreshed result arrive."""
        here = {hit.content: hit for hits in self._pages.values() for hit in hits if hit is not None}
        return here if len(self._earlier) > KEPT_PAGES * PAGE else {**self._earlier, **here}

    def _store(self, start: int, stop: int, hits: list[Hit]) -> None:
        """Keep ``hits``, the answer for rows ``start`` to ``stop``; only whole pages count as here."""
        by_content = {hit.content: hit for hit in hits}
        for begin in range(start - start % PAGE, stop, PAGE):
            end = min(begin + PAGE, len(self.ids))
            if begin < start or end > stop:
                self._earlier.update(by_content)  # part of a page: shown until the whole of it is fetched
                continue
            page = [by_content.get(content) for content in self.ids[begin:end]]
            self._pages[begin // PAGE] = page
            self._pages.move_to_end(begin // PAGE)
            self._wanted.pop(begin // PAGE, None)
            for row, hit in enumerate(page, begin):
                if hit is not None:
                    self._rows[hit.content] = row
                    self._earlier.pop(hit.content, None)
        while len(self._pages) > KEPT_PAGES:
            _, dropped = self._pages.popitem(last=False)
            for hit in dropped:
                if hit is not None:
                    self._rows.pop(hit.content, None)

    def _want(self, page: int) -> None:
        if monotonic() - self._asked.get(page, -ASK_AGAIN_AFTER) < ASK_AGAIN_AFTER:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        """Ask for what is wanted, the visible pages first, neighbours in one request."""
        now = monotonic()
        self._asked = {page: when for page, when in self._asked.items() if now - when < ASK_AGAIN_AFTER}
        room = PAGES_UNDER_WAY - len(self._asked)
        low, high = self._visible[0] // PAGE, self._visible[1] // PAGE
        ranked = sorted(self._wanted, key=lambda page: max(low - page, page - high, 0))
        chosen = sorted(ranked[: max(room, 0)])
        for page in chosen:
            del self._wanted[page]
            self._pinned.discard(page)
            self._asked[page] = now
        start = 0
        while start < len(chosen):
            stop = start + 1
            while stop < len(chosen) and chosen[stop] == chosen[stop - 1] + 1:
                stop += 1
            rows = chosen[start] * PAGE, min((chosen[stop - 1] + 1) * PAGE, len(self.ids))
            self._runs[rows[0]] = rows[1]
            self.needed.emit(*rows)
            start = stop
