"""Marks: what the person made of pictures (favourite, hidden, viewed; examples of a concept).

A mark is for a content, by its hash: all copies have it at once, it stays when the last file goes, and it is there
again when the content comes back.  When a file is edited, its new content takes the marks over (:func:`carry`).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, text

from mediasearch.library.convert import absolute_path, inside
from mediasearch.library.database import Database
from mediasearch.library.filters import Filter, asks_hidden

#: Marks that the person sets and takes away one by one; examples of concepts come and go with their concept.
KINDS: Final = ("favourite", "hidden", "viewed")


class Marks(Database):
    """Setting, taking away and asking for marks."""

    def mark(self, content_ids: Collection[int], kind: str, *, on: bool = True) -> list[int]:
        """Set a mark of :data:`KINDS`, or take it away; the contents whose mark is another one now, ascending.

        Contents that are gone are passed over.  Raises ``ValueError`` for another kind.
        """
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of mark")
        values = {"ids": _ids(content_ids), "kind": kind}
        with self.transaction() as connection:
            changed = list(connection.scalars(_UNMARKED if on else _MARKED, values))
            if on:
                put(connection, content_ids, kind)
            else:
                connection.execute(_UNMARK, values)
        return changed

    def marked(self, kind: str) -> list[int]:
        """Contents with a mark of that kind and a file, the one marked last first."""
        with self.transaction() as connection:
            return list(connection.scalars(_WITH_MARK, {"kind": kind}))

    def left_out(self, filters: Sequence[Filter] = ()) -> list[int]:
        """Contents that no answer to a query with these ``filters`` may show.

        Those without a file, and those that the person has hidden unless a filter asks for them.
        """
        with self.transaction() as connection:
            return list(connection.scalars(_ORPHANS if asks_hidden(filters) else _LEFT_OUT))


def put(connection: Connection, content_ids: Collection[int], kind: str, value: str = "") -> None:
    """Mark contents; a mark that is there already gets its file's place and the time of now."""
    values = {"ids": _ids(content_ids), "kind": kind, "value": value, "now": time.time()}
    connection.execute(_PUT, values)
    _note_places(connection, content_ids)


def follow(connection: Connection, content_ids: Collection[int]) -> None:
    """Files of these contents have moved: their marks know the new place."""
    if content_ids:
        _note_places(connection, content_ids)


def move_places(connection: Connection, old: bytes, new: bytes) -> None:
    """The folder ``old`` is at ``new`` now: marks of what lies in it know the new place."""
    places = connection.scalars(_ALL_PLACES).all()
    moved = [(place, relative) for place in places if (relative := inside(place, old)) is not None]
    moved.sort(key=lambda each: len(each[0]), reverse=len(new) > len(old))  # new places may be others' old ones
    if moved and new != old:
        values = [{"old": place, "new": os.fsencode(absolute_path(new, relative))} for place, relative in moved]
        connection.execute(_MOVE_PLACE, values)


def carry(connection: Connection, replaced: Mapping[int, int | None]) -> None:
    """Let marks follow files whose content is another one now.

    ``replaced``: file → what it held before; None for a file that is new, which may have taken the place of one that
    was deleted a moment ago (that is how many programs save).  The new content gets a copy of the old one's marks,
    unless another file still holds the old content.  Where a waiting file of its size may turn out to hold it (files
    that swap their names are read one after the other), :func:`carry_forgotten` decides later.

    The old content keeps its marks, for it may come back.  When it is back at its place (a program that synchronises
    folders had put something else there for a while), the copies are taken away again.
    """
    if not replaced or not connection.scalar(_ANY):
        return
    files = connection.execute(_FILES, {"ids": _ids(replaced)}).all()
    places = {row.file: os.fsencode(absolute_path(row.root, row.path)) for row in files}
    returned = [{"hash": row.hash, "place": places[row.file]} for row in files]
    if returned:
        connection.execute(_TAKE_BACK, returned)
    copies: list[dict[str, object]] = []
    for row in files:
        before, place = replaced[row.file], places[row.file]
        if before is not None:
            old = connection.scalars(_REPLACED, {"before": before}).all()
        else:
            old = connection.scalars(_REPLACED_AT, {"place": place}).all()
        copies += [{"old": each, "new": row.hash, "place": place} for each in old if each != row.hash]
    if copies:
        connection.execute(_COPY, copies)
    _note_places(connection, [row.content for row in files])


def carry_forgotten(connection: Connection, names: Collection[str]) -> None:
    """Contents are about to be forgotten (their hashes): what is at their place now gets a copy of their marks."""
    marked = connection.execute(_PLACES_OF, {"names": json.dumps(list(names))}).all()
    if not marked:
        return
    roots = connection.execute(_ROOTS).all()
    copies: list[dict[str, object]] = []
    for old, place in marked:
        inner = ((root, inside(place, path)) for root, path in roots)
        for root, relative in inner:
            if relative is not None:
                found = connection.scalars(_AT, {"root": root, "path": relative}).all()
                copies += [{"old": old, "new": new, "place": place} for new in found if new != old]
    if copies:
        connection.execute(_COPY, copies)


