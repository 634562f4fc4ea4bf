"""The query language: what a person types, as words, things to leave out, weights and filters.

=====================  =======================================================================================
``dog in the snow``    plain words are one description, wherever they stand
``"red car"``          a phrase is a description of its own, taken literally
``-leash``             not this; also ``without leash``, ``without a leash``, ``不要狗绳``, ``没有狗绳``
``2:beach``            twice as important; a number above 0, up to 10
``folder:Trip``        in a folder of that name, or ``folder:Pictures/Trip``; also ``文件夹:``
``type:video``         a kind or a format; also ``类型:``
``in:2019``            taken in that year, month (``2019-06``) or day; ``in:2019-06..2019-08``, ``in:may`` of any
                       year, ``in:"last summer"``; also ``年:``
``before:2019-06``     taken before it began; also ``之前:``
``after:2019``         taken after it ended; also ``之后:``
``camera:pixel``       the camera's name holds this; also ``相机:``
``has:gps``            knows its place; also ``有:位置``
``near:48.2,16.37``    taken within a kilometre of there, or ``near:48.2,16.37,5km``; also ``附近:``
``near:IMG_1.jpg``     taken near where that picture was
``is:favourite``       has a star; also ``是:收藏``, ``★``
``is:hidden``          was hidden, and is found only so; also ``是:隐藏``
``is:viewed``          was looked at; also ``是:看过``
``is:duplicate``       several files hold it, or it looks just like another one; also ``是:重复``
``concept:Rex``        what the person has named so; also ``概念:``
``last summer``        among the words: the same as ``in:"last summer"``; see :mod:`.spoken_dates`
=====================  =======================================================================================

``-folder:Trip`` leaves out.  The same filter twice means either, different ones and each ``is:`` mean all.  A concept's
name that stands among the words is the concept, and a date is a filter; in quotation marks both are only words.
Everything that is none of this,
unknown prefixes among it, is a plain word; no text is an error.  :meth:`Query.text` is the one canonical text of a
query: parsing it gives the same query again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from mediasearch.library.filters import Filter
from mediasearch.search import spoken_dates
from mediasearch.search.filter_words import COLONS, QUOTES, clean, colon, filter_name, read_filter

_WEIGHT: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)[:：]")
_HEAVIEST: Final = 10.0

_NOT: Final = "without"
#: 有没有 asks whether, and leaves nothing out.
_NOT_CHINESE: Final = re.compile("不要|(?<!有)没有")
_OF: Final = "的"
_ARTICLES: Final = frozenset({"a", "an", "the", "any"})

_CONCEPT: Final = frozenset({"concept", "概念"})


@dataclass(frozen=True)
class Part:
    """A description of its own.  ``weight`` is not 0; a negative one means *not this*.

    ``concept``: ``text`` is the name of a concept, not a description.
    """

    text: str
    weight: float = 1.0
    concept: bool = False


@dataclass(frozen=True)
class Query:
    """``words`` is one description of weight 1, "" without any; ``filters`` are in one fixed order.

    ``misread``: what begins like a filter but means none, as it was typed; it is among the words, too.
    ``spoken``: filters that were said in words, and these.
    """

    words: str = ""
    parts: tuple[Part, ...] = ()
    filters: tuple[Filter, ...] = ()
    misread: tuple[str, ...] = field(default=(), compare=False)
    spoken: tuple[tuple[Filter, str], ...] = field(default=(), compare=False)

    @property
    def describes(self) -> bool:
        """Whether it says anything about how pictures look."""
        return bool(self.words or self.parts)

    @property
    def only_negative(self) -> bool:
        return not self.words and bool(self.parts) and all(part.weight < 0 for part in self.parts)

    @property
    def text(self) -> str:
        """The canonical text."""
        return " ".join([*self.words.split(), *map(_part_text, self.parts), *map(_filter_text, self.filters)])


def parse(text: str, concepts: Collection[str] = ()) -> Query:
    """What ``text`` means; the same text always means the same.  ``concepts``: the names that are words now."""
    # What neither SQLite nor a tokenizer takes: lone surrogates and NUL.
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    query = _read(text)
    while True:  # what has come together where a name or a date was taken out may be one, too
        known = _with_dates(_with_concepts(query, concepts) if concepts else query)
        if known == query:
            return known
        query = known


def _read(text: str) -> Query:
    """``text`` without concepts and dates among its words."""
    reader = _Reader()
    for _, _, token, phrase in _tokens(text):
        reader.read(token, phrase)
    return Query(
        " ".join(reader.words),
        tuple(dict.fromkeys(reader.parts)),
        _ordered(reader.filters),
        tuple(reader.misread),
        tuple(reader.spoken),
    )


def _ordered(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    return tuple(sorted(set(filters), key=lambda each: (each.name, each.value, each.negated)))


def clean_name(name: str) -> str:
    """``name`` as a query can say it: without quotation marks and doubled spaces."""
    return clean(name)


def _with_concepts(query: Query, names: Collection[str]) -> Query:
    """``query`` with concepts where their names stand, the longest first."""
    known = {name.casefold(): name for name in map(clean, names) if name}
    longest = sorted(known, key=lambda name: (-name.count(" "), name))
    words, found = query.words.split(" ") if query.words else [], []
    while place := next(filter(None, (_place(words, key) for key in longest)), None):
        found.append(Part(known[" ".join(words[place]).casefold()], concept=True))
        del words[place]  # and what has come together may be a name
    parts = [
        replace(part, text=known[part.text.casefold()], concept=True)
        if not part.concept and part.text.casefold() in known and _is_bare(part)
        else replace(part, text=known.get(part.text.casefold(), part.text))
        if part.concept
        else part
        for part in query.parts
    ]
    return replace(query, words=" ".join(words), parts=tuple(dict.fromkeys([*found, *parts])))


def _with_dates(query: Query) -> Query:
    """``query`` with filters where dates stand among its words."""
    words, spoken = query.words.split(" ") if query.words else [], list(query.spoken)
    while found := spoken_dates.find(words, lambda piece: _read(piece) == Query(piece)):
        said = " ".join(words[found.start : found.stop])
        spoken.append((Filter(found.name, found.value), said))
        words[found.start : found.stop] = [found.rest] if found.rest else []
    filters = _ordered([*query.filters, *(each for each, _ in spoken)])
    return replace(query, words=" ".join(words), filters=filters, spoken=tuple(spoken))


def _place(words: list[str], key: str) -> slice | None:
    """Where ``key``, one word or several, stands among ``words``."""
    length = key.count(" ") + 1
    starts = range(len(words) - length + 1)
    return next((slice(at, at + length) for at in starts if " ".join(words[at : at + length]).casefold() == key), None)


def pieces(text: str) -> list[tuple[int, int]]:
    """Where the pieces of ``text`` begin and end: what stands between spaces, with the phrases in it whole.

    A phrase that was not closed runs to the end.
    """
    return [(start, end) for start, end, _, _ in _tokens(text)]


def _tokens(text: str) -> Iterator[tuple[int, int, str, str | None]]:
    """What stands between spaces: begin, end, bare text, and the phrase within it or alone (None: no phrase)."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        start = place
        while place < len(text) and not text[place].isspace():
            # Of what stands before it the last three characters tell; all of them would take long for a long text.
            if text[place] in QUOTES and _opens(text[max(start, place - 3) : place]):
                break
            place += 1
        token = text[start:place]
        if place == len(text) or text[place].isspace():
            yield start, place, token, None
            continue
        end = next((at for at in range(place + 1, len(text)) if text[at] in QUOTES), len(text))
        phrase = text[place + 1 : end]
        place = min(end + 1, len(text))
        yield start, place, token, phrase


