"""Files that were left out: the ones to tell about, and the ones only counted."""

# ruff: noqa: S608 - statements are put together from the constants at the end, never from values

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import text

from mediasearch.library.contents import settle
from mediasearch.library.convert import absolute_path
from mediasearch.library.database import Database
from mediasearch.library.outcomes import FileProblem


class Problems(Database):
    """The problems list and what the person decides about it."""

    def problems(self) -> list[FileProblem]:
        """Failed and quarantined files, the latest first."""
        with self.transaction() as connection:
            return [
                FileProblem(file, root, absolute_path(place, path), reason, detail, since)
                for file, root, place, path, reason, detail, since in connection.execute(_PROBLEMS)
            ]

    def skipped_counts(self) -> dict[str, int]:
        """Skipped files by the code of their reason."""
        with self.transaction() as connection:
            return {row.reason: row.files for row in connection.execute(_SKIPPED)}

    def retry(self, file_ids: Sequence[int] | None = None) -> int:
        """Try these failed files again, or all of them; how many there are."""
        with self.transaction() as connection:
            retried = connection.execute(_RETRY, _chosen(file_ids)).rowcount
            # One that keeps its content waits for an embedding of the model it failed for.
            connection.execute(_INCOMPLETE)
            return retried

    def retry_with(self, decoders: str) -> int:
        """Try files again that could not be decoded, when they were tried with other ``decoders``; how many."""
        with self.transaction() as connection:
            if connection.scalar(_DECODERS) == decoders:
                return 0
            retried = connection.execute(_RETRY_DECODING).rowcount
            connection.execute(_INCOMPLETE)
            connection.execute(_NOTE_DECODERS, {"decoders": decoders})
            return retried

    def ignore(self, file_ids: Sequence[int]) -> None:
        """Never try these failed files again, until they change."""
        with self.transaction() as connection:
            touched = connection.scalars(_CONTENTS, _chosen(file_ids)).all()
            connection.execute(_IGNORE, _chosen(file_ids))
            settle(connection, touched)


def _chosen(file_ids: Sequence[int] | None) -> dict[str, Any]:
    return {"ids": None if file_ids is None else json.dumps(list(file_ids))}


_LISTED: Final = "reason <> '' AND files.state IN ('failed', 'quarantined')"
_CHOSEN: Final = f"{_LISTED} AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))"
_PROBLEMS: Final = text(
    "SELECT files.id, files.root, roots.path, files.path, files.reason, files.detail, files.since"
    f" FROM files JOIN roots ON roots.id = files.root WHERE {_LISTED} ORDER BY files.since DESC, files.id DESC"
)
_SKIPPED: Final = text(
    "SELECT reason, count(*) AS files FROM files WHERE reason <> '' AND state = 'skipped'"
    " GROUP BY reason ORDER BY reason"
)
_RETRY: Final = text(
    "UPDATE files SET state = CASE WHEN content IS NULL THEN 'pending' ELSE 'indexed' END,"
    f" attempts = 0, reason = '', detail = '' WHERE {_CHOSEN}"
)
_CONTENTS: Final = text(f"SELECT DISTINCT content FROM files WHERE content IS NOT NULL AND {_CHOSEN}")
_IGNORE: Final = text(
    f"UPDATE files SET state = 'skipped', content = NULL, reason = 'ignored', detail = '' WHERE {_CHOSEN}"
)
_RETRY_DECODING: Final = text(
    "UPDATE files SET state = CASE WHEN content IS NULL THEN 'pending' ELSE 'indexed' END,"
    f" attempts = 0, reason = '', detail = '' WHERE {_LISTED}"
    " AND reason IN ('crashed', 'timeout', 'memory', 'damaged', 'truncated', 'not-an-image')"
)
_DECODERS: Final = text("SELECT value FROM properties WHERE name = 'decoders'")
_NOTE_DECODERS: Final = text("INSERT OR REPLACE INTO properties (name, value) VALUES ('decoders', :decoders)")
_INCOMPLETE: Final = text("UPDATE models SET complete = 0 WHERE complete = 1")
