"""The vector index: exact search over a mapped matrix, and a graph beyond the exact range."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog

EXACT_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Matches:
    """Best embedding of each content, the best content first; equal scores by content id."""

    contents: NDArray[np.int64]
    scores: NDArray[np.float32]
    embeddings: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.contents)


class Snapshot:
    """The index as it was at one moment; never changes, safe in any thread."""

    def search(
        self, query: NDArray[np.float32], k: int, allowed: Collection[int] | NDArray[np.int64] | None = None
    ) -> Matches:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


class Graph:
    """A finished HNSW graph with the stamp of what it was built from."""


def build_graph(snapshot: Snapshot, stop: threading.Event | None = None, threads: int = 0) -> Graph | None:
    """Slow; run it in a thread.  None when ``stop`` was set."""
    raise NotImplementedError


class VectorIndex:
    """The vectors of one model; owned by one thread, read by others through :meth:`snapshot`."""

    def __init__(self, folder: Path, model_identity: str, dimension: int, exact_limit: int = EXACT_LIMIT) -> None:
        raise NotImplementedError

    def load(self, catalog: Catalog, model_id: int) -> None: ...
    def add(
        self, embedding_ids: NDArray[np.int64], content_ids: NDArray[np.int64], vectors: NDArray[np.float32]
    ) -> None: ...
    def remove_contents(self, content_ids: Collection[int]) -> None: ...
    def snapshot(self) -> Snapshot: ...  # type: ignore[empty-body]
    def save(self) -> None:
        """Raises ``OSError``; the old file is intact then."""

    def needs_graph(self) -> bool: ...  # type: ignore[empty-body]
    def adopt(self, graph: Graph) -> None: ...
    @property
    def dirty(self) -> bool:  # type: ignore[empty-body]
        """Whether :meth:`save` has something to write."""

    def __len__(self) -> int: ...  # type: ignore[empty-body]
