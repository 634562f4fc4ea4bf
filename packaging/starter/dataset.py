"""The cached pictures as batches: pixels, a caption for each, and which captions are true of which pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from cache import SIDE, shards
from towers import CONTEXT

# A caption asserts at most this many tags; a sentence about a scene has about eight.
_ASSERTS = 16
_CHINESE = 0.48
_FULL = 0.34
# Half of each batch comes from a few kinds of picture, so that captions must tell like from like.
_ALIKE_KINDS = 4


@dataclass
class Batch:
    """n captioned pictures: their indices, tokens int64 (n, longest caption), and two bool (n, n) tables.

    ``true[i, j]``: caption i is true of picture j; ``unsure[i, j]``: one could argue.
    """

    chosen: np.ndarray
    tokens: np.ndarray
    true: np.ndarray
    unsure: np.ndarray


class Captioned:
    """All cached pictures with their tokenised captions."""

    def __init__(self, work: Path, count: int, tokenizer: Any) -> None:
        self.images = np.memmap(work / "pictures.u8", np.uint8, "r", shape=(count, SIDE, SIDE, 3))
        self._tag_ids: dict[str, int] = {}
        encoded: dict[str, np.ndarray] = {}
        kinds: list[str] = []
        mirrors: list[bool] = []
        self._facts: list[np.ndarray] = []
        self._arguable: list[np.ndarray] = []
        self._captions: list[dict[str, list[tuple[np.ndarray, np.ndarray]]]] = []
        for shard in shards(work):
            kinds += shard.kinds
            mirrors += shard.mirrors
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
        names = sorted(set(kinds))
        kind_of = np.array([names.index(kind) for kind in kinds])
        self._by_kind = [np.flatnonzero(kind_of == k) for k in range(len(names))]
        self._odds = np.array([len(index) for index in self._by_kind]) / len(kinds)

    def __len__(self) -> int:
        return len(self.images)

    def _ids(self, tags: list[str]) -> np.ndarray:
        return np.array([self._tag_ids.setdefault(tag, len(self._tag_ids)) for tag in tags], dtype=np.int32)

    @staticmethod
    def _encode(tokenizer: Any, text: str) -> np.ndarray:
        ids = [tokenizer.sot_token_id, *tokenizer.encode(text)[: CONTEXT - 2], tokenizer.eot_token_id]
        return np.array(ids, dtype=np.int16)

    def _choose(self, count: int, rng: np.random.Generator) -> np.ndarray:
        anywhere = rng.integers(0, len(self), count // 2)
        kinds = rng.choice(len(self._by_kind), _ALIKE_KINDS, p=self._odds)
        each = (count - len(anywhere)) // _ALIKE_KINDS
        alike = [rng.choice(self._by_kind[k], each) for k in kinds]
        chosen = np.unique(np.concatenate([anywhere, *alike]))
        while len(chosen) < count:
            more = rng.integers(0, len(self), count - len(chosen))
            chosen = np.unique(np.concatenate([chosen, more]))
        return np.asarray(rng.permutation(chosen))

    def batch(self, count: int, rng: np.random.Generator) -> Batch:
        """A random batch of ``count`` different pictures, one caption each."""
        chosen = self._choose(count, rng)
        tokens = np.zeros((count, CONTEXT), np.int64)
        asserts = np.zeros((count, _ASSERTS), np.int64)
        for row, index in enumerate(chosen):
            told = self._captions[index]["zh" if rng.random() < _CHINESE else "en"]
            ids, tags = told[0 if rng.random() < _FULL else int(rng.integers(len(told)))]
            tokens[row, : len(ids)] = ids
            asserts[row, : min(len(tags), _ASSERTS)] = tags[:_ASSERTS] + 1
        known = np.zeros((count, len(self._tag_ids) + 1), bool)
        known[:, 0] = True  # the tag 0 fills up short lists and is true of everything
        for row, index in enumerate(chosen):
            known[row, self._facts[index] + 1] = True
        true = known[:, asserts.ravel()].reshape(count, count, _ASSERTS).all(axis=2).T
        for row, index in enumerate(chosen):
            known[row, self._arguable[index] + 1] = True
        unsure = known[:, asserts.ravel()].reshape(count, count, _ASSERTS).all(axis=2).T & ~true
        own = np.arange(count)
        true[own, own] = True
        unsure[own, own] = False
        longest = int((tokens != 0).sum(axis=1).max())
        return Batch(chosen, tokens[:, :longest], true, unsure)
