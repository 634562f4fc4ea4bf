"""Contents: distinct pictures, each with the files that hold it."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import Connection, Row, select, text

from mediasearch.library.convert import absolute_path, inside, normalised, storable_time
from mediasearch.library.database import Database
from mediasearch.library.filters import HIDDEN, Filter, asks_hidden, escaped, where
from mediasearch.library.marks import MAY_COME_BACK, carry_forgotten
from mediasearch.library.outcomes import Collected
from mediasearch.library.places import Place, place_of
from mediasearch.library.records import ContentRow, FileState
from mediasearch.library.tables import contents, files, roots

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Bulk:
    """``size``: bytes of one of the ``files`` that hold it."""

    pixels: int
    size: int
    files: int


class Contents(Database):
    """What is shown, found and finally forgotten."""

    def rows(self, content_ids: Sequence[int]) -> list[ContentRow]:
        """What to show of each, in the given order; contents that have no file any more are left out.

        Their files are absolute paths; those of offline roots and held ones come last and are marked.
        """
        with self.transaction() as connection:
            found = connection.execute(_ROWS, {"ids": json.dumps([int(content) for content in content_ids])}).all()
        facts: dict[int, Row[Any]] = {}
        places: dict[int, list[tuple[str, bool]]] = {}
        for row in found:  # ordered: files that can be read first
            facts[row.id] = row
            places.setdefault(row.id, []).append((absolute_path(row.root, row.path), not row.away))
        return [_as_row(facts[content], places[content]) for content in content_ids if content in facts]

    def newest(self, limit: int | None = None) -> list[int]:
        """Contents that have a file and are not hidden, the last taken first."""
        query = (
            select(contents.c.id)
            .where(contents.c.orphaned_since.is_(None), text(f"id NOT IN {HIDDEN}"))
            .order_by(contents.c.taken_at.desc(), contents.c.id.desc())
            .limit(limit)
        )
        with self.transaction() as connection:
            return list(connection.scalars(query))

    def passing(self, filters: Sequence[Filter]) -> list[int]:
        """Contents that have a file and pass all ``filters``, the last taken first.

        Hidden ones are left out unless they are asked for.
        """
        with self.transaction() as connection:
            condition, values = where(_located(connection, filters))
        if not asks_hidden(filters):
            condition += f" AND id NOT IN {HIDDEN}"
        # In the order of an index each row would be looked up by itself: ten times as slow as reading all and sorting.
        query = text(
            f"SELECT id FROM contents NOT INDEXED WHERE orphaned_since IS NULL AND {condition}"  # noqa: S608 - constants
            " ORDER BY taken_at DESC, id DESC"
        )
        with self.transaction() as connection:
            return list(connection.scalars(query, values))

    def remark(self, filters: Sequence[Filter]) -> str:
        """A sentence about a filter that cannot let anything through; "" when there is none."""
        with self.transaction() as connection:
            for each in filters:
                if each.name == "near" and place_of(each.value) is None:
                    known = _called(connection, each.value)
                    if known is None:
                        return f"No photo is called “{each.value}”, so nothing is near it."
                    if None in (known.latitude, known.longitude):
                        return f"“{each.value}” does not say where it was taken, so nothing is near it."
        return ""

    def taken(self, content_ids: Collection[int]) -> dict[int, tuple[str | None, str | None]]:
        """When each was taken, and with which camera."""
        with self.transaction() as connection:
            found = connection.execute(_TAKEN, {"ids": json.dumps([int(each) for each in content_ids])})
            return {row.id: (row.taken_at, row.camera) for row in found}

    def months(self, content_ids: Collection[int] | None = None) -> list[tuple[str, int]]:
        """``2024-05`` → how many of these contents were taken then, the last month first; "" for those without a date.

        None: all that :meth:`newest` gives.
        """
        if content_ids is None:
            chosen, values = f"orphaned_since IS NULL AND id NOT IN {HIDDEN}", {}
        else:
            chosen = "id IN (SELECT value FROM json_each(:ids))"
            values = {"ids": json.dumps([int(each) for each in content_ids])}
        query = text(
            "SELECT coalesce(substr(taken_at, 1, 7), '') AS month, count(*) FROM contents"  # noqa: S608 - constants
            f" WHERE {chosen} GROUP BY month ORDER BY month DESC"
        )
        with self.transaction() as connection:
            return [(row[0], row[1]) for row in connection.execute(query, values)]

    def bulk(self, content_ids: Collection[int] = ()) -> dict[int, Bulk]:
        """How much room these contents take, and all that lie in several files; hidden ones are left out."""
        with self.transaction() as connection:
            found = connection.execute(_BULK, {"ids": json.dumps([int(each) for each in content_ids])}).all()
        return {row.id: Bulk(row.pixels, row.size, row.files) for row in found}

    def visible(self) -> NDArray[np.int64]:
        """int64 ``(n,)``, ascending: contents that have a file."""
        query = text("SELECT id FROM contents WHERE orphaned_since IS NULL")
        with self.transaction() as connection:
            found = np.fromiter(connection.execute(query).scalars(), np.int64)
        found.sort()
        return found

    def content_count(self) -> int:
        """How many contents have a file."""
        with self.transaction() as connection:
            return connection.scalar(_SHOWN) or 0

    def unknown_hashes(self, hashes: Collection[str]) -> set[str]:
        """Those of which there is no content."""
        with self.transaction() as connection:
            return set(connection.scalars(_UNKNOWN, {"names": json.dumps(list(hashes))}))

    def hash_of(self, content_id: int) -> str | None:
        with self.transaction() as connection:
            return connection.scalar(select(contents.c.hash).where(contents.c.id == content_id))

    def file_of(self, content_id: int) -> str | None:
        """The absolute path of a file that holds this content and should be readable now."""
        rows = self.rows([content_id])
        return next((path for path, online in rows[0].files if online), None) if rows else None

    def find_file(self, absolute: str, *, size: int, mtime_ns: int) -> int | None:
        """The content of a file by its path; None when it is not indexed, or not with this size and time."""
        wanted = normalised(absolute)
        with self.transaction() as connection:
            for root, place in connection.execute(select(roots.c.id, roots.c.path)):
                relative = inside(wanted, place)
                if relative is not None:
                    return connection.scalar(
                        select(files.c.content).where(
                            files.c.root == root,
                            files.c.path == relative,
                            files.c.state == FileState.INDEXED,
                            files.c.size == size,
                            files.c.mtime_ns == storable_time(mtime_ns),
                        )
                    )
        return None

    def collect_orphans(self, older_than_seconds: float, limit: int = -1) -> Collected:
        """Forget contents that have had no file for that long, with their embeddings; at most ``limit`` at a time.

        The grace is for a move between roots, or out and back in, which arrives as a removal and an addition.
        """
        query = text(
            "SELECT id FROM contents WHERE orphaned_since IS NOT NULL"  # noqa: S608
            f" AND (orphaned_since <= :until OR orphaned_since > :now) AND NOT {MAY_COME_BACK}"
            " ORDER BY orphaned_since LIMIT :count"
        )
        with self.transaction() as connection:
            now = time.time()  # what lies in the future was before the clock was set back
            values = {"until": now - older_than_seconds, "now": now, "count": limit}
            orphans = connection.scalars(query, values).all()
            return delete_contents(connection, orphans)


def _located(connection: Connection, filters: Sequence[Filter]) -> list[Filter]:
    """``filters`` with the place of the picture that a near names; of one that has none it stays the name."""
    found = []
    for each in filters:
        if each.name == "near" and place_of(each.value) is None:
            known = _called(connection, each.value)
            if known is not None and None not in (known.latitude, known.longitude):
                each = replace(each, value=Place(known.latitude, known.longitude).text)
        found.append(each)
    return found


def _called(connection: Connection, name: str) -> Row[Any] | None:
    """The picture of that path or file name: one that knows its place, and of several the last taken."""
    return connection.execute(_CALLED, {"name": f"%/{escaped(name)}"}).first()


def settle(connection: Connection, content_ids: Collection[int]) -> None:
    """Note since when a content has no file, or that it has one again; call it for all whose files changed."""
    if content_ids:
        connection.execute(_SETTLE, {"ids": json.dumps(list(content_ids)), "now": time.time()})


def delete_contents(connection: Connection, content_ids: Collection[int]) -> Collected:
    """Delete those of ``content_ids`` that no file holds, with their embeddings."""
    if not content_ids:
        return Collected()
    ids = {"ids": json.dumps(list(content_ids))}
    gone = connection.execute(_WITHOUT_FILES, ids).all()
    ids = {"ids": json.dumps([content for content, _ in gone])}
    vectors = connection.scalars(_EMBEDDINGS_OF, ids).all()
    connection.execute(_DELETE_EMBEDDINGS, ids)
    connection.execute(_DELETE_CONTENTS, ids)
    carry_forgotten(connection, [name for _, name in gone])
    connection.execute(_FORGET_PLACES, {"names": json.dumps([name for _, name in gone])})
    return Collected([content for content, _ in gone], [name for _, name in gone], list(vectors))


def _as_row(row: Row[Any], places: list[tuple[str, bool]]) -> ContentRow:
    return ContentRow(
        id=row.id,
        hash=row.hash,
        kind=row.kind,
        width=row.width,
        height=row.height,
        taken_at=row.taken_at,
        camera=row.camera,
        latitude=row.latitude,
        longitude=row.longitude,
        palette=row.palette,
        files=tuple(places),
        size=row.size,
        favourite=bool(row.favourite),
        duration=row.duration,
    )


_ROWS: Final = text(
    "SELECT roots.path AS root, files.path AS path, files.held = 1 OR roots.state = 'offline' AS away, contents.*,"
    " EXISTS (SELECT 1 FROM marks WHERE marks.hash = contents.hash AND marks.kind = 'favourite') AS favourite"
    " FROM contents JOIN files ON files.content = contents.id"
    " JOIN roots ON roots.id = files.root AND roots.forgetting < 2"
    " WHERE contents.id IN (SELECT value FROM json_each(:ids))"
    " ORDER BY away, files.state <> 'indexed', files.id"
)
_SHOWN: Final = text("SELECT contents FROM shown")
_UNKNOWN: Final = text(
    "SELECT value FROM json_each(:names) WHERE NOT EXISTS (SELECT 1 FROM contents WHERE hash = value)"
)
_TAKEN: Final = text("SELECT id, taken_at, camera FROM contents WHERE id IN (SELECT value FROM json_each(:ids))")
_BULK: Final = text(
    "SELECT contents.id AS id, width * height AS pixels, contents.size AS size, count(*) AS files"  # noqa: S608
    " FROM contents JOIN files ON files.content = contents.id"
    f" WHERE contents.id NOT IN {HIDDEN} GROUP BY contents.id"
    " HAVING count(*) > 1 OR contents.id IN (SELECT value FROM json_each(:ids))"
)
_CALLED: Final = text(
    "SELECT latitude, longitude FROM files JOIN contents ON contents.id = files.content"
    " JOIN roots ON roots.id = files.root"
    " WHERE '/' || replace(roots.display, '\\', '/') || '/' || files.display LIKE :name ESCAPE '!'"
    " ORDER BY latitude IS NULL OR longitude IS NULL, taken_at DESC, contents.id DESC LIMIT 1"
)
_SETTLE: Final = text(
    "UPDATE contents SET orphaned_since = CASE WHEN orphaned_since IS NULL THEN :now END"
    " WHERE id IN (SELECT value FROM json_each(:ids))"
    " AND (orphaned_since IS NULL) <> EXISTS (SELECT 1 FROM files WHERE files.content = contents.id)"
)
_WITHOUT_FILES: Final = text(
    "SELECT id, hash FROM contents WHERE id IN (SELECT value FROM json_each(:ids))"
    " AND NOT EXISTS (SELECT 1 FROM files WHERE files.content = contents.id)"
)
_EMBEDDINGS_OF: Final = text("SELECT id FROM embeddings WHERE content IN (SELECT value FROM json_each(:ids))")
_DELETE_EMBEDDINGS: Final = text("DELETE FROM embeddings WHERE content IN (SELECT value FROM json_each(:ids))")
#: A mark outlives its picture; the name of a picture that is gone does not.
_FORGET_PLACES: Final = text("UPDATE marks SET path = NULL WHERE hash IN (SELECT value FROM json_each(:names))")
_DELETE_CONTENTS: Final = text("DELETE FROM contents WHERE id IN (SELECT value FROM json_each(:ids))")
