"""Filters over contents: what they are, and the SQL that they mean.  Nothing heavy is imported here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from mediasearch.library.places import WITHIN, place_of, values_of
from mediasearch.library.spans import months_of, span_of

#: What ``is:`` may ask for.
IS: Final = ("duplicate", "favourite", "hidden", "viewed")

#: What people call formats, and what Pillow does.
_FORMATS: Final = {"jpg": "jpeg", "tif": "tiff", "heic": "heif", "jpe": "jpeg"}


@dataclass(frozen=True, slots=True)
class Filter:
    """``name``: folder, type, in, before, after, camera, near, has or is; ``negated`` leaves out what it would let
    through.

    ``value``: folder names joined by ``/``; a kind or a format; a date (:func:`~.spans.span_of`), and for *in*
    a month of any year, too (:func:`~.spans.months_of`); a part of a camera's name; coordinates
    (:func:`~.places.place_of`) or a picture's file name or path; ``gps``; one of :data:`IS`.
    """

    name: str
    value: str
    negated: bool = False


def where(filters: Sequence[Filter]) -> tuple[str, dict[str, Any]]:
    """A condition on ``contents`` that holds where all ``filters`` do, and its parameters.

    Several positive filters of one name mean either; before, after and is each hold by themselves.  A near that names
    a picture (:func:`~.contents.located` puts its place there instead) holds nowhere.
    """
    either: dict[str, list[str]] = {}
    clauses: list[str] = []
    parameters: dict[str, Any] = {}
    for number, each in enumerate(filters):
        values = _values(each, f"f{number}_")
        parameters |= values
        # A content without a date or camera fails a filter on it, and so passes the negated one.
        clause = "coalesce(" + _clause(each).format(*(f":{name}" for name in values)) + ", 0)"
        if each.negated:
            clauses.append(f"NOT {clause}")
        elif each.name in _EACH:
            clauses.append(clause)
        else:
            either.setdefault(each.name, []).append(clause)
    clauses += ["(" + " OR ".join(each) + ")" for each in either.values()]
    return " AND ".join(clauses) or "1", parameters


def asks_hidden(filters: Sequence[Filter]) -> bool:
    """Whether pictures that the person has hidden may be shown: only where they are asked for."""
    return Filter("is", "hidden") in filters


def _clause(each: Filter) -> str:
    if each.name == "is":
        return _IS[each.value]
    if each.name == "near" and place_of(each.value) is None:
        return "(0)"
    if each.name == "in" and months_of(each.value):
        return _MONTHS
    return _CLAUSES[each.name]


def _values(each: Filter, prefix: str) -> dict[str, Any]:
    values: list[Any] = []
    if each.name == "in" and (months := months_of(each.value)):
        values = [f"|{'|'.join(f'{month:02}' for month in months)}|"]
    elif each.name in ("in", "before", "after"):
        span = span_of(each.value)
        if span is None:
            raise ValueError(f"{each.value!r} is no date")
        values = {"in": [span.first, span.end], "before": [span.first], "after": [span.end]}[each.name]
    elif each.name == "type":
        values = [each.value, _FORMATS.get(each.value, each.value)]
    elif each.name == "near":
        place = place_of(each.value)
        values = [] if place is None else values_of(place)
    elif each.name in ("folder", "camera"):
        literal = escaped(each.value)
        values = [f"%/{literal}/%" if each.name == "folder" else f"%{literal}%"]
    return {f"{prefix}{place}": value for place, value in enumerate(values)}


def escaped(value: str) -> str:
    """``value`` inside a LIKE pattern with the escape character ``!``."""
    return re.sub(r"([%_!])", r"!\1", value)


#: Positive ones of the same name that do not mean either.
_EACH: Final = frozenset({"before", "after", "is"})

_MARKED: Final = (
    "(id IN (SELECT chosen.id FROM marks JOIN contents AS chosen ON chosen.hash = marks.hash WHERE marks.kind = '{}'))"
)
#: Contents that the person has hidden, as an operand of IN.
HIDDEN: Final = _MARKED.format("hidden").removeprefix("(id IN ").removesuffix(")")
_IS: Final = {
    "duplicate": "(id IN (SELECT content FROM files GROUP BY content HAVING count(*) > 1))",
    "favourite": _MARKED.format("favourite"),
    "hidden": _MARKED.format("hidden"),
    "viewed": _MARKED.format("viewed"),
}
_MONTHS: Final = "(instr({0}, '|' || substr(taken_at, 6, 2) || '|') > 0)"
_CLAUSES: Final = {
    "in": "(taken_at >= {0} AND taken_at < {1})",
    "before": "(taken_at < {0})",
    "after": "(taken_at >= {0})",
    "type": "(kind = {0} OR lower(format) = {1})",
    "camera": "(camera LIKE {0} ESCAPE '!')",
    "has": "(latitude IS NOT NULL AND longitude IS NOT NULL)",
    "near": WITHIN,
    # The slash in front of the root's path and none behind the file's name: whole folder names match, and they alone.
    "folder": (
        "(id IN (SELECT files.content FROM files CROSS JOIN roots ON roots.id = files.root"
        " WHERE '/' || replace(roots.display, '\\', '/') || '/' || files.display LIKE {0} ESCAPE '!'))"
    ),
}
