"""Pictures with something added in words: ``python -m tests.benchmarks.ranking_fusion [VECTORS.npz]``.

*Like this one, but at night*: wanted are pictures that show what the picture shows and what the words say, which the
picture does not.  Measured with the starter model on drawn pictures (same place, another detail) and, with a file of
vectors as :mod:`tests.benchmarks.ranking` takes it, with CLIP (a rare label of the picture, and another label).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.search.fusion import PICTURE
from mediasearch.search.measures import mean_average_precision, precision_at
from tests.benchmarks.ranking import World
from tests.benchmarks.report import Figure, table

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]

QUERIES = 400
DRAWN = 900
#: Pictures that must be right for a query to be asked.
LEAST = 2
WEIGHTS = (0.5, 1.0, 1 / PICTURE, 3.0)


def measure(file: Path | None) -> list[Figure]:
    figures = _compare("starter", *_starter())
    return figures + (_compare("CLIP", *_clip(file)) if file is not None else [])


def _compare(model: str, alike: Scores, said: Scores, relevant: Truth) -> list[Figure]:
    """Scores of the pictures alone and of the words alone, ``(queries, pictures)``; -inf for the query itself."""
    itself = np.isneginf(alike)
    near = np.where(itself, np.nan, alike)

    def standard(scores: Scores) -> Scores:
        shifted: Scores = scores - np.nanmean(scores, axis=1, keepdims=True)
        return np.asarray(shifted / np.nanstd(scores, axis=1, keepdims=True))

    def scaled(scores: Scores) -> Scores:
        least, most = np.nanmin(scores, axis=1, keepdims=True), np.nanmax(scores, axis=1, keepdims=True)
        return np.asarray((scores - least) / (most - least))

    def ranks(scores: Scores) -> Scores:
        return np.asarray(np.argsort(np.argsort(-np.nan_to_num(scores, nan=-9.0), axis=1), axis=1) + 1.0)

    ways = {"the picture alone": near, "the words alone": said}
    ways |= {f"weighted sum, words {weight:g} times as heavy": near + weight * said for weight in WEIGHTS}
    ways |= {
        "sum of standardised scores": standard(near) + standard(said),
        "minimum of standardised scores": np.minimum(standard(near), standard(said)),
        "product of scaled scores": scaled(near) * scaled(said),
        "reciprocal ranks": 1 / (60 + ranks(near)) + 1 / (60 + ranks(said)),
    }
    figures = []
    for name, scores in ways.items():
        clean = np.where(itself, -1e9, scores)
        found, top = mean_average_precision(clean, relevant), precision_at(clean, relevant, 5)
        figures.append(Figure("fusion", f"{model}, {name}: mAP", "", (found,), "precision@5", (top,)))
    return figures


def _clip(file: Path) -> tuple[Scores, Scores, Truth]:
    world = World.read(file)
    _, scores = world.ranked(world.all)
    rare = world.relevant.mean(axis=1) < 0.1
    rng = np.random.default_rng(0)
    asked: list[tuple[int, int]] = []
    truth: list[Truth] = []
    for picture in rng.permutation(len(world.images)):
        shown = np.flatnonzero(world.relevant[:, picture] & rare)
        if len(shown) != 1 or len(asked) == QUERIES:
            continue
        for label in rng.permutation(np.flatnonzero(~world.relevant[:, picture])):
            wanted = world.relevant[shown[0]] & world.relevant[label]
            if wanted.sum() >= LEAST:
                asked.append((int(picture), int(label)))
                truth.append(wanted)
                break
    pictures, labels = (list(each) for each in zip(*asked, strict=True))
    alike = (world.images[pictures] @ world.images.T).astype(np.float64)
    alike[np.arange(len(asked)), pictures] = -np.inf
    return alike, scores[labels].astype(np.float64), np.stack(truth)


def _starter() -> tuple[Scores, Scores, Truth]:
    from PIL import Image

    from mediasearch.demo import SCENES, render
    from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
    from mediasearch.encoders.store import starter

    model = starter()
    rng = np.random.default_rng(500_000)
    drawn = [render(500_000 + number, (320, 240), str(rng.choice(SCENES))) for number in range(DRAWN)]
    size = (model.preprocess.size,) * 2
    pixels = [np.asarray(each.image.convert("RGB").resize(size, Image.Resampling.BICUBIC)) for each in drawn]
    vectors = open_image_encoder(model).encode(np.stack(pixels))
    shown = [frozenset(each.described["en"][0].tags) for each in drawn]
    details = sorted({tag for tags in shown for tag in tags if tag[:2] in ("d|", "l|", "s|")})
    texts = open_text_encoder(model).encode([tag[2:] for tag in details])
    asked: list[tuple[int, int]] = []
    truth: list[Truth] = []
    for picture in rng.permutation(DRAWN):
        place = next((tag for tag in shown[picture] if tag.startswith("p|")), None)
        if place is None or len(asked) == QUERIES:
            continue
        for number in rng.permutation(len(details)):
            if details[number] in shown[picture]:
                continue
            wanted = np.array([{place, details[number]} <= tags for tags in shown])
            if wanted.sum() >= LEAST:
                asked.append((int(picture), int(number)))
                truth.append(wanted)
                break
    pictures, numbers = (list(each) for each in zip(*asked, strict=True))
    alike = (vectors[pictures] @ vectors.T).astype(np.float64)
    alike[np.arange(len(asked)), pictures] = -np.inf
    return alike, (texts[numbers] @ vectors.T).astype(np.float64), np.stack(truth)


if __name__ == "__main__":
    print(table(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
