"""The rows of one result: ids for all of them at once, hits by page when they are looked at.

A result of a million hits is one array of ids.  Pages of :data:`PAGE` hits are asked for with ``rows_needed`` when
somebody looks at them, the visible ones first; what was scrolled past before it was asked for is forgotten.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from mediasearch import protocol
from mediasearch.gui import files
from mediasearch.gui.dates import day
from mediasearch.gui.mime import FilesMimeData

PAGE: Final = 100  #: rows in one request, and the unit that is kept or forgotten
KEPT_PAGES: Final = 150  #: 15,000 hits, about 25 MB; several screens of the smallest thumbnails
PAGES_UNDER_WAY: Final = 8  #: more would make the page that is wanted now wait behind those wanted before
ASK_AGAIN_AFTER: Final = 5.0  #: seconds; an answer that takes longer was lost with its engine
DEBOUNCE_MS: Final = 20  #: one request per screen that is scrolled through, not one per row

HitRole: Final = Qt.ItemDataRole.UserRole + 1  #: the :class:`~mediasearch.protocol.Hit`, None while it is fetched
ContentRole: Final = Qt.ItemDataRole.UserRole + 2  #: the content id, always there

_ROOT: Final = QModelIndex()
_Index: TypeAlias = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractListModel):
    """What the grid and the viewer show.  Content ids are plain ``int`` of 64 bits, hence ``Signal(object)``."""

    rows_needed = Signal(int, int, int)  #: result, start, stop; aligned to pages
    thumbnail_changed = Signal(object)  #: content whose thumbnail came, changed or cannot be made
    rows_arrived = Signal(int, int)  #: start, stop

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result_id = 0
        self.keeping = False  #: during a reset: the same query again, so selection and position are to survive
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[protocol.Hit | None]] = OrderedDict()
        self._earlier: dict[int, protocol.Hit] = {}  # of the result before this refresh, shown until rows arrive
        self._rows: dict[int, int] = {}  # content → row, of the pages that are here
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: dict[int, float] = {}  # page → when
        self._runs: dict[int, int] = {}  # start → stop of the requests under way
        self._pinned: set[int] = set()  # wanted pages that scrolling does not drop
        self._visible = (0, 0)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)

    # ------------------------------------------------------------------------------------------------- results

    def set_result(self, reply: protocol.SearchReply, keep: bool = False) -> None:
        """Show ``reply`` instead of what is there.

        ``keep`` says that it is the same query asked again: the view keeps selection and position by content, and
        hits that were fetched before stand in until their rows arrive.  Raises ``ProtocolError`` for damaged ids.
        """
        ids = protocol.unpack(reply.contents)
        earlier = self._standing_in() if keep else {}
        same = keep and ids == self._ids
        if not same:
            self.keeping = keep
            self.beginResetModel()
        self.result_id = reply.result
        self._ids = ids
        self._earlier = earlier
        self._pages.clear()  # also with the same ids: a file may have been renamed, a folder gone offline
        self._rows.clear()
        self._wanted.clear()
        self._pinned.clear()
        self._asked.clear()
        self._runs.clear()
        self._timer.stop()
        self._store(0, len(reply.rows), reply.rows)
        if not same:
            self.endResetModel()
            self.keeping = False
        elif ids:
            self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))

    def clear(self) -> None:
        """Show nothing."""
        self.set_result(protocol.SearchReply(0, 0, 0, 0, 0, 0, "", []))

    def add_rows(self, reply: protocol.RowsReply) -> None:
        """Fill in rows that were asked for; rows of another result are ignored."""
        if reply.result != self.result_id:
            return
        # The engine leaves out contents that were removed meanwhile, so the request says what has been answered.
        stop = min(self._runs.pop(reply.start, reply.start + len(reply.rows)), len(self._ids))
        for page in range(reply.start // PAGE, -(-stop // PAGE)):
            self._asked.pop(page, None)
        self._store(reply.start, stop, reply.rows)
        if stop > reply.start:
            self.dataChanged.emit(self.index(reply.start), self.index(stop - 1))
            self.rows_arrived.emit(reply.start, stop)
        if self._wanted:
            self._timer.start()

    def update_thumbnail(self, content: int, path: str | None) -> None:
        """A thumbnail was made at ``path``, or cannot be made (None)."""
        for hit in (self._fetched(self._rows.get(content, -1)), self._earlier.get(content)):
            if hit is not None:
                hit.thumbnail = path
        self.thumbnail_changed.emit(content)
        row = self._rows.get(content, -1)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    # ------------------------------------------------------------------------------------------------- looking

    def hit(self, row: int) -> protocol.Hit | None:
        """The hit of ``row``; None while it is fetched, which this starts, and outside the result."""
        if not 0 <= row < len(self._ids):
            return None
        page = row // PAGE
        hits = self._pages.get(page)
        if hits is not None and row - page * PAGE < len(hits):
            self._pages.move_to_end(page)
            return hits[row - page * PAGE]
        self._want(page)
        return self._earlier.get(self._ids[row])

    def content(self, row: int) -> int:
        """The content id of ``row``; 0, which no content has, outside the result."""
        return self._ids[row] if 0 <= row < len(self._ids) else 0

    def contents(self, rows: Iterable[int]) -> list[int]:
        """The content ids of ``rows``."""
        return [self._ids[row] for row in rows if 0 <= row < len(self._ids)]

    def row_of(self, content: int) -> int:
        """The row of ``content``, or -1.  At worst one pass over the ids (12 ms for a million)."""
        row = self._rows.get(content)
        if row is not None:
            return row
        try:
            return self._ids.index(content)
        except ValueError:
            return -1

    def rows_of(self, contents: set[int]) -> list[int]:
        """The rows that hold one of ``contents``, in order; one pass over the ids."""
        if not contents:
            return []
        return [row for row, content in enumerate(self._ids) if content in contents]

    def fetch(self, rows: Iterable[int]) -> bool:
        """Whether the hits of all ``rows`` are here; those that are not are asked for even when nobody looks."""
        absent = {row // PAGE for row in rows if row // PAGE not in self._pages}
        for page in absent:
            self._pinned.add(page)
            self._want(page)
        return not absent

    def set_visible(self, first: int, last: int) -> None:
        """What the view shows now: these rows are asked for first, and earlier wishes elsewhere are dropped."""
        if (first, last) == self._visible:
            return
        self._visible = (first, last)
        low, high = first // PAGE - 1, last // PAGE + 1
        for page in [page for page in self._wanted if not low <= page <= high and page not in self._pinned]:
            del self._wanted[page]

    # ------------------------------------------------------------------------------------ QAbstractListModel

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == ContentRole:
            return self._ids[index.row()]
        if role == HitRole:
            return self.hit(index.row())
        if role not in _TEXTS:
            return None
        hit = self.hit(index.row())
        if hit is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else self.tr("Loading…")
        title = files.name(hit.path)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        taken = day(hit.taken_at, QLocale.FormatType.LongFormat)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [title, taken]
            if not hit.online:
                parts.append(self.tr("not connected"))
            if len(hit.files) > 1:
                parts.append(self.tr("%n copies", "", len(hit.files)))
            return ", ".join(part for part in parts if part)
        return "\n".join(part for part in (title, taken, files.folder(hit.path)) if part)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_of(index.row() for index in indexes)

    def mime_of(self, rows: Iterable[int]) -> FilesMimeData:
        """The files of those ``rows`` that are online and have been fetched; of a single one its pixels as well."""
        hits = (self._peek(row) for row in rows)
        return FilesMimeData([hit.path for hit in hits if hit is not None and hit.online])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # ------------------------------------------------------------------------------------------------- fetching

    def _fetched(self, row: int) -> protocol.Hit | None:
        hits = self._pages.get(row // PAGE) if row >= 0 else None
        return hits[row % PAGE] if hits is not None and row % PAGE < len(hits) else None

    def _peek(self, row: int) -> protocol.Hit | None:
        return self._fetched(row) or self._earlier.get(self.content(row))

    def _standing_in(self) -> dict[int, protocol.Hit]:
        """The hits that are here, by content; to be shown until the rows of a refreshed result arrive."""
        here = {hit.content: hit for hits in self._pages.values() for hit in hits if hit is not None}
        return here if len(self._earlier) > KEPT_PAGES * PAGE else {**self._earlier, **here}

    def _store(self, start: int, stop: int, hits: list[protocol.Hit]) -> None:
        """Keep ``hits``, the answer for rows ``start`` to ``stop``; only whole pages count as here."""
        by_content = {hit.content: hit for hit in hits}
        for begin in range(start - start % PAGE, stop, PAGE):
            end = min(begin + PAGE, len(self._ids))
            if begin < start or end > stop:
                self._earlier.update(by_content)  # part of a page: shown until the whole of it is fetched
                continue
            page = [by_content.get(content) for content in self._ids[begin:end]]
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
            rows = chosen[start] * PAGE, min((chosen[stop - 1] + 1) * PAGE, len(self._ids))
            self._runs[rows[0]] = rows[1]
            self.rows_needed.emit(self.result_id, *rows)
            start = stop


_TEXTS: Final = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
