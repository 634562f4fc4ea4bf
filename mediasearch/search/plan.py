"""From what was typed to what is searched for, and the sentence that people get with the answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mediasearch.library.filters import Filter
from mediasearch.library.spans import last_day, span_of
from mediasearch.search.filter_words import only_begun
from mediasearch.search.grammar import Part, Query, parse

#: Characters that are read; a model reads some 70 words.
LONGEST: Final = 2000

#: Descriptions beside the plain words that are encoded for one query.
MOST_PARTS: Final = 16

#: What a minus weighs beside a plus.  As strong a one leads away from everything: of two things that are often seen
#: together, one without the other is found best at a quarter to a half, and a half lets less of the other through
#: (python -m tests.benchmarks.ranking).
MINUS: Final = 0.5


@dataclass(frozen=True)
class Plan:
    """``query`` is what is searched for; ``cut``: more was typed than is used.

    ``typing``: it was typed in the window, where dates that were found among the words are seen beside it.
    """

    query: Query
    cut: bool = False
    typing: bool = False

    @property
    def filters(self) -> Sequence[Filter]:
        return self.query.filters

    @property
    def wanted(self) -> list[Part]:
        """All descriptions and concepts, those that are to be left out among them."""
        return [*([Part(self.query.words)] if self.query.words else []), *self.query.parts]

    @property
    def described(self) -> bool:
        """Whether it is all said in words, and says what is wanted."""
        parts = self.wanted
        return any(part.weight > 0 for part in parts) and not any(part.concept for part in parts)

    def remark(self, passed: int, pictures: bool = False) -> str:
        """What to tell about an answer of which ``passed`` contents went through the filters; "" when nothing."""
        said = []
        if self.cut:
            said.append("The query is very long; only its beginning was used.")
        said += [f"{each} is no filter and was read as words." for each in dict.fromkeys(self.query.misread)]
        if self.filters and not passed:
            chosen = Query(filters=self.query.filters).text
            said.append(f"No photos match these filters: {chosen}. Remove one of them.")
        elif twice := self._contradiction():
            said.append(f"“{twice}” is both asked for and left out.")
        elif self.query.only_negative and not pictures:
            said.append("The query only says what to leave out; what is least like it comes first.")
        for each, words in self.query.spoken if not (self.typing and passed) else ():
            said.append(f"“{words}” was read as {_date(each)}; in quotation marks it is words.")
        return " ".join(said)

    def _contradiction(self) -> str:
        """What the query both wants and does not, or ""."""
        wanted = {self.query.words.casefold(), *(part.text.casefold() for part in self.query.parts if part.weight > 0)}
        unwanted = (part.text for part in self.query.parts if part.weight < 0)
        return next((text for text in unwanted if text.casefold() in wanted), "")


def _date(each: Filter) -> str:
    """A date as a filter, and the days that it means."""
    span = span_of(each.value) if each.name == "in" else None
    text = Query(filters=(each,)).text
    return f"{text} ({span.first} – {last_day(span)})" if span is not None else text


def weight_of(part: Part) -> float:
    """What a part weighs among the others for :func:`~mediasearch.search.fusion.fuse`."""
    return part.weight * (MINUS if part.weight < 0 else 1.0)


def plan(text: str, concepts: Collection[str] = (), typing: bool = False) -> Plan:
    """What to search for; no text is an error.  ``concepts``: the names that are words now.

    ``typing``: more may be about to come, so that what is only the beginning of a filter is not remarked on.
    """
    query = parse(text[:LONGEST], concepts)
    if typing and query.misread and text.endswith(query.misread[-1]) and only_begun(query.misread[-1]):
        query = replace(query, misread=query.misread[:-1])
    few = replace(query, parts=query.parts[:MOST_PARTS])
    return Plan(few, len(text.rstrip()) > LONGEST or few != query, typing)
