"""The HNSW graph over distinct vectors, for libraries beyond the exact range.

Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World
graphs", https://arxiv.org/abs/1603.09320, as implemented by hnswlib.

Identical vectors are one node: many of them wreck the graph's links.  The inner-product space has one dimension more
than the vectors: each item's hubness, which a query of words weighs with a negative number and one of pictures with 0.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mediasearch.library import stamped
from mediasearch.library.convert import STORED
from mediasearch.paths import private_opener

if TYPE_CHECKING:
    import hnswlib

M: Final = 16
EF_CONSTRUCTION: Final = 200

#: Candidates kept while searching, unless a check of the finished graph finds what it needs.  Text queries lie outside
#: the cloud of pictures and need more than pictures do: on CLIP vectors recall@10 is 0.97 at 200 and 0.99 at 400.
EF: Final = 400

#: What the check tries, the recall@100 that it wants, and how many queries it asks.  A graph that does not reach it is
#: not used: beyond the last ef it takes as long as the exact product.
EFS: Final = (200, 400, 600, 800, 1200, 1600, 2400, 3600, 5400)
RECALL: Final = 0.985
CHECKED: Final = 100

#: Vectors added between two looks at whether to stop; about half a second.
_STEP: Final = 1000

_SUFFIX: Final = ".graph"
_NODES: Final = ".nodes"


class Rows(Protocol):
    """Rows of vectors by ascending embedding id; those that are not alive do not count."""

    @property
    def vectors(self) -> NDArray[np.float32]: ...
    @property
    def embeddings(self) -> NDArray[np.int64]: ...
    @property
    def contents(self) -> NDArray[np.int64]: ...
    @property
    def alive(self) -> NDArray[np.bool_]: ...
    @property
    def hubness(self) -> NDArray[np.float32] | None: ...


@dataclass(frozen=True, slots=True)
class Near:
    """Embeddings and their contents ``(n,)``, in no order; of one ``node`` are those whose vectors are identical."""

    embeddings: NDArray[np.int64]
    contents: NDArray[np.int64]
    node: NDArray[np.int64]


class Graph:
    """A finished graph; never changed, so several threads may search it.

    Node ``i`` stands for the embeddings ``members[offsets[i]:offsets[i + 1]]``.
    """

    def __init__(
        self,
        nodes: hnswlib.Index,
        offsets: NDArray[np.int64],
        members: NDArray[np.int64],
        contents: NDArray[np.int64],
        last_embedding: int,
        hubness: str,
        ef: int = EF,
    ) -> None:
        self._nodes = nodes
        self.offsets = offsets
        self.members = members
        self.contents = contents
        self.last_embedding = last_embedding
        self.ef = ef  #: set once, by :meth:`check`, before anybody searches
        self.hubness = hubness  #: the identity of what computed the items' hubness; "" without
        # The width of the search is a property of the index, so two searches must not set it at once.
        self._searching = threading.Lock()

    def __len__(self) -> int:
        """Distinct vectors."""
        return len(self.offsets) - 1

    def nearest(self, query: NDArray[np.float32], k: int) -> Near | None:
        """What the ``k`` nearest distinct vectors stand for; None when the graph cannot find so many.

        ``query``: float32 ``(dimension + 1,)``.
        """
        k = min(k, len(self))
        wide = query.reshape(1, -1)
        with self._searching:
            self._nodes.set_ef(max(self.ef, 2 * k))
            try:
                labels, _ = self._nodes.knn_query(wide, k=k, num_threads=1)
            except RuntimeError:  # "Cannot return the results in a contiguous 2D array"
                return None
        found = labels[0].astype(np.int64)
        counts = self.offsets[found + 1] - self.offsets[found]
        node = np.repeat(np.arange(len(found)), counts)
        within = np.arange(len(node)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = self.offsets[found][node] + within
        return Near(self.members[rows], self.contents[rows], node)

    def check(self, queries: NDArray[np.float32], truth: Sequence[NDArray[np.int64]]) -> float:
        """Set :attr:`ef` to the least that finds enough of ``truth``; the recall that it reached.

        ``queries``: float32 ``(n, dimension + 1)``; ``truth``: for each the embeddings that exact search finds.
        """
        recall = 0.0
        for self.ef in EFS:
            shares = []
            for query, wanted in zip(queries, truth, strict=True):
                near = self.nearest(query, len(wanted))
                found = np.empty(0, np.int64) if near is None else near.embeddings
                shares.append(np.isin(wanted, found).mean() if len(wanted) else 1.0)
            recall = float(np.mean(shares))
            if recall >= RECALL:
                break
        return recall

    def save(self, folder: Path, stem: str, stamp: dict[str, Any]) -> Path:
        """Keep it with ``stamp``.  Raises ``OSError``; an older file is as it was then."""
        target = stamped.following(folder, stem, _SUFFIX)
        nodes = target.with_suffix(_NODES)
        temporary = nodes.with_name(f".{nodes.name}.{os.getpid()}.tmp")
        try:
            stamped.check_room(folder, self._nodes.index_file_size())
            _create(temporary)
            self._nodes.save_index(_native(temporary))
            # hnswlib says nothing about a full disk.
            expected, written = self._nodes.index_file_size(), temporary.stat().st_size
            if written != expected:
                raise OSError(errno.ENOSPC, f"only {written} of {expected} bytes could be written")
            with temporary.open("r+b") as file:
                os.fsync(file.fileno())
                sums = stamped.checksums_of(file, expected)
            temporary.replace(nodes)
            facts: dict[str, Any] = {"nodes": len(self), "members": len(self.members), "last": self.last_embedding}
            facts |= {"hubness": self.hubness, "ef": self.ef}
            file_of_nodes = {"size": expected, "checksums": sums}
            stamped.write(
                target, [self.offsets, self.members, self.contents], {**stamp, **facts, "file": file_of_nodes}
            )
        except RuntimeError as error:  # hnswlib: "Cannot open file"
            raise OSError(str(error)) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        stamped.forget_others(target, stem)
        stamped.forget_others(nodes, stem)
        return target


def load(folder: Path, stem: str, stamp: dict[str, Any]) -> Graph | None:
    """The newest sound graph with this stamp, or None.  One flipped bit can make hnswlib read wild memory."""
    for path, facts in _sound(folder, stem, stamp):
        nodes = path.with_suffix(_NODES)
        try:
            index = _new_index(int(stamp["dimension"]))
            index.load_index(_native(nodes), max_elements=facts["nodes"])
            numbers = np.fromfile(path, np.int64, facts["nodes"] + 1 + 2 * facts["members"])
        except (OSError, RuntimeError):
            continue
        offsets, members, contents = np.split(numbers, [facts["nodes"] + 1, facts["nodes"] + 1 + facts["members"]])
        return Graph(index, offsets, members, contents, facts["last"], facts["hubness"], facts["ef"])
    return None


def _sound(folder: Path, stem: str, stamp: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The files with this stamp that are as they were written, the newest first."""
    for path in stamped.newest(folder, stem, _SUFFIX):
        facts = stamped.read(path)
        if facts is None or any(facts.get(name) != value for name, value in stamp.items()):
            continue
        with suppress(OSError), path.with_suffix(_NODES).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if facts["file"] == {"size": size, "checksums": stamped.checksums_of(file, size)}:
                yield path, facts


