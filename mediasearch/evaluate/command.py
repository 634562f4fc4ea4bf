"""``mediasearch evaluate``: reads the table, finds the vectors, prints the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediasearch import reasons
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.encoders.store import starter
from mediasearch.errors import MediaSearchError, UsageError
from mediasearch.evaluate.report import as_json, columns, evaluate, ranking_of, shown, with_ranking
from mediasearch.evaluate.table import read_table
from mediasearch.evaluate.vectors import Pictures, picture_vectors
from mediasearch.paths import Library

#: Files named in a complaint; more are counted.
_NAMED = 5


@dataclass(frozen=True)
class Evaluation:
    """``text`` for people, ``body`` for JSON; ``complaints`` are sentences about files that were left out."""

    text: str
    body: dict[str, Any]
    complaints: list[str]


def run(library: Library, path: Path, compare: str | None, progress: Callable[[int, int], None]) -> Evaluation:
    """Measure the model in use, and beside it the ranking ``compare`` (raw or centred), on the table at ``path``.

    Raises :class:`MediaSearchError` when there is nothing to measure.
    """
    model = starter()
    own = ranking_of(model)
    if compare == own:
        raise UsageError(f"The model {model.name} ranks {own} already", "Compare it with the other ranking.")
    table = read_table(path)
    pictures = picture_vectors(library, model, table.pictures, progress)
    complaints = _complaints(pictures, len(table.pictures))
    if len(pictures.numbers) < 2:
        raise MediaSearchError(
            " ".join([*complaints, "A ranking needs at least two pictures that can be read"]),
            "Check the paths; they are relative to the table.",
        )
    names = [own, compare] if compare else [own]
    models = {name: with_ranking(model, name) for name in names}
    table = table.only(pictures.numbers)
    report = evaluate(table, pictures.vectors, models, open_text_encoder(model))
    encoded = len(pictures.numbers) - pictures.known
    body = {
        "model": model.name,
        "ranking": own,
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
    if report.image_to_image is None:
        lines += ["", "Image → image needs labels that several pictures share."]
    return Evaluation("\n".join(lines), body, complaints)


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