def _opens(before: str) -> bool:
    """Whether a quotation mark behind ``before``, the end of a token, opens a phrase; in ``5" screen`` it does not."""
    if before in ("", "-") or before[-1] in COLONS:
        return True
    *_, last = [0, *(found.end() for found in _NOT_CHINESE.finditer(before))]
    return last == len(before)


@dataclass
class _Reader:
    words: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)
    spoken: list[tuple[Filter, str]] = field(default_factory=list)
    negating: bool = False  #: the last thing read was *without*, and it waits for what

    def read(self, token: str, phrase: str | None) -> None:
        if phrase is None and token.casefold() == _NOT:
            self.negating = True
        elif self.negating and phrase is None and token.casefold() in _ARTICLES:
            pass
        else:
            first, *left_out = _NOT_CHINESE.split(token)
            last = left_out.pop() if left_out else None
            alone = last and not first and not left_out and phrase is None and not self.negating
            if alone and last and _OF in last and _date(last) is None:
                # 没有人的海滩: what stands before 的 is left out, what it describes is wanted.
                last, _, wanted = last.partition(_OF)
                wanted = wanted.lstrip(QUOTES)
                if last and wanted:
                    self._atom(wanted, None, False)
                else:
                    last += _OF + wanted
            if first or last is None:
                self._atom(first, phrase if last is None else None, self.negating)
            for piece in left_out:
                self._atom(piece, None, True)
            self.negating = last == "" and phrase is None
            if last is not None and not self.negating:
                self._atom(last, phrase, True)

    def _atom(self, token: str, phrase: str | None, negated: bool) -> None:
        if token.startswith("-") and token[1:2] != "-" and (token != "-" or phrase is not None):
            token, negated = token[1:], True
        sign = -1.0 if negated else 1.0
        found = _weight(token, phrase)
        if found is not None:
            weight, token = found
            if not self._concept(token, phrase, sign * weight):
                self._part(token if phrase is None else phrase, sign * weight)
            return
        chosen = read_filter(token, phrase, negated)
        if chosen is not None:
            self.filters.append(chosen)
            return
        if self._concept(token, phrase, sign):
            return
        if phrase is None and filter_name(token):
            self.misread.append(token)
        if phrase is not None:
            if token:  # an unknown prefix, which is a word as it would be by itself
                self._atom(token, None, negated)
            self._part(phrase, sign)
        elif negated:
            self._left_out(token)
        elif token and token.casefold() != _NOT:  # as in without不要狗, which says it twice
            self.words.append(token)

    def _left_out(self, token: str) -> None:
        """A word, or a date when it is all of it."""
        chosen = _date(token)
        if chosen is not None and chosen.name == "in":
            self.filters.append(replace(chosen, negated=True))
            self.spoken.append((self.filters[-1], token))
        else:
            self._part(token, -1.0)

    def _concept(self, token: str, phrase: str | None, weight: float) -> bool:
        """Whether it names a concept."""
        place = colon(token)
        if place < 1 or token[:place].casefold() not in _CONCEPT:
            return False
        name = clean(token[place + 1 :] + (phrase or ""))
        if name:
            self.parts.append(Part(name, weight, concept=True))
        return bool(name)

    def _part(self, text: str, weight: float) -> None:
        text = clean(text)
        if text:
            self.parts.append(Part(text, weight))