def intact(folder: Path, stem: str, stamp: dict[str, Any], last_embedding: int) -> bool:
    """Whether :func:`load` would find the graph that ends with this embedding."""
    return next((facts["last"] == last_embedding for _, facts in _sound(folder, stem, stamp)), False)


def forget(folder: Path, stem: str) -> None:
    """Delete the files of all graphs of the series."""
    for suffix in (_SUFFIX, _NODES):
        for path in stamped.newest(folder, stem, suffix):
            with suppress(OSError):
                path.unlink()


def build(
    blocks: Sequence[Rows],
    dimension: int,
    stop: threading.Event | None = None,
    threads: int = 0,
    hubness: str = "",
) -> Graph | None:
    """A graph over the living rows; None when ``stop`` was set meanwhile, or there are none.

    It takes minutes for a large library; hnswlib lets other threads run.  ``threads`` 0 leaves one core free.
    ``hubness``: whose, when all rows have theirs.
    """
    rows = [np.flatnonzero(block.alive) for block in blocks]
    members = np.concatenate([block.embeddings[row] for block, row in zip(blocks, rows, strict=True)] or [_NONE])
    if not len(members):
        return None
    contents = np.concatenate([block.contents[row] for block, row in zip(blocks, rows, strict=True)])
    numbers = np.concatenate([_fingerprints(block.vectors, row) for block, row in zip(blocks, rows, strict=True)])
    _, first, node_of = np.unique(numbers, return_index=True, return_inverse=True)
    by_node = np.argsort(node_of, kind="stable")
    offsets = np.searchsorted(node_of[by_node], np.arange(len(first) + 1))
    index = _new_index(dimension)
    index.init_index(max_elements=len(first), M=M, ef_construction=EF_CONSTRUCTION, random_seed=1)
    index.set_num_threads(threads or max(1, (os.cpu_count() or 2) - 1))
    ends = np.cumsum([len(row) for row in rows])
    for start in range(0, len(first), _STEP):
        if stop is not None and stop.is_set():
            return None
        wanted = first[start : start + _STEP]  # in the order of their fingerprints, which is as good as shuffled
        vectors = np.zeros((len(wanted), dimension + 1), np.float32)
        of_block = np.searchsorted(ends, wanted, side="right")
        for number in np.unique(of_block):
            here = of_block == number
            begin = ends[number] - len(rows[number])
            row = rows[number][wanted[here] - begin]
            vectors[here, :-1] = blocks[number].vectors[row]
            known = blocks[number].hubness
            if hubness and known is not None:
                vectors[here, -1] = known[row]
        index.add_items(vectors, np.arange(start, start + len(wanted)))
    return Graph(index, offsets, members[by_node], contents[by_node], int(members.max()), hubness)


def _fingerprints(vectors: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """64 bits per row, equal for vectors that are equal as stored (float16); by chance in one of 10^7 libraries."""
    answer = np.empty(len(rows), np.uint64)
    for start in range(0, len(rows), _STEP):
        stored = np.ascontiguousarray(vectors[rows[start : start + _STEP]], STORED)
        for number, row in enumerate(stored):
            answer[start + number] = int.from_bytes(hashlib.blake2b(row, digest_size=8).digest(), "little")
    return answer


def _new_index(dimension: int) -> hnswlib.Index:
    import hnswlib  # a C++ extension that only large libraries need

    return hnswlib.Index(space="ip", dim=dimension + 1)


def _create(path: Path) -> None:
    with open(path, "wb", opener=private_opener):
        pass


def _native(path: Path) -> bytes:
    """The name as C++ opens it: bytes, on Windows in the system's code page."""
    return str(path).encode("mbcs") if sys.platform == "win32" else os.fsencode(path)


_NONE: Final = np.empty(0, np.int64)
