"""The cached pictures as batches: pixels, a caption for each, and which captions are true of which pictures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from cache import opened, shards
from towers import CONTEXT

# A caption asserts at most this many tags; a sentence about a scene has about eight.
_ASSERTS = 16
_CHINESE = 0.48
# Half of each batch comes from a few kinds of picture, so that captions must tell like from like.
_ALIKE_KINDS = 4
_ALIKE_HUES = 2


@dataclass
class Batch:
    """n captioned pictures: their indices, tokens int64 (n, longest caption), and two bool (n, n) tables.

    ``true[i, j]``: caption i is true of picture j; ``unsure[i, j]``: one could argue.
    """

    chosen: np.ndarray
    tokens: np.ndarray
    true: np.ndarray
    unsure: np.ndarray


def _all_hold(known: np.ndarray, asserts: np.ndarray) -> np.ndarray:
    """bool (captions, pictures): whether everything a caption asserts is known of a picture."""
    count, most = asserts.shape
    holds: np.ndarray = np.all(known[:, asserts.ravel()].reshape(len(known), count, most), axis=2)
    return holds.T


class Captioned:
    """All cached pictures with their tokenised captions; the drills come behind the pictures."""

    def __init__(self, work: Path, pictures: int, drills: int, tokenizer: Any) -> None:
        self._images = (opened(work, "pictures", pictures), opened(work, "drills", drills))
        self._pictures = pictures
        self._tag_ids: dict[str, int] = {}
        encoded: dict[str, np.ndarray] = {}
        kinds: list[str] = []
        mirrors: list[bool] = []
        hues: list[str] = []
        self._facts: list[np.ndarray] = []
        self._arguable: list[np.ndarray] = []
        self._captions: list[dict[str, list[tuple[np.ndarray, np.ndarray]]]] = []
        for shard in chain(shards(work, "pictures"), shards(work, "drills")):
            kinds += shard.kinds
            mirrors += shard.mirrors
            hues += [min((tag for tag in tags if tag.startswith("c|")), default="") for tags in shard.facts]
            self._facts += [self._ids(tags) for tags in shard.facts]
            self._arguable += [self._ids(tags) for tags in shard.arguable]
            for told in shard.captions:
                entry = {}
                for language, captions in told.items():
                    rows = []
                    for text, tags in captions:
                        if text not in encoded:
                            encoded[text] = self._encode(tokenizer, text)
                        rows.append((encoded[text], self._ids(tags)))
                    entry[language] = rows
                self._captions.append(entry)
        self.mirrors = np.array(mirrors)
        wholes: dict[bytes, int] = {}
        self._whole = np.array([wholes.setdefault(told["en"][0][1].tobytes(), len(wholes)) for told in self._captions])
        names = sorted(set(kinds))
        kind_of = np.array([names.index(kind) for kind in kinds[:pictures]])
        self._by_kind = [np.flatnonzero(kind_of == k) for k in range(len(names))]
        self._odds = np.array([len(index) for index in self._by_kind]) / pictures
        hue_of = np.array(hues[pictures:])
        self._by_hue = [pictures + np.flatnonzero(hue_of == hue) for hue in sorted(set(hues[pictures:]))]

    def images(self, chosen: np.ndarray) -> np.ndarray:
        """The pictures with these indices, uint8 (n, s, s, 3)."""
        first, second = self._images
        shown = np.empty((len(chosen), *first.shape[1:]), np.uint8)
        drill = chosen >= self._pictures
        shown[~drill] = first[chosen[~drill]]
        shown[drill] = second[chosen[drill] - self._pictures]
        return shown

    def _ids(self, tags: list[str]) -> np.ndarray:
        return np.array([self._tag_ids.setdefault(tag, len(self._tag_ids)) for tag in tags], dtype=np.int32)

    @staticmethod
    def _encode(tokenizer: Any, text: str) -> np.ndarray:
        ids = [tokenizer.sot_token_id, *tokenizer.encode(text)[: CONTEXT - 2], tokenizer.eot_token_id]
        return np.array(ids, dtype=np.int16)

    def _choose(self, count: int, drills: int, rng: np.random.Generator) -> np.ndarray:
        plain = count - drills
        kinds = rng.choice(len(self._by_kind), _ALIKE_KINDS, p=self._odds)
        chosen = [rng.choice(self._by_kind[k], plain // 2 // _ALIKE_KINDS) for k in kinds]
        if drills:
            # Shapes of one colour: only the shape tells them apart, so it has to be looked at.
            hues = rng.choice(len(self._by_hue), _ALIKE_HUES, replace=False)
            chosen += [rng.choice(self._by_hue[hue], drills // _ALIKE_HUES, replace=False) for hue in hues]
        unique = np.unique(np.concatenate(chosen))
        while len(unique) < count:
            unique = np.unique(np.concatenate([unique, rng.integers(0, self._pictures, count - len(unique))]))
        return np.asarray(rng.permutation(unique))

    def batch(self, count: int, drills: int, exact: bool, full: float, rng: np.random.Generator) -> Batch:
        """A random batch of ``count`` different pictures, ``drills`` of them drills, one caption each.

        ``full`` is the chance of the caption that names everything. With ``exact``, such a caption is right only for
        pictures that show no more than it says: "a desert" is true of a desert with a camel, but the empty one
        should come first.
        """
        chosen = self._choose(count, drills, rng)
        tokens = np.zeros((count, CONTEXT), np.int64)
        asserts = np.zeros((count, _ASSERTS), np.int64)
        fullest = np.zeros(count, bool)
        for row, index in enumerate(chosen):
            told = self._captions[index]["zh" if rng.random() < _CHINESE else "en"]
            which = 0 if rng.random() < full else int(rng.integers(len(told)))
            ids, tags = told[which]
            fullest[row] = which == 0
            tokens[row, : len(ids)] = ids
            asserts[row, : min(len(tags), _ASSERTS)] = tags[:_ASSERTS] + 1
        known = np.zeros((count, len(self._tag_ids) + 1), bool)
        known[:, 0] = True  # the tag 0 fills up short lists and is true of everything
        for row, index in enumerate(chosen):
            known[row, self._facts[index] + 1] = True
        true = _all_hold(known, asserts)
        for row, index in enumerate(chosen):
            known[row, self._arguable[index] + 1] = True
        unsure = _all_hold(known, asserts) & ~true
        if exact:
            same = self._whole[chosen][:, None] == self._whole[chosen][None, :]
            true[fullest] &= same[fullest]
        own = np.arange(count)
        true[own, own] = True
        unsure[own, own] = False
        longest = int((tokens != 0).sum(axis=1).max())
        return Batch(chosen, tokens[:, :longest], true, unsure)
