"""Searching the vectors as they were at one moment.

Exact search is a product with every row; it is the oracle, and up to a few hundred thousand rows, or with a selective
filter, as fast as the graph.  Whatever finds the candidates, their scores are computed in one way, so exact search and
the graph agree to the last bit on what both find.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mediasearch.library.graph import Graph, Near
from mediasearch.library.product import product

#: Rows up to which every search is exact: about 20 ms at 512 dimensions on two cores.
EXACT_LIMIT: Final = 200_000

#: Single precision products of unit vectors differ by less than this from the true ones.
_SLACK: Final = 1e-5

#: Rows scored at once in double precision.
_SLICE: Final = 8192

#: Of more scores than these a sample of every so-manieth tells about where the best begin.
_MANY: Final = 1 << 16
_STRIDE: Final = 64

#: Candidates up to which the graph is asked; for more of them it takes as long as the exact product.
_WIDEST: Final = 5000

_Ids = NDArray[np.int64]
#: Places in a block: all from one on, or some.
_Places = range | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Matches:
    """The best embedding of each content, the best content first; equal scores by content id."""

    contents: _Ids
    scores: NDArray[np.float32]
    embeddings: _Ids

    def __len__(self) -> int:
        return len(self.contents)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows by ascending embedding id: vectors ``(n, dimension)`` and, ``(n,)`` each, what they are of.

    ``alive`` is false for rows whose content was removed.  ``hubness`` is None while it has not been computed.
    """

    vectors: NDArray[np.float32]
    embeddings: _Ids
    contents: _Ids
    alive: NDArray[np.bool_]
    hubness: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class _Candidates:
    embeddings: _Ids
    contents: _Ids
    scores: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index at one moment; never changes, safe in any thread.  ``count``: living rows.

    A query is float32 ``(dimension,)``, or has one element more: what each row's hubness weighs.  ``hubness``: the
    identity of what computed it; "" while it is not known of every row, and then it weighs nothing.
    """

    blocks: tuple[Block, ...]
    count: int
    dimension: int
    graph: Graph | None = None
    exact_limit: int = EXACT_LIMIT
    hubness: str = ""

    def __len__(self) -> int:
        return self.count

    def search(self, query: NDArray[np.float32], k: int, allowed: Collection[int] | _Ids | None = None) -> Matches:
        """The ``k`` contents nearest to ``query`` by inner product, hubness included.

        ``allowed`` limits the answer to these content ids.  Raises ``ValueError`` for a query of another dimension.
        """
        query = self.whole(query)
        if k <= 0 or not self.count:
            return _NOTHING
        masks = self._masks(allowed)
        count = self.count if allowed is None else sum(int(np.count_nonzero(mask)) for mask in masks)
        if self.graph is not None and count > self.exact_limit:
            found = self._by_graph(self.graph, query, k, masks, count)
            if found is not None:
                return found
        return self._exact(query, k, masks)

    def sample(
        self, query: NDArray[np.float32], most: int, allowed: Collection[int] | _Ids | None = None
    ) -> NDArray[np.float64]:
        """Scores of ``query`` for at most ``most`` rows, evenly spread over the living ones that are ``allowed``."""
        query = self.whole(query)
        rows = [np.flatnonzero(mask) for mask in self._masks(allowed)]
        total = sum(map(len, rows))
        step = max(1, -(-total // most))
        scores, passed = [np.empty(0)], 0
        for block, row in zip(self.blocks, rows, strict=True):
            scores.append(_precise(block, row[-passed % step :: step], query))
            passed += len(row)
        return np.concatenate(scores)

    def of(self, contents: Sequence[int] | _Ids) -> tuple[_Ids, NDArray[np.float32], NDArray[np.float32]]:
        """Those of ``contents`` that have a row, int64 ``(n,)`` in the order given, their vectors and hubness.

        Of several embeddings of a content it is the first; hubness is 0 while it is not known.
        """
        wanted = _as_ids(contents)
        ids, vectors, hubness = [_NO_IDS], [np.empty((0, self.dimension), np.float32)], [np.empty(0, np.float32)]
        for block, mask in zip(self.blocks, self._masks(wanted), strict=True):
            row = np.flatnonzero(mask)
            ids.append(block.contents[row])
            vectors.append(block.vectors[row])
            hubness.append(np.zeros(len(row), np.float32) if block.hubness is None else block.hubness[row])
        known, first = np.unique(np.concatenate(ids), return_index=True)
        present = wanted[np.isin(wanted, known)]
        chosen = first[np.searchsorted(known, present)]
        return present, np.concatenate(vectors)[chosen], np.concatenate(hubness)[chosen]

    def whole(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """``query`` with what hubness weighs, which is nothing while not all of it is known."""
        if query.shape not in ((self.dimension,), (self.dimension + 1,)):
            raise ValueError(f"a query of shape {query.shape} for vectors of {self.dimension} dimensions")
        whole = np.zeros(self.dimension + 1, np.float32)
        whole[: len(query)] = query
        if not self.hubness:
            whole[-1] = 0
        return whole

    def _masks(self, allowed: Collection[int] | _Ids | None) -> list[NDArray[np.bool_]]:
        masks = [block.alive for block in self.blocks]
        if allowed is None:
            return masks
        wanted = _as_ids(allowed)
        return [mask & _isin(block.contents, wanted) for mask, block in zip(masks, self.blocks, strict=True)]

    # ------------------------------------------------------------------------------------------------------- exact

    def _exact(self, query: NDArray[np.float32], k: int, masks: Sequence[NDArray[np.bool_]]) -> Matches:
        rows, scores = self._products(query, masks)
        total = sum(map(len, rows))
        if not total:
            return _NOTHING
        everything = np.concatenate(scores) if len(scores) > 1 else scores[0]
        wanted = k
        while True:
            matches = _best(self._candidates(query, rows, scores, _threshold(everything, wanted, query)), k)
            # Contents with several embeddings take several places; look further down until there are k contents.
            if len(matches) >= k or wanted >= total:
                return matches
            wanted *= 4

    def _products(
        self, query: NDArray[np.float32], masks: Sequence[NDArray[np.bool_]], after: int = 0
    ) -> tuple[list[_Places], list[NDArray[np.float32]]]:
        """For each block the rows of its mask with embedding ids beyond ``after``, and their products."""
        rows: list[_Places] = []
        scores: list[NDArray[np.float32]] = []
        for block, mask in zip(self.blocks, masks, strict=True):
            begin = int(np.searchsorted(block.embeddings, after, side="right")) if after else 0
            wanted: slice | NDArray[np.intp] = slice(begin, None)
            row: _Places
            if mask[begin:].all():
                row = range(begin, len(mask))  # no array: a million numbers take 1 ms
                score = product(block.vectors[begin:], query[:-1])
            else:
                wanted = row = some = np.flatnonzero(mask[begin:]) + begin
                if len(some) * 20 < len(block.vectors) - begin:  # gathering copies; for more rows the whole is faster
                    score = block.vectors[some] @ query[:-1]
                else:
                    score = product(block.vectors[begin:], query[:-1])[some - begin]
            if query[-1] and block.hubness is not None:
                score += query[-1] * block.hubness[wanted]
            rows.append(row)
            scores.append(score)
        return rows, scores

    def _candidates(
        self,
        query: NDArray[np.float32],
        rows: Sequence[_Places],
        scores: Sequence[NDArray[np.float32]],
        threshold: float,
    ) -> _Candidates:
        """Rows at or above ``threshold``, scored precisely."""
        chosen = [_some(row, np.flatnonzero(score >= threshold)) for row, score in zip(rows, scores, strict=True)]
        pairs = [(block, row) for block, row in zip(self.blocks, chosen, strict=True) if len(row)]
        if not pairs:
            return _Candidates(_NO_IDS, _NO_IDS, np.empty(0))
        return _Candidates(
            np.concatenate([block.embeddings[row] for block, row in pairs]),
            np.concatenate([block.contents[row] for block, row in pairs]),
            np.concatenate([_precise(block, row, query) for block, row in pairs]),
        )

    # ------------------------------------------------------------------------------------------------------- graph

    def _by_graph(
        self, graph: Graph, query: NDArray[np.float32], k: int, masks: Sequence[NDArray[np.bool_]], count: int
    ) -> Matches | None:
        """Candidates from the graph, and exactly from what was added since; None when exact search is needed."""
        rows, scores = self._products(query, masks, after=graph.last_embedding)
        fresh = self._fresh(query, rows, scores, k)
        # Removed and filtered rows take places among the candidates, hence more of them in proportion.
        wanted = int(k * max(1.0, len(graph.members) / max(1, count))) + 16
        while wanted <= min(_WIDEST, len(graph) // 4):
            found = graph.nearest(query, wanted)
            if found is None:
                return None
            old = self._scored(found, query, masks)
            matches = _best(_joined(old, fresh), k)
            # Enough when k contents were found among the graph's own; those added since only push them down.
            if len(np.unique(old.contents)) >= k:
                return matches
            wanted *= 4
        return None

    def _fresh(
        self,
        query: NDArray[np.float32],
        rows: Sequence[_Places],
        scores: Sequence[NDArray[np.float32]],
        k: int,
    ) -> _Candidates:
        everything = np.concatenate(scores) if scores else np.empty(0, np.float32)
        wanted = k
        while True:
            if not len(everything):
                return _Candidates(_NO_IDS, _NO_IDS, np.empty(0))
            found = self._candidates(query, rows, scores, _threshold(everything, wanted, query))
            if wanted >= len(everything) or len(np.unique(found.contents)) >= k:
                return found
            wanted *= 4

    def _scored(self, near: Near, query: NDArray[np.float32], masks: Sequence[NDArray[np.bool_]]) -> _Candidates:
        """Those of ``near`` that are rows which the masks let through; one product for all of a node."""
        blocks = [(block, mask) for block, mask in zip(self.blocks, masks, strict=True) if len(block.embeddings)]
        starts = np.array([block.embeddings[0] for block, _ in blocks])
        of_block = np.searchsorted(starts, near.embeddings, side="right") - 1
        keep = np.zeros(len(near.embeddings), np.bool_)
        scores = np.full(near.node.max(initial=-1) + 1, np.nan)
        for number in np.unique(of_block[of_block >= 0]):
            block, mask = blocks[number]
            here = np.flatnonzero(of_block == number)
            row = np.minimum(np.searchsorted(block.embeddings, near.embeddings[here]), len(mask) - 1)
            present = (block.embeddings[row] == near.embeddings[here]) & mask[row]
            here, row = here[present], row[present]
            keep[here] = True
            nodes, first = np.unique(near.node[here], return_index=True)
            unknown = np.isnan(scores[nodes])
            scores[nodes[unknown]] = _precise(block, row[first[unknown]], query)
        return _Candidates(near.embeddings[keep], near.contents[keep], scores[near.node[keep]])


def _as_ids(allowed: Collection[int] | _Ids) -> _Ids:
    if isinstance(allowed, np.ndarray):
        return allowed.astype(np.int64, copy=False)
    return np.fromiter(allowed, np.int64, len(allowed))


def _isin(contents: _Ids, wanted: _Ids) -> NDArray[np.bool_]:
    if not len(contents) or not len(wanted):
        return np.zeros(len(contents), np.bool_)
    # Content ids are dense, so a table of bits answers faster than sorting.
    table = np.zeros(int(contents.max()) + 1, np.bool_)
    table[wanted[(wanted >= 0) & (wanted < len(table))]] = True
    return table[contents]


def _some(places: _Places, numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    return numbers + places.start if isinstance(places, range) else places[numbers]


def _threshold(scores: NDArray[np.float32], wanted: int, query: NDArray[np.float32]) -> float:
    """A score that at least the best ``wanted`` reach, however single precision rounded them."""
    if wanted >= len(scores):
        return -np.inf
    if len(scores) > _MANY:
        # Partitioning a million takes as long as a fifth of their product: look at every so-manieth first.
        some = scores[::_STRIDE]
        likely = 4 * wanted // _STRIDE + _STRIDE
        if likely < len(some):
            above = scores[scores >= np.partition(some, len(some) - likely)[len(some) - likely]]
            scores = above if len(above) >= wanted else scores
    place = len(scores) - wanted
    return float(np.partition(scores, place)[place]) - _SLACK * max(1.0, float(np.linalg.norm(query)))


def _precise(block: Block, rows: NDArray[np.intp], query: NDArray[np.float32]) -> NDArray[np.float64]:
    """Inner products in double precision, each row by itself: equal vectors have equal scores wherever they stand."""
    wide = query.astype(np.float64)
    answer = np.empty(len(rows))
    for start in range(0, len(rows), _SLICE):
        part = rows[start : start + _SLICE]
        answer[start : start + len(part)] = np.einsum("ij,j->i", block.vectors[part].astype(np.float64), wide[:-1])
    if wide[-1] and block.hubness is not None:
        answer += wide[-1] * block.hubness[rows].astype(np.float64)
    return answer


def _joined(one: _Candidates, other: _Candidates) -> _Candidates:
    return _Candidates(
        np.concatenate([one.embeddings, other.embeddings]),
        np.concatenate([one.contents, other.contents]),
        np.concatenate([one.scores, other.scores]),
    )


def _best(candidates: _Candidates, k: int) -> Matches:
    """The best embedding of each content, and of these the best ``k``."""
    order = np.lexsort((candidates.embeddings, candidates.contents, -candidates.scores))
    _, first = np.unique(candidates.contents[order], return_index=True)
    chosen = order[np.sort(first)[:k]]
    return Matches(
        candidates.contents[chosen], candidates.scores[chosen].astype(np.float32), candidates.embeddings[chosen]
    )


_NO_IDS: Final = np.empty(0, np.int64)
_NOTHING: Final = Matches(_NO_IDS, np.empty(0, np.float32), _NO_IDS)
