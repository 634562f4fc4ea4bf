"""More like these, less like those on real vectors: three confirmed and, where there are any, two refused hits.

For each label with forty pictures or more, a person goes through the hits from the first one on: what is right is
confirmed, what is wrong refused, until there are three and two.  Judged is the precision of the first ten among the
pictures that remain.  Beside the program's way stand the known others; each at its best weight, so that none of them is
put at a disadvantage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from mediasearch.search.feedback import direction
from tests.benchmarks.report import Figure

Rows = NDArray[np.float32]
Numbers = NDArray[np.float64]

LEAST = 40
CONFIRMED, REFUSED = 3, 2
WEIGHTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5)
#: A random crowd stands for all that was neither confirmed nor refused.
CROWD = 200


def measure(images: Rows, queries: Rows, scores: Rows, relevant: NDArray[np.bool_]) -> list[Figure]:
    asked = np.flatnonzero(relevant.sum(axis=1) >= LEAST)
    figures = []
    for whence in ("the first hits", "anywhere in the first 60"):
        cases = list(_cases(asked, scores, relevant, whence))
        before = float(np.mean([_precision(scores[label], relevant[label], more, less) for label, more, less in cases]))
        head = f"{len(cases)} × examples from {whence}"

        def program(label: int, more: NDArray[np.int64], less: NDArray[np.int64]) -> Numbers:
            moved = direction(queries[label], images[more], images[less])
            # The hubness that is part of the scores, as the index would count it.
            hubness = queries[label][:-1] @ images.T - scores[label]
            return np.asarray(images @ moved[:-1] - hubness * (moved[-1] / queries[label][-1]), np.float64)

        def alone(label: int, more: NDArray[np.int64], less: NDArray[np.int64]) -> Numbers:
            return np.asarray(images @ direction(None, images[more], images[less])[:-1], np.float64)

        for name, way in (("Rocchio, as the program does", program), ("Rocchio without the words", alone)):
            found = _mean(cases, relevant, way)
            figures.append(Figure("examples", f"{head}: {name}", "", (found,), "words", (before,)))
        for name, evidence in (
            ("logistic probe", _logistic),
            ("nearest confirmed", _nearest),
            ("mean cosine", _cosine),
        ):
            each = [evidence(images, more, less) for _, more, less in cases]
            best, weight = max(
                (
                    float(
                        np.mean(
                            [
                                _precision(scores[label] + weight * extra, relevant[label], more, less)
                                for (label, more, less), extra in zip(cases, each, strict=True)
                            ]
                        )
                    ),
                    weight,
                )
                for weight in WEIGHTS
            )
            lone = float(
                np.mean(
                    [
                        _precision(extra, relevant[label], more, less)
                        for (label, more, less), extra in zip(cases, each, strict=True)
                    ]
                )
            )
            figures.append(
                Figure("examples", f"{head}: words + {weight} · {name}", "", (best,), "without words", (lone,))
            )
    return figures


Case = tuple[int, NDArray[np.int64], NDArray[np.int64]]


def _cases(asked: NDArray[np.int64], scores: Rows, relevant: NDArray[np.bool_], whence: str) -> Iterator[Case]:
    rng = np.random.default_rng(0)
    for label in asked:
        order = np.argsort(-scores[label])
        for _ in range(1 if whence == "the first hits" else 3):
            seen = order if whence == "the first hits" else rng.permutation(order[:60])
            right, wrong = seen[relevant[label][seen]], seen[~relevant[label][seen]]
            last = np.flatnonzero(seen == right[min(CONFIRMED, len(right)) - 1])[0]
            refused = (
                wrong[:REFUSED] if whence != "the first hits" else seen[: last + 3][~relevant[label][seen[: last + 3]]]
            )
            yield int(label), right[:CONFIRMED], refused[:REFUSED]


def _mean(cases: list[Case], relevant: NDArray[np.bool_], way: Callable[..., Numbers]) -> float:
    return float(
        np.mean([_precision(way(label, more, less), relevant[label], more, less) for label, more, less in cases])
    )


def _precision(
    scores: NDArray[np.floating], relevant: NDArray[np.bool_], more: NDArray[np.int64], less: NDArray[np.int64]
) -> float:
    remaining = scores.astype(np.float64)
    remaining[more] = remaining[less] = -np.inf
    return float(relevant[np.argsort(-remaining)[:10]].mean())


def _logistic(images: Rows, more: NDArray[np.int64], less: NDArray[np.int64]) -> Numbers:
    """Fitted by gradient descent with a quadratic penalty; examples weigh as much as the whole crowd."""
    crowd = np.random.default_rng(1).choice(len(images), CROWD, replace=False)
    mean = images.mean(axis=0)
    rows = np.concatenate([images[more], images[less], images[crowd]]) - mean
    rows = 5 * rows / np.linalg.norm(rows, axis=1, keepdims=True)
    truth = np.r_[np.ones(len(more)), np.zeros(len(less) + CROWD)]
    weights = np.r_[
        np.full(len(more), 1 / len(more)), np.full(len(less), 1 / max(1, len(less))), np.full(CROWD, 1 / CROWD)
    ]
    vector, offset = np.zeros(rows.shape[1]), 0.0
    for _ in range(200):
        wrong = weights * (1 / (1 + np.exp(-(rows @ vector + offset))) - truth)
        vector -= 0.45 * (rows.T @ wrong + 0.1 * vector)
        offset -= 0.5 * wrong.sum()
    return np.asarray(images @ (vector / np.linalg.norm(vector)), np.float64)


def _nearest(images: Rows, more: NDArray[np.int64], less: NDArray[np.int64]) -> Numbers:
    near = (images @ images[more].T).max(axis=1)
    far = (images @ images[less].T).max(axis=1) if len(less) else np.zeros(len(images))
    return np.asarray(near - 0.5 * far, np.float64)


def _cosine(images: Rows, more: NDArray[np.int64], less: NDArray[np.int64]) -> Numbers:
    near = (images @ images[more].T).mean(axis=1)
    far = (images @ images[less].T).mean(axis=1) if len(less) else np.zeros(len(images))
    return np.asarray(near - 0.5 * far, np.float64)
