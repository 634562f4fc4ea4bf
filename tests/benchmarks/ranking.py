"""What search gains on real vectors: ``python -m tests.benchmarks.ranking VECTORS.npz``.

The file holds a CLIP model's vectors, all of length 1: ``image (n, d)``, ``labels (n, m)`` bool, ``label_text (m, d)``,
and ``background_text (b, d)`` with their names.  No name that is asked for is ever part of the background.  Two
backgrounds are compared: the file's names that the program's own list has as well, and all of the file's.

*Ranking*: centring by itself, and with the hubness of pictures as the program ranks; beside it what grids of sharpness
and weight find, chosen on every second label and judged on the others, and vice versa.  What a minus should weigh is
measured on pairs of labels that are often seen together: one of them without the other.  *Bands* and *examples* (more
like this, less like this) have files of their own beside this one.
"""

from __future__ import annotations

import itertools
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.search.calibration import Background, Rows, names
from mediasearch.search.fusion import fuse, of_picture
from mediasearch.search.measures import mean_average_precision, precision_at
from mediasearch.search.plan import MINUS
from mediasearch.search.ranking import HUBNESS, centred
from tests.benchmarks import ranking_bands, ranking_examples
from tests.benchmarks.report import Figure, table

Vectors = NDArray[np.float32]

PARTS = (0.25, 0.5, 0.75)
#: What the program takes away from descriptions of CLIP's kind of model.
PART = 0.75
#: Sharpness of the softmax and weight of its logarithm.
GRID = tuple(itertools.product((25, 50, 100, 200), (0.25, 0.5, 0.75, 1.0)))
#: Weights of a minus that are tried beside the program's own.
MINUSES = (0.25, 0.5, 0.75, 1.0)
#: Label A is often seen with B when so large a part of its pictures holds both; so many are needed with and without.
TOGETHER, LEAST = 0.2, 10
HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2)}


@dataclass(frozen=True)
class World:
    """``images (n, d)``, ``texts (m, d)``, ``relevant (m, n)``; ``own`` and ``all`` are backgrounds ``(b, d)``."""

    images: Vectors
    texts: Vectors
    relevant: NDArray[np.bool_]
    own: Vectors
    all: Vectors

    @classmethod
    def read(cls, file: Path) -> World:
        with np.load(file) as arrays:
            images, texts, others = (
                arrays[name].astype(np.float32) for name in ("image", "label_text", "background_text")
            )
            relevant = arrays["labels"].T
            asked = {_plain(name) for name in arrays["label_names"]}
            known = [_plain(name) for name in arrays["background_names"]]
        own = set(names()["en"])
        free = [place for place, name in enumerate(known) if name not in asked]
        return cls(images, texts, relevant, others[[place for place in free if known[place] in own]], others[free])

    def ranked(self, background: Vectors) -> tuple[Vectors, Vectors]:
        """Query vectors and scores as the program makes them."""
        rows = Background("measured", {"en": background})
        units = centred(self.texts, rows.of("en"), PART)
        queries = np.column_stack([units, np.full(len(units), -HUBNESS, np.float32)])
        return queries, units @ self.images.T - HUBNESS * rows.hubness(self.images)


def measure(file: Path) -> list[Figure]:
    world = World.read(file)
    raw = world.texts @ world.images.T
    figures: list[Figure] = []
    for what, vectors in ((f"{len(world.own)} own names", world.own), (f"{len(world.all)} names", world.all)):
        for part in PARTS:
            without_mean = (world.texts - part * vectors.mean(axis=0)) @ world.images.T
            figures += _figures(f"{what}, without {part} of the mean", without_mean, raw, world.relevant)
            ranked = centred(world.texts, Rows.made(vectors), part) @ world.images.T
            figures += _figures(f"{what}, centred {part}", ranked, raw, world.relevant)
        _, scores = world.ranked(vectors)
        for half, rows in ({"all": slice(None)} | HALVES).items():
            says = f"{what}, centred {PART}, hubness {HUBNESS}, {half} labels"
            figures += _figures(says, scores[rows], raw[rows], world.relevant[rows])
        grid = [_combined(world, vectors, *each) for each in GRID]
        for half, other in (("even", "odd"), ("odd", "even")):
            chosen, rows = HALVES[other], HALVES[half]
            found = [mean_average_precision(scores[chosen], world.relevant[chosen]) for scores in grid]
            best = int(np.argmax(found))
            says = f"{what}, best of the other half: hubness({GRID[best][0]}) {GRID[best][1]}, {half} labels"
            figures += _figures(says, grid[best][rows], raw[rows], world.relevant[rows])
    figures += _as_many(world, raw)
    figures += _minus(world)
    queries, scores = world.ranked(world.all)
    usual = centred(world.all, Rows.made(world.all), PART)
    figures += ranking_bands.measure(world.images, queries, scores, world.relevant, usual)
    return figures + ranking_examples.measure(world.images, queries, scores, world.relevant)


def _as_many(world: World, raw: Vectors) -> list[Figure]:
    """The program's ranking before as many names as the program's own list has, drawn ten times."""
    rng = np.random.default_rng(0)
    count = len(names()["en"])
    drawn = (world.all[rng.choice(len(world.all), count, replace=False)] for _ in range(10))
    found = tuple(mean_average_precision(world.ranked(rows)[1], world.relevant) for rows in drawn)
    before = mean_average_precision(raw, world.relevant)
    good = float(np.median(found)) >= before + 0.09
    what = f"{count} drawn names, centred {PART}, hubness {HUBNESS}, all labels: mAP"
    return [Figure("ranking", what, "", found, "raw", (before,), "raw + 0.09", good)]


def _minus(world: World) -> list[Figure]:
    """Label A without B, for each pair that is often seen together; beside it A alone."""
    images, texts, relevant = world.images, world.texts, world.relevant
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
        units = [of_picture(unit) for unit in centred(texts, Rows.made(world.all), part)]
        alone = np.stack([units[one][:-1] for one, _ in pairs]) @ images.T
        for weight in sorted({MINUS, *MINUSES}):
            fused = np.stack([fuse([(units[one], 1.0), (units[other], -weight)])[:-1] for one, other in pairs])
            what = f"{len(pairs)} pairs, centred {part}, one without the other at {weight}"
            for name, measure in (("mAP", mean_average_precision), ("precision@10", _top_ten)):
                found, before = measure(fused @ images.T, wanted), measure(alone, wanted)
                figures.append(Figure("ranking", f"{what}: {name}", "", (found,), "no minus", (before,)))
    return figures


def _top_ten(scores: Vectors, relevant: NDArray[np.bool_]) -> float:
    return precision_at(scores, relevant, 10)


def _combined(world: World, background: Vectors, sharpness: float, weight: float) -> Vectors:
    near = np.log(np.exp(sharpness * (world.images @ background.T)).mean(axis=1)) / sharpness
    scores: Vectors = centred(world.texts, Rows.made(background), PART) @ world.images.T - np.float32(weight) * near
    return scores


def _figures(what: str, ranked: Vectors, raw: Vectors, relevant: NDArray[np.bool_]) -> list[Figure]:
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
