"""How much of what exact search finds a graph finds as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mediasearch.library.snapshot import Snapshot

#: What is looked at of each answer, how much of it must be there, and how many queries are asked of a kind.
K: Final = 10
ENOUGH: Final = 0.98
QUERIES: Final = 100


def sample(snapshot: Snapshot, count: int, random: np.random.Generator) -> NDArray[np.float32]:
    """Vectors of some living rows, float32 ``(n, dimension)`` with ``n`` up to ``count``, as queries."""
    alive = [(block.vectors, np.flatnonzero(block.alive)) for block in snapshot.blocks]
    total = sum(len(rows) for _, rows in alive)
    chosen = np.sort(random.choice(total, min(count, total), replace=False)) if total else np.empty(0, np.int64)
    found, passed = [np.empty((0, snapshot.dimension), np.float32)], 0
    for vectors, rows in alive:
        here = chosen[(chosen >= passed) & (chosen < passed + len(rows))] - passed
        found.append(vectors[rows[here]])
        passed += len(rows)
    return np.concatenate(found)


def recall(
    snapshot: Snapshot, queries: Sequence[NDArray[np.float32]] | NDArray[np.float32], wanted: Callable[[], bool]
) -> float | None:
    """Mean recall@10 of ``snapshot`` against exact search; None when it is not ``wanted`` any more, or of no query.

    What scores as well as the last that exact search gives is as good as that: of identical pictures any will do.
    """
    exact = replace(snapshot, graph=None)
    shares = []
    for query in queries:
        if not wanted():
            return None
        truth = exact.search(query, K).scores
        if len(truth):
            shares.append(np.count_nonzero(snapshot.search(query, K).scores >= truth[-1]) / len(truth))
    return float(np.mean(shares)) if shares else None