def _date(token: str) -> Filter | None:
    """The filter that ``token`` is, when all of it is a date as people say it."""
    found = spoken_dates.find([token], lambda piece: False)
    return Filter(found.name, found.value) if found is not None else None


def _weight(token: str, phrase: str | None) -> tuple[float, str] | None:
    """The weight in front of a token, and the rest; 16:9 and 12:30 are no weights."""
    found = _WEIGHT.match(token)
    if found is None or not 0 < float(found[1]) <= _HEAVIEST:
        return None
    rest = token[found.end() :]
    if phrase is not None:
        named = colon(rest) > 0 and rest[: colon(rest)].casefold() in _CONCEPT
        return (float(found[1]), rest) if not rest or named else None
    return (float(found[1]), rest) if clean(rest) and not rest[0].isdigit() and rest[0] not in COLONS else None


def _part_text(part: Part) -> str:
    sign = "-" if part.weight < 0 else ""
    weight = "" if abs(part.weight) == 1.0 else f"{abs(part.weight):g}:"
    if part.concept:
        return f"{sign}{weight}concept:{_quoted(part.text)}"
    bare = (sign or weight) and _is_plain(part.text)
    return f"{sign}{weight}{part.text}" if bare else f'{sign}{weight}"{part.text}"'


def _filter_text(each: Filter) -> str:
    return f"{'-' if each.negated else ''}{each.name}:{_quoted(each.value)}"


def _quoted(value: str) -> str:
    """``value`` behind a name and a colon."""
    return f'"{value}"' if " " in value or _NOT_CHINESE.search(value) else value


def _is_bare(part: Part) -> bool:
    """Whether ``part`` is written without quotation marks, like a word."""
    return part.weight != 1.0 and _is_plain(part.text)


def _is_plain(text: str) -> bool:
    """Whether ``text`` without quotation marks is one plain word, also behind a sign or a weight."""
    first = text[0]
    return parse(text) == Query(text) and " " not in text and not first.isdigit() and first not in f"-{COLONS}"
