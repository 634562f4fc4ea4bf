"""Rows of the vector index in memory, with room for more."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mediasearch.library.snapshot import Block

#: Rows allocated at once for vectors that came since the last save: 16 MB at 512 dimensions.
_BLOCK: Final = 8192

_Ids = NDArray[np.int64]
_Numbers = NDArray[np.float32]


class Hubness(Protocol):
    """How near a picture is to whatever is asked for, as one number of its vector; equal identities, equal numbers."""

    @property
    def identity(self) -> str: ...

    def hubness(self, pictures: NDArray[np.float32]) -> _Numbers:
        """``float32 (n, dimension)`` → ``float32 (n,)``."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The hubness of embeddings, by ascending id."""

    identity: str
    embeddings: _Ids
    hubness: _Numbers

    @classmethod
    def of(cls, identity: str, blocks: Sequence[Block]) -> Measured:
        """What ``blocks`` know."""
        known = [(block.embeddings, block.hubness) for block in blocks if block.hubness is not None]
        return cls(
            identity,
            np.concatenate([_NO_IDS, *(embeddings for embeddings, _ in known)]),
            np.concatenate([_NO_NUMBERS, *(numbers for _, numbers in known)]),
        )


def measure(hubness: Hubness, blocks: Sequence[Block]) -> Measured:
    """The hubness of every row of ``blocks``."""
    return Measured(
        hubness.identity,
        np.concatenate([_NO_IDS, *(block.embeddings for block in blocks)]),
        np.concatenate([_NO_NUMBERS, *(hubness.hubness(block.vectors) for block in blocks)]),
    )


class Growing:
    """Rows with room for more.  What a view has shown is never written again, so views need no copy.

    ``hubness`` is None while it is not measured; an array that is too short gets room like the others.
    """

    def __init__(
        self, vectors: NDArray[np.float32], embeddings: _Ids, contents: _Ids, hubness: _Numbers | None, count: int
    ) -> None:
        self._vectors = vectors
        self._embeddings = embeddings
        self._contents = contents
        self._hubness = hubness
        self._alive = np.ones(len(vectors), np.bool_)
        self.count = count
        self.living = count

    @classmethod
    def empty(cls, dimension: int, hubness: Hubness | None) -> Growing:
        return cls(
            np.empty((_BLOCK, dimension), np.float32),
            np.empty(_BLOCK, np.int64),
            np.empty(_BLOCK, np.int64),
            None if hubness is None else np.empty(_BLOCK, np.float32),
            0,
        )

    @property
    def embeddings(self) -> _Ids:
        return self._embeddings[: self.count]

    @property
    def room(self) -> int:
        return len(self._vectors) - self.count

    @property
    def measured(self) -> bool:
        """Whether the hubness of all rows is known."""
        return self._hubness is not None

    def append(self, embeddings: _Ids, contents: _Ids, vectors: NDArray[np.float32], hubness: Hubness | None) -> int:
        """Take as many rows as there is room for; how many."""
        taken = min(self.room, len(embeddings))
        place = slice(self.count, self.count + taken)
        self._vectors[place] = vectors[:taken]
        self._embeddings[place] = embeddings[:taken]
        self._contents[place] = contents[:taken]
        if self._hubness is not None and hubness is not None:
            self._hubness[place] = hubness.hubness(vectors[:taken])
        self.count += taken
        self.living += taken
        return taken

    def expect(self, hubness: Hubness) -> None:
        """From now on hubness is another one."""
        self._hubness = None if self.count else np.empty(len(self._vectors), np.float32)

    def adopt(self, measured: Measured, hubness: Hubness) -> None:
        """Take over what was measured; the rest is measured now."""
        place = np.searchsorted(measured.embeddings, self.embeddings)
        place[place == len(measured.embeddings)] = 0
        found = np.empty(len(self._vectors), np.float32)
        if len(measured.embeddings):
            known = measured.embeddings[place] == self.embeddings
            found[: self.count] = measured.hubness[place]
        else:
            known = np.zeros(self.count, np.bool_)
        missing = np.flatnonzero(~known)
        found[missing] = hubness.hubness(self._vectors[missing])
        self._hubness = found

    def remove(self, contents: _Ids) -> bool:
        """Whether there were living rows of ``contents``."""
        return self.keep(~np.isin(self._contents[: self.count], contents))

    def keep(self, wanted: NDArray[np.bool_]) -> bool:
        """Let the rows die that are not ``wanted``; whether there were any."""
        alive = self._alive.copy()  # views hold the old one
        alive[: self.count] &= wanted
        living = int(np.count_nonzero(alive[: self.count]))
        changed = living != self.living
        if changed:
            self._alive, self.living = alive, living
        return changed

    def rest(self) -> None:
        """Let go of pages that can be read from a file again, where the system lets us say so."""
        base: Any = self._vectors.base
        while base is not None and not isinstance(base, mmap.mmap):
            base = getattr(base, "base", None)
        if base is not None and hasattr(mmap, "MADV_DONTNEED"):
            base.madvise(mmap.MADV_DONTNEED)

    def view(self) -> Block:
        rows = slice(0, self.count)
        hubness = None if self._hubness is None else self._hubness[rows]
        return Block(self._vectors[rows], self._embeddings[rows], self._contents[rows], self._alive[rows], hubness)

    def after(self, embedding: int) -> Growing:
        """The rows beyond ``embedding``, with the room behind them."""
        begin = int(np.searchsorted(self.embeddings, embedding, side="right"))
        if not begin:
            return self
        rest = Growing(
            self._vectors[begin:],
            self._embeddings[begin:],
            self._contents[begin:],
            None if self._hubness is None else self._hubness[begin:],
            self.count - begin,
        )
        rest.keep(self._alive[begin : self.count])
        return rest

    def living_until(self, embedding: int) -> int:
        """How many living rows there are up to ``embedding``."""
        end = int(np.searchsorted(self.embeddings, embedding, side="right"))
        return int(np.count_nonzero(self._alive[:end]))


def among(blocks: Sequence[Growing], embeddings: _Ids) -> NDArray[np.bool_]:
    """Which of ``embeddings`` are living rows."""
    living = [view.embeddings[view.alive] for view in (block.view() for block in blocks)]
    return np.isin(embeddings, np.concatenate([_NO_IDS, *living]))


def slices(alive: Sequence[tuple[Block, NDArray[np.intp]]]) -> Iterator[NDArray[np.float32]]:
    """The vectors of those rows of each block, some at a time."""
    for block, rows in alive:
        for start in range(0, len(rows), _BLOCK):
            yield block.vectors[rows[start : start + _BLOCK]]


_NO_IDS: Final = np.empty(0, np.int64)
_NO_NUMBERS: Final = np.empty(0, np.float32)
