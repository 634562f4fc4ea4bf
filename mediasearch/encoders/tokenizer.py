"""CLIP's byte-level BPE without torch: equal to open_clip's ``SimpleTokenizer`` for any merges file.

The text is repaired (ftfy), HTML entities are resolved twice, white space is folded, letters are lowered; a regular
expression cuts words; each word's UTF-8 bytes are merged pair by pair in the order of the merges file (Sennrich et
al. 2016).  Differences to open_clip's are of speed alone: words are remembered up to a bound, no more words are looked
at than fit, and a word of ``n`` bytes takes O(n log n).
"""

from __future__ import annotations

import gzip
import heapq
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from mediasearch.encoders import cleaning
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

START: Final = "<start_of_text>"
END: Final = "<end_of_text>"

#: open_clip reads at most the merges of CLIP's own vocabulary: 49,152 minus 256 bytes minus the two special tokens.
MAX_MERGES: Final = 49152 - 256 - 2

_WORDS: Final = regex.compile(
    START + "|" + END + r"|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", regex.IGNORECASE
)


class BpeTokenizer:
    """Texts → token ids.  ``vocabulary_size``, ``start`` and ``end`` are those of open_clip's tokenizer.

    Raises :class:`MediaSearchError` when ``merges`` (gzip or plain text, its first line a header) cannot be read.
    """

    def __init__(self, merges: Path, context_length: int, clean: str = "lower") -> None:
        self._letters = _byte_letters()
        pairs = _read_merges(merges)
        vocabulary = [*self._letters.values(), *(letter + "</w>" for letter in self._letters.values())]
        vocabulary += ["".join(pair) for pair in pairs]
        vocabulary += [START, END]
        self._ids = {token: number for number, token in enumerate(vocabulary)}
        self._ranks = {pair: rank for rank, pair in enumerate(pairs)}
        self.context_length = context_length
        self._clean = cleaning.BY_NAME[clean]
        self.vocabulary_size = len(self._ids)
        self.start = self._ids[START]
        self.end = self._ids[END]
        self._word = lru_cache(maxsize=16384)(self._split_word)

    def __call__(self, texts: list[str]) -> NDArray[np.int64]:
        """``int64 (n, context_length)``, padded with 0.  A text that is too long loses its end, never its end token."""
        import numpy as np

        tokens = np.zeros((len(texts), self.context_length), dtype=np.int64)
        for row, text in zip(tokens, texts, strict=True):
            ids = [self.start, *self.encode(text, self.context_length - 1), self.end]
            if len(ids) > self.context_length:
                ids = [*ids[: self.context_length - 1], self.end]
            row[: len(ids)] = ids
        return tokens

    def encode(self, text: str, limit: int | None = None) -> list[int]:
        """The ids of ``text`` without start and end; at most the first ``limit``."""
        ids: list[int] = []
        for match in _WORDS.finditer(self._clean(text)):
            ids += self._word(match.group())
            if limit is not None and len(ids) >= limit:
                return ids[:limit]
        return ids

    def _split_word(self, word: str) -> tuple[int, ...]:
        letters = [self._letters[byte] for byte in word.encode("utf-8")]
        if "".join(letters) in (START, END):
            return (self._ids["".join(letters)],)
        letters[-1] += "</w>"
        return tuple(self._ids[part] for part in merge(letters, self._ranks))


def merge(parts: list[str], ranks: dict[tuple[str, ...], int]) -> list[str]:
    """Join neighbours, always all places of the pair with the lowest rank, until no pair is in ``ranks``.

    A heap over a linked list, because a person may paste a word of 100,000 letters.
    """
    parts = list(parts)
    count = len(parts)
    after = list(range(1, count + 1))
    before = list(range(-1, count - 1))
    heap: list[tuple[int, int, str, str]] = []

    def offer(left: int) -> None:
        right = after[left] if left >= 0 else count
        if right < count and (rank := ranks.get((parts[left], parts[right]))) is not None:
            heapq.heappush(heap, (rank, left, parts[left], parts[right]))

    for place in range(count - 1):
        offer(place)
    while heap:
        rank = heap[0][0]
        places = []
        while heap and heap[0][0] == rank:
            places.append(heapq.heappop(heap))
        # Places come in order from the left; what this round makes is looked at in the next one, as in open_clip's.
        changed = []
        for _, left, first, second in places:
            right = after[left]
            if right >= count or parts[left] != first or parts[right] != second:
                continue  # one of the two went into another pair meanwhile
            parts[left] += parts[right]
            parts[right] = ""
            after[left] = after[right]
            if after[left] < count:
                before[after[left]] = left
            changed.append(left)
        for left in changed:
            if parts[left]:
                offer(left)
                offer(before[left])
    return [part for part in parts if part]


def write_merges(source: Path, target: Path) -> None:
    """A copy, compressed, of the part that is read: CLIP's own file is five times as long.

    Raises :class:`MediaSearchError` when ``source`` cannot be read, ``OSError`` when ``target`` cannot be written.
    """
    text = "\n".join(_lines(source)[: MAX_MERGES + 1])
    target.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def _read_merges(path: Path) -> list[tuple[str, ...]]:
    # An empty last line counts as a merge of nothing, and so takes an id: open_clip's ids come out so.
    return [tuple(line.split()) for line in _lines(path)[1 : MAX_MERGES + 1]]


def _lines(path: Path) -> list[str]:
    """The header, the merges, and what is left in one."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8")
    except (OSError, EOFError, ValueError) as error:
        raise MediaSearchError(
            f"The vocabulary {path} cannot be read", "Install Mediasearch again, or choose another model."
        ) from error
    return text.split("\n", MAX_MERGES + 1)


def _byte_letters() -> dict[int, str]:
    """A visible letter for each byte, in the order of the vocabulary: the printable ones of Latin-1 stand for
    themselves and come first, the others are U+0100 onwards."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = sorted(set(range(256)) - set(printable))
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(hidden)}
