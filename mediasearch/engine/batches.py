"""Decoded pictures on their way through the encoder: sixteen at a time, copies only once, a bad one alone.

One of these belongs to one model.  It is dropped with everything in it when that model is not wanted any more; what
the encoder still answers then has a ticket that nobody knows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediasearch.engine.loop import Loop, Timer
from mediasearch.library.records import Decoded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.process import Encoded, EncoderProcess

    #: A picture and its vector; None for what has one already.
    Outcome = tuple[Decoded, NDArray[np.float32] | None]

log = logging.getLogger(__name__)

#: Pictures a batch: larger gains nothing on a CPU (measured-facts), smaller leaves the encoder waiting.
BATCH = 16
#: A batch that is not full waits this long for more pictures.
BATCH_WAIT = 0.25
#: After the encoder died, what it had is tried again.
AGAIN_SECONDS = 1.0


@dataclass
class _Batch:
    pictures: list[Decoded]
    followers: list[Decoded] = field(default_factory=list)  #: same content, already in the batch: not encoded again


class Batches:
    """Runs on the owner loop.  ``tickets`` gives numbers that are never used twice; ``draining()``: nothing more is
    being decoded, so a batch need not be full."""

    def __init__(
        self, loop: Loop, encoder: EncoderProcess, tickets: Iterator[int], draining: Callable[[], bool]
    ) -> None:
        self._loop = loop
        self._encoder = encoder
        self._tickets = tickets
        self._draining = draining
        self._ready: list[Decoded] = []
        self._by_hash: dict[str, _Batch | None] = {}  # contents on their way; None: decoded, not in a batch yet
        self._followers: dict[str, list[Decoded]] = {}
        self._sent: dict[int, _Batch] = {}
        self._alone: set[int] = set()  # files whose batch died with the encoder: encoded one by one
        self._flush_timer: Timer | None = None

    def __len__(self) -> int:
        """Pictures that wait for the encoder or are in it."""
        return len(self._ready) + sum(len(batch.pictures) for batch in self._sent.values())

    def __contains__(self, content_hash: str) -> bool:
        return content_hash in self._by_hash

    def add(self, picture: Decoded) -> None:
        """A picture to encode, or a copy of one that is here already."""
        if picture.content_hash not in self._by_hash:
            self._by_hash[picture.content_hash] = None
            self._ready.append(picture)
            return
        batch = self._by_hash[picture.content_hash]
        if batch is None:
            self._followers.setdefault(picture.content_hash, []).append(picture)
        else:
            batch.followers.append(picture)

    def send(self, force: bool = False) -> None:
        """Give the encoder what is ready for it."""
        while self._ready and not self._encoder.full:
            alone = next((picture for picture in self._ready if picture.file in self._alone), None)
            if alone is not None:
                pictures = [alone]
            elif len(self._ready) >= BATCH or force or self._draining():
                pictures = self._ready[:BATCH]
            else:
                break
            taken = {id(picture) for picture in pictures}
            self._ready = [picture for picture in self._ready if id(picture) not in taken]
            self._submit(pictures)
        if self._ready and self._flush_timer is None:
            self._flush_timer = self._loop.after(BATCH_WAIT, self._flush)

    def done(self, result: Encoded) -> list[Outcome]:
        """What became of a batch; nothing when nobody waits for it."""
        batch = self._take(result.ticket)
        if batch is None:
            return []
        self._alone.difference_update(picture.file for picture in batch.pictures)
        outcomes: list[Outcome] = list(zip(batch.pictures, result.vectors, strict=True))
        return outcomes + [(follower, None) for follower in batch.followers]

    def failed(self, ticket: int, message: str) -> list[Decoded]:
        """One picture must not take fifteen others with it: encode each by itself.  What is given up is returned."""
        batch = self._take(ticket)
        if batch is None:
            return []
        log.warning("encoding %d pictures failed: %s", len(batch.pictures), message)
        if len(batch.pictures) == 1 and batch.pictures[0].file in self._alone:
            self._alone.discard(batch.pictures[0].file)
            return [*batch.pictures, *batch.followers]
        for picture in batch.pictures:
            self._alone.add(picture.file)
            self._by_hash[picture.content_hash] = None
            self._ready.append(picture)
        for follower in batch.followers:
            self._followers.setdefault(follower.content_hash, []).append(follower)
        self._loop.after(AGAIN_SECONDS, self.send)
        return []

    def clear(self) -> None:
        """Forget everything; late answers of the encoder find nobody."""
        self._ready.clear()
        self._followers.clear()
        self._by_hash.clear()
        self._sent.clear()

    def _flush(self) -> None:
        self._flush_timer = None
        self.send(force=True)

    def _submit(self, pictures: list[Decoded]) -> None:
        batch = _Batch(pictures)
        for picture in pictures:
            batch.followers += self._followers.pop(picture.content_hash, [])
            self._by_hash[picture.content_hash] = batch
        ticket = next(self._tickets)
        self._sent[ticket] = batch
        self._encoder.submit(ticket, [picture.pixels for picture in pictures])

    def _take(self, ticket: int) -> _Batch | None:
        batch = self._sent.pop(ticket, None)
        if batch is not None:
            for picture in batch.pictures:
                self._by_hash.pop(picture.content_hash, None)
        return batch
