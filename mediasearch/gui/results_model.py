"""The rows of one result as the grid and the viewer show them.

A result of a million hits is one array of ids; hits come by page (:mod:`mediasearch.gui.hit_pages`).  One stack at a
time may be opened in place: its other members are rows after the hit that stands for them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from mediasearch import protocol
from mediasearch.gui import files, hit_texts
from mediasearch.gui.hit_pages import PAGE, HitPages
from mediasearch.gui.mime import FilesMimeData
from mediasearch.gui.originals import Originals
from mediasearch.gui.sections import Section, sections

__all__ = ["PAGE", "ContentRole", "HitRole", "ResultsModel"]

HitRole: Final = Qt.ItemDataRole.UserRole + 1  #: the :class:`~mediasearch.protocol.Hit`, None while it is fetched
ContentRole: Final = Qt.ItemDataRole.UserRole + 2  #: the content id, always there

_ROOT: Final = QModelIndex()
_Index: TypeAlias = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractListModel):
    """What the grid and the viewer show.  Content ids are plain ``int`` of 64 bits, hence ``Signal(object)``."""

    rows_needed = Signal(int, int, int)  #: result, start, stop; aligned to pages, without opened stacks
    thumbnail_changed = Signal(object)  #: content whose thumbnail came, changed or cannot be made
    rows_arrived = Signal(int, int)  #: start, stop
    sections_changed = Signal()  #: other headings over the same rows

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result_id = 0
        self.originals = Originals()  #: of the files of its hits
        self.keeping = False  #: during a reset: the same query again, so selection and position are to survive
        self.leaving: set[int] = set()  #: contents that are hidden from the next answer on
        self._sections: tuple[Section, ...] = ()
        self._stack: list[protocol.Hit] = []  # the opened one's other members
        self._at = -1  # the row that stands for them
        self._pages = HitPages(self)
        self._pages.needed.connect(lambda start, stop: self.rows_needed.emit(self.result_id, start, stop))

    # ------------------------------------------------------------------------------------------------- results

    def set_result(self, reply: protocol.SearchReply, keep: bool = False, ids: array[int] | None = None) -> None:
        """Show ``reply`` instead of what is there.

        ``keep`` says that it is the same query asked again: the view keeps selection and position by content, and
        hits that were fetched before stand in until their rows arrive.  ``ids``: ``reply.contents`` where they have
        been unpacked already.  Raises ``ProtocolError`` for damaged ids.
        """
        ids = protocol.unpack(reply.contents) if ids is None else ids
        same = keep and ids == self._pages.ids
        parts = sections(reply, len(ids))
        if not same:
            self.keeping = keep
            self.beginResetModel()
            self._stack, self._at = [], -1
        self.result_id = reply.result
        self.leaving.clear()
        moved, self._sections = same and parts != self._sections, parts
        self._pages.replace(ids, reply.rows, keep)
        if not same:
            self.endResetModel()
            self.keeping = False
        elif ids:
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
        if moved:
            self.sections_changed.emit()

    def clear(self) -> None:
        """Show nothing."""
        self.set_result(protocol.SearchReply(0, 0, 0, 0, 0, 0, "", []))

    def add_rows(self, reply: protocol.RowsReply) -> None:
        """Fill in rows that were asked for; rows of another result are ignored."""
        if reply.result != self.result_id:
            return
        stop = self._pages.add(reply.start, reply.rows)
        if stop > reply.start:
            start, stop = self._shown(reply.start), self._shown(stop - 1) + 1
            self.dataChanged.emit(self.index(start), self.index(stop - 1))
            self.rows_arrived.emit(start, stop)

    def update_thumbnail(self, content: int, path: str | None) -> None:
        """A thumbnail was made at ``path``, or cannot be made (None)."""
        for hit in self._known(content):
            hit.thumbnail = path
        self.thumbnail_changed.emit(content)
        self._changed(content, Qt.ItemDataRole.DecorationRole)

    def set_favourite(self, contents: Iterable[int], on: bool) -> None:
        """The person likes these, or no longer."""
        for content in contents:
            for hit in self._known(content):
                hit.favourite = on
            self._changed(content)

    def set_leaving(self, contents: Iterable[int], on: bool) -> None:
        """These are about to be hidden, or stay after all."""
        for content in contents:
            (self.leaving.add if on else self.leaving.discard)(content)
            self._changed(content)

    # ------------------------------------------------------------------------------------------------- stacks

    @property
    def opened(self) -> range:
        """The rows of the opened stack, that which stands for it first; empty when none is open."""
        return range(self._at, self._at + 1 + len(self._stack)) if self._stack else range(0)

    def open_stack(self, content: int, members: list[protocol.Hit]) -> None:
        """Show ``members`` after the hit ``content``, which may be one of them; another stack is closed."""
        self.close_stack()
        row = self._pages.row_of(content)
        others = [replace(hit, stack=1) for hit in members if hit.content != content]
        if row < 0 or not others:
            return
        self.beginInsertRows(_ROOT, row + 1, row + len(others))
        self._stack, self._at = others, row
        self.endInsertRows()
        self.dataChanged.emit(self.index(row), self.index(row))

    def close_stack(self) -> None:
        """Let the hit stand for its stack again."""
        if self._stack:
            at = self._at
            self.beginRemoveRows(_ROOT, at + 1, at + len(self._stack))
            self._stack, self._at = [], -1
            self.endRemoveRows()
            self.dataChanged.emit(self.index(at), self.index(at))

    # ------------------------------------------------------------------------------------------------- looking

    @property
    def sections(self) -> tuple[Section, ...]:
        """Of the rows as they are shown."""
        if not self._stack:
            return self._sections
        return tuple(replace(part, start=self._shown(part.start)) for part in self._sections)

    def hit(self, row: int) -> protocol.Hit | None:
        """The hit of ``row``; None while it is fetched, which this starts, and outside the result."""
        if not 0 <= row < self.rowCount():
            return None
        source = self.source(row)
        return self._pages.hit(source) if source >= 0 else self._stack[~source]

    def content(self, row: int) -> int:
        """The content id of ``row``; 0, which no content has, outside the result."""
        if not 0 <= row < self.rowCount():
            return 0
        source = self.source(row)
        return self._pages.ids[source] if source >= 0 else self._stack[~source].content

    def contents(self, rows: Iterable[int]) -> list[int]:
        """The content ids of ``rows``."""
        if not self._stack and isinstance(rows, range) and rows.step == 1 and rows.start >= 0:
            return self._pages.ids[rows.start : rows.stop].tolist()
        count = self.rowCount()
        return [self.content(row) for row in rows if 0 <= row < count]

    def row_of(self, content: int) -> int:
        """The row of ``content``, or -1.  At worst one pass over the ids (12 ms for a million)."""
        for place, hit in enumerate(self._stack, self._at + 1):
            if hit.content == content:
                return place
        row = self._pages.row_of(content)
        return self._shown(row) if row >= 0 else -1

    def ids(self) -> array[int]:
        """The content ids of all rows; not to be changed."""
        if not self._stack:
            return self._pages.ids
        return self._pages.ids[: self._at + 1] + self._members() + self._pages.ids[self._at + 1 :]

    def _members(self) -> array[int]:
        return array(self._pages.ids.typecode, [hit.content for hit in self._stack])

    def fetch(self, rows: Iterable[int]) -> bool:
        """Whether the hits of all ``rows`` are here; those that are not are asked for even when nobody looks."""
        return self._pages.fetch(source for row in rows if (source := self.source(row)) >= 0)

    def set_visible(self, first: int, last: int) -> None:
        """What the view shows now: these rows are asked for first, and earlier wishes elsewhere are dropped."""
        self._pages.set_visible(self._before(first), self._before(last))

    # ------------------------------------------------------------------------------------ QAbstractListModel

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._pages.ids) + len(self._stack)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        if role == ContentRole:
            return self.content(index.row())
        if role == HitRole:
            return self.hit(index.row())
        if role not in _TEXTS:
            return None
        hit = self.hit(index.row())
        if hit is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else self.tr("Loading…")
        if role == Qt.ItemDataRole.DisplayRole:
            return files.name(hit.path)
        return hit_texts.spoken(hit) if role == Qt.ItemDataRole.AccessibleTextRole else hit_texts.tip(hit)

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
        hits = (self.peek(row) for row in rows)
        return FilesMimeData((hit.path for hit in hits if hit is not None and hit.online), self.originals)

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # ------------------------------------------------------------------------------------------------- inside

    def source(self, row: int) -> int:
        """The row of the engine's result; of a stack's member the complement of its place in the stack."""
        if not self._stack or row <= self._at:
            return row
        place = row - self._at - 1
        return ~place if place < len(self._stack) else row - len(self._stack)

    def _shown(self, source: int) -> int:
        return source if source <= self._at or not self._stack else source + len(self._stack)

    def _before(self, row: int) -> int:
        """The row of the engine's result that ``row`` shows or is a member of."""
        source = self.source(row)
        return source if source >= 0 else self._at

    def peek(self, row: int) -> protocol.Hit | None:
        """The hit of ``row`` when it is here; nothing is asked for."""
        source = self.source(row)
        return self._pages.peek(source) if source >= 0 else self._stack[~source]

    def _known(self, content: int) -> Iterator[protocol.Hit]:
        yield from self._pages.known(content)
        yield from (hit for hit in self._stack if hit.content == content)

    def _changed(self, content: int, *roles: int) -> None:
        """Tell that the hit of ``content`` is another one, wherever it is shown."""
        rows = [place for place, hit in enumerate(self._stack, self._at + 1) if hit.content == content]
        source = self._pages.fetched_row(content)
        if source >= 0:
            rows.append(self._shown(source))
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row), list(roles))


_TEXTS: Final = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
