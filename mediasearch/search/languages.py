"""Is a query in a language that the model was not trained on?  Then a model that knows it would rank better.

Scripts decide, and no dictionary: a Cyrillic query is none of a model that reads English and Chinese.  Latin letters
say little, so a query in them counts as English unless it has a letter that no English word has, two words with marks
over them (one may be a café), or one of the few words that people write between nouns in their own language and that
are no English ones.  Better no suggestion than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

#: Script, as Unicode names its letters → languages written in it (ISO 639-1).
_SCRIPTS: Final[dict[str, frozenset[str]]] = {
    "HIRAGANA": frozenset({"ja"}),
    "KATAKANA": frozenset({"ja"}),
    "HANGUL": frozenset({"ko"}),
    "CYRILLIC": frozenset({"ru", "uk", "bg", "sr", "be", "mk", "kk", "mn"}),
    "GREEK": frozenset({"el"}),
    "ARABIC": frozenset({"ar", "fa", "ur"}),
    "HEBREW": frozenset({"he"}),
    "DEVANAGARI": frozenset({"hi", "mr", "ne"}),
    "BENGALI": frozenset({"bn"}),
    "TAMIL": frozenset({"ta"}),
    "TELUGU": frozenset({"te"}),
    "THAI": frozenset({"th"}),
    "GEORGIAN": frozenset({"ka"}),
    "ARMENIAN": frozenset({"hy"}),
    "CJK": frozenset({"zh", "ja"}),
}

#: A model that reads any of these reads Latin letters with marks.
_LATIN: Final = frozenset({
    "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "no", "fi", "cs", "tr", "vi", "ro", "hu",
})  # fmt: skip

#: In no English word, not even a borrowed one.
_FOREIGN_LETTERS: Final = frozenset("ßğışłőűđơưřěůþðøåąęćńśźżțțčžšľťďňõãœæ")

#: Unmistakable little words: und, avec ... none of them is English or part of a well-known name.
_FOREIGN_WORDS: Final = frozenset({
    "und", "auf", "eine", "einem", "einer", "einen", "nicht", "beim", "avec", "dans", "une", "près", "sobre", "junto",
    "della", "nella", "sulla", "degli", "uma", "perto", "een", "het", "och", "på", "ett", "ikke", "przy", "oraz",
    "jest", "és", "egy", "bir", "olan", "și", "într",
})  # fmt: skip

_WORD: Final = re.compile(r"[^\W\d_]+")


def suggested(text: str, languages: Collection[str], models: Iterable[tuple[str, Collection[str]]]) -> str:
    """The name of the first of ``models`` (name, languages) that knows the language of ``text``, when a model of
    ``languages`` does not; otherwise "".  ``*`` among languages stands for all of them."""
    wanted = foreign_to(text, languages)
    if not wanted:
        return ""
    return next((name for name, known in models if "*" in known or wanted & set(known)), "")


def foreign_to(text: str, languages: Collection[str]) -> frozenset[str]:
    """Languages of which ``text`` is probably one, when it is in none of ``languages``; empty when it may be."""
    if "*" in languages:
        return frozenset()
    candidates = _languages_of(unicodedata.normalize("NFC", text))
    return frozenset() if not candidates or candidates & set(languages) else candidates


def _languages_of(text: str) -> frozenset[str]:
    """Languages that ``text`` may be in; empty when that is anybody's guess."""
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            script = _script(character)
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return frozenset()
    if counts.keys() & {"HIRAGANA", "KATAKANA"}:  # kanji stand between kana, never the other way round
        return _SCRIPTS["HIRAGANA"]
    script = max(counts, key=lambda name: (name != "LATIN" and counts[name] > 1, counts[name]))
    if script != "LATIN":
        return _SCRIPTS.get(script, frozenset())
    return _LATIN if _is_foreign(text) else frozenset({"en"})


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _is_foreign(text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    lower = text.lower()
    # Not the last word: it may still be typed, and "bir" become a bird.
    if any(letter in _FOREIGN_LETTERS for letter in lower) or any(word in _FOREIGN_WORDS for word in words[:-1]):
        return True
    return sum(not word.isascii() for word in words) >= 2
