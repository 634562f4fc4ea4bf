"""Filters as the person sees them: a chip with a short name, made from what was typed and turned back into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from mediasearch.library.filters import Filter
from mediasearch.library.spans import MONTHS, Span, last_day, months_of, span_of, whole_months
from mediasearch.search import grammar


@dataclass(frozen=True)
class Term:
    """One filter of the query language, ``name`` and ``value`` as in :class:`mediasearch.library.filters.Filter`.

    Or a concept (``name`` is then *concept*, ``value`` what the person called it).  ``said``: the words among which it
    was found (*from last summer*), "" when it was typed as a filter.
    """

    name: str
    value: str
    negated: bool = False
    said: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """As it is typed, in its canonical spelling."""
        if self.name == "concept":
            return grammar.Query(parts=(grammar.Part(self.value, -1.0 if self.negated else 1.0, concept=True),)).text
        return grammar.Query(filters=(Filter(self.name, self.value, self.negated),)).text

    @property
    def label(self) -> str:
        """A few words, as they stand on a chip."""
        label = _label(self.name, self.value)
        return _tr("not {filter}").format(filter=label) if self.negated else label

    @property
    def spoken(self) -> str:
        """What kind of filter it is, too: for tool tips and screen readers."""
        title = TITLES.get(self.name)
        if not title:
            return self.long_label
        text = _tr("{kind}: {filter}").format(kind=_tr(str(title)), filter=self.long_label)
        return _tr("{filter} (“{words}”)").format(filter=text, words=self.said) if self.said else text

    @property
    def long_label(self) -> str:
        """Like the label, with the whole path of a folder."""
        return self.value if self.name == "folder" and not self.negated else self.label

    @property
    def icon(self) -> str:
        if self.name == "type":
            return "play" if self.value == "video" else "image"
        if self.name == "is":
            return {"favourite": "heart", "hidden": "hide"}.get(self.value, "image")
        return _ICONS.get(self.name, "search")


def take(text: str, cursor: int | None = None) -> tuple[str, list[Term], int]:
    """What is left of ``text`` without its filters, these, and where ``cursor`` is then.

    With a ``cursor``, the person is typing: what it stands in or behind, and what ends the text, stays text.
    A filter is taken only where this changes nothing: in *without in:2019* it belongs to the word before it.
    """
    typing = cursor is not None
    at = len(text) if cursor is None else cursor
    terms: list[Term] = []
    for start, end in reversed(grammar.pieces(text)):
        if typing and (end == len(text) or start < at <= end):
            continue
        term = _only(grammar.parse(text[start:end]))
        if term is None:
            continue
        rest = text[:start] + text[min(end + 1, len(text)) :]
        if grammar.parse(f"{term.text} {rest}") != grammar.parse(text):
            continue
        terms.insert(0, term)
        at -= max(0, min(at, end + 1) - start)
        text = rest
    text, said, at = _take_said(text, at, typing)
    terms += said
    if terms and not typing:
        text = text.strip()
    return text, list(dict.fromkeys(terms)), max(0, min(at, len(text)))


def _take_said(text: str, at: int, typing: bool) -> tuple[str, list[Term], int]:
    """The same for dates among the words (*dog from last summer*)."""
    terms = []
    while found := _first_said(text, at, typing):
        term, start, end, rest = found
        end = end if rest else min(end + 1, len(text))
        at -= max(0, min(at, end) - start - len(rest))
        text = text[:start] + rest + text[end:]
        terms.append(term)
    return text, terms, at


def _first_said(text: str, at: int, typing: bool) -> tuple[Term, int, int, str] | None:
    """A date as a term, where its words begin and end in ``text``, and what of them stays text."""
    query = grammar.parse(text)
    pieces = grammar.pieces(text) if query.spoken else []
    for each, words in query.spoken:
        said, count = words.split(" "), words.count(" ") + 1
        for number in range(len(pieces) - count + 1):
            span = pieces[number : number + count]
            start, end = span[0][0], span[-1][1]
            if [text[first:last] for first, last in span] != said:
                continue
            # In May may be going to be in May 2021, from 2019 to 2021.
            goes_on = each.value in MONTHS or (said[0].casefold() in ("from", "between") and ".." not in each.value)
            followed = any(last < len(text) for _, last in pieces[number + count :])
            if typing and (end == len(text) or start < at <= end or (goes_on and not followed)):
                continue
            rest = grammar.parse(words).words
            term = Term(each.name, each.value, each.negated, words)
            left = text[:start] + rest + text[end:]
            if grammar.parse(f"{term.text} {left}") == query:
                return term, start, end, rest
    return None


def _only(found: grammar.Query) -> Term | None:
    """The one thing that ``found`` consists of, when that can be a chip."""
    if found.words or len(found.filters) + len(found.parts) != 1:
        return None
    for each in found.filters:
        return Term(each.name, each.value, each.negated, found.spoken[0][1] if found.spoken else "")
    (part,) = found.parts
    return Term("concept", part.text, part.weight < 0) if part.concept and abs(part.weight) == 1.0 else None


def describes(text: str) -> bool:
    """Whether ``text`` says anything about how pictures look."""
    return grammar.parse(text).describes


def reviews(text: str) -> bool:
    """Whether ``text`` is only about which pictures there are more than once."""
    query = grammar.parse(text)
    asked = any((each.name, each.value, each.negated) == ("is", "duplicate", False) for each in query.filters)
    return asked and not query.describes


def same(one: str, other: str) -> bool:
    """Whether both texts mean the same."""
    return one == other or grammar.parse(one) == grammar.parse(other)


def date_label(value: str) -> str:
    """The value of a date filter as the locale writes it: ``June 2019``, ``Jun – Aug 2019``, ``May, any year``."""
    if months := months_of(value):
        first, last = (QLocale().standaloneMonthName(month) for month in (months[0], months[-1]))
        return _tr("{months}, any year").format(months=first if first == last else f"{first} – {last}")
    span = span_of(value)
    if span is None:
        return value
    months_in = whole_months(span)
    return _months_label(*months_in) if months_in else _days_label(span)


def _months_label(first: date, last: date) -> str:
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year} – {last.year}"
    if first == last:
        return _written(first, "MMMM yyyy")
    begin = "MMM" if first.year == last.year else "MMM yyyy"
    return f"{_written(first, begin)} – {_written(last, 'MMM yyyy')}"


def _days_label(span: Span) -> str:
    first, last = date.fromisoformat(span.first), last_day(span)
    return _written(first) if first == last else f"{_written(first)} – {_written(last)}"


def _written(day: date, form: str | QLocale.FormatType = QLocale.FormatType.ShortFormat) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def _label(name: str, value: str) -> str:
    if name in ("in", "before", "after"):
        date = date_label(value)
        return {"in": "{date}", "before": _tr("before {date}"), "after": _tr("after {date}")}[name].format(date=date)
    if name == "type":
        return {"image": _tr("Photos"), "video": _tr("Videos")}.get(value, value.upper())
    if name == "folder":
        return value.rpartition("/")[2]
    if name == "near":
        return _tr("near {place}").format(place=value)
    if name == "has":
        return {"gps": _tr("With a place")}.get(value, value)
    if name == "is":
        return {
            "duplicate": _tr("Duplicates"), "favourite": _tr("Favourites"), "hidden": _tr("Hidden"),
            "viewed": _tr("Looked at"),
        }.get(value, value)  # fmt: skip
    return value


def _tr(text: str) -> str:
    return QCoreApplication.translate("Terms", text)


#: Source texts of the context “Terms”.
TITLES: Final = {
    "folder": QT_TRANSLATE_NOOP("Terms", "Folder"),
    "in": QT_TRANSLATE_NOOP("Terms", "Date"),
    "before": QT_TRANSLATE_NOOP("Terms", "Date"),
    "after": QT_TRANSLATE_NOOP("Terms", "Date"),
    "type": QT_TRANSLATE_NOOP("Terms", "Type"),
    "camera": QT_TRANSLATE_NOOP("Terms", "Camera"),
    "near": QT_TRANSLATE_NOOP("Terms", "Place"),
    "has": QT_TRANSLATE_NOOP("Terms", "Place"),
    "concept": QT_TRANSLATE_NOOP("Terms", "Concept"),
}
_ICONS: Final = {
    "folder": "folder", "in": "calendar", "before": "calendar", "after": "calendar", "camera": "camera",
    "near": "pin", "has": "pin", "concept": "similar",
}  # fmt: skip
