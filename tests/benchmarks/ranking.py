"""What centring queries gains on real vectors: ``python -m tests.benchmarks.ranking VECTORS.npz``.

The file holds a CLIP model's vectors, all of length 1: ``image (n, d)``, ``labels (n, m)`` bool, ``label_text (m, d)``,
and ``background_text (b, d)`` with their names.  Two backgrounds are compared: those of the file's names that the
program's own list has as well, none of them asked for; and all names of the file.

Beside centring stands what needs a number for each picture: its inverted softmax over the background (Bogolin et al.
2022).  Which of these combinations is best is chosen on every second label and judged on the others, and vice versa.

What a minus should weigh is measured on pairs of labels that are often seen together: one of them without the other.
"""

from __future__ import annotations

import itertools
import re
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.search.fusion import fuse
from mediasearch.search.measures import mean_average_precision, precision_at
from mediasearch.search.plan import MINUS
from mediasearch.search.ranking import background, centred
from tests.benchmarks.report import Figure, table

Rows = NDArray[np.float32]

PARTS = (0.25, 0.5, 0.75)
#: Part of the mean, sharpness of the softmax, weight of its logarithm.
COMBINATIONS = tuple(itertools.product((0.0, *PARTS), (25, 50, 100), (0.25, 0.5, 1.0)))
#: Weights of a minus that are tried beside the program's own.
MINUSES = (0.25, 0.5, 0.75, 1.0)
#: Label A is often seen with B when so large a part of its pictures holds both; so many are needed with and without.
TOGETHER, LEAST = 0.2, 10
HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2)}


def measure(file: Path) -> list[Figure]:
    with np.load(file) as arrays:
        images, texts, names = (arrays[name].astype(np.float32) for name in ("image", "label_text", "background_text"))
        relevant = arrays["labels"].T
        asked = {_plain(name) for name in arrays["label_names"]}
        known = [_plain(name) for name in arrays["background_names"]]
    own = set(background()["en"]) - asked
    few = names[[place for place, name in enumerate(known) if name in own]]
    raw = texts @ images.T
    figures: list[Figure] = []
    for what, vectors in ((f"{len(few)} own names", few), (f"{len(names)} names", names)):
        mean = vectors.mean(axis=0)
        for part in PARTS:
            ranked = np.stack([centred(text, mean, part) for text in texts]) @ images.T
            for half, rows in HALVES.items():
                figures += _figures(f"{what}, centred {part}, {half} labels", ranked[rows], raw[rows], relevant[rows])
        combined = [_combined(images, texts, vectors, *each) for each in COMBINATIONS]
        for half, other in (("even", "odd"), ("odd", "even")):
            chosen, rows = HALVES[other], HALVES[half]
            found = [mean_average_precision(scores[chosen], relevant[chosen]) for scores in combined]
            best = int(np.argmax(found))
            part, sharpness, weight = COMBINATIONS[best]
            says = f"{what}, centred {part} and {weight} · softmax({sharpness}), {half} labels"
            figures += _figures(says, combined[best][rows], raw[rows], relevant[rows])
    return figures + _minus(images, texts, names.mean(axis=0), relevant)


def _minus(images: Rows, texts: Rows, mean: Rows, relevant: NDArray[np.bool_]) -> list[Figure]:
    """Label A without B, for each pair that is often seen together; beside it A alone."""
    both = relevant.astype(int) @ relevant.T.astype(int)
    count = relevant.sum(axis=1)
    pairs = [
        (one, other)
        for one, other in itertools.permutations(range(len(texts)), 2)
        if both[one, other] >= max(LEAST, TOGETHER * count[one]) and count[one] - both[one, other] >= LEAST
    ]
    wanted = np.stack([relevant[one] & ~relevant[other] for one, other in pairs])
    figures = []
    for part in (0.0, 0.75):
        units = [centred(text, mean, part) for text in texts]
        alone = np.stack([units[one] for one, _ in pairs]) @ images.T
        for weight in sorted({MINUS, *MINUSES}):
            fused = np.stack([fuse([(units[one], 1.0), (units[other], -weight)]) for one, other in pairs])
            what = f"{len(pairs)} pairs, centred {part}, one without the other at {weight}"
            for name, measure in (("mAP", mean_average_precision), ("precision@10", _top_ten)):
                found, before = measure(fused @ images.T, wanted), measure(alone, wanted)
                figures.append(Figure("ranking", f"{what}: {name}", "", (found,), "no minus", (before,)))
    return figures


def _top_ten(scores: Rows, relevant: NDArray[np.bool_]) -> float:
    return precision_at(scores, relevant, 10)


def _combined(images: Rows, texts: Rows, names: Rows, part: float, sharpness: float, weight: float) -> Rows:
    near = np.log(np.exp(sharpness * (images @ names.T)).mean(axis=1)) / sharpness
    scores: Rows = (texts - np.float32(part) * names.mean(axis=0)) @ images.T - np.float32(weight) * near
    return scores


def _figures(what: str, ranked: Rows, raw: Rows, relevant: NDArray[np.bool_]) -> list[Figure]:
    found, before = (mean_average_precision(scores, relevant) for scores in (ranked, raw))
    top, top_before = (precision_at(scores, relevant, 10) for scores in (ranked, raw))
    return [
        Figure("ranking", f"{what}: mAP", "", (found,), "raw", (before,), "raw + 0.09", found >= before + 0.09),
        Figure("ranking", f"{what}: precision@10", "", (top,), "raw", (top_before,)),
    ]


def _plain(name: str) -> str:
    return re.sub(r"_\(.*", "", name).replace("_", " ").lower()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(table(measure(Path(sys.argv[1]))))
