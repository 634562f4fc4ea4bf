"""Completions of what is being typed, out of the library's own words; everything here is in memory and takes no time.

A vocabulary is gathered from the catalog, then only looked at; when the library has changed another one is gathered.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mediasearch.library.filters import Filter
from mediasearch.library.tokens import fold
from mediasearch.search.grammar import Part, Query

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog
    from mediasearch.library.searches import KeptSearch

#: Pictures, the latest ones, whose names are looked at.
NAMES: Final = 100_000
#: Words of names that are kept; rarer ones complete nothing that anybody types.
MOST_NAMES: Final = 30_000
#: Of the other kinds together.
MOST: Final = 50_000
#: Looked at for one answer.
_LOOKED_AT: Final = 5_000
#: Words at the end of what was typed that may be the beginning of one suggestion ("golden ho").
_WORDS: Final = 3
#: Kept queries come first, but leave room for words.
_KEPT: Final = 3

#: What cameras and programs call files.
_PREFIXES: Final = frozenset(
    {"img", "dsc", "dscn", "dscf", "dscx", "pxl", "mvi", "vid", "gopr", "jpg", "jpeg", "png", "heic", "tif", "tiff",
     "webp", "gif", "pict", "image", "photo"}
)  # fmt: skip

#: What can be typed before a colon, and what behind it, in both languages.
_FILTERS: Final[Mapping[str, Sequence[str]]] = {
    "folder": (), "camera": (), "in": (), "before": (), "after": (), "near": (), "type": ("image", "video", "jpeg",
    "png", "heic", "gif", "webp", "tiff"), "is": ("favourite", "duplicate", "hidden", "viewed"), "has": ("gps",),
    "文件夹": (), "相机": (), "年": (), "之前": (), "之后": (), "附近": (), "类型": ("图片", "视频"),
    "是": ("收藏", "重复", "隐藏", "看过"), "有": ("位置",),
}  # fmt: skip
#: Filters whose values come from the library, by the kind of entry.
_VALUES: Final = {
    "folder": "folder", "文件夹": "folder", "camera": "camera", "相机": "camera",
    "in": "in", "年": "in", "before": "in", "之前": "in", "after": "in", "之后": "in",
}  # fmt: skip


#: Dates that a filter may name beside the library's years.
_DATES: Final = (
    "today", "yesterday", "this week", "last week", "this month", "last month", "this year", "last year",
    "last spring", "last summer", "last autumn", "last winter", "last christmas",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """``kind``: word, or the name of the filter that ``text`` is the value of.  ``count``: pictures, about."""

    kind: str
    text: str
    count: int


class Vocabulary:
    """What can be suggested from one state of the library."""

    def __init__(self, entries: Iterable[_Entry], kept: Sequence[KeptSearch] = ()) -> None:
        chosen = heapq.nlargest(MOST, entries, key=lambda entry: entry.count)
        self._entries = chosen
        keys: list[tuple[str, int]] = []
        for place, entry in enumerate(chosen):
            words = fold(entry.text).split()
            # Found by any of its words; those behind the first are marked, because a beginning is meant more often.
            keys += [(" ".join(words[start:]), place if not start else -place - 1) for start in range(len(words))]
        keys.sort()
        self._keys = [key for key, _ in keys]
        self._places = [place for _, place in keys]
        self._kept = [(fold(each.name), fold(each.text), each.text) for each in kept if each.text and not each.pictures]

    @classmethod
    def of(cls, catalog: Catalog, cancelled: Callable[[], bool] = lambda: False) -> Vocabulary:
        """Gather it; half a second for 100,000 pictures."""
        folders: Counter[str] = Counter()
        for path, count in catalog.folders().items():
            for name in path.split("/"):
                folders[name] += count
        names: Counter[str] = Counter()
        for row in catalog.name_tokens(NAMES):
            if cancelled():
                break
            names.update({token for token in row.split() if len(token) > 2 and token.isalpha()})
        words = {token: count for token, count in names.most_common(MOST_NAMES) if token not in _PREFIXES}
        keywords = catalog.keywords()
        told = {fold(text) for text in keywords}
        entries = [_Entry("word", text, count + 1) for text, count in keywords.items()]
        entries += [_Entry("word", text, count) for text, count in words.items() if text not in told]
        entries += [_Entry("folder", text, count) for text, count in folders.items() if text]
        entries += [_Entry("camera", text, count) for text, count in catalog.cameras().items()]
        entries += [_Entry("in", text, count) for text, count in catalog.years().items() if text.isdecimal()]
        return cls(entries, catalog.searches())

    def complete(self, typed: str, limit: int) -> list[str]:
        """Whole queries that begin with what was typed or stand for it, the best first; at most ``limit``."""
        if not typed.strip() or limit <= 0:
            return []
        found: dict[str, None] = {}
        whole = fold(typed).strip()
        for name, text, query in self._kept:
            if (text.startswith(whole) or (name and name.startswith(whole))) and len(found) < min(_KEPT, limit):
                found[query] = None
        for completed in self._completions(typed, limit + len(found)):
            found.setdefault(completed)
        return [text for text in found if text != typed.strip()][:limit]

    def _completions(self, typed: str, limit: int) -> list[str]:
        if typed[-1].isspace() or typed.count('"') % 2:  # a word that is whole, or the middle of a phrase
            return []
        words = typed.split(" ")
        last = words[-1]
        before = typed[: len(typed) - len(last)]
        sign = "-" if last.startswith("-") and len(last) > 1 else ""
        name, colon, value = last.removeprefix(sign).replace("：", ":").partition(":")
        if colon and name.casefold() in _FILTERS:
            return [f"{before}{sign}{text}" for text in self._values(name.casefold(), value, limit)]
        chosen: dict[_Entry, str] = {}
        for count in range(min(_WORDS, len(words)), 0, -1):
            begun = " ".join(words[-count:])
            start = typed[: len(typed) - len(begun)]
            mark = sign if count == 1 else ""
            for entry in self._beginning(begun.removeprefix(mark), limit):
                chosen.setdefault(entry, f"{start}{mark}{_text(entry)}")
        found = list(chosen.values())
        names = [f"{before}{sign}{each}:" for each in _FILTERS if each.startswith(fold(name)) and name]
        return found[: max(1, limit - 2)] + names[:2] + found[max(1, limit - 2) :] if names else found

    def _values(self, name: str, value: str, limit: int) -> list[str]:
        begun = fold(value)
        fixed = [f"{name}:{each}" for each in _FILTERS[name] if fold(each).startswith(begun)]
        kind = _VALUES.get(name)
        if kind is None:
            return fixed[:limit]
        entries = self._beginning(value, limit, kind) if value else self._most(kind, limit)
        found = [entry.text for entry in entries]
        if kind == "in" and value:
            found += [each for each in _DATES if each.startswith(begun)]
        return [f"{name}:{_quoted(text)}" for text in found[:limit]]

    def _most(self, kind: str, limit: int) -> list[_Entry]:
        chosen: list[_Entry] = []
        for entry in self._entries:  # the most frequent first
            if entry.kind == kind:
                chosen.append(entry)
                if len(chosen) == limit:
                    break
        return chosen

    def _beginning(self, begun: str, limit: int, kind: str = "") -> list[_Entry]:
        """Entries with words that begin so, those that begin with them first, then the most frequent."""
        prefix = fold(begun).strip()
        if not prefix:
            return []
        at = bisect_left(self._keys, prefix)
        best: dict[int, tuple[int, int]] = {}
        if self._broad(at, prefix):
            # Too many to look at: the most frequent ones are at the front.
            for place, entry in enumerate(self._entries):
                if (not kind or entry.kind == kind) and fold(entry.text).startswith(prefix):
                    best[place] = (0, place)
                    if len(best) >= limit:
                        break
        else:
            while at < len(self._keys) and self._keys[at].startswith(prefix):
                marked = self._places[at]
                place = marked if marked >= 0 else -marked - 1
                if not kind or self._entries[place].kind == kind:
                    rank = (0 if marked >= 0 else 1, place)
                    best[place] = min(rank, best.get(place, rank))
                at += 1
        return [self._entries[place] for place in heapq.nsmallest(limit, best, key=best.__getitem__)]

    def _broad(self, at: int, prefix: str) -> bool:
        end = at + _LOOKED_AT
        return end < len(self._keys) and self._keys[end].startswith(prefix)


def _text(entry: _Entry) -> str:
    """The entry as a query of its own."""
    if entry.kind == "word":
        return entry.text if len(entry.text.split()) == 1 else Query(parts=(Part(entry.text),)).text
    return Query(filters=(Filter(entry.kind, entry.text),)).text


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
