"""Best matches on real vectors: a cut fitted on half of the labels and of the pictures, checked on the other halves.

Twenty random halvings.  Precision is the mean over the labels that have best matches at all; recall and how often there
are none, over all labels.  For pictures as queries, a match shares a label that fewer than a tenth of all pictures
have.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mediasearch.search.bands import CLIP, own_distances, standardised
from tests.benchmarks.report import Figure

Rows = NDArray[np.float32]
Distances = NDArray[np.float64]

HALVINGS = 20
#: What the cut is fitted to; the aim on the other half is 0.80.
WANTED = 0.85
#: Pictures that are asked for in the place of labels.
ASKED = 300


def measure(images: Rows, queries: Rows, scores: Rows, relevant: NDArray[np.bool_], names: Rows) -> list[Figure]:
    own = np.stack([own_distances(query[:-1], images, names) for query in queries])
    rng = np.random.default_rng(0)
    rare = relevant[relevant.mean(axis=1) < 0.1]
    asked = rng.choice(np.flatnonzero(rare.any(axis=0)), ASKED, replace=False)
    same = (rare[:, asked].T.astype(np.float32) @ rare.astype(np.float32)) > 0
    alike = images[asked] @ images.T
    alike[np.arange(ASKED), asked], same[np.arange(ASKED), asked] = np.nan, False  # it always finds itself
    figures = []
    for what, found, own_of, true, cut in (
        ("descriptions", scores, own, relevant, CLIP.described),
        ("descriptions, crowd alone", scores, None, relevant, CLIP.pictured),
        ("pictures", alike, None, same, CLIP.pictured),
    ):
        checked: list[tuple[float, float, float]] = []
        fixed: list[tuple[float, float, float]] = []
        cuts = []
        for _ in range(HALVINGS):
            fitted, rest_of = _halves(rng, len(found)), _halves(rng, found.shape[1])
            sides = [
                (_distances(found, own_of, rows, columns), true[np.ix_(rows, columns)])
                for rows, columns in zip(fitted, rest_of, strict=True)
            ]
            cuts.append(_fit(*sides[0]))
            checked.append(_judge(*sides[1], cuts[-1]))
            fixed.append(_judge(*sides[1], cut))
        for says, rows in ((f"fitted cut {np.mean(cuts):.2f} ± {np.std(cuts):.2f}", checked), (f"cut {cut}", fixed)):
            precision, recall, empty = (tuple(each) for each in zip(*rows, strict=True))
            head = f"best matches of {what}, {says}"
            aim = float(np.mean(precision))
            figures += [
                Figure(
                    "bands", f"{head}: precision", "", (aim,), "worst of 20", (min(precision),), "≥ 0.80", aim >= 0.8
                ),
                Figure("bands", f"{head}: recall", "", (float(np.mean(recall)),), "empty", (float(np.mean(empty)),)),
            ]
    return figures


def _halves(rng: np.random.Generator, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = rng.permutation(count)
    return order[: count // 2], order[count // 2 :]


def _distances(scores: Rows, own: Distances | None, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Distances:
    found = []
    for row in rows:
        part = scores[row, columns].astype(np.float64)
        crowd = part[~np.isnan(part)]
        distances = standardised(part, None if own is None else own[row, columns], crowd)
        assert distances is not None
        found.append(np.nan_to_num(distances, nan=-np.inf))
    return np.stack(found)


def _fit(distances: Distances, relevant: NDArray[np.bool_]) -> float:
    """The lowest cut above which :data:`WANTED` are right."""
    cuts = np.arange(8.0, 1.0, -0.05)
    good = [cut for cut in cuts if _judge(distances, relevant, float(cut))[0] >= WANTED]
    return float(min(good))


def _judge(distances: Distances, relevant: NDArray[np.bool_], cut: float) -> tuple[float, float, float]:
    some = relevant.any(axis=1)
    best, true = distances[some] >= cut, relevant[some]
    count, right = best.sum(axis=1), (best & true).sum(axis=1)
    has = count > 0
    precision = float((right[has] / count[has]).mean()) if has.any() else 0.0
    return precision, float((right / true.sum(axis=1)).mean()), float((~has).mean())
