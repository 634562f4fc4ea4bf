"""What the library knows: read from the catalog, and kept where it is asked often, until something changes."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.engine.serving import Serving
from mediasearch.library.catalog import Catalog
from mediasearch.library.convert import inside
from mediasearch.library.models import Wanted
from mediasearch.library.records import ContentRow, PendingFile, Root
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import Snapshot, VectorIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.library.outcomes import FileProblem, ModelRow, RootCounts
    from mediasearch.library.troubles import Trouble


@dataclass(frozen=True)
class Counts:
    """``contents``: those with a file; ``indexed``: files whose content has an embedding; ``files``: all known."""

    contents: int
    indexed: int
    files: int
    pending: int
    failed: int
    skipped: int
    waiting: int  #: pending ones that can be worked on now


class Facts:
    """The half of :class:`~mediasearch.engine.store.Store` that only reads.  Used by the owner loop."""

    def __init__(self, catalog: Catalog, serving: Serving, thumbnails: ThumbnailStore) -> None:
        self.catalog = catalog
        self.serving = serving
        self.thumbnails = thumbnails
        self._concepts: list[str] | None = None
        self._counts: Counts | None = None
        self._root_counts: dict[int, RootCounts] | None = None
        self._troubles: list[Trouble] | None = None
        self._vectors: dict[int, int] | None = None

    def _forget_counts(self) -> None:
        """Rows have changed."""
        self._counts = None
        self._root_counts = None
        self._troubles = None

    # ------------------------------------------------------------------------------------------------------ vectors

    @property
    def index(self) -> VectorIndex:
        return self.serving.index

    @property
    def model_id(self) -> int:
        return self.serving.model_id

    def snapshot(self) -> Snapshot:
        return self.index.snapshot()

    def model_rows(self) -> list[tuple[ModelRow, Wanted]]:
        return self.catalog.model_rows()

    def vectors_of(self, model_id: int) -> int:
        """How many contents have an embedding of the model."""
        if self._vectors is None:
            self._vectors = self.catalog.vector_counts()
        return self._vectors.get(model_id, 0)

    def vector_count(self) -> int:
        return self.catalog.vector_count(self.model_id)

    def content_vector(self, content: int) -> NDArray[np.float32] | None:
        return self.catalog.content_vector(content, self.model_id)

    def has_embedding(self, model_id: int, content_hash: str) -> bool:
        return bool(self.catalog.embedded_hashes(model_id, [content_hash]))

    def vector_of_file(self, path: str) -> NDArray[np.float32] | None:
        """The stored vector of a query picture that lies in the library unchanged; nothing needs decoding then."""
        try:
            found = Path(path).stat()
        except OSError:
            return None
        content = self.catalog.find_file(path, size=found.st_size, mtime_ns=found.st_mtime_ns)
        return None if content is None else self.content_vector(content)

    # -------------------------------------------------------------------------------------------------------- files

    def files_lacking(self, model_id: int, files: Sequence[int], exclude: Collection[int]) -> list[PendingFile]:
        return self.catalog.files_lacking(model_id, files, exclude)

    def moved(self, file: PendingFile) -> bool:
        """Whether the file stands at another place by now than when it was handed out."""
        return self.catalog.place_of(file) not in (None, file.absolute)

    def forgotten(self, file: PendingFile) -> bool:
        """Whether the file was deleted after it was handed out."""
        return self.catalog.place_of(file) is None

    def roots(self) -> list[Root]:
        return self.catalog.roots()

    def forgetting(self) -> list[int]:
        """Roots of which something is still to be forgotten."""
        return self.catalog.forgetting()

    def root_counts(self) -> dict[int, RootCounts]:
        if self._root_counts is None:
            self._root_counts = self.catalog.root_counts(self.model_id)
        return self._root_counts

    def counts(self) -> Counts:
        if self._counts is None:
            rows = self.root_counts().values()
            self._counts = Counts(
                contents=self.catalog.content_count(),
                indexed=sum(row.indexed for row in rows),
                files=sum(row.files for row in rows),
                pending=sum(row.pending for row in rows),
                failed=sum(row.failed for row in rows),
                skipped=sum(row.skipped for row in rows),
                waiting=sum(row.waiting for row in rows),
            )
        return self._counts

    def troubles(self) -> list[Trouble]:
        """What is the matter with roots and folders in them."""
        if self._troubles is None:
            self._troubles = self.catalog.troubles()
        return self._troubles

    def skipped_counts(self) -> dict[str, int]:
        return self.catalog.skipped_counts()

    def problems(self) -> list[FileProblem]:
        return self.catalog.problems()

    # ----------------------------------------------------------------------------------------------------- contents

    def rows(self, contents: Sequence[int]) -> list[ContentRow]:
        return self.catalog.rows(contents)

    def concept_names(self) -> list[str]:
        """The names that are concepts in a query."""
        if self._concepts is None:
            self._concepts = self.catalog.concept_names()
        return self._concepts

    def concepts_changed(self) -> None:
        """Concepts are other ones now."""
        self._concepts = None

    def locate(self, content_hash: str) -> str | None:
        return self.thumbnails.locate(content_hash)

    def preview_of(self, content: int) -> str | None:
        content_hash = self.catalog.hash_of(content)
        return self.thumbnails.locate(content_hash) if content_hash else None

    def file_of(self, content: int) -> str | None:
        """A file of ``content`` that can be read now."""
        return self.catalog.file_of(content)

    def path_in_root(self, absolute: str) -> bytes:
        """The path relative to the root that holds it, b"" when none does."""
        place = os.fsencode(absolute)
        found = (inside(place, os.fsencode(root.path)) for root in self.roots())
        return next((path for path in found if path is not None), b"")
