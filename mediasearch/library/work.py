"""What is still to be decoded and encoded."""

# ruff: noqa: S608 - statements are put together from the constants at the end, never from values

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, select, text, update
from sqlalchemy.exc import OperationalError

from mediasearch.library.convert import absolute_path
from mediasearch.library.database import Database
from mediasearch.library.filters import escaped
from mediasearch.library.outcomes import Lacking
from mediasearch.library.records import PendingFile
from mediasearch.library.tables import models

#: Hashes handed out with one file.  Beyond it (a thousand uncompressed pictures of one size) a copy is decoded once
#: more and then recognised, which costs less than sending every hash with every file.
KNOWN_HASHES: Final = 1000

#: Steps of SQLite's machine between two looks at whether there is something better to do: a millisecond or two.
_STEPS: Final = 50_000
#: Files of the backlog that are looked at in one statement.
_LOOK: Final = 256


class Work(Database):
    """The queue: files that wait, and indexed ones whose content has no embedding of the model yet."""

    def __init__(self, raw: sqlite3.Connection, *args: Any, **options: Any) -> None:
        super().__init__(raw, *args, **options)
        #: By model, indexed files that lacked an embedding when they were last searched for; the newest last.
        self._backlog: dict[int, list[int]] = {}

    def pending(self, model_id: int, limit: int, exclude: Collection[int] = ()) -> list[PendingFile]:
        """The next files to decode: the newest first, none of ``exclude``, none that is offline or held."""
        left_out = set(exclude)
        with self.transaction() as connection:
            waiting = connection.execute(_PENDING, {"count": limit + len(left_out)}).all()
            rows = [row for row in waiting if row[0] not in left_out][:limit]
            if len(rows) < limit:
                rows += self._lacking(connection, model_id, limit - len(rows), left_out)
            return _as_pending(connection, model_id, rows)

    def waiting_named(self, words: Sequence[str], limit: int, hurry: Callable[[], bool]) -> list[int]:
        """Files that wait and have all these words in their name or path, the newest first.

        It looks at every file that waits (0.1 s for 200,000): not on the owner loop.  ``hurry`` is asked meanwhile;
        once it is true there is something better to do, and none is found.
        """
        named = " AND ".join(f"display LIKE :word{place} ESCAPE '!'" for place in range(len(words)))
        asked = {f"word{place}": f"%{escaped(word)}%" for place, word in enumerate(words)}
        query = f"SELECT id FROM files WHERE state = 'pending' AND {named} ORDER BY mtime_ns DESC, id DESC LIMIT :count"
        with self.transaction() as connection:
            self._raw.set_progress_handler(hurry, _STEPS)
            try:
                return list(connection.scalars(text(query), {**asked, "count": limit}))
            except OperationalError:  # that is what being interrupted looks like
                if not hurry():
                    raise
                return []
            finally:
                self._raw.set_progress_handler(None, 0)

    def pending_among(self, model_id: int, file_ids: Sequence[int], exclude: Collection[int]) -> list[PendingFile]:
        """Those of ``file_ids`` that wait to be decoded and can be, in their order; none that was tried before."""
        with self.transaction() as connection:
            found = connection.execute(_PENDING_AMONG, {"ids": json.dumps(list(file_ids))}).all()
            rows = {row[0]: row for row in found if row[0] not in exclude}
            return _as_pending(connection, model_id, [rows[file] for file in file_ids if file in rows])

    def lacking(self, model_id: int) -> Lacking:
        """What is to be done before the model knows every indexed file.  It takes a while: not on the owner loop."""
        with self.transaction() as connection:
            if _is_complete(connection, model_id):
                return Lacking()
            contents: set[int] = set()
            away: set[int] = set()
            files: list[int] = []
            for file, content, here in connection.execute(_LACKING_WHERE, {"model": model_id}):
                (contents if here else away).add(content)
                if here:
                    files.append(file)
            viewed = list(connection.scalars(_VIEWED, {"model": model_id}))
        there = set(files)
        ahead = dict.fromkeys(file for file in reversed(viewed) if file in there)
        return Lacking([*ahead, *(file for file in files if file not in ahead)], len(away - contents))

    def files_lacking(self, model_id: int, file_ids: Sequence[int], exclude: Collection[int] = ()) -> list[PendingFile]:
        """Those of ``file_ids`` that still can and must be decoded for the model, in their order."""
        with self.transaction() as connection:
            found = connection.execute(_LACKING_AMONG, {"model": model_id, "ids": json.dumps(list(file_ids))}).all()
            rows = {row[0]: row[:-1] for row in found if not row[-1] and row[0] not in exclude}
            return _as_pending(connection, model_id, [rows[file] for file in file_ids if file in rows])

    def note_complete(self, model_id: int) -> None:
        """No indexed file lacks an embedding of the model: :meth:`lacking` found none, and none was indexed since."""
        with self.transaction() as connection:
            connection.execute(update(models).where(models.c.id == model_id).values(complete=1))

    def start_attempts(self, file_ids: Sequence[int]) -> None:
        """Note, before decoding starts, that it will; whatever dies then is known after the restart."""
        with self.transaction() as connection:
            connection.execute(_START, {"ids": json.dumps(list(file_ids))})

    def release_attempts(self, file_ids: Sequence[int]) -> None:
        """Files that were given back undone, through no fault of their own."""
        with self.transaction() as connection:
            connection.execute(_RELEASE, {"ids": json.dumps(list(file_ids))})

    def place_of(self, file: PendingFile) -> str | None:
        """Where a file that was handed out stands by now; None when it is known no more."""
        with self.transaction() as connection:
            place = connection.execute(_PLACE, {"id": file.id}).first()
            return None if place is None else absolute_path(place.root, place.path)

    def interrupted(self) -> list[tuple[int, int]]:
        """Ids and attempts of files that were being read when the engine last died; ask before any work starts."""
        with self.transaction() as connection:
            return sorted((file, attempts) for file, attempts in connection.execute(_INTERRUPTED))

    def _lacking(self, connection: Connection, model_id: int, count: int, left_out: set[int]) -> list[Row[Any]]:
        if _is_complete(connection, model_id):
            return []
        backlog = self._backlog.get(model_id)
        if not backlog:
            backlog = list(connection.scalars(_LACKING, {"model": model_id}))
            if not backlog:
                if not self.readonly:
                    connection.execute(update(models).where(models.c.id == model_id).values(complete=1))
                return []
            self._backlog[model_id] = backlog
        taken: list[Row[Any]] = []
        undone: list[int] = []
        while backlog and len(taken) < count:
            look = backlog[-_LOOK:][::-1]
            del backlog[-_LOOK:]
            found = connection.execute(_LACKING_AMONG, {"model": model_id, "ids": json.dumps(look)}).all()
            rows = {row[0]: row for row in found}
            for file in look:
                row = rows.get(file)
                if row is None:
                    continue  # done, changed or gone since
                undone.append(file)
                *wanted, away = row
                if not away and file not in left_out and len(taken) < count:
                    taken.append(wanted)  # type: ignore[arg-type]
        backlog.extend(reversed(undone))
        return taken


