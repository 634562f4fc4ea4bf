"""What became of files that were decoded and encoded."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import Connection, bindparam, insert, select, text, update

from mediasearch.library.contents import settle
from mediasearch.library.convert import from_blob, storable, storable_time, to_blob
from mediasearch.library.database import Database
from mediasearch.library.marks import carry
from mediasearch.library.models import contents_by_hash
from mediasearch.library.outcomes import Recorded
from mediasearch.library.records import Decoded, Failed, FileState
from mediasearch.library.tables import contents, embeddings, files, models
from mediasearch.library.texts import Text, keep_texts, words_read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Outcome = tuple[Decoded, NDArray[np.float32] | None]

#: Reasons that lie outside the file: it is tried again whenever a scan sees it, changed or not.
MAY_PASS: Final = frozenset({"vanished", "io-error", "permission"})

#: A file's size, modification time, content and state.
_Facts = tuple[int, int, int | None, str]


class Results(Database):
    """Recording embeddings and failures."""

    def record(self, model_id: int, outcomes: Sequence[Outcome], identity: str = "") -> list[Recorded]:
        """Keep what was decoded, all or nothing; the embeddings that were created, by ascending id.

        The vector, float32 ``(dimension,)``, may be None for what is skipped and for what has an embedding already
        (:meth:`embedded_hashes`).  A file that changed or went while it was being read is not marked as indexed, but
        its content is kept for as long as an orphan is: it may have been moved.  Raises ``ValueError`` for a vector
        of another dimension, and when the model is not the one of ``identity``.
        """
        if not outcomes:
            return []
        with self.transaction() as connection:
            made_by = select(models.c.dimension, models.c.identity).where(models.c.id == model_id)
            dimension, expected = connection.execute(made_by).one()
            if identity and identity != expected:
                raise ValueError(f"vectors of the model {identity} for those of {expected}")
            known = contents_by_hash(connection, model_id, {decoded.content_hash for decoded, _ in outcomes})
            rows = _facts(connection, [decoded.file for decoded, _ in outcomes])
            new_contents: dict[str, dict[str, Any]] = {}
            inside: dict[str, Sequence[Text]] = {}
            beside: dict[int, Sequence[Text]] = {}
            read: list[tuple[int, int]] = []
            vectors: dict[str, tuple[int, bytes]] = {}  # hash → file, vector
            unusable: list[Failed] = []
            for decoded, vector in outcomes:
                if vector is None or decoded.skip:
                    continue
                if vector.shape != (dimension,):
                    raise ValueError(f"a vector of shape {vector.shape} for a model of {dimension} dimensions")
                blob = to_blob(vector)
                if not np.isfinite(from_blob(blob)).all():
                    unusable.append(_failed(decoded, "encoder", "the embedding is not finite"))
                    continue
                content, embedded = known.get(decoded.content_hash, (0, False))
                if not content:
                    new_contents.setdefault(decoded.content_hash, _content(decoded))
                if not decoded.known:
                    inside.setdefault(decoded.content_hash, decoded.metadata.texts)
                if not embedded:
                    vectors.setdefault(decoded.content_hash, (decoded.file, blob))
            ids = {content_hash: content for content_hash, (content, _) in known.items()}
            ids.update(_insert_contents(connection, list(new_contents.values())))
            recorded = _insert_embeddings(connection, model_id, vectors, ids, set(new_contents))

            usable = {name for name, (_, embedded) in known.items() if embedded} | set(vectors)
            bad = {failure.file for failure in unusable}
            done: list[dict[str, Any]] = []
            touched = {ids[name] for name in new_contents}
            newly = False
            replaced: dict[int, int | None] = {}
            for decoded, _ in outcomes:
                facts = rows.get(decoded.file)
                if facts is None or not _unchanged(facts, decoded.size, decoded.mtime_ns) or decoded.file in bad:
                    continue
                touched.add(facts[2] or 0)
                if decoded.skip:
                    done.append(_result(decoded.file, None, FileState.SKIPPED, decoded.skip))
                elif decoded.content_hash in usable:
                    content = ids[decoded.content_hash]
                    newly = newly or facts[2:] != (content, FileState.INDEXED)
                    if facts[2] != content:
                        replaced[decoded.file] = facts[2]
                    touched.add(content)
                    beside[decoded.file] = decoded.beside
                    if decoded.content_hash in inside:
                        read.append((decoded.file, decoded.sidecar))
                    done.append(_result(decoded.file, content, FileState.INDEXED))
                else:  # what it was recognised as has been forgotten since: once more, and no attempt lost
                    done.append(_result(decoded.file, facts[2], FileState(facts[3])))
            if done:
                connection.execute(_SET_RESULT, done)
            if unusable:
                touched |= _fail(connection, unusable, FileState.FAILED)
            settle(connection, touched)
            carry(connection, replaced)
            keep_texts(connection, "content", {ids[name]: texts for name, texts in inside.items()})
            keep_texts(connection, "file", beside)
            words_read(connection, read)
            if newly:  # indexed for this model, and perhaps without an embedding of another one
                connection.execute(_INCOMPLETE, {"model": model_id})
        return recorded

    def record_failures(self, failures: Sequence[Failed], *, quarantine: bool = False) -> None:
        """Files that could not be read; one that changed meanwhile (its size and time differ) is tried again.

        What a changed file held before is no longer its content.
        """
        with self.transaction() as connection:
            state = FileState.QUARANTINED if quarantine else FileState.FAILED
            settle(connection, _fail(connection, failures, state))


def _facts(connection: Connection, file_ids: Sequence[int]) -> dict[int, _Facts]:
    found = connection.execute(_FACTS, {"ids": json.dumps(list(file_ids))})
    return {file: (size, mtime_ns, content, state) for file, size, mtime_ns, content, state in found}


def _unchanged(facts: _Facts, size: int, mtime_ns: int) -> bool:
    return facts[:2] == (size, storable_time(mtime_ns))


def _failed(decoded: Decoded, reason: str, detail: str) -> Failed:
    return Failed(decoded.file, reason, detail, decoded.size, decoded.mtime_ns)


def _content(decoded: Decoded) -> dict[str, Any]:
    about = decoded.metadata
    return {
        "hash": decoded.content_hash,
        "hash_method": decoded.hash_method,
        "size": decoded.size,
        "kind": about.kind,
        "format": storable(about.format),
        "width": about.width,
        "height": about.height,
        "taken_at": None if about.taken_at is None else storable(about.taken_at),
        "camera": None if about.camera is None else storable(about.camera),
        "latitude": about.latitude,
        "longitude": about.longitude,
        "duration": about.duration,
        "palette": storable(about.palette),
    }


def _insert_contents(connection: Connection, rows: list[dict[str, Any]]) -> dict[str, int]:
    if not rows:
        return {}
    created = connection.execute(insert(contents).returning(contents.c.hash, contents.c.id), rows)
    return {row.hash: row.id for row in created}


def _insert_embeddings(
    connection: Connection, model_id: int, vectors: dict[str, tuple[int, bytes]], ids: dict[str, int], new: set[str]
) -> list[Recorded]:
    if not vectors:
        return []
    rows = [
        {"content": ids[name], "model": model_id, "source": "image", "vector": blob}
        for name, (_, blob) in vectors.items()
    ]
    created = connection.execute(insert(embeddings).returning(embeddings.c.content, embeddings.c.id), rows)
    embedding_of = {row.content: row.id for row in created}
    recorded = [
        Recorded(file, ids[name], embedding_of[ids[name]], from_blob(blob), name in new)
        for name, (file, blob) in vectors.items()
    ]
    return sorted(recorded, key=lambda record: record.embedding)


def _fail(connection: Connection, failures: Sequence[Failed], state: FileState) -> set[int]:
    """Mark files as failed; the contents that lost one."""
    rows = _facts(connection, [failure.file for failure in failures])
    done: list[dict[str, Any]] = []
    touched: set[int] = set()
    for failure in failures:
        facts = rows.get(failure.file)
        if facts is None:
            continue
        told = failure.size or failure.mtime_ns
        if told and not _unchanged(facts, failure.size, failure.mtime_ns):
            continue
        # An indexed file that fails for another model is still what it was.
        content = facts[2] if facts[3] == FileState.INDEXED else None
        if content is None and facts[2] is not None:
            touched.add(facts[2])
        done.append(_result(failure.file, content, state, failure.reason or "damaged", failure.detail))
    if done:
        connection.execute(_SET_RESULT, done)
    passing = [row["of"] for row in done if row["reason"] in MAY_PASS]
    if passing:
        connection.execute(_LOOK_AGAIN, {"ids": json.dumps(passing)})
    return touched


def _result(file: int, content: int | None, state: FileState, reason: str = "", detail: str = "") -> dict[str, Any]:
    return {
        "of": file,
        "content": content,
        "state": state,
        "attempts": 0,
        "reason": reason,
        "detail": storable(detail),
        "since": time.time(),
    }


#: No file has this time, so the next scan finds the file changed.
_LOOK_AGAIN: Final = text("UPDATE files SET mtime_ns = -1 WHERE id IN (SELECT value FROM json_each(:ids))")
_SET_RESULT: Final = update(files).where(files.c.id == bindparam("of"))
_FACTS: Final = text(
    "SELECT id, size, mtime_ns, content, state FROM files WHERE id IN (SELECT value FROM json_each(:ids))"
)
_INCOMPLETE: Final = text("UPDATE models SET complete = 0 WHERE id <> :model AND complete = 1")
