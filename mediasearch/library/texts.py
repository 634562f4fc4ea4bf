"""Texts: what is written into pictures and beside them, and which files' words are still to be read."""

# ruff: noqa: S608 - statements are put together from the constants at the end, never from values

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, text

from mediasearch.library.convert import absolute_path, storable
from mediasearch.library.database import Database
from mediasearch.library.records import PendingFile
from mediasearch.library.tables import texts

#: What a text is (title, caption, keyword, person or place), and the text.
Text = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WordsRead:
    """What was read of one file.  ``sidecar``: the stamp it was handed out with.

    ``content``: what the file holds; 0 when it could not be read, and what is known stays.
    """

    file: int
    sidecar: int
    content: int = 0
    inside: Sequence[Text] = ()
    beside: Sequence[Text] = ()


class Texts(Database):
    """The words of pictures, apart from their names."""

    def unread(self, limit: int, exclude: Collection[int] = ()) -> list[tuple[PendingFile, int]]:
        """Indexed files whose words are to be read, and what each holds; none that is away or in ``exclude``.

        Those whose side-cars have changed come first."""
        left_out = json.dumps(list(exclude))
        rows: list[Any] = []
        with self.transaction() as connection:
            for urgency in (1, 2):
                asked = {"unread": urgency, "count": limit - len(rows), "exclude": left_out}
                rows += connection.execute(UNREAD, asked).all()
        return [
            (PendingFile(file, root, path, absolute_path(place, path), size, mtime_ns, 0, sidecar=sidecar), content)
            for file, root, path, size, mtime_ns, sidecar, content, place in rows
        ]

    def has_unread(self, exclude: Collection[int] = ()) -> bool:
        """Whether side-cars have changed that can be read now and have not been; none of the files ``exclude``."""
        asked = {"unread": 1, "count": 1, "exclude": json.dumps(list(exclude))}
        with self.transaction() as connection:
            return bool(connection.execute(UNREAD, asked).all())

    def record_words(self, read: Sequence[WordsRead]) -> None:
        """Keep what was read, unless the file holds something else by now."""
        with self.transaction() as connection:
            now = {"of": json.dumps([[one.file, one.content] for one in read if one.content])}
            same = set(connection.scalars(_STILL, now))
            keep_texts(connection, "content", {one.content: one.inside for one in read if one.file in same})
            keep_texts(connection, "file", {one.file: one.beside for one in read if one.file in same})
            words_read(connection, [(one.file, one.sidecar) for one in read if one.file in same or not one.content])


def keep_texts(connection: Connection, of: str, found: Mapping[int, Sequence[Text]]) -> None:
    """Let these be the texts of contents or files (``of``: content or file); where they are so, nothing is done."""
    if not found:
        return
    known: dict[int, list[Text]] = {}
    for owner, source, said in connection.execute(_KNOWN[of], {"ids": json.dumps(list(found))}):
        known.setdefault(owner, []).append((source, said))
    changed = {}
    for owner, wanted in found.items():
        storing = [(source, storable(said)) for source, said in wanted]
        if storing != known.get(owner, []):
            changed[owner] = storing
    if any(owner in known for owner in changed):
        connection.execute(_FORGET[of], {"ids": json.dumps(list(changed))})
    rows = [
        {"content": None, "file": None, of: owner, "source": source, "text": said}
        for owner, wanted in changed.items()
        for source, said in wanted
    ]
    if rows:
        connection.execute(insert(texts), rows)


def words_read(connection: Connection, files: Sequence[tuple[int, int]]) -> None:
    """Files, each with the stamp of the side-cars that were read; one with other side-cars by now is read again."""
    if files:
        connection.execute(_READ, {"files": json.dumps(list(files))})


#: Files with ``:unread`` words, ``:count`` at most and none of ``:exclude``.
UNREAD: Final = text(
    "SELECT files.id, files.root, files.path, files.size, files.mtime_ns, files.sidecar, files.content, roots.path"
    " FROM roots CROSS JOIN files ON files.root = roots.id"
    # ``unread > 0`` says nothing new to a reader, but to SQLite that the small index holds them all: without it every
    # indexed file is looked at (28 ms of 100,000, each time somebody asks how far things are).
    " WHERE files.unread = :unread AND files.unread > 0"
    " AND files.state = 'indexed' AND files.held = 0 AND roots.state <> 'offline'"
    " AND files.id NOT IN (SELECT value FROM json_each(:exclude)) LIMIT :count"
)
_STILL: Final = text(
    "SELECT files.id FROM json_each(:of) AS asked JOIN files ON files.id = json_extract(asked.value, '$[0]')"
    " JOIN contents ON contents.id = files.content WHERE files.content = json_extract(asked.value, '$[1]')"
)
_KNOWN: Final = {
    of: text(f"SELECT {of}, source, text FROM texts WHERE {of} IN (SELECT value FROM json_each(:ids)) ORDER BY id")
    for of in ("content", "file")
}
_FORGET: Final = {
    of: text(f"DELETE FROM texts WHERE {of} IN (SELECT value FROM json_each(:ids))") for of in ("content", "file")
}
_READ: Final = text(
    "UPDATE files SET unread = 0 WHERE unread > 0 AND id IN (SELECT json_extract(value, '$[0]') FROM json_each(:files)"
    " WHERE json_extract(value, '$[1]') = files.sidecar)"
)
