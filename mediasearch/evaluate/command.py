"""``mediasearch evaluate``: reads the table, finds the vectors, prints the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mediasearch import reasons
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.encoders.store import load_model
from mediasearch.errors import MediaSearchError, UsageError
from mediasearch.evaluate.report import Ranked, as_json, columns, evaluate, ranking_of, shown, with_ranking
from mediasearch.evaluate.table import read_table
from mediasearch.evaluate.vectors import Pictures, picture_vectors
from mediasearch.library.catalog import Catalog
from mediasearch.models import places, registry
from mediasearch.paths import Library
from mediasearch.search.bands import cuts_of
from mediasearch.search.ranking import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model

#: What a model can be compared with beside another model.
RANKINGS: Final = ("raw", "centred")

#: Files named in a complaint; more are counted.
_NAMED = 5


@dataclass(frozen=True)
class Evaluation:
    """``text`` for people, ``body`` for JSON; ``complaints`` are sentences about files that were left out."""

    text: str
    body: dict[str, Any]
    complaints: list[str]


def run(library: Library, path: Path, compare: str | None, progress: Callable[[int, int], None]) -> Evaluation:
    """Measure the model in use on the table at ``path``, and beside it ``compare``.

    That is another ranking of the same model (raw or centred) or another model's name; its vectors are taken from the
    library as far as they are there.  Raises :class:`MediaSearchError` when there is nothing to measure.
    """
    model = _model(library, _in_use(library) or registry.STARTER)
    own = ranking_of(model)
    if compare in (own, model.name):
        raise UsageError(f"The model {model.name} ranks {own} already", "Compare it with another model or ranking.")
    other = _model(library, compare) if compare is not None and compare not in RANKINGS else None
    table = read_table(path)
    pictures = picture_vectors(library, model, table.pictures, progress)
    complaints = _complaints(pictures, len(table.pictures))
    if len(pictures.numbers) < 2:
        raise MediaSearchError(
            " ".join([*complaints, "A ranking needs at least two pictures that can be read"]),
            "Check the paths; they are relative to the table.",
        )
    table = table.only(pictures.numbers)
    first = _name(model, other)
    ranked = {first: _ranked(library, model, pictures.vectors)}
    if other is not None:
        vectors = picture_vectors(library, other, table.pictures, progress)
        if vectors.numbers != list(range(len(table.pictures))):
            raise MediaSearchError("Pictures changed while they were read", "Run the command once more.")
        ranked[other.name] = _ranked(library, other, vectors.vectors)
    elif compare is not None:
        ranked[compare] = _ranked(library, with_ranking(model, compare), pictures.vectors)
    report = evaluate(table, ranked)
    encoded = len(pictures.numbers) - pictures.known
    body = {
        "model": model.name,
        "ranking": own,
        "compared": compare,
        "pictures": len(pictures.numbers),
        "from_library": pictures.known,
        "encoded": encoded,
        "missing": [str(path) for path in pictures.missing],
        "unreadable": [
            {"path": error.path, "reason": reasons.describe(error.reason, error.detail), "code": error.reason}
            for error in pictures.unreadable
        ],
        **as_json(report),
    }
    whence = f"{pictures.known} from the library, {encoded} encoded for this"
    if not pictures.known:
        whence = "none of them is in the library, all encoded for this"
    lines = [
        f"Model {model.name}: {len(pictures.numbers)} pictures ({whence}), {report.texts} descriptions.",
        "",
        shown(columns(report)),
    ]
    if not report.image_to_image:
        lines += ["", "Image → image needs labels that several pictures share."]
    if any(each.cuts is None for each in ranked.values()):
        lines += ["", "Nobody has calibrated a model without F1 of best matches: it has no best matches."]
    return Evaluation("\n".join(lines), body, complaints)


def _model(library: Library, name: str) -> Model:
    """Raises :class:`MediaSearchError` when there is none of this name, and when it is not ready."""
    places.find(library.models, name)
    return load_model(places.prepared(library.models, name))


def _in_use(library: Library) -> str | None:
    if not library.database.exists():
        return None
    with Catalog.open_readonly(library) as catalog:
        row = catalog.active_model()
        return row.name if row is not None else None


def _name(model: Model, other: Model | None) -> str:
    """Of the model in use among the columns: what tells it from what it is compared with."""
    return ranking_of(model) if other is None else model.name


def _ranked(library: Library, model: Model, vectors: NDArray[np.float32]) -> Ranked:
    return Ranked(vectors, Words(open_text_encoder(model), model, library.backgrounds), cuts_of(model))


def _complaints(pictures: Pictures, total: int) -> list[str]:
    found = []
    if pictures.missing:
        found.append(f"{len(pictures.missing)} of {total} files are missing: {_listed(map(str, pictures.missing))}.")
    if pictures.unreadable:
        told = (f"{error.path} ({reasons.describe(error.reason)})" for error in pictures.unreadable)
        found.append(f"{len(pictures.unreadable)} of {total} files cannot be read: {_listed(told)}.")
    return found


def _listed(names: Any) -> str:
    everything = list(names)
    rest = len(everything) - _NAMED
    return ", ".join(everything[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
