"""From vectors and judgements to figures: text → image and image → image, for each ranking."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mediasearch.search import measures
from mediasearch.search.ranking import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model, TextEncoder
    from mediasearch.evaluate.table import Table

#: What ``centred`` means for a model that does not ask for it: the most that whole sentences bear.
CENTRING: Final = 0.75

#: Queries that are asked; of more, these many at even distances (their scores are held at once).
MOST_QUERIES: Final = 2000

#: The one measure that is no share.
MEDIAN_RANK: Final = "median rank"

#: Measure → value.
Figures = dict[str, float | None]


@dataclass(frozen=True)
class Report:
    """``texts`` and ``images``: how many queries of each kind; ``image_to_image`` is None without shared labels."""

    texts: int
    images: int
    text_to_image: dict[str, Figures]
    image_to_image: Figures | None


def ranking_of(model: Model) -> str:
    """The name of the ranking that ``model`` asks for: centred or raw."""
    return "centred" if model.centring else "raw"


def with_ranking(model: Model, ranking: str) -> Model:
    """``model`` as it would be with that ranking."""
    return dataclasses.replace(model, centring=(model.centring or CENTRING) if ranking == "centred" else 0.0)


def evaluate(table: Table, vectors: NDArray[np.float32], models: Mapping[str, Model], encoder: TextEncoder) -> Report:
    """``vectors`` float32 ``(pictures, dimension)`` in the order of ``table.pictures``; ``models`` by ranking."""
    wordings = list(dict.fromkeys(table.texts))
    number = {text: place for place, text in enumerate(wordings)}
    said = np.zeros((len(wordings), len(table.pictures)), np.bool_)
    for of, text in zip(table.of, table.texts, strict=True):
        said[number[text], of] = True
    asked = _some(len(wordings))
    text_to_image = {}
    for name, model in models.items():
        words = Words(encoder, model)
        queries = np.stack([words.vector(wordings[place]) for place in asked])
        text_to_image[name] = _figures(_scores(queries, vectors, words), said[asked])
    shared = said[said.sum(axis=1) > 1]
    labelled = np.flatnonzero(shared.any(axis=0))
    labelled = labelled[_some(len(labelled))]
    if not len(labelled):
        return Report(len(asked), 0, text_to_image, None)
    same = (shared[:, labelled].T.astype(np.float32) @ shared.astype(np.float32)) > 0
    scores = vectors[labelled] @ vectors.T
    rows = np.arange(len(labelled))
    same[rows, labelled], scores[rows, labelled] = False, -np.inf  # that a picture finds itself says nothing
    return Report(len(asked), len(labelled), text_to_image, _figures(scores, same))


def _scores(queries: NDArray[np.float32], vectors: NDArray[np.float32], words: Words) -> NDArray[np.float32]:
    """float32 ``(queries, pictures)``, hubness included."""
    scores: NDArray[np.float32] = queries[:, :-1] @ vectors.T
    if words.hubness is not None:
        scores += np.outer(queries[:, -1], words.hubness.hubness(vectors))
    return scores


def columns(report: Report) -> dict[str, Figures]:
    """Each column of the table that people see."""
    found = {f"text → image, {name}": figures for name, figures in report.text_to_image.items()}
    return found | ({"image → image": report.image_to_image} if report.image_to_image else {})


def shown(table: Mapping[str, Figures]) -> str:
    """Measures down, ``table``'s columns across."""
    head = ["", *table]
    names = next(iter(table.values()))
    rows = [[name, *(_number(name, figures[name]) for figures in table.values())] for name in names]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return "\n".join(_line(row, widths) for row in [head, *rows])


def as_json(report: Report) -> dict[str, Any]:
    return {
        "queries": {"text": report.texts, "image": report.images},
        "text_to_image": report.text_to_image,
        "image_to_image": report.image_to_image,
    }


def _figures(scores: NDArray[np.float32], relevant: NDArray[np.bool_]) -> Figures:
    cut = measures.best_cut(scores, relevant)
    found = {
        "recall@1": measures.recall_at(scores, relevant, 1),
        "recall@5": measures.recall_at(scores, relevant, 5),
        "recall@10": measures.recall_at(scores, relevant, 10),
        MEDIAN_RANK: measures.median_rank(scores, relevant),
        "precision@10": measures.precision_at(scores, relevant, 10),
        "mAP": measures.mean_average_precision(scores, relevant),
        "best F1 of one cut": measures.f1_at(scores, relevant, cut),
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
