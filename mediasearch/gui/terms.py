"""Filters as the person sees them: a chip with a short name, made from what was typed and turned back into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from mediasearch.library.filters import Filter
from mediasearch.search import grammar


@dataclass(frozen=True)
class Term:
    """One filter of the query language, ``name`` and ``value`` as in :class:`mediasearch.library.filters.Filter`.

    Or a concept (``name`` is then *concept*, ``value`` what the person called it).
    """

    name: str
    value: str
    negated: bool = False

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
        return _tr("{kind}: {filter}").format(kind=_tr(str(title)), filter=self.long_label)

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
    if terms and not typing:
        text = text.strip()
    return text, list(dict.fromkeys(terms)), max(0, min(at, len(text)))


def _only(found: grammar.Query) -> Term | None:
    """The one thing that ``found`` consists of, when that can be a chip."""
    if found.words or len(found.filters) + len(found.parts) != 1:
        return None
    for each in found.filters:
        return Term(each.name, each.value, each.negated)
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
    """``2019``, ``2019-06`` or ``2019-06-14`` as the locale writes it."""
    parts = [int(part) for part in value.split("-") if part.isdigit()]
    locale = QLocale()
    if len(parts) == 2:
        return locale.toString(QDate(parts[0], parts[1], 1), "MMMM yyyy")
    if len(parts) == 3:
        return locale.toString(QDate(*parts), QLocale.FormatType.ShortFormat)
    return value


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
