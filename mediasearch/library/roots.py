"""Roots: the folders that the person added."""

from __future__ import annotations

import os
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from mediasearch.errors import MediaSearchError
from mediasearch.library.contents import delete_contents
from mediasearch.library.convert import displayed, inside, normalised, path_key
from mediasearch.library.database import Database
from mediasearch.library.outcomes import Collected, RootCounts
from mediasearch.library.records import FileState, Root, RootState
from mediasearch.library.tables import files, models, roots


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

    def remove_root(self, root_id: int) -> Collected:
        """Forget a root, its files, and at once the contents that no other root has.  Nothing on disk is touched."""
        with self.transaction() as connection:
            affected = connection.scalars(
                select(files.c.content).distinct().where(files.c.root == root_id, files.c.content.is_not(None))
            ).all()
            connection.execute(delete(files).where(files.c.root == root_id))
            connection.execute(delete(roots).where(roots.c.id == root_id))
            return delete_contents(connection, affected)

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
        """The root is at ``path`` now; its files keep their rows.

        Raises ``MediaSearchError`` when roots would overlap.
        """
        place = normalised(path)
        with self.transaction() as connection:
            for root, other in connection.execute(select(roots.c.id, roots.c.path)).all():
                if root == root_id:
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
            names = connection.scalars(select(roots.c.id)).all()
            states = connection.execute(_STATES).all()
            held = {row.root: row.files for row in connection.execute(_HELD)}
            held_pending = {row.root: row.files for row in connection.execute(_HELD_PENDING, {"model": model_id})}
            offline = set(connection.scalars(select(roots.c.id).where(roots.c.state == RootState.OFFLINE)))
            complete = connection.scalar(select(models.c.complete).where(models.c.id == model_id))
            rows = [] if complete else connection.execute(_LACKING, {"model": model_id}).all()
            lacking = {row.root: row.files for row in rows}
        count: dict[tuple[int, str], int] = {(root, state): number for root, state, number in states}
        answer = {}
        for root in names:
            of = {state: count.get((root, state), 0) for state in FileState}
            without = lacking.get(root, 0)
            pending = of[FileState.PENDING] + without
            answer[root] = RootCounts(
                files=sum(of.values()),
                indexed=of[FileState.INDEXED] - without,
                pending=pending,
                failed=of[FileState.FAILED] + of[FileState.QUARANTINED],
                skipped=of[FileState.SKIPPED],
                held=held.get(root, 0),
                waiting=0 if root in offline else pending - held_pending.get(root, 0),
            )
        return answer

    def _root(self, connection: Connection, root_id: int) -> Root:
        return _as_root(connection.execute(_ROOTS, {"id": root_id}).one())


def _as_root(row: Row[Any]) -> Root:
    return Root(row.id, os.fsdecode(row.path), row.identity, row.state, row.held)


_ROOTS: Final = text(
    "SELECT id, path, identity, state, (SELECT count(*) FROM files WHERE files.root = roots.id AND held = 1) AS held"
    " FROM roots WHERE :id IS NULL OR id = :id ORDER BY id"
)
_STATES: Final = text("SELECT root, state, count(*) FROM files GROUP BY root, state")
_HELD: Final = text("SELECT root, count(*) AS files FROM files WHERE held = 1 GROUP BY root")
_HELD_PENDING: Final = text(
    "SELECT root, count(*) AS files FROM files WHERE held = 1 AND (state = 'pending' OR state = 'indexed'"
    " AND NOT EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = files.content"
    "  AND embeddings.model = :model AND embeddings.source = 'image')) GROUP BY root"
)
_LACKING: Final = text(
    "SELECT root, count(*) AS files FROM files WHERE state = 'indexed' AND NOT EXISTS (SELECT 1 FROM embeddings"
    "  WHERE embeddings.content = files.content AND embeddings.model = :model AND embeddings.source = 'image')"
    " GROUP BY root"
)
# Concatenation copies bytes, whatever they are; the cast makes them a BLOB again.
_REPARENT: Final = text(
    "UPDATE files SET root = :new, path = CAST(:prefix || path AS BLOB), display = :shown || display WHERE root = :old"
)
