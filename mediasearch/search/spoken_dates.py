"""Dates as people say them: ``last summer``, ``3 years ago``, ``in May``, ``去年夏天``, ``2021年5月``.

What is found becomes the value of a date filter (:mod:`mediasearch.library.spans`).  A word that may say how a picture
looks is none: *summer*, *May*, *Christmas* and *2019* by themselves stay words, and so do *夏天* and *国庆*; *in May*
and *五月* are May of any year.  What people say around a date (*photos from …*, *…的照片*) goes with it, because it
says nothing about the picture.  English is read here, Chinese in :mod:`.spoken_dates_chinese`.

A small grammar of our own, because what there is was made for other texts: dateparser 1.5 finds a date in “red car 2”
and in “on the sun”, none in “last summer”, “last week” or “三年前”, and its first call takes a second, longer than a
search from a cold start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from mediasearch.library.spans import FEASTS, MONTHS, SEASONS, months_of, span_of
from mediasearch.search import spoken_dates_chinese as chinese
from mediasearch.search.spoken import Spoken, ago, known, lately, part_of, to

#: A query of more is a text that somebody pasted.
MOST_WORDS: Final = 60


def find(words: Sequence[str], is_word: Callable[[str], bool]) -> Spoken | None:
    """The first date among ``words``, and of those that begin at one word the longest.

    ``is_word``: whether a piece of a word would by itself be read as a word, too.
    """
    if len(words) > MOST_WORDS:
        return None
    found = _in_english(words)
    for place, word in enumerate(words[: found.start if found else len(words)]):
        if word.isascii():
            continue
        name, value, rest = chinese.find(word)
        if value and (not rest or is_word(rest)):
            return Spoken(place, place + 1, name, value, rest)
    return found


def value_of(text: str) -> str:
    """The one spelling of the date that all of ``text`` is, for a filter ``in:``; "" when it is none."""
    plain = " ".join(text.casefold().split())
    begin, between, end = plain.partition("..")
    if between:
        return to(value_of(begin), value_of(end))
    if months_of(plain):
        return plain
    span = span_of(plain)
    if span is not None:
        return span.name
    english = _DATE.fullmatch(plain)
    return known(_value(english)) if english else chinese.value_of(plain)


def may_become(text: str) -> bool:
    """Whether ``text`` with more letters behind it may be a date that is one word."""
    return any(word.startswith(text.casefold()) for word in ("today", "yesterday", *MONTHS, *SEASONS))


_PARTS: Final = {
    **{name: name for name in (*MONTHS, *SEASONS, *FEASTS)}, **{name[:3]: name for name in MONTHS},
    "sept": "september", "fall": "autumn", "xmas": "christmas",
}  # fmt: skip
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
    for word in words.split()
}


_PHOTOS: Final = ("photos", "pictures", "images", "pics")
_PREPOSITIONS: Final = ("from", "in", "during", "on", "at", "of", "over", "between", "before", "after", "since")
#: Words with which a date and what belongs to it begin, beside numbers.
_BEGINNINGS: Final = frozenset({
    *_PHOTOS, "all", "my", "our", "taken", *_PREPOSITIONS, "the", "this", "last", "past", "day", "today", "yesterday",
    "chinese", *_PARTS, *_NUMBERS,
})  # fmt: skip

_YEAR: Final = r"(?:19|20)\d\d"
_COUNT: Final = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,3}})"
#: Which of these words are months or seasons is looked up: to match them takes long to prepare, at every start.
_PART: Final = "(?:chinese\\ new\\ year|chinese\\ national\\ day|[a-z]+)"
#: A date that is nothing else.
_DATE: Final = re.compile(
    rf"""(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\ (?:of\ )?(?P<day_month>[a-z]+),?\ (?P<day_year>{_YEAR})
    | (?P<month_day>[a-z]+)\ (?P<day_of_month>\d\d?)(?:st|nd|rd|th)?,?\ (?P<month_day_year>{_YEAR})
    | (?P<day_of_year>{_YEAR})\ (?P<then_month>[a-z]+)\ (?P<then_day>\d\d?)(?:st|nd|rd|th)?
    | (?P<part>{_PART})\ (?:of\ |in\ )?(?:(?P<year>{_YEAR})|(?P<whose>this|last)\ year|(?P<years>{_COUNT})\ years?\ ago)
    | (?P<early_year>{_YEAR})\ (?P<late_part>{_PART})
    | (?P<number>{_COUNT})\ (?P<unit>day|week|month|year)s?\ ago
    | (?:last|past)\ (?P<many>{_COUNT})\ (?P<units>day|week|month|year)s?
    | past\ (?P<past>week|month|year)(?!\ of\b)
    | (?P<which>this|last)\ (?P<near>{_PART})(?!\ of\b)
    | (?P<before_yesterday>day\ before\ yesterday)
    | today|yesterday)(?=(?:'s)?(?!\S))""",
    re.VERBOSE,
)
_IS_YEAR: Final = re.compile(_YEAR)
#: In May's garden and in March of the Penguins are none.
_IS_MONTH: Final = re.compile(rf"(?:{'|'.join(MONTHS)})(?!\S| of\b)")
#: What may stand before a date.
_LEAD: Final = re.compile(
    rf"(?:^(?:(?:all|my|our) )*(?P<photos>{'|'.join(_PHOTOS)}) )?(?:taken )?(?:(?P<word>{'|'.join(_PREPOSITIONS)}) )?"
    r"(?:the )?(?:(?P<years>year )(?=\d))?"
)
_TO: Final = re.compile(r" (?:to|and|until|till|-|–) (?:the )?")
_END: Final = re.compile(r"(?P<own>'s)?(?!\S)")
_LAST: Final = re.compile(rf"(?: (?:{'|'.join(_PHOTOS)}))?$")


def _in_english(words: Sequence[str]) -> Spoken | None:
    # Shortened to what can be matched: one of these words more or less at the end of a sentence means the same.
    said = [word.casefold().replace("’", "'").rstrip(",.;!?") or word for word in words]
    text = " ".join(said)
    at = 0
    for start, word in enumerate(said):
        begins = word.removesuffix("'s") in _BEGINNINGS or word[:1].isdecimal()
        found = _at(text, at) if begins else None
        if found is not None:
            name, value, end = found
            return Spoken(start, start + text.count(" ", at, end) + 1, name, value)
        at += len(word) + 1
    return None


def _at(text: str, start: int) -> tuple[str, str, int] | None:
    """The date that begins at ``start`` of ``text``: the filter's name, its value, and where it ends."""
    lead = _LEAD.match(text, start)
    assert lead is not None  # it may be empty
    word, at = lead["word"] or "", lead.end()
    if word in ("before", "after", "since"):
        value, end = _one(text, at, year=True)
        name = "in" if word == "since" else word
        return (name, to(value, "today") if word == "since" else value, end) if value else None
    if word in ("from", "between"):
        begin, middle = _one(text, at, year=True)
        between = _TO.match(text, middle) if begin else None
        until, end = _one(text, between.end(), year=True) if between else ("", 0)
        if value := to(begin, until) or to(until, begin):
            return "in", value, end
    value, end = _one(text, at, year=word in ("in", "during", "from") or bool(lead["years"] or lead["photos"]))
    if not value and word in ("in", "during"):
        month = _IS_MONTH.match(text, at)
        value, end = (month[0], month.end()) if month else ("", 0)
    if not value or word == "between":
        return None
    if value in ("today", "yesterday") and not (word or start == 0 or end == len(text) or text[:end].endswith("'s")):
        return None  # USA Today newspaper
    last = _LAST.match(text, end) if start == 0 else None
    return "in", value, last.end() if last else end


def _one(text: str, at: int, year: bool) -> tuple[str, int]:
    """One date at ``at`` and where it ends, "" when there is none.  ``year``: a number may be one."""
    found = _DATE.match(text, at)
    value = known(_value(found)) if found else ""
    if year and not value:
        found = _IS_YEAR.match(text, at)
        value = found[0] if found else ""
    end = _END.match(text, found.end()) if found else None
    return (value, end.end()) if end and value else ("", 0)


def _value(said: re.Match[str]) -> str:
    """What a date means; "" when its words are none of a date or the calendar has no such day."""
    if said["day"]:
        return _day(said["day_year"], said["day_month"], said["day"])
    if said["month_day"]:
        return _day(said["month_day_year"], said["month_day"], said["day_of_month"])
    if said["then_day"]:
        return _day(said["day_of_year"], said["then_month"], said["then_day"])
    if said["part"]:
        years = {"this": 0, "last": 1}.get(said["whose"], _number(said["years"]))
        return part_of(_PARTS.get(said["part"], ""), said["year"] or years)
    if said["late_part"]:
        return part_of(_PARTS.get(said["late_part"], ""), said["early_year"])
    if said["near"]:
        # This may be a verb, and a march no month.
        doubtful = said["which"] == "this" and said["near"] in ("may", "march", "mar")
        return "" if doubtful else f"{said['which']} {_PARTS.get(said['near'], said['near'])}"
    if said["unit"]:
        return ago(said["unit"], _number(said["number"]))
    if said["units"]:
        return lately(said["units"], _number(said["many"]))
    if said["past"]:
        return lately(said["past"], 1)
    return "2 days ago" if said["before_yesterday"] else said[0]


def _day(year: str, month: str, day: str) -> str:
    name = _PARTS.get(month, "")
    return f"{year}-{MONTHS.index(name) + 1:02}-{int(day):02}" if name in MONTHS else ""


def _number(said: str | None) -> int:
    return 1 if said is None else _NUMBERS.get(said) or int(said)
