"""How many files there are of each kind, without counting them: triggers keep the numbers (see :mod:`.schema`)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

#: The numbers made anew from the files.  Part of a released migration: a new way to count needs a new one.
RECOUNT: Final = (
    "DELETE FROM tallies",
    "INSERT INTO tallies SELECT root, state, held, state = 'indexed' AND NOT EXISTS (SELECT 1 FROM embeddings"
    " WHERE embeddings.content = files.content AND source = 'image'"
    " AND model = (SELECT id FROM models WHERE active = 1)) AS lacks, count(*)"
    " FROM files GROUP BY root, state, held, lacks",
    "DELETE FROM shown",
    "INSERT INTO shown SELECT count(*) FROM contents WHERE orphaned_since IS NULL",
)


def recount(connection: Connection, *, whole: bool = False) -> None:
    """Another model answers: which files lack an embedding is another question now.

    A tenth of a second for 100,000 files.  Of a model that is complete none does: unless the ``whole`` is to be made
    anew, there is nothing to count then.
    """
    if not whole and connection.scalar(_COMPLETE) == 1:
        connection.execute(_MERGE)
        connection.execute(_NONE_LACKS)
        return
    for statement in RECOUNT:
        connection.exec_driver_sql(statement)


_COMPLETE: Final = text("SELECT complete FROM models WHERE active = 1")
_MERGE: Final = text(
    "INSERT INTO tallies SELECT root, state, held, 0, files FROM tallies WHERE lacking = 1"
    " ON CONFLICT DO UPDATE SET files = files + excluded.files"
)
_NONE_LACKS: Final = text("DELETE FROM tallies WHERE lacking = 1")
