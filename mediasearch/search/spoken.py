"""What dates in words have in common, whatever the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mediasearch.library.spans import MONTHS, span_of

_RELATIVE: Final = re.compile("today|yesterday|this|last|ago")


@dataclass(frozen=True)
class Spoken:
    """A date among words: those from ``start`` until before ``stop`` say it; ``rest`` is what of them stays a word.

    ``name`` is that of the filter: in, before or after; ``value`` its value.
    """

    start: int
    stop: int
    name: str
    value: str
    rest: str = ""


def known(value: str) -> str:
    """``value``, or "" when the calendar has no such date."""
    return value if span_of(value) is not None else ""


def to(begin: str, end: str) -> str:
    """From one date to another; "" when either is none, or when they stand the wrong way round and always will."""
    span = span_of(f"{begin}..{end}") if begin and end else None
    return span.name if span is not None and (span.first < span.end or _RELATIVE.search(span.name)) else ""


def ago(unit: str, number: int) -> str:
    """So many days, weeks, months or years ago; "" for none."""
    if number == 1:
        return "yesterday" if unit == "day" else f"last {unit}"
    return f"{number} {unit}s ago" if number else ""


def lately(unit: str, number: int) -> str:
    """From so many days, weeks, months or years ago until today; "" for none."""
    return to(ago(unit, number), "today")


def part_of(part: str, year: str | int) -> str:
    """A month, season or feast in a year, which is its four digits or so many years back; "" for none."""
    if isinstance(year, str):
        return known(f"{year}-{MONTHS.index(part) + 1:02}" if part in MONTHS else f"{part} {year}")
    return known(f"{part} {ago('year', year) or 'this year'}")
