"""The catalog: what the library knows about roots, files, contents and embeddings (SQLite is the truth)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from mediasearch.library.outcomes import Applied, Collected, FileProblem, ModelRow, Recorded, RootCounts
from mediasearch.library.records import Change, ContentRow, Decoded, Failed, KnownFile, PendingFile, Root
from mediasearch.paths import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model


class Catalog:
    """One connection to the library's database.  Not for use by two threads at once; open another one instead."""

    notices: list[str]  #: sentences for the person about what happened while opening (a damaged database, say)

    @classmethod
    def open(cls, library: Library) -> Catalog:
        """The writer; creates or migrates the database.  Hold the :class:`WriterLock` first."""
        raise NotImplementedError

    @classmethod
    def open_readonly(cls, library: Library) -> Catalog:
        """Another reader.  Raises ``MediaSearchError`` when there is no library or its schema is another one."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def generation(self) -> str:
        """Changes when the database is created anew or restored; caches of another generation are worthless."""
        raise NotImplementedError

    # models
    def ensure_model(self, model: Model) -> int: ...  # type: ignore[empty-body]
    def active_model(self) -> ModelRow | None: ...
    def set_active_model(self, model_id: int) -> None: ...

    # roots
    def add_root(self, path: str) -> Root: ...  # type: ignore[empty-body]
    def remove_root(self, root_id: int) -> Collected: ...  # type: ignore[empty-body]
    def roots(self) -> list[Root]: ...  # type: ignore[empty-body]
    def set_root(self, root_id: int, *, state: str | None = None, identity: str | None = None) -> None: ...
    def root_counts(self, model_id: int) -> dict[int, RootCounts]: ...  # type: ignore[empty-body]

    # files
    def known_files(self, root_id: int, below: bytes = b"") -> Iterator[KnownFile]: ...  # type: ignore[empty-body]
    def apply(self, changes: Sequence[Change]) -> Applied: ...  # type: ignore[empty-body]
    def pending(self, model_id: int, limit: int, exclude: Collection[int] = ()) -> list[PendingFile]: ...  # type: ignore[empty-body]
    def pending_count(self, model_id: int) -> int: ...  # type: ignore[empty-body]
    def start_attempts(self, file_ids: Sequence[int]) -> None: ...
    def release_attempts(self, file_ids: Sequence[int]) -> None: ...
    def interrupted(self) -> list[tuple[int, int]]: ...  # type: ignore[empty-body]
    def record(  # type: ignore[empty-body]
        self, model_id: int, outcomes: Sequence[tuple[Decoded, NDArray[np.float32] | None]]
    ) -> list[Recorded]: ...
    def record_failures(self, failures: Sequence[Failed], *, quarantine: bool = False) -> None: ...
    def hold(self, root_id: int, file_ids: Sequence[int]) -> Applied: ...  # type: ignore[empty-body]
    def release(self, root_id: int, forget: bool) -> Applied: ...  # type: ignore[empty-body]
    def problems(self) -> list[FileProblem]: ...  # type: ignore[empty-body]
    def retry(self, file_ids: Sequence[int] | None = None) -> int: ...  # type: ignore[empty-body]
    def ignore(self, file_ids: Sequence[int]) -> None: ...
    def skipped_counts(self) -> dict[str, int]: ...  # type: ignore[empty-body]
    def file_count(self) -> int: ...  # type: ignore[empty-body]
    def failed_count(self) -> int: ...  # type: ignore[empty-body]

    # contents
    def embedded_hashes(self, model_id: int, hashes: Collection[str]) -> set[str]:  # type: ignore[empty-body]
        """Which of ``hashes`` need no encoding, because their content has an embedding of the model already."""

    def rows(self, content_ids: Sequence[int]) -> list[ContentRow]: ...  # type: ignore[empty-body]
    def newest(self, limit: int | None = None) -> list[int]: ...  # type: ignore[empty-body]
    def visible(self) -> NDArray[np.int64]: ...  # type: ignore[empty-body]
    def content_count(self) -> int: ...  # type: ignore[empty-body]
    def content_vector(self, content_id: int, model_id: int) -> NDArray[np.float32] | None: ...
    def hash_of(self, content_id: int) -> str | None: ...
    def file_of(self, content_id: int) -> str | None: ...
    def find_file(self, absolute: str) -> int | None: ...
    def collect_orphans(self, older_than_seconds: float) -> Collected: ...  # type: ignore[empty-body]

    # vectors
    def vector_count(self, model_id: int, up_to: int | None = None) -> int: ...  # type: ignore[empty-body]
    def last_embedding(self, model_id: int) -> int: ...  # type: ignore[empty-body]
    def embedding_ids(self, model_id: int, up_to: int) -> NDArray[np.int64]: ...  # type: ignore[empty-body]
    def vectors(  # type: ignore[empty-body]
        self, model_id: int, after: int = 0
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]: ...
