"""What is the matter with roots and with folders in them, and since when; it outlives the engine that saw it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import text

from mediasearch.library.database import Database


class TroubleKind(StrEnum):
    OFFLINE = "offline"
    HELD = "held"  #: files of it disappeared at once; noted by the database itself
    FOLDER = "folder"  #: a folder in it, or an entry of one, that could not be looked into
    WATCH = "watch"  #: the system does not tell all that happens in it


@dataclass(frozen=True, slots=True)
class Trouble:
    """``path``: relative to the root, b"" for the root itself.  ``since``: seconds since the epoch."""

    root: int
    kind: str
    path: bytes
    sentence: str
    since: float


class Troubles(Database):
    """Kept beside the roots, and gone with them."""

    def troubles(self) -> list[Trouble]:
        """All there are, by root, kind and path."""
        with self.transaction() as connection:
            return [Trouble(*row) for row in connection.execute(_TROUBLES)]

    def note_troubles(self, root_id: int, kind: TroubleKind, found: Mapping[bytes, str]) -> None:
        """What of this ``kind`` is the matter with a root now: sentences by path.

        What was so before keeps its time, and what is not named is over.  A root that is gone is left alone.
        """
        values = {"root": root_id, "kind": kind}
        with self.transaction() as connection:
            known = {row.path for row in connection.execute(_OF_ROOT, values)}
            for path in known - found.keys():
                connection.execute(_OVER, {**values, "path": path})
            for path, sentence in found.items():
                connection.execute(_NOTE, {**values, "path": path, "sentence": sentence, "now": time.time()})


_TROUBLES: Final = text("SELECT root, kind, path, sentence, since FROM troubles ORDER BY root, kind, path")
_OF_ROOT: Final = text("SELECT path FROM troubles WHERE root = :root AND kind = :kind")
_OVER: Final = text("DELETE FROM troubles WHERE root = :root AND kind = :kind AND path = :path")
_NOTE: Final = text(
    "INSERT INTO troubles SELECT :root, :kind, :path, :sentence, :now WHERE :root IN (SELECT id FROM roots)"
    " ON CONFLICT (root, kind, path) DO UPDATE SET sentence = excluded.sentence"
)
