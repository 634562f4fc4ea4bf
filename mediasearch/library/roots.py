"""Roots: the folders that the person added."""

from __future__ import annotations

import json
import os
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from mediasearch.errors import MediaSearchError
from mediasearch.library.contents import delete_contents
from mediasearch.library.convert import displayed, inside, normalised, path_key
from mediasearch.library.database import Database
from mediasearch.library.marks import move_places
from mediasearch.library.outcomes import Forgotten, RootCounts
from mediasearch.library.records import FileState, Root, RootState
from mediasearch.library.tables import files, models, roots


class Forgetting(IntEnum):
    """What of a root is being forgotten, some files at a time."""

    NOTHING = 0
    HELD = 1  #: the files of a mass disappearance
    EVERYTHING = 2


class Roots(Database):
    """Adding, removing and counting roots.  Roots never overlap: a file belongs to one of them."""

    def add_root(self, path: str) -> Root:
        """The root for ``path``, an existing one if it was added before.

        A parent of existing roots takes them in, files and all; nothing is encoded again.  Raises
        ``MediaSearchError`` when another root covers ``path`` already.
        """
        place = normalised(path)
        with self.transaction() as connection:
            known = connection.execute(select(roots.c.id, roots.c.path)).all()
            going = select(roots.c.path).where(roots.c.forgetting == Forgetting.EVERYTHING)
            for other in connection.scalars(going):
                if path_key(other) == path_key(place) or inside(place, other) or inside(other, place):
                    raise MediaSearchError(
                        f"{os.fsdecode(other)} is still being removed from the library", "Try again in a moment."
                    )
            for root, other in known:
                if path_key(other) == path_key(place):
                    return self._root(connection, root)
                if inside(place, other) is not None:
                    raise MediaSearchError(
                        f"{os.fsdecode(place)} is already covered by {os.fsdecode(other)}",
                        "There is nothing to do: its pictures are found already.",
                    )
            created = connection.execute(insert(roots).values(path=place, display=displayed(place)))
            new = int(created.inserted_primary_key[0])  # type: ignore[index]
            for root, other in known:
                relative = inside(other, place)
                if relative is not None:
                    connection.execute(
                        _REPARENT,
                        {"new": new, "old": root, "prefix": relative + b"/", "shown": displayed(relative) + "/"},
                    )
                    connection.execute(delete(roots).where(roots.c.id == root))
            return self._root(connection, new)

    def begin_forgetting(self, root_id: int, what: Forgetting) -> None:
        """Note the person's word, to be carried out after a kill too; ``NOTHING``: that is done, or it is taken back.

        A root to be forgotten entirely is no root any more, and its files are not shown; :meth:`forget_some` deletes
        them.  Held files are removed as others are, once they have been looked for.
        """
        values: dict[str, object] = {"forgetting": what}
        if what is Forgetting.EVERYTHING:
            values["state"] = RootState.OFFLINE  # nobody reads its files any more
        with self.transaction() as connection:
            connection.execute(update(roots).where(roots.c.id == root_id).values(**values))

    def forgetting(self) -> list[int]:
        """Roots of which something is still to be forgotten."""
        with self.transaction() as connection:
            return list(connection.scalars(select(roots.c.id).where(roots.c.forgetting != Forgetting.NOTHING)))

    def forget_some(self, root_id: int, limit: int) -> Forgotten:
        """Forget some files of a root that is to be forgotten entirely, with what only they held; then the root."""
        with self.transaction() as connection:
            what = connection.scalar(select(roots.c.forgetting).where(roots.c.id == root_id))
            if what != Forgetting.EVERYTHING:
                return Forgotten()
            query = select(files.c.id, files.c.content).where(files.c.root == root_id).limit(limit)
            found = connection.execute(query).all()
            connection.execute(_DELETE_FILES, {"ids": json.dumps([row.id for row in found])})
            affected = {row.content for row in found if row.content is not None}
            forgotten = Forgotten(len(found), delete_contents(connection, affected), more=len(found) == limit)
            if not forgotten.more:
                connection.execute(delete(roots).where(roots.c.id == root_id))
            return forgotten

    def roots(self) -> list[Root]:
        """All roots in the order in which they were added."""
        with self.transaction() as connection:
            return [_as_root(row) for row in connection.execute(_ROOTS, {"id": None})]

    def set_root(self, root_id: int, *, state: str | None = None, identity: str | None = None) -> None:
        """Change what is given; a root that is gone is left alone."""
        values = {"state": state, "identity": identity}
        changed = {name: value for name, value in values.items() if value is not None}
        if changed:
            with self.transaction() as connection:
                connection.execute(update(roots).where(roots.c.id == root_id).values(**changed))

    def move_root(self, root_id: int, path: str, identity: str) -> Root:
        """The root is at ``path`` now; its files keep their rows, and what is marked knows its new place.

        Raises ``MediaSearchError`` when roots would overlap.
        """
        place = normalised(path)
        with self.transaction() as connection:
            for root, other in connection.execute(select(roots.c.id, roots.c.path)).all():
                if root == root_id:
                    move_places(connection, other, place)
                    continue
                if path_key(other) == path_key(place) or inside(place, other) or inside(other, place):
                    raise MediaSearchError(
                        f"{os.fsdecode(place)} and {os.fsdecode(other)}, which is in the library already, overlap",
                        "Choose another folder, or remove one of them from the library.",
                    )
            connection.execute(
                update(roots)
                .where(roots.c.id == root_id)
                .values(path=place, display=displayed(place), identity=identity, state=RootState.READY)
            )
            return self._root(connection, root_id)

    def root_counts(self, model_id: int) -> dict[int, RootCounts]:
        """Files of every root by what became of them; ``indexed`` is for this model."""
        with self.transaction() as connection:
            names = connection.scalars(select(roots.c.id).where(roots.c.forgetting < Forgetting.EVERYTHING)).all()
            offline = set(connection.scalars(select(roots.c.id).where(roots.c.state == RootState.OFFLINE)))
            active = connection.scalar(select(models.c.active).where(models.c.id == model_id)) == 1
            rows = connection.execute(_TALLIES if active else _COUNTED, {"model": model_id}).all()
        answer = {}
        for root in names:
            of = [(row.state, row.held, row.lacking, row.files) for row in rows if row.root == root]
            by_state = {state: sum(count for known, _, _, count in of if known == state) for state in FileState}
            lacking = sum(count for _, _, lacks, count in of if lacks)
            pending = by_state[FileState.PENDING] + lacking
            held = sum(count for state, held, lacks, count in of if held and (lacks or state == FileState.PENDING))
            answer[root] = RootCounts(
                files=sum(by_state.values()),
                indexed=by_state[FileState.INDEXED] - lacking,
                pending=pending,
                failed=by_state[FileState.FAILED] + by_state[FileState.QUARANTINED],
                skipped=by_state[FileState.SKIPPED],
                held=sum(count for _, held, _, count in of if held),
                waiting=0 if root in offline else pending - held,
            )
        return answer

    def _root(self, connection: Connection, root_id: int) -> Root:
        return _as_root(connection.execute(_ROOTS, {"id": root_id}).one())


