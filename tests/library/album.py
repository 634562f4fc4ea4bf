"""What tests do to a catalog: files come and go, and waiting ones are decoded and encoded in a predictable way."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.encoders.base import Model, Preprocess
from mediasearch.library.catalog import Catalog
from mediasearch.library.outcomes import Applied, Collected, Recorded
from mediasearch.library.records import Change, ChangeKind, ContentRow, Decoded, KnownFile, Metadata, PendingFile
from mediasearch.library.roots import Forgetting

DIMENSION = 8


def make_model(name: str = "test", dimension: int = DIMENSION, weights: str = "w") -> Model:
    preprocess = Preprocess(size=8, mean=(0, 0, 0), std=(1, 1, 1))
    return Model(name, dimension, 16, ("en",), weights, preprocess, Path())


def vector_of(content_hash: str, dimension: int = DIMENSION) -> NDArray[np.float32]:
    """A unit vector that depends on nothing but the hash."""
    seed = int.from_bytes(hashlib.sha256(content_hash.encode()).digest()[:8], "little")
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


@dataclass
class Album:
    """``held_by``: what each path holds, as a content hash; the size of a file follows from it."""

    catalog: Catalog
    model: int
    root: int
    clock: int = 1_000
    on_disk: dict[tuple[int, bytes], tuple[str, int]] = field(default_factory=dict)

    def write(self, path: str | bytes, content: str, *, root: int = 0, skip: str = "") -> Applied:
        """A file appears or is written to."""
        self.clock += 1
        key = (root or self.root, _raw(path))
        kind = ChangeKind.MODIFIED if key in self.on_disk else ChangeKind.ADDED
        self.on_disk[key] = (content, self.clock)
        return self.catalog.apply([self.change(kind, key, skip=skip)])

    def put(self, path: str | bytes, content: str, *, root: int = 0) -> None:
        """A file appears or is written to, and is indexed at once, with whatever else waits."""
        self.write(path, content, root=root)
        self.index()

    def fill(self, count: int) -> list[int]:
        """So many files at once, indexed, each with a content of its own; the contents."""
        for number in range(count):
            self.on_disk[self.root, b"%d.jpg" % number] = (f"picture{number}", number + 1)
        self.catalog.apply([self.change(ChangeKind.ADDED, key) for key in self.on_disk])
        return [row.content for row in self.index()]

    def remove(self, *paths: str | bytes, root: int = 0) -> Applied:
        changes = []
        for path in paths:
            key = (root or self.root, _raw(path))
            self.on_disk.pop(key, None)
            changes.append(Change(ChangeKind.REMOVED, *key))
        return self.catalog.apply(changes)

    def move(self, source: str | bytes, target: str | bytes, *, root: int = 0, to: int = 0) -> Applied:
        old, new = (root or self.root, _raw(source)), (to or root or self.root, _raw(target))
        self.on_disk[new] = self.on_disk.pop(old)
        return self.catalog.apply([self.change(ChangeKind.MOVED, new, source=old)])

    def change(
        self, kind: ChangeKind, key: tuple[int, bytes], *, source: tuple[int, bytes] | None = None, skip: str = ""
    ) -> Change:
        content, mtime_ns = self.on_disk[key]
        origin, place = source or (0, None)
        return Change(kind, *key, size_of(content), mtime_ns, 7, source=place, source_root=origin, skip=skip)

    def index(self, limit: int = 1000) -> list[Recorded]:
        """Decode and encode everything that waits."""
        recorded: list[Recorded] = []
        while files := self.catalog.pending(self.model, limit):
            self.catalog.start_attempts([file.id for file in files])
            recorded += self.catalog.record(self.model, [self.outcome(file) for file in files])
        return recorded

    def outcome(self, file: PendingFile) -> tuple[Decoded, NDArray[np.float32] | None]:
        decoded = self.decode(file)
        return decoded, None if decoded.known else vector_of(decoded.content_hash)

    def decode(self, file: PendingFile) -> Decoded:
        content, _ = self.on_disk[file.root, file.path]
        return Decoded(
            file.id,
            content,
            "test",
            file.size,
            file.mtime_ns,
            known=content in file.known_hashes,
            metadata=Metadata(width=4, height=3, taken_at=f"2024-01-{len(content):02}T10:00:00", palette="ff0000"),
        )

    # what a person would look at

    def files(self, root: int = 0) -> dict[bytes, KnownFile]:
        return {file.path: file for file in self.catalog.known_files(root or self.root)}

    def state(self, path: str | bytes, root: int = 0) -> str:
        return self.files(root)[_raw(path)].state

    def shown(self) -> dict[str, set[str]]:
        """Content hash → the paths it is shown with."""
        return {row.hash: {path for path, _ in row.files} for row in self.rows()}

    def rows(self, contents: Sequence[int] | None = None) -> list[ContentRow]:
        return self.catalog.rows(self.catalog.newest() if contents is None else contents)

    def content(self, content_hash: str) -> int:
        return next(row.id for row in self.rows() if row.hash == content_hash)


def file_count(catalog: Catalog) -> int:
    """All files, whatever became of them."""
    with catalog.transaction() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM files").scalar_one())


def forget(catalog: Catalog, root: int, what: Forgetting = Forgetting.EVERYTHING, limit: int = 2) -> Collected:
    """Forget all of a root, or its held files, as the engine does: a few at a time, or when a scan has missed them."""
    catalog.begin_forgetting(root, what)
    collected = Collected()
    if what is Forgetting.HELD:
        catalog.apply([Change(ChangeKind.REMOVED, root, file.path) for file in catalog.known_files(root) if file.held])
        catalog.begin_forgetting(root, Forgetting.NOTHING)
        return collected
    more = True
    while more:
        some = catalog.forget_some(root, limit)
        more = some.more
        collected.contents += some.collected.contents
        collected.hashes += some.collected.hashes
        collected.embeddings += some.collected.embeddings
    return collected


def size_of(content: str) -> int:
    """Different contents may have the same size, as on a real disk."""
    return 100 + len(content)


def _raw(path: str | bytes) -> bytes:
    return path.encode() if isinstance(path, str) else path
