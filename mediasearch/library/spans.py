"""Stretches of time that a filter may name: a year, a month, a day, *last summer*, and from one to another.

A value that depends on today keeps its words (``last week``) and means another stretch every day: a search that was
saved under *this week* goes on being about this week.  Weeks begin on Monday (ISO 8601), a weekend is its Saturday and
Sunday.  Seasons are the northern, meteorological ones, three whole months each; a winter has the year in which it
began.  Who lives south of the equator names the months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DATE: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
#: Season → its first month.
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
#: Feasts and how many days they are looked for: from Christmas Eve, China's seven of 1 October, and from the eve of
#: the lunar new year.
FEASTS: Final = {"christmas": 3, "chinese national day": 7, "chinese new year": 8}
_FIXED: Final = {"christmas": (12, 24), "chinese national day": (10, 1)}
#: Month and day (mdd) of the lunar new year from 1990 on.  The calendar follows the sky over Beijing and has no short
#: rule; a test holds these to the new moons.
_LUNAR_SINCE: Final = 1990
_LUNAR: Final = (
    127, 215, 204, 123, 210, 131, 219, 207, 128, 216, 205, 124, 212, 201, 122, 209, 129, 218, 207, 126,
    214, 203, 123, 210, 131, 219, 208, 128, 216, 205, 125, 212, 201, 122, 210, 129, 217, 206, 126, 213,
    203, 123, 211, 131, 219, 208, 128, 215, 204, 124, 212, 201, 122, 210, 130, 217, 206, 126, 214, 202,
)  # fmt: skip

_PARTS: Final = frozenset({*MONTHS, *SEASONS, *FEASTS})
#: Values beside dates, in the one spelling they have.
_WORDS: Final = re.compile(
    r"today|yesterday|(?P<which>this|last) (?P<unit>week|weekend|month|year)"
    r"|(?P<number>[2-9]|[1-9]\d{1,2}) (?P<units>day|week|month|year)s ago"
    r"|(?P<near>this|last) (?P<nearest>[a-z ]+)"
    r"|(?P<part>[a-z ]+?) (?:(?P<year>(?:18|19|20|21)\d\d)|(?P<whose>this|last) year"
    r"|(?P<years>[2-9]|[1-9]\d{1,2}) years ago)"
)
_TO: Final = ".."


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days: from ``first`` until before ``end``, both ISO 8601 and comparable as text."""

    name: str
    first: str
    end: str


def span_of(text: str, today: date | None = None) -> Span | None:
    """``2019``, ``2019-06`` or ``2019-06-14`` (``/`` and ``.`` too), ``last summer``, ``2019..yesterday``.

    None when it is none of these.  ``today``: the day from which *last* and *ago* are told, this one without it.
    """
    begin, to, until = text.partition(_TO)
    if not to:
        return _single(text, today or date.today())
    one, other = _single(begin, today or date.today()), _single(until, today or date.today())
    if one is None or other is None:
        return None
    name = one.name if one.name == other.name else f"{one.name}{_TO}{other.name}"
    return Span(name, one.first, other.end)


def months_of(text: str) -> tuple[int, ...]:
    """The months that ``may``, or ``summer``, is in any year; none when it is neither."""
    if text in MONTHS:
        return (MONTHS.index(text) + 1,)
    first = SEASONS.get(text)
    return tuple((first + more - 1) % 12 + 1 for more in range(3)) if first else ()


def whole_months(span: Span) -> tuple[date, date] | None:
    """The first days of the first and of the last month of ``span``; None unless it consists of whole months."""
    first, end = date.fromisoformat(span.first), date.fromisoformat(span.end)
    return (first, _months(end, -1)) if first.day == end.day == 1 and first < end else None


def last_day(span: Span) -> date:
    return date.fromisoformat(span.end) - timedelta(days=1)


def lunar_new_year(year: int) -> date:
    """The first day of the Chinese year that begins in ``year``.  Raises ``ValueError`` outside 1990 to 2049."""
    if not 0 <= year - _LUNAR_SINCE < len(_LUNAR):
        raise ValueError(f"no lunar new year is known in {year}")
    return date(year, *divmod(_LUNAR[year - _LUNAR_SINCE], 100))


def _single(text: str, today: date) -> Span | None:
    try:
        found = _DATE.fullmatch(text) if text.isascii() else None
        if found is not None:
            return _calendar(*(int(part) if part else 0 for part in found.groups()))
        said = _WORDS.fullmatch(text)
        if said is None or (said["nearest"] or said["part"] or "may") not in _PARTS:
            return None
        first, end = _said(said, today)
    except (ValueError, OverflowError):  # the calendar has no such day, or does not reach so far back
        return None
    return Span(text, first.isoformat(), end.isoformat())


def _calendar(year: int, month: int, day: int) -> Span:
    first = date(year, month or 1, day or 1)
    end = first + timedelta(days=1) if day else _months(first, 1) if month else date(year + 1, 1, 1)
    return Span(first.isoformat()[: 10 if day else 7 if month else 4], first.isoformat(), end.isoformat())


def _said(said: re.Match[str], today: date) -> tuple[date, date]:
    if said["unit"]:
        return _ago(said["unit"], said["which"] == "last", today)
    if said["units"]:
        return _ago(said["units"], int(said["number"]), today)
    if said["near"]:
        return _nearest(said["nearest"], said["near"] == "last", today)
    if said["part"]:
        back = int(said["years"] or (said["whose"] == "last"))
        return _part(said["part"], int(said["year"] or today.year - back))
    return _ago("day", said[0] == "yesterday", today)


def _ago(unit: str, back: int, today: date) -> tuple[date, date]:
    """The calendar's day, week, month or year, or the weekend, so many before the one that is now."""
    if unit == "day":
        first = today - timedelta(days=back)
        return first, first + timedelta(days=1)
    if unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday(), weeks=back)
        return (monday if unit == "week" else monday + timedelta(days=5)), monday + timedelta(days=7)
    if unit == "month":
        first = _months(today.replace(day=1), -back)
        return first, _months(first, 1)
    return date(today.year - back, 1, 1), date(today.year - back + 1, 1, 1)


def _nearest(part: str, over: bool, today: date) -> tuple[date, date]:
    """The last one that has begun or, ``over``, has ended."""
    recent = (_part(part, today.year - back) for back in range(3))
    return next((first, end) for first, end in recent if (end if over else first) <= today)


def _part(part: str, year: int) -> tuple[date, date]:
    if part in FEASTS:
        first = date(year, *_FIXED[part]) if part in _FIXED else lunar_new_year(year) - timedelta(days=1)
        return first, first + timedelta(days=FEASTS[part])
    if part in SEASONS:
        first = date(year, SEASONS[part], 1)
        return first, _months(first, 3)
    first = date(year, MONTHS.index(part) + 1, 1)
    return first, _months(first, 1)


def _months(first: date, more: int) -> date:
    """``first``, the first day of a month, so many months later."""
    months = first.year * 12 + first.month - 1 + more
    return date(months // 12, months % 12 + 1, 1)
