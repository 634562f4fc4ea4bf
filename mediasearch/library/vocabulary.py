"""What the pictures of a library are called and told by: folders, keywords, cameras, years, words of names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text

from mediasearch.library.database import Database

#: Rows read at once, so that other threads get their turn.
SLICE: Final = 5000


class Vocabulary(Database):
    """For suggestions and the tree of folders; read on a thread of its own."""

    def state(self) -> int:
        """Another number after every change that another connection has written."""
        with self.transaction() as connection:
            return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def folder_counts(self, root_id: int) -> dict[str, int]:
        """How many indexed files lie directly in each folder of a root; "" is the root itself."""
        return self._counted(_FOLDERS_OF, root=root_id)

    def folders(self) -> dict[str, int]:
        """Indexed files by the folder, relative to its root, in which they lie."""
        return self._counted(_FOLDERS)

    def keywords(self) -> dict[str, int]:
        """Keywords, names of people and of places, with how often each was given."""
        return self._counted(_KEYWORDS)

    def cameras(self) -> dict[str, int]:
        return self._counted(_CAMERAS)

    def years(self) -> dict[str, int]:
        """Contents by the year in which they were taken."""
        return self._counted(_YEARS)

    def name_tokens(self, limit: int) -> Iterator[str]:
        """The column ``name`` of the full-text table, the latest contents first, at most ``limit``."""
        before = 2**62
        while limit > 0:
            with self.transaction() as connection:
                rows = connection.execute(_NAMES, {"before": before, "count": min(SLICE, limit)}).all()
            for row in rows:
                yield row[1]
            if not rows:
                return
            before, limit = rows[-1][0], limit - len(rows)

    def _counted(self, query: object, **values: int) -> dict[str, int]:
        with self.transaction() as connection:
            rows = connection.execute(query, values).all()  # type: ignore[call-overload]
        return {what: count for what, count in rows if what is not None}


#: What stands before a file's name and its slash.
_FOLDER: Final = "substr(display, 1, length(display) - length(name) - 1)"
_FOLDERS_OF: Final = text(
    f"SELECT {_FOLDER}, count(*) FROM files WHERE root = :root AND state = 'indexed' GROUP BY 1"  # noqa: S608 - constant
)
_FOLDERS: Final = text(f"SELECT {_FOLDER}, count(*) FROM files WHERE state = 'indexed' GROUP BY 1")  # noqa: S608 - constant
_KEYWORDS: Final = text("SELECT text, count(*) FROM texts WHERE source IN ('keyword', 'person', 'place') GROUP BY text")
_CAMERAS: Final = text(
    "SELECT camera, count(*) FROM contents WHERE camera IS NOT NULL AND orphaned_since IS NULL GROUP BY camera"
)
_YEARS: Final = text(
    "SELECT substr(taken_at, 1, 4), count(*) FROM contents WHERE taken_at IS NOT NULL AND orphaned_since IS NULL"
    " GROUP BY 1"
)
_NAMES: Final = text("SELECT rowid, name FROM words WHERE rowid < :before ORDER BY rowid DESC LIMIT :count")
