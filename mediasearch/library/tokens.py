"""Text cut into tokens, the same way for what is kept in the full-text table and for what is asked of it.

A token is folded: compatibility forms (full-width digits, ligatures), case and accents are gone.  Names are cut where
people see words: ``IMG_2041`` is *img* and *2041*, ``BirthdayParty`` is *birthday* and *party*.  Scripts that put no
spaces between words are cut into characters, and words of them are looked up as phrases.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Between texts that stand in one column (the names of several files, say): no phrase reaches across.
BETWEEN: Final = "\ue000"

#: Han, kana, bopomofo, Thai, Lao, Myanmar and Khmer.
_SPACELESS: Final = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3041, 0x312F),
    (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip

_LOWER: Final = "a-zß-öø-ÿ\u0430-\u045f\u03ac-\u03ce"
_UPPER: Final = "A-ZÀ-ÖØ-Þ\u0400-\u042f\u0391-\u03ab"
#: Where a name goes on with another word: camelCase, HTMLPage, DSC0123, 2019Rome.
_SEAM: Final = re.compile(
    rf"(?<=[{_LOWER}])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
#: Months in Chinese numerals, 六月 for 6月.
_MONTH: Final = re.compile("(十[一二]?|[一二三四五六七八九])月")
_NUMERALS: Final = "一二三四五六七八九十"
_ACCENTS: Final = re.compile("[\u0300-\u036f]")


class _Table(dict[int, str]):
    """For ``str.translate``, filled as characters are met: a token's character, one that is a token, or a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character)[0] not in "LMN":
            found = " "
        elif any(first <= code <= last for first, last in _SPACELESS):
            found = f" {character} "
        else:
            found = character
        self[code] = found
        return found


_CHARACTERS: Final = _Table()


def fold(text: str) -> str:
    """Without case, accents and compatibility forms."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text))


def tokens(text: str) -> list[str]:
    """The tokens of ``text`` in their order: ``"IMG_2041 Müllers Hund"`` → img, 2041, mullers, hund."""
    return fold(_SEAM.sub(" ", _plain(text))).translate(_CHARACTERS).split()


def kept(text: str) -> str:
    """What the full-text table keeps of ``text``: its tokens, then those that were cut at seams in one piece, too."""
    found = tokens(text)
    whole = [token for token in fold(_plain(text)).translate(_CHARACTERS).split() if token not in found]
    return " ".join([*found, *dict.fromkeys(whole)])


def _plain(text: str) -> str:
    """``text`` in the compatibility form in which seams and months are recognised."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return _MONTH.sub(lambda month: f"{sum(_NUMERALS.index(each) + 1 for each in month[1])}月", text)
