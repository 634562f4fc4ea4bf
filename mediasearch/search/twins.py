"""Pairs of pictures that look the same (:data:`.stacks.TWIN`) in the whole library.

All pairs are too many to compare, so pictures are sorted into buckets many times over, by the sides of random planes on
which they lie (Charikar 2002, "Similarity Estimation Techniques from Rounding Algorithms"): twins share a bucket now
and then, others hardly ever.  Each is compared with those around it in that order, many at once as a product of two
blocks of rows: first in the directions in which pictures differ most (two that are far apart there are far apart), then
exactly.  Among 198,000 mixtures of real vectors 998 of 1,000 pairs at 0.981 were found, and all from 0.995 on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from mediasearch.search.stacks import TWIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.library.snapshot import Snapshot

    Ids = NDArray[np.int64]
    Rows = NDArray[np.float32]

#: Directions that are looked at before the exact comparison.  With two more, the product of two blocks is just so small
#: that OpenBLAS does it on one thread; spread over threads it takes ten times as long.
_DIRECTIONS: Final = 60

#: Sides of planes in all, and the most in one bucket's name.
_SIDES: Final = 160
_LONGEST: Final = 16

#: Pictures that one bucket holds on average, and the rows of a block: each is compared with so many at least.
_BUCKET: Final = 8
_BLOCK: Final = 64

#: Pictures from which the main directions are learnt, blocks compared at once (2 MB), and rows or pairs read at once.
_SAMPLE: Final = 20_000
_BLOCKS: Final = 128
_SLICE: Final = 2048

#: Further away than any row is from another.
_FAR: Final = 9.0


def near_pairs(blocks: Sequence[Rows], least: float = TWIN, alive: Sequence[NDArray[np.intp]] | None = None) -> Ids:
    """Pairs of rows whose cosine is at least ``least``, int64 ``(pairs, 2)``, the lower number first.

    ``blocks``: float32 ``(n, dimension)`` of unit rows, of which only ``alive`` count, numbered through all of them.
    Nothing is copied but slices, so memory grows by 300 bytes for each row.
    """
    rows = _Rows(blocks, alive if alive is not None else [np.arange(len(block)) for block in blocks])
    if len(rows) < 2:
        return np.empty((0, 2), np.int64)
    places = _main_directions(rows)
    far = float(2 - 2 * least + 1e-4)  # the square of the distance of unit vectors with that cosine
    found = [pairs for names in _buckets(places) for pairs in _close(places, np.argsort(names, kind="stable"), far)]
    codes = [np.min(pairs, axis=1) * len(rows) + np.max(pairs, axis=1) for pairs in found]
    pairs = np.stack(np.divmod(np.unique(np.concatenate(codes)), len(rows)), axis=1)
    kept = [part[rows.cosines(part) >= least] for part in np.split(pairs, range(_SLICE, len(pairs), _SLICE))]
    return np.concatenate(kept)


def _close(places: Rows, order: Ids, far: float) -> Iterator[Ids]:
    """Pairs of rows that stand near each other in ``order`` and whose squared distance is at most ``far``.

    Each row is compared with the rest of its block and with the next block.
    """
    for start in range(0, len(order), _BLOCKS * _BLOCK):
        here = order[start : start + (_BLOCKS + 1) * _BLOCK]
        count = -(-min(len(here), _BLOCKS * _BLOCK) // _BLOCK)
        left, right = _factors(places[here], count + 1)
        for away in (0, 1):
            apart = left[:count] @ right[away : count + away].transpose(0, 2, 1)
            block, place = np.divmod(np.flatnonzero(apart <= far), _BLOCK * _BLOCK)
            one, other = np.divmod(place, _BLOCK)
            one, other = one + block * _BLOCK, other + (block + away) * _BLOCK
            later = other > one
            yield np.stack([here[one[later]], here[other[later]]], axis=1)


def _factors(places: Rows, blocks: int) -> tuple[Rows, Rows]:
    """Two arrays ``(blocks, _BLOCK, dimension)`` whose products are the squared distances of ``places``.

    The rows that are added to fill the blocks are far away.
    """
    count = blocks * _BLOCK
    squares = np.full(count, _FAR, np.float32)
    squares[: len(places)] = np.einsum("ij,ij->i", places, places)
    left, right = np.zeros((2, count, places.shape[1] + 2), np.float32)
    left[: len(places), :-2] = -2 * places
    right[: len(places), :-2] = places
    left[:, -2] = right[:, -1] = squares
    left[:, -1] = right[:, -2] = 1
    return left.reshape(blocks, _BLOCK, -1), right.reshape(blocks, _BLOCK, -1)


class _Rows:
    """Living rows of several blocks under one numbering."""

    def __init__(self, blocks: Sequence[Rows], alive: Sequence[NDArray[np.intp]]) -> None:
        known = [(block, rows) for block, rows in zip(blocks, alive, strict=True) if len(rows)]
        self._blocks = [block for block, _ in known]
        self._alive = [rows for _, rows in known]
        self._starts = np.cumsum([0, *map(len, self._alive)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def at(self, numbers: Ids) -> Rows:
        found = np.empty((len(numbers), self._blocks[0].shape[1]), np.float32)
        for block, alive, start in zip(self._blocks, self._alive, self._starts, strict=False):
            inside = np.flatnonzero((numbers >= start) & (numbers < start + len(alive)))
            found[inside] = block[alive[numbers[inside] - start]]
        return found

    def slices(self) -> Iterator[Rows]:
        for start in range(0, len(self), _SLICE):
            yield self.at(np.arange(start, min(start + _SLICE, len(self))))

    def cosines(self, pairs: Ids) -> NDArray[np.float32]:
        product: NDArray[np.float32] = np.einsum("ij,ij->i", self.at(pairs[:, 0]), self.at(pairs[:, 1]))
        return product


def _main_directions(rows: _Rows) -> Rows:
    """Where the rows lie along the directions in which they differ most, the first of them first."""
    sample = rows.at(np.linspace(0, len(rows) - 1, min(len(rows), _SAMPLE)).astype(np.int64))
    middle = sample.mean(axis=0)
    sample -= middle
    _, directions = np.linalg.eigh(sample.T @ sample)
    main = np.ascontiguousarray(directions[:, ::-1][:, :_DIRECTIONS], dtype=np.float32)
    offset = middle @ main
    places: Rows = np.concatenate([part @ main - offset for part in rows.slices()])
    return places


def _buckets(places: Rows) -> list[NDArray[np.uint16]]:
    """For each way to sort them into buckets, the name of the one in which each row lies."""
    bits = int(np.clip(np.log2(max(2, len(places) / _BUCKET)), 4, _LONGEST))
    random = np.random.default_rng(0)
    values = (1 << np.arange(bits)).astype(np.uint16)
    names = []
    for _ in range(_SIDES // bits):
        planes = random.normal(size=(places.shape[1], bits)).astype(np.float32)
        names.append((places @ planes > 0).astype(np.uint16) @ values)
    return names


#: The pairs that were found last, for asking again.
_LAST: dict[bytes, Ids] = {}


def twins(snapshot: Snapshot) -> Ids:
    """Pairs of contents that look the same, int64 ``(pairs, 2)``; of a snapshot that was asked last, at once."""
    alive = [np.flatnonzero(block.alive) for block in snapshot.blocks]
    seen = _seen(snapshot, alive)
    if seen not in _LAST:
        numbers = [block.contents[rows] for block, rows in zip(snapshot.blocks, alive, strict=True)]
        places = near_pairs([block.vectors for block in snapshot.blocks], alive=alive)
        pairs: Ids = np.concatenate([np.empty(0, np.int64), *numbers])[places]
        _LAST.clear()
        _LAST[seen] = pairs[pairs[:, 0] != pairs[:, 1]]  # not two frames of one video
    return _LAST[seen]


def _seen(snapshot: Snapshot, alive: Sequence[NDArray[np.intp]]) -> bytes:
    """What tells one snapshot from another: ids are never used twice, and some of the vectors."""
    digest = hashlib.blake2b(digest_size=16)
    for block, rows in zip(snapshot.blocks, alive, strict=True):
        digest.update(np.array([len(rows), rows.sum()]).tobytes())
        digest.update(block.embeddings[-1:].tobytes())
        digest.update(block.vectors[:: max(1, len(block.vectors) // 64)].tobytes())
    return digest.digest()
