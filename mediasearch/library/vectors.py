"""The vector index: what the catalog knows of one model's vectors, ready to be searched.

The catalog is the truth.  A mapped matrix on disk and the graph are caches of it, believed only when their stamp agrees
with the catalog and every byte with its checksum.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from mediasearch.library import graph as graphs
from mediasearch.library import stamped
from mediasearch.library.graph import Graph
from mediasearch.library.rows import Growing, Hubness, Measured, among, measure, slices
from mediasearch.library.snapshot import EXACT_LIMIT, Matches, Snapshot
from mediasearch.paths import private_folder

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog

__all__ = ["EXACT_LIMIT", "Graph", "Matches", "Measured", "Snapshot", "VectorIndex", "build_graph"]

log = logging.getLogger(__name__)

#: Of the files below; raise it when their layout changes.
FORMAT: Final = 3

#: Rows whose hubness is computed while loading (a fifth of a second); of more of them it is left to a thread.
_AT_ONCE: Final = 20_000

_SUFFIX: Final = ".matrix"
_Ids = NDArray[np.int64]


def build_graph(
    snapshot: Snapshot,
    stop: threading.Event | None = None,
    threads: int = 0,
    queries: NDArray[np.float32] | None = None,
) -> Graph | None:
    """A graph for :meth:`VectorIndex.adopt`; slow, so run it in a thread.  None when ``stop`` was set meanwhile.

    ``queries``, float32 ``(n, dimension)`` or ``(n, dimension + 1)``, are like those that people ask: the graph is
    held against exact search for them, and searched as widely as it takes to find 98 of the nearest 100.  None, too,
    when no width does: exact search, which is always right, is the better one then.
    """
    graph = graphs.build(snapshot.blocks, snapshot.dimension, stop, threads, snapshot.hubness)
    if graph is not None and queries is not None and len(queries):
        exact = replace(snapshot, graph=None)
        chosen = queries[:: -(-len(queries) // graphs.CHECKED)]
        wide = np.stack([exact.whole(query) for query in chosen])
        recall = graph.check(wide, [exact.search(query, 100).embeddings for query in wide])
        log.info("graph of %d vectors: recall@100 %.3f at ef %d", len(graph), recall, graph.ef)
        if recall < graphs.RECALL:
            return None
    return graph


def forget_caches(folder: Path, model_identity: str) -> None:
    """Delete the files of a model whose embeddings are gone; one still mapped stays for now."""
    for path in [*folder.glob(f"{model_identity}-*"), *folder.glob(f".{model_identity}-*.tmp")]:
        with contextlib.suppress(OSError):
            path.unlink()


class VectorIndex:
    """The vectors of one model.  One thread owns it; others search its :meth:`snapshot`."""

    def __init__(self, folder: Path, model_identity: str, dimension: int, exact_limit: int = EXACT_LIMIT) -> None:
        self._folder = folder
        self._identity = model_identity
        self._dimension = dimension
        self._exact_limit = exact_limit
        self._hubness: Hubness | None = None
        self._clear("")

    def _clear(self, generation: str) -> None:
        self._generation = generation
        self._blocks: list[Growing] = []
        self._graph: Graph | None = None
        self._graph_saved = True
        self._refused = 0  # rows for which a graph was no good; tried again when there are a tenth more
        self._snapshot: Snapshot | None = None
        self._last = 0
        self._dirty = False

    def __len__(self) -> int:
        """Living rows."""
        return sum(block.living for block in self._blocks)

    @property
    def dirty(self) -> bool:
        """Whether :meth:`save` has something to write."""
        return self._dirty or not self._graph_saved

    def load(self, catalog: Catalog, model_id: int) -> None:
        """Follow the catalog: map the saved matrix if it still agrees, read the rest.  Do it before recording more."""
        self._clear(catalog.generation())
        with contextlib.suppress(OSError):  # a reader of a library it may not write needs no folder
            private_folder(self._folder)
        self._follow(catalog, model_id)
        for embeddings, contents, vectors in catalog.vectors(model_id, self._last):
            self.add(embeddings, contents, vectors)
        if self.needs_hubness() and len(self) <= _AT_ONCE:
            self.adopt_hubness(self.measure(self.snapshot()))
        if len(self) > self._exact_limit:
            graph = graphs.load(self._folder, self._identity, self._stamp())
            if graph is not None and graph.last_embedding <= catalog.embedding_sequence() and self._suits(graph):
                self._graph = graph

    def rest(self) -> None:
        """Let go of the pages of the saved matrix; the next search reads them again, mostly from the system's cache."""
        for block in self._blocks:
            block.rest()

    def catch_up(self, catalog: Catalog, model_id: int, gone: Collection[int]) -> None:
        """What the catalog recorded and what it forgot (``gone``) since :meth:`load` read it."""
        for embeddings, contents, vectors in catalog.vectors(model_id, self._last):
            self.add(embeddings, contents, vectors)
        self.remove_contents(gone)

    def add(self, embedding_ids: _Ids, content_ids: _Ids, vectors: NDArray[np.float32]) -> None:
        """Append rows; ids ascend, and those that are here already are passed over.

        Ids int64 ``(n,)``, vectors float32 ``(n, dimension)``.  Raises ``ValueError`` for another dimension.
        """
        if vectors.shape != (len(embedding_ids), self._dimension):
            raise ValueError(f"vectors of shape {vectors.shape} for {len(embedding_ids)} × {self._dimension}")
        begin = int(np.searchsorted(embedding_ids, self._last, side="right"))
        while begin < len(embedding_ids):
            if not self._blocks or not self._blocks[-1].room:
                self._blocks.append(Growing.empty(self._dimension, self._hubness))
            taken = self._blocks[-1].append(embedding_ids[begin:], content_ids[begin:], vectors[begin:], self._hubness)
            begin += taken
            self._last = int(embedding_ids[begin - 1])
            self._snapshot = None
            self._dirty = True

    def remove_contents(self, content_ids: Collection[int]) -> None:
        """Forget every row of these contents; snapshots taken before still have them."""
        gone = np.fromiter(content_ids, np.int64, len(content_ids))
        for block in self._blocks:
            if block.remove(gone):
                self._snapshot = None
                self._dirty = True

    def snapshot(self) -> Snapshot:
        """What is here now; cheap, and the same object until something changes."""
        if self._snapshot is None:
            blocks = tuple(block.view() for block in self._blocks)
            known = self._hubness.identity if self._hubness is not None and not self.needs_hubness() else ""
            self._snapshot = Snapshot(blocks, len(self), self._dimension, self._graph, self._exact_limit, known)
        return self._snapshot

    # ----------------------------------------------------------------------------------------------------- hubness

    def use(self, hubness: Hubness) -> None:
        """Let ``hubness`` say what each row's is; cheap, and best done before :meth:`load`."""
        if self._hubness is not None and self._hubness.identity == hubness.identity:
            return
        self._hubness = hubness
        for block in self._blocks:
            block.expect(hubness)
        if self._graph is not None and not self._suits(self._graph):
            self._graph = None
        self._snapshot = None

    def needs_hubness(self) -> bool:
        """Whether there are rows of which it is to be measured and adopted."""
        return self._hubness is not None and any(not block.measured for block in self._blocks)

    def measure(self, snapshot: Snapshot) -> Measured:
        """The slow half, for any thread: about 12 s a million rows.  Call it only after :meth:`use`."""
        assert self._hubness is not None
        return measure(self._hubness, [block for block in snapshot.blocks if block.hubness is None])

    def adopt_hubness(self, measured: Measured) -> None:
        """The quick half, for the owner; rows that came meanwhile are measured here."""
        if self._hubness is None or measured.identity != self._hubness.identity:
            return
        for block in self._blocks:
            if not block.measured:
                block.adopt(measured, self._hubness)
        self._dirty = True
        self._snapshot = None

    def _suits(self, graph: Graph) -> bool:
        return self._hubness is None or graph.hubness == self._hubness.identity

    # ------------------------------------------------------------------------------------------------------- graph

    def needs_graph(self) -> bool:
        """Beyond the exact range: when there is no graph, or a tenth of the rows came or went since it was built."""
        count = len(self)
        if count <= self._exact_limit or self.needs_hubness():
            return False
        if self._graph is None:
            return count > 1.1 * self._refused
        covered = sum(block.living_until(self._graph.last_embedding) for block in self._blocks)
        stale = (count - covered) + (len(self._graph.members) - covered)
        return stale > count / 10

    def adopt(self, graph: Graph) -> None:
        """Search with ``graph`` from now on; it was built from a snapshot of this index."""
        if not self._suits(graph):
            return  # hubness is another one meanwhile
        self._graph = graph
        self._graph_saved = False
        self._snapshot = None

    def refuse_graph(self) -> None:
        """No good one could be built of what is here."""
        self._refused = len(self)

    @property
    def used_graph(self) -> Graph | None:
        """What is searched with; none within the exact range."""
        return self._graph if len(self) > self._exact_limit else None

    def discard_graph(self, graph: Graph | None) -> None:
        """Search exactly from now on, unless there is another than this ``graph`` by now; its files go, too."""
        if graph is self._graph:
            self._graph, self._graph_saved = None, True
            self._snapshot = None
            graphs.forget(self._folder, self._identity)

    def graph_intact(self, graph: Graph) -> bool:
        """Whether the file of ``graph`` could be loaded, once it is written; reads all of it, so not for the owner."""
        return not self._graph_saved or graphs.intact(self._folder, self._identity, self._stamp(), graph.last_embedding)

    def save_graph_again(self, graph: Graph) -> None:
        """Its file is damaged or gone."""
        if graph is self._graph:
            self._graph_saved = False

    # --------------------------------------------------------------------------------------------------------- disk

    def save(self) -> None:
        """Write matrix and graph, go on with the mapped matrix.  Raises ``OSError``; older files are intact then."""
        rows, graph = self.to_save()
        if rows is not None:
            self.remap(self.write(rows))
        if graph is not None:
            self.write_graph(graph)
            self.graph_written(graph)

    def to_save(self) -> tuple[Snapshot | None, Graph | None]:
        """What :meth:`save` has to write; None for what lies on disk as it is here."""
        return self.snapshot() if self._dirty else None, None if self._graph_saved else self._graph

    def write_graph(self, graph: Graph) -> None:
        """The slow half of saving a graph, for any thread, since a graph never changes."""
        private_folder(self._folder)
        graph.save(self._folder, self._identity, self._stamp())

    def graph_written(self, graph: Graph) -> None:
        """The quick half, for the owner."""
        if graph is self._graph:
            self._graph_saved = True
        elif self._graph is None:  # given up meanwhile; another one takes its file's place when it is written
            graphs.forget(self._folder, self._identity)

    def write(self, snapshot: Snapshot) -> Saved:
        """The slow half of :meth:`save`, for any thread: the living rows of ``snapshot`` as a file."""
        private_folder(self._folder)  # somebody may have deleted it: it holds nothing but caches
        stamped.check_room(self._folder, len(snapshot) * _bytes_of_a_row(self._dimension))
        target = stamped.following(self._folder, self._identity, _SUFFIX)
        alive = [(block, np.flatnonzero(block.alive)) for block in snapshot.blocks]
        embeddings = np.concatenate([_NO_IDS, *(block.embeddings[rows] for block, rows in alive)])
        contents = np.concatenate([_NO_IDS, *(block.contents[rows] for block, rows in alive)])
        hubness = np.concatenate(
            [_NO_NUMBERS, *(block.hubness[rows] for block, rows in alive if block.hubness is not None)]
        )
        if not snapshot.hubness:
            hubness = np.zeros(len(embeddings), np.float32)
        last = int(embeddings[-1]) if len(embeddings) else 0
        stamp = {**self._stamp(), "count": len(embeddings), "last": last, "hubness": snapshot.hubness}
        stamped.write(target, [*slices(alive), embeddings, contents, hubness], stamp)
        stamped.forget_others(target, self._identity)
        return Saved(target, len(embeddings), last, snapshot.hubness)

    def remap(self, saved: Saved) -> None:
        """The quick half, for the owner: let the rows of the file take the place of those in memory."""
        mapped = self._mapped(saved)
        mapped.keep(among(self._blocks, mapped.embeddings))
        if self._hubness is not None and not mapped.measured and not self.needs_hubness():  # adopted meanwhile
            mapped.adopt(Measured.of(self._hubness.identity, [block.view() for block in self._blocks]), self._hubness)
        rest = [block.after(saved.last) for block in self._blocks]
        rest = [block for block in rest if block.count]
        self._dirty = bool(rest) or mapped.living < mapped.count
        self._blocks = [mapped, *rest]
        self._snapshot = None

    def _stamp(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "model": self._identity,
            "dimension": self._dimension,
            "generation": self._generation,
        }

    def _follow(self, catalog: Catalog, model_id: int) -> None:
        """Map the newest sound file that the catalog bears out."""
        for path in stamped.newest(self._folder, self._identity, _SUFFIX):
            stamp = stamped.read(path)
            if stamp is None or any(stamp.get(name) != value for name, value in self._stamp().items()):
                continue
            saved = Saved(path, stamp["count"], stamp["last"], stamp["hubness"])
            if saved.last > catalog.embedding_sequence():
                continue  # a power cut took the catalog's last transactions; these ids will be given out again
            try:
                mapped = self._mapped(saved)
            except OSError:
                continue  # the writer has replaced it meanwhile
            if catalog.vector_count(model_id, saved.last) != saved.count:
                present = catalog.embedding_ids(model_id, saved.last)
                mapped.keep(np.isin(mapped.embeddings, present))
                if mapped.living != len(present):
                    continue  # the catalog knows rows that the file lacks
                self._dirty = True
            self._blocks = [mapped]
            self._last = saved.last
            return

    def _mapped(self, saved: Saved) -> Growing:
        count, dimension = saved.count, self._dimension
        if not count:
            return Growing.empty(dimension, self._hubness)
        vectors = np.memmap(saved.path, np.float32, "r", 0, (count, dimension))
        ids = np.fromfile(saved.path, np.int64, 2 * count, offset=vectors.nbytes)
        known = self._hubness is not None and saved.hubness == self._hubness.identity
        hubness = np.fromfile(saved.path, np.float32, count, offset=vectors.nbytes + ids.nbytes) if known else None
        # A plain array over the same memory: a memmap would hand its own costly kind on to every result.
        return Growing(vectors.view(np.ndarray), ids[:count], ids[count:], hubness, count)


def _bytes_of_a_row(dimension: int) -> int:
    """In the file: the vector, two ids, the hubness."""
    return 4 * dimension + 8 + 8 + 4


@dataclass(frozen=True, slots=True)
class Saved:
    """A matrix file: ``count`` rows, the last of them embedding ``last``; ``hubness``: whose, "" for none."""

    path: Path
    count: int
    last: int
    hubness: str


_NO_IDS: Final = np.empty(0, np.int64)
_NO_NUMBERS: Final = np.empty(0, np.float32)
