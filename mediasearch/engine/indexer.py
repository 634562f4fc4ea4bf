"""From pending files to rows and vectors: decode in workers, encode in batches, record in one transaction.

All of this runs on the owner loop.  The pipeline is bounded everywhere: the pool says how many files it wants, at most
``LOOK_AHEAD`` decoded pictures wait for the encoder, and a batch is recorded before its files leave ``_in_hand``.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch import reasons
from mediasearch.encoders.base import Model
from mediasearch.engine.loop import Loop, Timer
from mediasearch.engine.rate import Rate
from mediasearch.ingest.decode import DecodeTask
from mediasearch.library.records import Change, ChangeKind, Decoded, Failed, PendingFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied, EncoderProcess
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool

log = logging.getLogger(__name__)

#: Pictures a batch: larger gains nothing on a CPU (measured-facts), smaller leaves the encoder waiting.
BATCH = 16
#: Decoded pictures that may wait for the encoder; two batches keep it busy while the next is decoded.
LOOK_AHEAD = 3 * BATCH
#: Files asked of the catalog at a time.
REFILL = 128
#: A batch that is not full waits this long for more pictures.
BATCH_WAIT = 0.25
#: After the disk was full or refused, writing is tried again.
RETRY_SECONDS = 5.0

#: A model that could not be loaded (no memory, say) is tried again.
MODEL_RETRY_SECONDS = 60.0

#: Reasons that may only mean that the drive was pulled.
_AWAY = frozenset({"vanished", "io-error", "permission"})
#: Reasons that cost a worker: the first is a strike, the second quarantines.
_STRIKES = frozenset({"crashed", "timeout", "memory"})


@dataclass
class _Batch:
    pictures: list[Decoded]
    followers: list[Decoded] = field(default_factory=list)  #: same content, already in the batch: not encoded again


class Indexer:
    """Call :meth:`wake` whenever there may be something to do."""

    def __init__(
        self,
        loop: Loop,
        store: Store,
        pool: DecodePool,
        encoder: EncoderProcess,
        model: Model,
        max_pixels: int,
        on_progress: Callable[[], None],
        on_trouble: Callable[[str, str], None],
        on_root_gone: Callable[[int], None],
    ) -> None:
        self._on_root_gone = on_root_gone
        self._on_trouble = on_trouble
        self._loop = loop
        self._store = store
        self._pool = pool
        self._encoder = encoder
        self._model = model
        self._max_pixels = max_pixels
        self._on_progress = on_progress
        self.rate = Rate()
        self.encoded = 0  #: contents put through the encoder since the start
        self.done = 0  #: files finished, however they ended, since the queue was last empty
        self._paused = False
        self._stalled = False  # the model could not be loaded a moment ago
        self._in_hand: dict[int, PendingFile] = {}
        self._queue: deque[PendingFile] = deque()
        self._suspects: deque[PendingFile] = deque()  # had a strike: tried alone, when everyone else is done
        self._ready: list[Decoded] = []
        self._by_hash: dict[str, _Batch | None] = {}  # contents on their way; None: decoded, not in a batch yet
        self._followers: dict[str, list[Decoded]] = {}
        self._batches: dict[int, _Batch] = {}
        self._ticket = 0
        self._finished: list[tuple[Decoded, NDArray[np.float32] | None]] = []
        self._flush_timer: Timer | None = None
        self._retry_timer: Timer | None = None
        self._awake = False
        self._alone: set[int] = set()  # files whose batch died with the encoder: encoded one by one

    # ------------------------------------------------------------------------------------------------ control

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def busy(self) -> bool:
        """Whether files are on their way."""
        return bool(self._in_hand)

    def pause(self, paused: bool) -> None:
        self._paused = paused
        self.rate.reset()
        if paused:
            self._give_back()
        self.wake()

    def wake(self) -> None:
        """Look for work soon; calls in between cost nothing."""
        if not self._awake:
            self._awake = True
            self._loop.post(self._pump)

    def forget(self) -> None:
        """Drop queued files: the catalog has changed, they are read again from there."""
        self._queue.clear()

    def _give_back(self) -> None:
        self._queue.clear()
        self._suspects.clear()

    # ------------------------------------------------------------------------------------------------ decoding

    def _pump(self) -> None:
        self._awake = False
        if self._paused or self._stalled or self._store.trouble or self._retry_timer is not None:
            return
        room = min(self._pool.capacity(), LOOK_AHEAD - len(self._ready) - self._waiting_for_encoder())
        starting: list[PendingFile] = []
        while room > 0 and (file := self._next_file()) is not None:
            starting.append(file)
            self._in_hand[file.id] = file
            room -= 1
        if starting:
            # Written down before decoding starts: what kills even this process is known afterwards.
            if not self._store.start_attempts([file.id for file in starting]):
                for file in starting:
                    self._in_hand.pop(file.id, None)
                self._queue.extendleft(reversed(starting))
                return
            for file in starting:
                self._pool.submit(DecodeTask(file, self._model.preprocess, self._max_pixels))
        if not self._in_hand and self.done:
            self.done = 0
            self.rate.reset()
            self._on_progress()

    def _waiting_for_encoder(self) -> int:
        return sum(len(batch.pictures) for batch in self._batches.values())

    def _next_file(self) -> PendingFile | None:
        if not self._queue:
            exclude = {*self._in_hand, *(file.id for file in self._suspects)}
            for file in self._store.pending(REFILL, exclude):
                (self._suspects if file.attempts else self._queue).append(file)
        if self._queue:
            return self._queue.popleft()
        if self._suspects and not self._in_hand:
            return self._suspects.popleft()
        return None

    def decoded(self, result: Decoded | Failed) -> None:
        """A worker is done with a file."""
        file = self._in_hand.get(result.file)
        if file is None:
            return
        if isinstance(result, Failed):
            self._failed(file, result)
        elif result.known or result.skip:
            self._finish(result, None)
        elif result.content_hash in self._by_hash:
            self._follow(result)
        elif self._store.has_embedding(result.content_hash):
            self._finish(result, None)  # a copy of it was recorded after this file was handed out
        else:
            self._by_hash[result.content_hash] = None
            self._ready.append(result)
        self._encode_ready()
        self.wake()

    def _failed(self, file: PendingFile, failure: Failed) -> None:
        del self._in_hand[file.id]
        if failure.reason in _STRIKES and file.attempts == 0:
            log.warning("%s: %s; will be tried once more, alone", file.absolute, failure.reason)
            return  # the attempt stays written in the catalog, so the next pass treats it as a suspect
        if failure.reason in _AWAY and _root_is_gone(file):
            self._root_gone(file)
            return
        if failure.mtime_ns and (failure.size, failure.mtime_ns) != (file.size, file.mtime_ns):
            self._changed_meanwhile([(file, failure.size, failure.mtime_ns)])
            return
        self._store.record_failures([failure], quarantine=failure.reason in _STRIKES)
        self._count(1)

    def _root_gone(self, file: PendingFile) -> None:
        """A pulled drive says nothing about its files: leave them as they are, and let somebody look for the root."""
        self._store.release_attempts([file.id])
        for waiting in (self._queue, self._suspects):
            kept = [other for other in waiting if other.root != file.root]
            waiting.clear()
            waiting.extend(kept)
        self._on_root_gone(file.root)

    def _changed_meanwhile(self, files: Sequence[tuple[PendingFile, int, int]]) -> None:
        """Files that are not what the catalog thought they were: tell it, or they would be decoded for ever."""
        changes = [
            Change(ChangeKind.MODIFIED, file.root, file.path, size, mtime_ns, _inode(file.absolute))
            for file, size, mtime_ns in files
        ]
        self._store.apply(changes)

    def _follow(self, copy: Decoded) -> None:
        batch = self._by_hash[copy.content_hash]
        if batch is None:
            self._followers.setdefault(copy.content_hash, []).append(copy)
        else:
            batch.followers.append(copy)

    # ------------------------------------------------------------------------------------------------ encoding

    def _encode_ready(self, force: bool = False) -> None:
        while self._ready and not self._encoder.full:
            draining = force or self._pool.outstanding() == 0
            alone = next((picture for picture in self._ready if picture.file in self._alone), None)
            if alone is not None:
                pictures = [alone]
            elif len(self._ready) >= BATCH or draining:
                pictures = self._ready[:BATCH]
            else:
                break
            taken = {id(picture) for picture in pictures}
            self._ready = [picture for picture in self._ready if id(picture) not in taken]
            self._send(pictures)
        if self._ready and self._flush_timer is None:
            self._flush_timer = self._loop.after(BATCH_WAIT, self._flush)

    def _flush(self) -> None:
        self._flush_timer = None
        self._encode_ready(force=True)

    def _send(self, pictures: list[Decoded]) -> None:
        batch = _Batch(pictures)
        for picture in pictures:
            batch.followers += self._followers.pop(picture.content_hash, [])
            self._by_hash[picture.content_hash] = batch
        self._ticket -= 1  # negative: queries count upwards on the same encoder
        self._batches[self._ticket] = batch
        self._encoder.submit(self._ticket, [picture.pixels for picture in pictures])

    def encode_done(self, result: Encoded) -> None:
        batch = self._take(result.ticket)
        if batch is None:
            return
        self.encoded += len(batch.pictures)
        for picture, vector in zip(batch.pictures, result.vectors, strict=True):
            self._finished.append((picture, vector))
        self._finished += [(follower, None) for follower in batch.followers]
        self._record()
        self._encode_ready()
        self.wake()

    def encode_failed(self, result: EncodeFailed) -> None:
        self._retry_alone(self._take(result.ticket), result.message)

    def encoder_died(self, result: EncoderDied) -> None:
        if result.loading:
            self._model_broken(result)
            return
        for ticket in result.tickets:
            self._retry_alone(self._take(ticket), result.message)

    def _model_broken(self, result: EncoderDied) -> None:
        """No picture's fault: they all stay pending, and it is tried again after a while."""
        for ticket in result.tickets:
            self._take(ticket)
        waiting = [*self._in_hand]
        self._in_hand.clear()
        self._ready.clear()
        self._followers.clear()
        self._by_hash.clear()
        self._store.release_attempts(waiting)
        self._stalled = True
        self._on_trouble(reasons.MODEL_BROKEN, _model_advice(result.message))
        self._loop.after(MODEL_RETRY_SECONDS, self._try_model)

    def _try_model(self) -> None:
        self._stalled = False
        self.wake()

    def _take(self, ticket: int) -> _Batch | None:
        batch = self._batches.pop(ticket, None)
        if batch is not None:
            for picture in batch.pictures:
                self._by_hash.pop(picture.content_hash, None)
        return batch

    def _retry_alone(self, batch: _Batch | None, message: str) -> None:
        """One picture must not take fifteen others with it: encode each by itself, and give up only that one."""
        if batch is None:
            return
        log.warning("encoding %d pictures failed: %s", len(batch.pictures), message)
        if len(batch.pictures) == 1 and batch.pictures[0].file in self._alone:
            for picture in (*batch.pictures, *batch.followers):
                self._in_hand.pop(picture.file, None)
                self._alone.discard(picture.file)
                self._store.record_failures([Failed(picture.file, "encoder", message, picture.size, picture.mtime_ns)])
                self._count(1)
        else:
            for picture in batch.pictures:
                self._alone.add(picture.file)
                self._by_hash[picture.content_hash] = None
                self._ready.append(picture)
            for follower in batch.followers:
                self._followers.setdefault(follower.content_hash, []).append(follower)
        self._loop.after(1.0, self._encode_ready)
        self.wake()

    # ----------------------------------------------------------------------------------------------- recording

    def _finish(self, decoded: Decoded, vector: NDArray[np.float32] | None) -> None:
        self._finished.append((decoded, vector))
        if len(self._finished) == 1:
            self._loop.post(self._record)  # those that arrive together are recorded together

    def _record(self) -> None:
        if not self._finished:
            return
        outcomes = self._finished
        if not self._store.record(outcomes):
            if self._retry_timer is None:
                self._retry_timer = self._loop.after(RETRY_SECONDS, self._record_again)
            return
        self._finished = []
        changed = []
        for decoded, _ in outcomes:
            file = self._in_hand.pop(decoded.file, None)
            self._alone.discard(decoded.file)
            if file is not None and (decoded.size, decoded.mtime_ns) != (file.size, file.mtime_ns):
                changed.append((file, decoded.size, decoded.mtime_ns))
        if changed:
            self._changed_meanwhile(changed)
        self._count(len(outcomes))
        self.wake()

    def _record_again(self) -> None:
        self._retry_timer = None
        self._record()

    def _count(self, files: int) -> None:
        self.done += files
        self.rate.add(files)
        self._on_progress()

    def shutdown(self) -> None:
        """Give back what is under way, so that nothing looks like a file that killed us."""
        self._record()
        self._store.release_attempts([*self._in_hand])


def _model_advice(message: str) -> str:
    said = f" ({message})" if message else ""
    return f"Close other programs if memory is short, or install Mediasearch again{said}. It is tried again by itself."


def _root_is_gone(file: PendingFile) -> bool:
    """Whether the folder of ``file``'s root is absent, unreadable or empty now."""
    root = file.absolute[: len(file.absolute) - len(os.fsdecode(file.path))]
    try:
        with os.scandir(root) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def _inode(path: str) -> int:
    try:
        return Path(path).lstat().st_ino
    except OSError:
        return 0