def _note_places(connection: Connection, content_ids: Collection[int]) -> None:
    places: dict[str, bytes] = {}
    for row in connection.execute(_PLACES, {"ids": _ids(content_ids)}):
        places.setdefault(row.hash, os.fsencode(absolute_path(row.root, row.path)))
    if places:
        connection.execute(_SET_PLACE, [{"of": name, "place": place} for name, place in places.items()])


def _ids(ids: Collection[int]) -> str:
    return json.dumps([int(each) for each in ids])


_CHOSEN: Final = "contents.id IN (SELECT value FROM json_each(:ids))"
_HAS: Final = "EXISTS (SELECT 1 FROM marks WHERE marks.hash = contents.hash AND kind = :kind AND value = '')"
_MARKED: Final = text(f"SELECT id FROM contents WHERE {_CHOSEN} AND {_HAS} ORDER BY id")  # noqa: S608 - constants
_UNMARKED: Final = text(f"SELECT id FROM contents WHERE {_CHOSEN} AND NOT {_HAS} ORDER BY id")  # noqa: S608
_PUT: Final = text(
    "INSERT INTO marks (hash, kind, value, at) SELECT hash, :kind, :value, :now FROM contents"  # noqa: S608
    f" WHERE {_CHOSEN} ON CONFLICT (hash, kind, value) DO UPDATE SET at = excluded.at, origin = ''"
)
_UNMARK: Final = text(
    "DELETE FROM marks WHERE kind = :kind AND value = '' AND hash IN"  # noqa: S608
    f" (SELECT hash FROM contents WHERE {_CHOSEN})"
)
_WITH_MARK: Final = text(
    "SELECT contents.id FROM marks JOIN contents ON contents.hash = marks.hash"
    " WHERE marks.kind = :kind AND value = '' AND orphaned_since IS NULL ORDER BY at DESC, marks.id DESC"
)
_ORPHANS: Final = text("SELECT id FROM contents WHERE orphaned_since IS NOT NULL")
_LEFT_OUT: Final = text(
    "SELECT id FROM contents WHERE orphaned_since IS NOT NULL"
    " UNION SELECT contents.id FROM marks JOIN contents ON contents.hash = marks.hash WHERE marks.kind = 'hidden'"
)
_PLACES: Final = text(
    "SELECT contents.hash AS hash, roots.path AS root, files.path AS path FROM contents"  # noqa: S608
    " JOIN files ON files.content = contents.id JOIN roots ON roots.id = files.root"
    f" WHERE {_CHOSEN} AND EXISTS (SELECT 1 FROM marks WHERE marks.hash = contents.hash)"
    " ORDER BY files.state <> 'indexed', files.id"
)
_SET_PLACE: Final = text("UPDATE marks SET path = :place WHERE hash = :of").bindparams(bindparam("place"))
_ALL_PLACES: Final = text("SELECT DISTINCT path FROM marks WHERE path IS NOT NULL")
_MOVE_PLACE: Final = text("UPDATE marks SET path = :new WHERE path = :old")
_ANY: Final = text("SELECT 1 FROM marks LIMIT 1")
_FILES: Final = text(
    "SELECT files.id AS file, files.content AS content, contents.hash AS hash, roots.path AS root, files.path AS path"
    " FROM files"
    " JOIN contents ON contents.id = files.content JOIN roots ON roots.id = files.root"
    " WHERE files.id IN (SELECT value FROM json_each(:ids))"
)
#: Back at its place, so what was there meanwhile was not an edited version.
_TAKE_BACK: Final = text("DELETE FROM marks WHERE path = :place AND origin = :hash")
#: A content with marks that may come back any moment: a file is waiting that is as large as it.
MAY_COME_BACK: Final = (
    "(EXISTS (SELECT 1 FROM marks WHERE marks.hash = contents.hash) AND EXISTS"
    " (SELECT 1 FROM files JOIN roots ON roots.id = files.root WHERE files.state = 'pending'"
    "  AND files.size = contents.size AND files.held = 0 AND roots.state <> 'offline'))"
)
_GONE: Final = f"contents.orphaned_since IS NOT NULL AND NOT {MAY_COME_BACK}"
_REPLACED: Final = text(f"SELECT hash FROM contents WHERE id = :before AND {_GONE}")  # noqa: S608
_REPLACED_AT: Final = text(
    "SELECT DISTINCT contents.hash FROM marks JOIN contents ON contents.hash = marks.hash"  # noqa: S608
    f" WHERE marks.path = :place AND {_GONE}"
)
_PLACES_OF: Final = text(
    "SELECT DISTINCT hash, path FROM marks WHERE path IS NOT NULL AND hash IN (SELECT value FROM json_each(:names))"
)
_ROOTS: Final = text("SELECT id, path FROM roots")
_AT: Final = text(
    "SELECT contents.hash FROM files JOIN contents ON contents.id = files.content"
    " WHERE files.root = :root AND files.path = :path AND files.state = 'indexed'"
)
_COPY: Final = text(
    "INSERT OR IGNORE INTO marks (hash, path, kind, value, origin, at)"
    " SELECT :new, :place, kind, value, :old, at FROM marks WHERE hash = :old"
)
