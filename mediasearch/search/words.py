"""Finding by words: names, folders, captions, keywords, dates and cameras.

All the words of a query must be there, wherever they stand; a phrase in quotation marks must be there as it is.  What
every picture may be called by (*the*, *in*) is not asked for.  The last word may be one that is still being typed.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mediasearch.library.dates import MONTHS
from mediasearch.library.tokens import BETWEEN, kept, tokens
from mediasearch.library.words import COLUMNS

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog
    from mediasearch.search.grammar import Query

#: Words that are looked up; a query of more describes a picture and names none.
MOST_WORDS: Final = 12
#: Letters from which on a word that is being typed is completed; one character of a script without spaces is a word.
_SHORTEST_START: Final = 3
#: How much a match says, by column, in the order of :data:`COLUMNS`.
_WEIGHTS: Final = (1.0, 0.7, 0.8, 0.9, 0.6, 0.5)
#: A word that only begins like the one that was typed.
_BEGUN: Final = 0.6

_STOP: Final = frozenset({
    "a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "by", "for", "with", "from", "my", "our", "me", "is",
    "are", "was", "it", "this", "that", "了", "在", "和", "与", "是", "我",
})  # fmt: skip
#: Stands between Chinese words as *of* does between English ones.
_OF_CHINESE: Final = "的"
_YEARS: Final = range(1826, 2200)
_ANYWHERE_BUT_DATE: Final = "{" + " ".join(column for column in COLUMNS if column != "date") + "}"


@dataclass(frozen=True, slots=True)
class WordMatch:
    """``score``: 0 … 1, larger for better.  ``why``: the columns in which the words stand, best first.

    ``exact``: the whole query is the name of a file, with or without its suffix.  ``whole``: False when the last word
    was only begun.  ``entry``: the whole query is the name of a folder, a keyword, a title or a camera, and no part
    of a longer one.
    """

    score: float
    why: tuple[str, ...]
    exact: bool = False
    whole: bool = True
    entry: bool = False


def find(catalog: Catalog, query: Query, limit: int, among: Collection[int] | None = None) -> dict[int, WordMatch]:
    """Contents that the words of ``query`` match, the best first, at most ``limit`` of them.

    ``among``: only these, when it is given (a set: it is asked often).
    Words that are to be left out (``-beach``) leave out.  No query raises anything but what the database may.
    """
    asked = [Asked(said) for word in query.words.split() for said in word.split(_OF_CHINESE)]
    asked += [Asked(part.text, quoted=True) for part in query.parts if part.weight > 0 and not part.concept]
    asked = [each for each in asked if each.tokens][:MOST_WORDS]
    wanted = [each for each in asked if not each.idle] or asked
    if not wanted:
        return {}
    for before, after in itertools.pairwise(wanted):
        before.beside(after)
        after.beside(before)
    unwanted = [
        each
        for part in query.parts
        if part.weight < 0 and not part.concept and (each := Asked(part.text, quoted=True)).tokens
    ]
    found = _matches(catalog, wanted, unwanted, limit, among, kept(_whole_text(query)))
    for content in catalog.named(_whole_text(query), limit):
        if among is not None and content not in among:
            continue
        known = found.pop(content, None)
        why = known.why if known is not None else ()
        found[content] = WordMatch(1.0, tuple(dict.fromkeys(("name", *why))), exact=True)
    ranked = sorted(found.items(), key=lambda item: (not item[1].exact, -item[1].score, -item[0]))
    return dict(ranked[:limit])


def sayable(query: Query) -> list[str]:
    """What the name of a file that ``query`` is looking for holds; nothing when that may be anything."""
    said = [each for word in query.words.split() for each in word.split(_OF_CHINESE)]
    asked = [(each, Asked(each)) for each in said]
    asked += [(part.text, Asked(part.text, True)) for part in query.parts if part.weight > 0 and not part.concept]
    names = [each for each, tokens in asked if tokens.tokens and not tokens.idle]
    short = any(len(each) < _SHORTEST_START and each.isascii() for each in names)
    return [] if short or len(names) > MOST_WORDS else names


class Asked:
    """One word, or one phrase, of a query.  ``idle``: it stands in so many names that it says nothing."""

    def __init__(self, said: str, quoted: bool = False) -> None:
        self.tokens = tokens(said)[:MOST_WORDS]
        self.quoted = quoted
        self.idle = not quoted and all(token in _STOP for token in self.tokens)
        self._dates: list[str] = []

    @property
    def _number(self) -> bool:
        """A small number: as a date it would match a twelfth, or a thirtieth, of all pictures."""
        return len(self.tokens) == 1 and self.tokens[0].isdecimal() and not self._year

    @property
    def _year(self) -> bool:
        return self.tokens[0].isascii() and self.tokens[0].isdecimal() and int(self.tokens[0][:5]) in _YEARS

    def beside(self, other: Asked) -> None:
        """A number beside the name of a month is a day."""
        if self._number and len(other.tokens) == 1 and other.tokens[0] in MONTHS:
            day = self.tokens[0].lstrip("0")
            self._dates += [f"{day} {other.tokens[0]}", f"{other.tokens[0]} {day}"]

    def expression(self, begun: bool = False) -> str:
        """For FTS5.  Every token stands in quotation marks, so nothing that was typed is an operator."""
        phrase = '"' + " ".join(token.replace('"', '""') for token in self.tokens) + '"'
        if begun:
            phrase += " *"
        if not self._number:
            return phrase
        dates = "".join(f' OR date : "{date}"' for date in self._dates)
        return f"({_ANYWHERE_BUT_DATE} : {phrase}{dates})"

    def may_go_on(self) -> bool:
        """Whether more letters may be about to come."""
        return not self.quoted and len(self.tokens[-1]) >= _SHORTEST_START and not (self._number or self._year)

    def columns(self, row: Sequence[str], begun: bool = False) -> Iterator[tuple[float, int]]:
        """How well each column matches that does."""
        phrase = f" {' '.join(self.tokens)}"
        for place, padded in enumerate(row):
            if COLUMNS[place] == "date" and self._number:
                if any(f" {date} " in padded for date in self._dates):
                    yield _WEIGHTS[place], place
            elif f"{phrase} " in padded:
                yield _WEIGHTS[place], place
            elif begun and phrase in padded:
                yield _WEIGHTS[place] * _BEGUN, place


def _matches(
    catalog: Catalog,
    wanted: Sequence[Asked],
    unwanted: Sequence[Asked],
    limit: int,
    among: Collection[int] | None,
    whole_text: str,
) -> dict[int, WordMatch]:
    without = "".join(f" NOT {each.expression()}" for each in unwanted)
    found: dict[int, WordMatch] = {}
    for begun in (False, True):
        if begun and (len(found) >= limit or not wanted[-1].may_go_on()):
            break
        *others, last = wanted
        expressions = [each.expression() for each in others] + [last.expression(begun)]
        for content, row in catalog.find_words(f"({' AND '.join(expressions)}){without}", limit, among):
            if content not in found:
                found[content] = _judged(row, wanted, begun, whole_text)
    return found


def _judged(row: Sequence[str], wanted: Sequence[Asked], begun: bool, whole_text: str) -> WordMatch:
    padded = [f" {column} " for column in row]
    best: dict[int, float] = {}
    total = 0.0
    for each in wanted:
        hits = list(each.columns(padded, begun and each is wanted[-1]))
        total += max(hits, default=(0.0, 0))[0]
        for weight, place in hits:
            best[place] = max(best.get(place, 0.0), weight)
    why = sorted(best, key=lambda place: (-best[place], place))
    # Of two names that hold the words, the shorter one is more about them.
    length = len(row[why[0]].split()) if why else 1
    asked = sum(len(each.tokens) for each in wanted)
    share = min(1.0, asked / max(1, length))
    return WordMatch(
        round(total / len(wanted) * (0.8 + 0.2 * share), 4),
        tuple(COLUMNS[place] for place in why),
        whole=not begun,
        entry=any(_is_entry(entry, whole_text) for column in row for entry in column.split(f" {BETWEEN} ")),
    )


def _is_entry(entry: str, whole_text: str) -> bool:
    """Whether both are one name as :func:`~mediasearch.library.tokens.kept` writes it, or ``myphotos`` for MyPhotos."""
    *seams, last = entry.split(" ")
    return entry == whole_text or (last == whole_text and "".join(seams) == whole_text)


def _whole_text(query: Query) -> str:
    """The query as the name of a file may be written."""
    positive = [part.text for part in query.parts if part.weight > 0 and not part.concept]
    return " ".join([query.words, *positive]).strip()
