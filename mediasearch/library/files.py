"""Files as the scanner and the watcher see them."""

# ruff: noqa: S608 - statements are put together from the constants at the end, never from values

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import text

from mediasearch.library.changes import Batch
from mediasearch.library.convert import read_inode
from mediasearch.library.database import Database
from mediasearch.library.outcomes import Applied
from mediasearch.library.records import Change, KnownFile

#: Rows read at once, so that a large folder never occupies the connection for long.
SLICE: Final = 5000


class Files(Database):
    """What is known of files, and how that follows the disk."""

    def known_files(self, root_id: int, below: bytes = b"") -> Iterator[KnownFile]:
        """Files of a root ordered by path; with ``below`` that path itself and what lies under it."""
        if below:
            with self.transaction() as connection:
                exact = connection.execute(_KNOWN_EXACTLY, {"root": root_id, "path": below}).all()
            yield from map(_as_known, exact)
            # "0" follows "/" in ASCII, so this range is exactly what begins with "below/".
            after, end = below + b"/", below + b"0"
        else:
            after, end = b"", b""
        query = _KNOWN_BELOW if below else _KNOWN
        while True:
            with self.transaction() as connection:
                found = connection.execute(query, {"root": root_id, "after": after, "end": end, "count": SLICE}).all()
            yield from map(_as_known, found)
            if len(found) < SLICE:
                return
            after = found[-1][1]

    def apply(self, changes: Sequence[Change]) -> Applied:
        """Let the catalog follow the disk: all of ``changes`` in their order, or none.

        Added and modified mean the same: a file of known size and time is left as it is (it only ceases to be held),
        any other is to be decoded, and what it held is shown until then.  Where only the side-cars differ, the words of
        the file are read again.  A moved file keeps its row and its content
        when size and time agree, and replaces what was at its new place.
        """
        if not changes:
            return Applied()
        with self.transaction() as connection:
            return Batch(connection).run(changes)

    def hold(self, root_id: int, file_ids: Sequence[int]) -> Applied:
        """Files of a mass disappearance: they stay, are shown as offline, and wait for the person's word."""
        with self.transaction() as connection:
            ids = {"root": root_id, "ids": json.dumps(list(file_ids))}
            touched = connection.scalars(_CONTENTS_OF, ids).all()
            connection.execute(_HOLD, ids)
            return Applied(contents=set(touched))


def _as_known(row: Sequence[object]) -> KnownFile:
    file, path, size, mtime_ns, inode, state, held, sidecar = row
    return KnownFile(file, path, size, mtime_ns, read_inode(inode), state, held == 1, sidecar)  # type: ignore[arg-type]


_SELECT: Final = "SELECT id, path, size, mtime_ns, inode, state, held, sidecar FROM files WHERE root = :root"
_KNOWN_EXACTLY: Final = text(f"{_SELECT} AND path = :path")
_KNOWN: Final = text(f"{_SELECT} AND path > :after ORDER BY path LIMIT :count")
_KNOWN_BELOW: Final = text(f"{_SELECT} AND path > :after AND path < :end ORDER BY path LIMIT :count")
# The plus keeps SQLite from walking through the whole root for a few ids.
_OF_ROOT: Final = "+root = :root AND id IN (SELECT value FROM json_each(:ids))"
_CONTENTS_OF: Final = text(f"SELECT DISTINCT content FROM files WHERE content IS NOT NULL AND {_OF_ROOT}")
_HOLD: Final = text(f"UPDATE files SET held = 1 WHERE {_OF_ROOT}")