def _as_pending(connection: Connection, model_id: int, rows: Sequence[Sequence[Any]]) -> list[PendingFile]:
    hashes = _known_hashes(connection, model_id, {row[3] for row in rows})
    return [
        PendingFile(
            id=file,
            root=root,
            path=path,
            absolute=absolute_path(place, path),
            size=size,
            mtime_ns=mtime_ns,
            attempts=attempts,
            known_hashes=hashes.get(size, frozenset()),
            sidecar=sidecar,
        )
        for file, root, path, size, mtime_ns, attempts, place, sidecar in rows
    ]


def _is_complete(connection: Connection, model_id: int) -> bool:
    return connection.scalar(select(models.c.complete).where(models.c.id == model_id)) == 1


def _known_hashes(connection: Connection, model_id: int, sizes: set[int]) -> dict[int, frozenset[str]]:
    found = connection.execute(_HASHES, {"model": model_id, "sizes": json.dumps(list(sizes)), "count": KNOWN_HASHES})
    return {size: frozenset(json.loads(hashes)) for size, hashes in found}


_WANTED: Final = (
    "SELECT files.id, files.root, files.path, files.size, files.mtime_ns, files.attempts, roots.path, files.sidecar"
)
_HAS_EMBEDDING: Final = (
    "EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = files.content"
    " AND embeddings.model = :model AND embeddings.source = 'image')"
)
_PRESENT: Final = "files.held = 0 AND roots.state <> 'offline'"
# CROSS JOIN keeps SQLite from starting with the roots, which would sort every waiting file for a handful.
_PENDING: Final = text(
    f"{_WANTED} FROM files CROSS JOIN roots ON roots.id = files.root WHERE files.state = 'pending' AND {_PRESENT}"
    " ORDER BY files.mtime_ns DESC, files.id DESC LIMIT :count"
)
_PENDING_AMONG: Final = text(
    f"{_WANTED} FROM files JOIN roots ON roots.id = files.root WHERE files.id IN (SELECT value FROM json_each(:ids))"
    f" AND files.state = 'pending' AND files.attempts = 0 AND {_PRESENT}"
)
# Counted in an index; the few that are held are taken off again.
_LACKING: Final = text(f"SELECT id FROM files WHERE state = 'indexed' AND NOT {_HAS_EMBEDDING} ORDER BY mtime_ns, id")
# From the few marks to their files, not the other way round.
_VIEWED: Final = text(
    "SELECT files.id FROM marks CROSS JOIN contents ON contents.hash = marks.hash"
    " CROSS JOIN files ON files.content = contents.id"
    f" WHERE marks.kind = 'viewed' AND files.state = 'indexed' AND NOT {_HAS_EMBEDDING}"
    " GROUP BY files.id ORDER BY max(marks.at), files.mtime_ns, files.id"
)
_LACKING_WHERE: Final = text(
    "SELECT files.id, files.content, files.held = 0 AND roots.state <> 'offline' AS here FROM files"
    f" JOIN roots ON roots.id = files.root WHERE files.state = 'indexed' AND NOT {_HAS_EMBEDDING}"
    " ORDER BY files.mtime_ns DESC, files.id DESC"
)
_LACKING_AMONG: Final = text(
    f"{_WANTED}, NOT ({_PRESENT}) FROM files JOIN roots ON roots.id = files.root"
    f" WHERE files.id IN (SELECT value FROM json_each(:ids)) AND files.state = 'indexed' AND NOT {_HAS_EMBEDDING}"
)
_HASHES: Final = text(
    "SELECT wanted.value, (SELECT json_group_array(hash) FROM"
    "  (SELECT hash FROM contents WHERE contents.size = wanted.value AND EXISTS (SELECT 1 FROM embeddings"
    "    WHERE embeddings.content = contents.id AND embeddings.model = :model AND embeddings.source = 'image')"
    "   ORDER BY contents.id DESC LIMIT :count))"
    " FROM json_each(:sizes) AS wanted"
)
_PLACE: Final = text(
    "SELECT roots.path AS root, files.path FROM files JOIN roots ON roots.id = files.root WHERE files.id = :id"
)
_START: Final = text("UPDATE files SET attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(:ids))")
_RELEASE: Final = text(
    "UPDATE files SET attempts = attempts - 1 WHERE id IN (SELECT value FROM json_each(:ids)) AND attempts > 0"
)
_INTERRUPTED: Final = text("SELECT id, attempts FROM files WHERE attempts > 0 AND state IN ('pending', 'indexed')")
