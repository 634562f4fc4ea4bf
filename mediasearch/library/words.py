"""The full-text table: one row per content that has a file, kept in step in small slices."""

# ruff: noqa: S608 - statements are put together from the constants at the end, never from values

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import text

from mediasearch.errors import LibraryBusyError
from mediasearch.library.database import BUSY_SECONDS, Database, translated
from mediasearch.library.dates import date_tokens
from mediasearch.library.tokens import BETWEEN, fold, kept

#: In the order in which people believe them.
COLUMNS: Final = ("name", "folder", "caption", "keyword", "date", "camera")

#: What the sources of texts count as.
_COLUMN_OF: Final = {
    "title": "caption", "caption": "caption", "keyword": "keyword", "person": "keyword", "place": "keyword",
}  # fmt: skip
#: Matches that are looked at for those that pass filters: 40 ms.
_LOOKED_AT: Final = 50_000
#: Bytes of FTS5's record of its segments.  Each merge of all makes it four bytes longer, for levels that are never used
#: again, and SQLite (3.40 for one) takes a record of more than 2,000 levels (4,000 bytes) for damage.  Building the
#: table anew takes a second for 100,000 pictures: when there is time, and otherwise before it is too late.
_LONG_RECORD: Final = 1_000
_LONGEST_RECORD: Final = 3_000
#: Characters of one column; what is longer would be found by everything.
_LONGEST: Final = 20_000
#: Files of one content whose names and side-cars are looked at, the first that were found.  Of a picture that lies
#: about in thousands of copies all would be read again with each new one, while everyone waits; :meth:`Words.named`
#: knows all.
_MOST_FILES: Final = 200


class Words(Database):
    """Rows of words: kept in step, looked up, and really gone when their content is."""

    #: The mark of traces that the merging under way began with.
    _merging: str | None = None

    def refresh_words(self, limit: int) -> int:
        """Write the rows of up to ``limit`` contents anew whose words may have changed; how many were looked at."""
        with self.transaction() as connection:
            ids = connection.scalars(_STALE, {"count": limit}).all()
            if not ids:
                return 0
            asked = {"ids": json.dumps(list(ids))}
            files: dict[int, list[tuple[str, str]]] = {}
            for content, root, display in connection.execute(_FILES, asked):
                files.setdefault(content, []).append((root, display))
            said: dict[int, list[tuple[str, str]]] = {}
            for content, source, what in connection.execute(_TEXTS, asked):
                said.setdefault(content, []).append((source, what))
            facts = {content: (taken, camera) for content, taken, camera in connection.execute(_FACTS, asked)}
            wanted = {
                content: (content, *_row(places, said.get(content, ()), *facts[content]))
                for content, places in files.items()
                if content in facts
            }
            known = {row[0]: tuple(row) for row in connection.execute(_KNOWN, asked)}
            gone = [content for content, row in known.items() if wanted.get(content) != row]
            if gone:
                connection.execute(_DELETE, {"ids": json.dumps(gone)})
                connection.execute(_LEAVE_TRACES)
            new = [dict(zip(_NAMES, row, strict=True)) for row in wanted.values() if known.get(row[0]) != row]
            if new:
                connection.execute(_INSERT, new)
            connection.execute(_DONE, asked)
            return len(ids)

    def has_stale_words(self) -> bool:
        with self.transaction() as connection:
            return connection.scalar(_ANY_STALE) is not None

    def find_words(
        self, expression: str, limit: int, among: Collection[int] | None = None
    ) -> list[tuple[int, tuple[str, ...]]]:
        """Contents (of ``among``, when it is given) that match a full-text ``expression`` and their :data:`COLUMNS`.

        The newest first, and not ranked: SQLite's bm25 would count every match of every word, however many there are.
        """
        with self.transaction() as connection:
            if among is not None:
                span = {"first": min(among, default=0), "last": max(among, default=0)}
                asked = {"query": expression, "count": _LOOKED_AT, **span}
                matching = connection.execute(_FIND_IDS, asked).scalars()
                chosen = list(itertools.islice((content for content in matching if content in among), limit))
                rows = connection.execute(_KNOWN, {"ids": json.dumps(chosen)})
                return sorted(((row[0], tuple(row)[1:]) for row in rows), reverse=True)
            found = connection.execute(_FIND, {"query": expression, "count": limit})
            return [(row[0], tuple(row)[1:]) for row in found]

    def named(self, name: str, limit: int) -> list[int]:
        """Contents with a file of this name, with or without its suffix, whatever the case; the newest first."""
        wanted = fold(name)
        if not wanted or "/" in name or "\0" in name:
            return []
        # "/" follows "." in ASCII: the range holds whatever begins with "name.".
        asked = {"name": name, "first": f"{name}.", "end": f"{name}/", "count": 20 * limit}
        with self.transaction() as connection:
            found = connection.execute(_NAMED, asked).all()
        return list(dict.fromkeys(content for content, shown in found if wanted in (fold(shown), fold(_stem(shown)))))[
            :limit
        ]

    # ------------------------------------------------------------------------------------------------ forgetting

    def purge_words(self, pages: int) -> bool:
        """Take traces of deleted words out of the full-text table, ``pages`` of it at a time; whether to go on now.

        FTS5 only notes that a row is gone; its words go when the segments that hold them are merged into one, which is
        its *optimize*, here in slices.  What is deleted meanwhile is left for the next round.
        """
        with self.transaction() as connection:
            marked = connection.scalar(_TRACES)
            if marked is None:
                return False
            if self._merging is None:
                if (connection.scalar(_RECORD) or 0) > _LONGEST_RECORD:
                    connection.execute(_REBUILD)
                    connection.execute(_CLEAN)
                    return False
                connection.execute(_MERGE, {"pages": -pages})
                self._merging = marked
                return True
            before = connection.scalar(_CHANGES) or 0
            connection.execute(_MERGE, {"pages": pages})
            if (connection.scalar(_CHANGES) or 0) - before >= 2:
                return True
            if marked == self._merging:  # as FTS5's manual says: nothing was left
                connection.execute(_CLEAN)
            self._merging = None
            return False

    def tidy_words(self) -> None:
        """Build the full-text table anew when many merges have gone over it; some seconds for a large library."""
        with self.transaction() as connection:
            if (connection.scalar(_RECORD) or 0) > _LONG_RECORD:
                connection.execute(_REBUILD)
                connection.execute(_CLEAN)
                self._merging = None

    def truncate_log(self) -> bool:
        """Fold the write-ahead log into the database and empty it: it holds pages as they were before a deletion.

        False while somebody reads; nobody is waited for.  Raises ``MediaSearchError`` for a full disk and the like.
        """
        raw = self._connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        try:
            cursor.execute("PRAGMA busy_timeout = 0")
            (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            known = translated(error, self.path)
            if isinstance(known, LibraryBusyError):
                return False
            raise (known or error) from error
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(1000 * BUSY_SECONDS)}")
            cursor.close()
        return not busy


