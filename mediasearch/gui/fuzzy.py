"""How well what was typed fits a name whose letters it skips."""

from __future__ import annotations

import unicodedata


def fit(typed: str, name: str) -> tuple[float, list[int]] | None:
    """A score, larger for better, and the places in ``name`` that were meant; None when a letter is not there.

    Beginnings of words count most, letters in a row next, short names a little.  Case, accents and spaces in what was
    typed do not matter.
    """
    wanted = [_plain(letter) for letter in typed if not letter.isspace()]
    letters = [_plain(letter) for letter in name]
    if not wanted:
        return 0.0, []
    best: tuple[float, list[int]] | None = None
    for start in (at for at, letter in enumerate(letters) if letter == wanted[0]):
        found = _from(start, wanted, letters)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _from(start: int, wanted: list[str], letters: list[str]) -> tuple[float, list[int]] | None:
    places: list[int] = []
    score = 0.0
    at = start
    for letter in wanted:
        in_row = at if at < len(letters) and letters[at] == letter else -1
        starts = next((i for i in range(at, len(letters)) if letters[i] == letter and _begins(letters, i)), -1)
        if in_row >= 0 and (places or starts == in_row):
            at = in_row
        elif starts >= 0:
            at = starts
        else:
            at = next((i for i in range(at, len(letters)) if letters[i] == letter), -1)
        if at < 0:
            return None
        score += 3.0 if _begins(letters, at) else 2.0 if places and places[-1] == at - 1 else 0.5
        places.append(at)
        at += 1
    spread = places[-1] - places[0] + 1 - len(wanted)
    return score / len(wanted) - 0.05 * spread - 0.01 * len(letters) - 0.02 * places[0], places


def _begins(letters: list[str], at: int) -> bool:
    return at == 0 or not letters[at - 1].isalnum()


def _plain(letter: str) -> str:
    return (unicodedata.normalize("NFKD", letter.casefold()) or letter)[:1]
