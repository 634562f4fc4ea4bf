"""From vectors and judgements to figures: text → image and image → image, for each ranking."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mediasearch.search import bands, measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model
    from mediasearch.evaluate.table import Table
    from mediasearch.search.bands import Cuts
    from mediasearch.search.ranking import Words

#: What ``centred`` means for a model that does not ask for it: the most that whole sentences bear.
CENTRING: Final = 0.75

#: Queries that are asked; of more, these many at even distances (their scores are held at once).
MOST_QUERIES: Final = 2000

#: The one measure that is no share.
MEDIAN_RANK: Final = "median rank"

#: Measure → value.
Figures = dict[str, float | None]


@dataclass(frozen=True)
class Ranked:
    """One way to rank: a model's picture vectors, float32 ``(pictures, dimension)``, and its words."""

    vectors: NDArray[np.float32]
    words: Words
    cuts: Cuts | None = None


@dataclass(frozen=True)
class Report:
    """``texts`` and ``images``: how many queries of each kind, each then by what ranked.

    ``image_to_image`` is empty without shared labels, and has no two columns for the same vectors.
    """

    texts: int
    images: int
    text_to_image: dict[str, Figures]
    image_to_image: dict[str, Figures]


def ranking_of(model: Model) -> str:
    """The name of the ranking that ``model`` asks for: centred or raw."""
    return "centred" if model.centring else "raw"


def with_ranking(model: Model, ranking: str) -> Model:
    """``model`` as it would be with that ranking."""
    return dataclasses.replace(model, centring=(model.centring or CENTRING) if ranking == "centred" else 0.0)


def evaluate(table: Table, ranked: Mapping[str, Ranked]) -> Report:
    """Measure each of ``ranked``; its vectors are in the order of ``table.pictures``."""
    wordings = list(dict.fromkeys(table.texts))
    number = {text: place for place, text in enumerate(wordings)}
    said = np.zeros((len(wordings), len(table.pictures)), np.bool_)
    for of, text in zip(table.of, table.texts, strict=True):
        said[number[text], of] = True
    asked = _some(len(wordings))
    texts = [wordings[place] for place in asked]
    text_to_image = {name: _described(each, texts, said[asked]) for name, each in ranked.items()}
    shared = said[said.sum(axis=1) > 1]
    labelled = np.flatnonzero(shared.any(axis=0))
    labelled = labelled[_some(len(labelled))]
    if not len(labelled):
        return Report(len(asked), 0, text_to_image, {})
    same = (shared[:, labelled].T.astype(np.float32) @ shared.astype(np.float32)) > 0
    same[np.arange(len(labelled)), labelled] = False  # that a picture finds itself says nothing
    image_to_image: dict[str, Figures] = {}
    seen: list[int] = []
    for name, each in ranked.items():
        if id(each.vectors) not in seen:  # another ranking is one of words
            seen.append(id(each.vectors))
            image_to_image[name] = _pictured(each, labelled, same)
    return Report(len(asked), len(labelled), text_to_image, image_to_image)


def _described(ranked: Ranked, texts: Sequence[str], relevant: NDArray[np.bool_]) -> Figures:
    words, vectors = ranked.words, ranked.vectors
    queries = np.stack([words.vector(text) for text in texts])
    bare = queries[:, :-1] @ vectors.T
    scores = bare
    if words.hubness is not None:
        scores = bare + np.outer(queries[:, -1], words.hubness.hubness(vectors))
    if ranked.cuts is None:
        return _figures(scores, relevant)
    usual: dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
    distances = []
    for text, row, ranking in zip(texts, bare, scores, strict=True):
        names = words.names(text)
        if id(names) not in usual:
            usual[id(names)] = bands.usual(vectors, names)
        middle, spread = usual[id(names)]
        distances.append(bands.standardised(ranking, (row - middle) / spread, ranking.astype(np.float64)))
    return _figures(scores, relevant, distances, ranked.cuts.described)


def _pictured(ranked: Ranked, asked: NDArray[np.int64], relevant: NDArray[np.bool_]) -> Figures:
    scores = ranked.vectors[asked] @ ranked.vectors.T
    rows = np.arange(len(asked))
    distances = []
    if ranked.cuts is not None:
        for row, itself in zip(scores.astype(np.float64), asked, strict=True):
            found = bands.standardised(row, None, np.delete(row, itself))
            if found is not None:
                found[itself] = -np.inf
            distances.append(found)
    scores[rows, asked] = -np.inf
    return _figures(scores, relevant, distances, ranked.cuts.pictured if ranked.cuts is not None else 0.0)


def columns(report: Report) -> dict[str, Figures]:
    """Each column of the table that people see."""
    found = {f"text → image, {name}": figures for name, figures in report.text_to_image.items()}
    one = len(report.image_to_image) == 1
    return found | {
        "image → image" if one else f"image → image, {name}": figures for name, figures in report.image_to_image.items()
    }


def shown(table: Mapping[str, Figures]) -> str:
    """Measures down, ``table``'s columns across."""
    head = ["", *table]
    names = next(iter(table.values()))
    rows = [[name, *(_number(name, figures[name]) for figures in table.values())] for name in names]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return "\n".join(_line(row, widths) for row in [head, *rows])


def as_json(report: Report) -> dict[str, Any]:
    """``image_to_image`` is of the model in use, that of another one stands beside it."""
    names = list(report.image_to_image)
    return {
        "queries": {"text": report.texts, "image": report.images},
        "text_to_image": report.text_to_image,
        "image_to_image": report.image_to_image[names[0]] if names else None,
        "image_to_image_compared": {name: report.image_to_image[name] for name in names[1:]},
    }


def _figures(
    scores: NDArray[np.float32],
    relevant: NDArray[np.bool_],
    distances: Sequence[NDArray[np.float64] | None] = (),
    cut: float = 0.0,
) -> Figures:
    """``distances`` (:func:`~mediasearch.search.bands.standardised`) from ``cut`` on are best matches."""
    usual = measures.best_cut(scores, relevant)
    known = [each for each in distances if each is not None]
    found = {
        "recall@1": measures.recall_at(scores, relevant, 1),
        "recall@5": measures.recall_at(scores, relevant, 5),
        "recall@10": measures.recall_at(scores, relevant, 10),
        MEDIAN_RANK: measures.median_rank(scores, relevant),
        "precision@10": measures.precision_at(scores, relevant, 10),
        "mAP": measures.mean_average_precision(scores, relevant),
        "F1 of best matches": (
            measures.f1_at(np.stack(known), relevant, cut) if known and len(known) == len(scores) else math.nan
        ),
        "best F1 of one cut": measures.f1_at(scores, relevant, usual),
    }
    return {name: None if math.isnan(value) else value for name, value in found.items()}


def _some(count: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, max(0, count - 1), min(count, MOST_QUERIES)).astype(np.int64))


def _number(name: str, value: float | None) -> str:
    return "–" if value is None else f"{value:g}" if name == MEDIAN_RANK else f"{value:.3f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(width) if not place else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()