def _as_root(row: Row[Any]) -> Root:
    return Root(row.id, os.fsdecode(row.path), row.identity, row.state, row.held)


_ROOTS: Final = text(
    "SELECT id, path, identity, state,"
    " (SELECT coalesce(sum(files), 0) FROM tallies WHERE tallies.root = roots.id AND tallies.held = 1) AS held"
    " FROM roots WHERE forgetting < 2 AND (:id IS NULL OR id = :id) ORDER BY id"
)
_DELETE_FILES: Final = text("DELETE FROM files WHERE id IN (SELECT value FROM json_each(:ids))")
_TALLIES: Final = text("SELECT root, state, held, lacking, files FROM tallies")
# For another model than the one that answers, which nobody waits for.
_COUNTED: Final = text(
    "SELECT root, state, held, state = 'indexed' AND NOT EXISTS (SELECT 1 FROM embeddings"
    "  WHERE embeddings.content = files.content AND embeddings.model = :model AND embeddings.source = 'image')"
    " AS lacking, count(*) AS files FROM files GROUP BY root, state, held, lacking"
)
# Concatenation copies bytes, whatever they are; the cast makes them a BLOB again.
_REPARENT: Final = text(
    "UPDATE files SET root = :new, path = CAST(:prefix || path AS BLOB), display = :shown || display WHERE root = :old"
)