def mend_words(raw: sqlite3.Connection) -> None:
    """Make the full-text index anew when it is damaged: SQLite's own check of the file may not look into it."""
    if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone() is None:
        return
    try:
        raw.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        # A record of segments that makes no sense keeps FTS5 from opening the table at all; this one says "none".
        raw.execute("UPDATE words_data SET block = zeroblob(7) WHERE id = 10")
        raw.execute("INSERT INTO words (words) VALUES ('rebuild')")


def _row(
    files: Sequence[tuple[str, str]], texts: Sequence[tuple[str, str]], taken_at: str | None, camera: str | None
) -> tuple[str, ...]:
    """The columns of one content."""
    names: dict[str, None] = {}
    folders: dict[str, None] = {}
    for root, display in files:
        folder, _, name = display.rpartition("/")
        names[name] = None
        last = root.replace("\\", "/").rstrip("/").rpartition("/")[2]
        folders.update(dict.fromkeys([last, *folder.split("/")]))
    columns: dict[str, dict[str, None]] = {"caption": {}, "keyword": {}}
    for source, said in texts:
        columns[_COLUMN_OF.get(source, "caption")][said] = None
    return (
        _joined(names),
        _joined(folders),
        _joined(columns["caption"]),
        _joined(columns["keyword"]),
        date_tokens(taken_at),
        kept(camera or ""),
    )


def _joined(texts: Iterable[str]) -> str:
    return f" {BETWEEN} ".join(filter(None, map(kept, texts)))[:_LONGEST]


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


_NAMES: Final = ("rowid", *COLUMNS)
_LISTED: Final = ", ".join(COLUMNS)
_OF: Final = "IN (SELECT value FROM json_each(:ids))"
_STALE: Final = text("SELECT content FROM words_stale LIMIT :count")
_ANY_STALE: Final = text("SELECT 1 FROM words_stale LIMIT 1")
_DONE: Final = text(f"DELETE FROM words_stale WHERE content {_OF}")
_FILES_OF: Final = (
    "json_each(:ids) AS wanted CROSS JOIN files ON files.id IN"
    f" (SELECT id FROM files WHERE content = wanted.value ORDER BY id LIMIT {_MOST_FILES})"
)
_FILES: Final = text(
    f"SELECT files.content, roots.display, files.display FROM {_FILES_OF}"
    " CROSS JOIN roots ON roots.id = files.root ORDER BY files.id"
)
_FACTS: Final = text(f"SELECT id, taken_at, camera FROM contents WHERE id {_OF}")
_TEXTS: Final = text(
    f"SELECT content, source, text FROM texts WHERE content {_OF} UNION ALL"
    f" SELECT files.content, source, text FROM {_FILES_OF} CROSS JOIN texts ON texts.file = files.id"
)
_KNOWN: Final = text(f"SELECT rowid, {_LISTED} FROM words WHERE rowid {_OF}")
_DELETE: Final = text(f"DELETE FROM words WHERE rowid {_OF}")
_INSERT: Final = text(f"INSERT INTO words (rowid, {_LISTED}) VALUES ({', '.join(f':{name}' for name in _NAMES)})")
_FIND: Final = text(f"SELECT rowid, {_LISTED} FROM words WHERE words MATCH :query ORDER BY rowid DESC LIMIT :count")
_FIND_IDS: Final = text(
    "SELECT rowid FROM words WHERE words MATCH :query AND rowid BETWEEN :first AND :last"
    " ORDER BY rowid DESC LIMIT :count"
)
_NAMED: Final = text(
    "SELECT content, name FROM files WHERE content IS NOT NULL AND (name = :name COLLATE NOCASE"
    " OR (name >= :first COLLATE NOCASE AND name < :end COLLATE NOCASE)) ORDER BY content DESC LIMIT :count"
)
_LEAVE_TRACES: Final = text(
    "INSERT INTO properties VALUES ('words_traces', '1')"
    " ON CONFLICT (name) DO UPDATE SET value = CAST(value + 1 AS TEXT)"
)
_TRACES: Final = text("SELECT value FROM properties WHERE name = 'words_traces'")
_CLEAN: Final = text("DELETE FROM properties WHERE name = 'words_traces'")
_MERGE: Final = text("INSERT INTO words (words, rank) VALUES ('merge', :pages)")
_CHANGES: Final = text("SELECT total_changes()")
_RECORD: Final = text("SELECT length(block) FROM words_data WHERE id = 10")
_REBUILD: Final = text("INSERT INTO words (words) VALUES ('rebuild')")
