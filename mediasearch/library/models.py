"""Models and their embeddings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from sqlalchemy import Connection, delete, exists, func, insert, select, text, update

from mediasearch.library.convert import STORED, from_blob
from mediasearch.library.database import Database
from mediasearch.library.outcomes import ModelRow
from mediasearch.library.tables import contents, embeddings, models, properties
from mediasearch.library.tallies import recount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model

#: Rows read at once; a slice of 512 dimensions takes about 10 ms, and between two of them the loop can do other things.
SLICE: Final = 4096


class Wanted(IntEnum):
    """What is to become of a model that does not answer now."""

    NO = 0
    FILL = 1  #: its embeddings are being filled in, then it answers
    STOPPED = 2  #: filling was stopped, and can go on
    REMOVE = 3  #: its embeddings are being deleted


class Models(Database):
    """Which models there are, which one answers, and the vectors of each."""

    def generation(self) -> str:
        """Changes when the database is created anew or restored; caches of another generation are worthless."""
        with self.transaction() as connection:
            found = connection.scalar(select(properties.c.value).where(properties.c.name == "generation"))
            return str(found)

    def noted(self, name: str) -> str:
        """What :meth:`note` kept under this name, "" for nothing."""
        with self.transaction() as connection:
            return connection.scalar(select(properties.c.value).where(properties.c.name == name)) or ""

    def note(self, name: str, value: str) -> None:
        """Remember a fact about this database."""
        with self.transaction() as connection:
            connection.execute(_NOTE, {"name": name, "value": value})

    def ensure_model(self, model: Model) -> int:
        """The id under which the model's embeddings are kept; models are told apart by their identity alone."""
        with self.transaction() as connection:
            found = connection.scalar(select(models.c.id).where(models.c.identity == model.identity))
            if found is not None:
                return int(found)
            created = connection.execute(
                insert(models).values(
                    name=model.name,
                    identity=model.identity,
                    dimension=model.dimension,
                    revision=model.revision,
                    complete=~exists(select(contents.c.id)),  # in a new library nothing lacks anything
                )
            )
            return int(created.inserted_primary_key[0])  # type: ignore[index]

    def active_model(self) -> ModelRow | None:
        """The model whose embeddings answer queries; None in a new library."""
        with self.transaction() as connection:
            row = connection.execute(
                select(models.c.id, models.c.name, models.c.identity, models.c.dimension).where(models.c.active == 1)
            ).first()
            return ModelRow(*row) if row is not None else None

    def set_active_model(self, model_id: int) -> None:
        """Switch in one transaction; the other models' embeddings stay."""
        with self.transaction() as connection:
            before = connection.scalar(select(models.c.id).where(models.c.active == 1))
            connection.execute(update(models).values(active=models.c.id == model_id))
            connection.execute(update(models).where(models.c.id == model_id).values(wanted=Wanted.NO))
            if before != model_id:
                recount(connection)

    def model_rows(self) -> list[tuple[ModelRow, Wanted]]:
        """All models that have or had embeddings here, and what is to become of each."""
        query = select(models.c.id, models.c.name, models.c.identity, models.c.dimension, models.c.wanted)
        with self.transaction() as connection:
            return [(ModelRow(*row[:4]), Wanted(row[4])) for row in connection.execute(query.order_by(models.c.id))]

    def want_model(self, model_id: int, wanted: Wanted) -> None:
        """Note what is to become of a model, so that a restart goes on with it.  At most one is being filled."""
        values: dict[str, object] = {"wanted": wanted}
        if wanted is Wanted.REMOVE:
            values["complete"] = 0  # if it is wanted again half-way, what has gone is looked for
        with self.transaction() as connection:
            if wanted is Wanted.FILL:
                others = update(models).where(models.c.wanted == Wanted.FILL)
                connection.execute(others.values(wanted=Wanted.STOPPED))
            connection.execute(update(models).where(models.c.id == model_id).values(**values))

    def forget_embeddings(self, model_id: int, limit: int) -> int:
        """Delete some embeddings of a model, and the model itself with the last of them; how many are gone.

        None are unless the model is to be removed (:meth:`want_model`) still: it may have been chosen again.
        """
        with self.transaction() as connection:
            if connection.scalar(select(models.c.wanted).where(models.c.id == model_id)) != Wanted.REMOVE:
                return 0
            gone = connection.execute(_FORGET, {"model": model_id, "count": limit}).rowcount
            if gone < limit:
                connection.execute(delete(models).where(models.c.id == model_id))
            return gone

    def vector_counts(self) -> dict[int, int]:
        """Model → how many embeddings it has."""
        query = select(embeddings.c.model, func.count()).group_by(embeddings.c.model)
        with self.transaction() as connection:
            return {row.model: row[1] for row in connection.execute(query)}

    def vector_count(self, model_id: int, up_to: int | None = None) -> int:
        """How many embeddings of the model there are, at most those with ids up to ``up_to``."""
        query = select(func.count()).select_from(embeddings).where(embeddings.c.model == model_id)
        if up_to is not None:
            query = query.where(embeddings.c.id <= up_to)
        with self.transaction() as connection:
            return connection.scalar(query) or 0

    def last_embedding(self, model_id: int) -> int:
        """The highest embedding id of the model, 0 when it has none.  Ids are never used twice."""
        with self.transaction() as connection:
            return connection.scalar(select(func.max(embeddings.c.id)).where(embeddings.c.model == model_id)) or 0

    def embedding_sequence(self) -> int:
        """The highest embedding id that was ever given out, for whichever model."""
        with self.transaction() as connection:
            return connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'embeddings'")) or 0

    def embedding_ids(self, model_id: int, up_to: int) -> NDArray[np.int64]:
        """int64 ``(n,)``, ascending: the model's embeddings with ids up to ``up_to``."""
        query = text("SELECT id FROM embeddings WHERE model = :model AND id <= :last ORDER BY id")
        with self.transaction() as connection:
            found = connection.execute(query, {"model": model_id, "last": up_to}).scalars()
            return np.fromiter(found, np.int64)

    def vectors(
        self, model_id: int, after: int = 0
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]:
        """Embedding ids ``(n,)``, content ids ``(n,)`` and vectors ``(n, dimension)``, by ascending id from ``after``.

        It comes in slices, each a transaction of its own, so other work may go on between two of them.  A vector that
        the disk has spoilt is zero: it is near to nothing, and spoils no search.
        """
        query = text(
            "SELECT id, content, vector FROM embeddings WHERE model = :model AND id > :after ORDER BY id LIMIT :count"
        )
        with self.transaction() as connection:
            dimension = connection.scalar(select(models.c.dimension).where(models.c.id == model_id)) or 0
        while True:
            with self.transaction() as connection:
                rows = connection.execute(query, {"model": model_id, "after": after, "count": SLICE}).all()
            if not rows:
                return
            ids, contents, blobs = zip(*rows, strict=True)
            yield np.array(ids, np.int64), np.array(contents, np.int64), _matrix(blobs, dimension)
            after = ids[-1]

    def content_vector(self, content_id: int, model_id: int) -> NDArray[np.float32] | None:
        """float32 ``(dimension,)``: the embedding of the whole picture, or None."""
        with self.transaction() as connection:
            blob = connection.scalar(
                select(embeddings.c.vector).where(
                    embeddings.c.content == content_id, embeddings.c.model == model_id, embeddings.c.source == "image"
                )
            )
        vector = from_blob(blob) if blob is not None else None
        return vector if vector is not None and np.isfinite(vector).all() else None

    def embedded_hashes(self, model_id: int, hashes: Collection[str]) -> set[str]:
        """Which of ``hashes`` need no encoding, because their content has an embedding of the model already."""
        with self.transaction() as connection:
            known = contents_by_hash(connection, model_id, hashes)
            return {content_hash for content_hash, (_, embedded) in known.items() if embedded}


