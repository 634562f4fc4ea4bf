"""How good a ranking is: the usual measures of retrieval, each over what was found and what should have been.

Every function takes ``scores``, float ``(queries, items)``, larger for better, and ``relevant``, bool, alike.
Queries to which nothing is relevant say nothing about a ranking and are left out; where none is left the answer is NaN.
Among equal scores the relevant items come last, so that a ranking that cannot tell items apart never looks good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.floating]
    Relevant = NDArray[np.bool_]


def recall_at(scores: Scores, relevant: Relevant, k: int) -> float:
    """The share of queries with something relevant among their first ``k`` items.

    This is recall@k as it is reported for captions and pictures (Karpathy and Fei-Fei 2015, section 4.2; Radford et al.
    2021, table 13).  It is the share of the relevant items found only where there is one for each query.
    """
    return _mean(first_ranks(scores, relevant) <= k)


def median_rank(scores: Scores, relevant: Relevant) -> float:
    """The median over the queries of the rank, counted from 1, of the first relevant item."""
    ranks = first_ranks(scores, relevant)
    return float(np.median(ranks)) if len(ranks) else float("nan")


def precision_at(scores: Scores, relevant: Relevant, k: int) -> float:
    """The share of relevant items among the first ``k``, averaged over the queries (Manning et al. 2008, section 8.4).

    Of fewer than ``k`` items, places that stay empty count as not relevant.
    """
    return _mean(_in_order(scores, relevant)[:, :k].sum(axis=1) / k)


def average_precisions(scores: Scores, relevant: Relevant) -> NDArray[np.float64]:
    """For each query the mean, over its relevant items, of the precision at that item's rank (trec_eval's ``map``).

    float64 ``(queries with something relevant,)``.
    """
    ordered = _in_order(scores, relevant)
    ranks = np.arange(1, ordered.shape[1] + 1)
    precisions = np.cumsum(ordered, axis=1) / ranks
    answer: NDArray[np.float64] = (precisions * ordered).sum(axis=1) / ordered.sum(axis=1)
    return answer


def mean_average_precision(scores: Scores, relevant: Relevant) -> float:
    """mAP: the mean of :func:`average_precisions`."""
    return _mean(average_precisions(scores, relevant))


def f1_at(scores: Scores, relevant: Relevant, cut: float) -> float:
    """Macro F1 when every item with a score of at least ``cut`` is called a match.

    F1 of one query is 2·TP / (2·TP + FP + FN) (van Rijsbergen 1979); macro: averaged over the queries.
    """
    some = relevant.any(axis=1)
    found, true = scores[some] >= cut, relevant[some]
    return _mean(2 * (found & true).sum(axis=1) / (found.sum(axis=1) + true.sum(axis=1)))


def best_cut(scores: Scores, relevant: Relevant) -> float:
    """The one score for all queries at which :func:`f1_at` is best; of several the largest.

    Every cut that can be best is the score of a relevant item, and of these a hundred quantiles are tried.
    """
    candidates = scores[relevant]
    if not candidates.size:
        return float("nan")
    cuts = np.unique(np.quantile(candidates, np.linspace(0, 1, 101), method="lower"))
    values = [f1_at(scores, relevant, float(cut)) for cut in cuts]
    best = max(range(len(cuts)), key=lambda place: (values[place], cuts[place]))
    return float(cuts[best])


def first_ranks(scores: Scores, relevant: Relevant) -> NDArray[np.int64]:
    """For each query that has one, the rank of its first relevant item, from 1."""
    ranks: NDArray[np.int64] = _in_order(scores, relevant).argmax(axis=1).astype(np.int64) + 1
    return ranks


def _in_order(scores: Scores, relevant: Relevant) -> Relevant:
    """``relevant`` by falling score, of the queries that have something relevant."""
    if scores.shape != relevant.shape or scores.ndim != 2:
        raise ValueError(f"scores of shape {scores.shape} for judgements of shape {relevant.shape}")
    some = relevant.any(axis=1)
    scores, relevant = scores[some], relevant[some]
    order = np.lexsort((relevant, -scores), axis=1)
    return np.take_along_axis(relevant, order, axis=1)


def _mean(values: NDArray[np.generic]) -> float:
    return float(values.mean()) if values.size else float("nan")
