"""Learns a small byte-level BPE vocabulary from captions, in the file format of CLIP's SimpleTokenizer.

Sennrich, Haddow and Birch 2016; bytes as in GPT-2, so that any text in any language has tokens. Chinese runs of
characters are one "word" to that tokenizer: merges there stop at two characters and never swallow the little words
between them, so that a new sentence still falls into the known pieces.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

Pair = tuple[str, str]
_GLUE = "的在有和是了、，与里上下中"


def _allowed(pair: Pair, decoder: dict[str, int]) -> bool:
    """Whether the joined piece is ASCII, the beginning of one character, or one or two whole ones."""
    raw = bytes(decoder[letter] for letter in pair[0] + pair[1].removesuffix("</w>"))
    if raw.isascii():
        return True
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw[0] >= 0xE0 and len(raw) == 2 and not pair[1].endswith("</w>")
    return len(text) == 1 or (len(text) == 2 and not any(letter in _GLUE for letter in text))


def _words(texts: Iterable[str], pattern: Any, encoder: dict[int, str]) -> Counter[tuple[str, ...]]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(pattern.findall(text.lower()))
    words: Counter[tuple[str, ...]] = Counter()
    for word, count in counts.items():
        letters = [encoder[byte] for byte in word.encode("utf-8")]
        words[(*letters[:-1], letters[-1] + "</w>")] += count
    return words


def learn(texts: Iterable[str], limit: int, least: int = 8) -> list[Pair]:
    """The most useful merges, best first: at most ``limit``, each seen at least ``least`` times."""
    import regex
    from open_clip.tokenizer import bytes_to_unicode

    encoder: dict[int, str] = bytes_to_unicode()
    decoder = {letter: byte for byte, letter in encoder.items()}
    pattern = regex.compile(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""", regex.IGNORECASE)
    words = [(list(word), count) for word, count in _words(texts, pattern, encoder).items()]
    counts: Counter[Pair] = Counter()
    where: dict[Pair, set[int]] = {}
    for index, (pieces, count) in enumerate(words):
        for pair in pairwise(pieces):
            counts[pair] += count
            where.setdefault(pair, set()).add(index)
    merges: list[Pair] = []
    refused: set[Pair] = set()
    while len(merges) < limit:
        count, pair = max((count, pair) for pair, count in counts.items())
        if count < least:
            break
        if not _allowed(pair, decoder):
            refused.add(pair)
            del counts[pair]
            continue
        merges.append(pair)
        for index in list(where.pop(pair, ())):
            pieces, count = words[index]
            for old in pairwise(pieces):
                if old not in refused:
                    counts[old] -= count
            joined: list[str] = []
            at = 0
            while at < len(pieces):
                if at + 1 < len(pieces) and (pieces[at], pieces[at + 1]) == pair:
                    joined.append(pieces[at] + pieces[at + 1])
                    at += 2
                else:
                    joined.append(pieces[at])
                    at += 1
            words[index] = (joined, count)
            for new in pairwise(joined):
                if new in refused:
                    continue
                counts[new] += count
                where.setdefault(new, set()).add(index)
        counts.pop(pair, None)
    return merges


def save(merges: list[Pair], path: Path) -> None:
    """Writes the merges; reproducible to the byte (no time stamp), no line break at the end (it would be a merge)."""
    body = "\n".join(["#version: mediasearch starter", *(f"{a} {b}" for a, b in merges)])
    path.write_bytes(gzip.compress(body.encode("utf-8"), mtime=0))