def _matrix(blobs: Sequence[bytes], dimension: int) -> NDArray[np.float32]:
    size = dimension * STORED.itemsize
    sound = [blob if len(blob) == size else bytes(size) for blob in blobs]
    vectors = np.frombuffer(b"".join(sound), STORED).reshape(-1, dimension).astype(np.float32)
    with np.errstate(invalid="ignore"):
        if not np.isfinite(vectors.sum()):  # one look at the sum; the rows are looked at only if it is not a number
            vectors[~np.isfinite(vectors).all(axis=1)] = 0
    return vectors


def contents_by_hash(connection: Connection, model_id: int, hashes: Collection[str]) -> dict[str, tuple[int, bool]]:
    """Content id, and whether it has an image embedding of the model, of those ``hashes`` that are known."""
    found = connection.execute(_BY_HASH, {"model": model_id, "hashes": json.dumps(list(hashes))})
    return {content_hash: (content, bool(embedded)) for content, content_hash, embedded in found}


_NOTE: Final = text("INSERT OR REPLACE INTO properties (name, value) VALUES (:name, :value)")
_FORGET: Final = text(
    "DELETE FROM embeddings WHERE id IN (SELECT id FROM embeddings WHERE model = :model ORDER BY id LIMIT :count)"
)
_BY_HASH: Final = text(
    "SELECT id, hash, EXISTS (SELECT 1 FROM embeddings"
    "  WHERE embeddings.content = contents.id AND embeddings.model = :model AND embeddings.source = 'image')"
    " FROM contents WHERE hash IN (SELECT value FROM json_each(:hashes))"
)
