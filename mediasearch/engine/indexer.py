"""From pending files to rows and vectors: decode in workers, encode in batches, record in one transaction.

All of this runs on the owner loop.  The pipeline is bounded everywhere: the pool says how many files it wants, at most
``LOOK_AHEAD`` decoded pictures wait for the encoder, and a batch is recorded before its files leave ``in_hand``.

There are two lanes: files that wait for the model that serves, and files whose pictures lack an embedding of the model
that is to follow it.  Only one lane runs at a time (two models in memory are too many), and the one that serves goes
first: a new file is found at once, and gets its other embedding when its turn comes.  A file costs a second decoding
that way, in the rare case that it arrives during a change of models; the alternative makes it wait for the slower of
two models.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch import reasons
from mediasearch.engine.batches import BATCH, Batches
from mediasearch.engine.loop import Loop, Timer
from mediasearch.engine.rate import Rate
from mediasearch.engine.serving import Runner
from mediasearch.ingest.decode import DecodeTask
from mediasearch.library.records import Change, ChangeKind, Decoded, Failed, PendingFile

if TYPE_CHECKING:
    from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied
    from mediasearch.engine.batches import Outcome
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool

log = logging.getLogger(__name__)

#: Decoded pictures that may wait for the encoder; two batches keep it busy while the next is decoded.
LOOK_AHEAD = 3 * BATCH
#: Files asked of the catalog at a time.
REFILL = 128
#: After the disk was full or refused, writing is tried again.
RETRY_SECONDS = 5.0

#: A model that could not be loaded (no memory, say) is tried again.
MODEL_RETRY_SECONDS = 60.0

#: Reasons that may only mean that the drive was pulled.
_AWAY = frozenset({"vanished", "io-error", "permission"})
#: Reasons that cost a worker: the first is a strike, the second quarantines.
_STRIKES = frozenset({"crashed", "timeout", "memory"})


@dataclass(eq=False)
class _Lane:
    """One model's work.  ``given_up``, while filling: files that cannot be read now; their rows say what they were."""

    runner: Runner
    filling: bool
    batches: Batches
    in_hand: dict[int, PendingFile] = field(default_factory=dict)
    queue: deque[PendingFile] = field(default_factory=deque)
    suspects: deque[PendingFile] = field(default_factory=deque)  # had a strike: tried alone, when all else is done
    finished: list[Outcome] = field(default_factory=list)
    given_up: set[int] = field(default_factory=set)
    backlog: deque[int] = field(default_factory=deque)  # while filling: files to do, found by a search over all
    rate: Rate = field(default_factory=Rate)
    yielding: bool = False  #: the other lane has something to do: finish what is in hand, take nothing new
    stalled: bool = False  #: the model could not be loaded a moment ago
    told: bool = False  #: that there is nothing left to fill

    def give_back(self) -> None:
        if self.filling:
            self.backlog.extendleft(file.id for file in [*reversed(self.suspects), *reversed(self.queue)])
        self.queue.clear()
        self.suspects.clear()


class Indexer:
    """Call :meth:`look` whenever there may be something new to do.

    ``on_filled`` is called when nothing is left to do for the model that fills.
    """

    def __init__(
        self,
        loop: Loop,
        store: Store,
        pool: DecodePool,
        max_pixels: int,
        on_progress: Callable[[], None],
        on_trouble: Callable[[str, str], None],
        on_root_gone: Callable[[int], None],
        on_filled: Callable[[], None],
    ) -> None:
        self._on_root_gone = on_root_gone
        self._on_trouble = on_trouble
        self._on_filled = on_filled
        self._loop = loop
        self._store = store
        self._pool = pool
        self._max_pixels = max_pixels
        self._on_progress = on_progress
        self.rate = Rate()
        self.encoded = 0  #: contents put through the encoder since the start
        self.done = 0  #: files finished for the model that serves, however they ended, since its queue was last empty
        self._held: set[str] = set()  # why nothing is done now
        self._serving: _Lane | None = None
        self._filling: _Lane | None = None
        self._lane: _Lane | None = None  # which of them has files in hand
        self._tickets = itertools.count(-1, -1)  # negative: queries count upwards on the same encoder
        self._retry_timer: Timer | None = None
        self._awake = False

    # ------------------------------------------------------------------------------------------------- models

    def serve(self, runner: Runner | None) -> None:
        """Work for this model first; None: it cannot be opened, and new files wait."""
        if self._filling is not None and runner is self._filling.runner:  # it has been filled, and goes on
            self._abandon(self._serving)
            self._serving, self._filling = self._filling, None
            self._serving.filling = False
            self._serving.given_up.clear()
            self._serving.backlog.clear()
        else:
            self._abandon(self._serving)
            self._serving = self._new_lane(runner, filling=False)
        self.look()

    def fill(self, runner: Runner | None) -> None:
        """Fill in the embeddings of this model whenever there is nothing else to do; None: of no model."""
        self._abandon(self._filling)
        self._filling = self._new_lane(runner, filling=True)
        self.wake()

    def offer(self, files: Sequence[int]) -> bool:
        """Files that lack an embedding of the model that fills, the first to do first; whether any is new to it."""
        lane = self._filling
        if lane is None:
            return False
        known = {*lane.given_up, *lane.in_hand}
        lane.backlog = deque(file for file in files if file not in known)
        lane.told = False
        self.wake()
        return bool(lane.backlog)

    @property
    def filling_rate(self) -> Rate | None:
        return self._filling.rate if self._filling is not None else None

    def _new_lane(self, runner: Runner | None, *, filling: bool) -> _Lane | None:
        if runner is None:
            return None
        batches = Batches(self._loop, runner.encoder, self._tickets, lambda: self._pool.outstanding() == 0)
        return _Lane(runner, filling, batches)

    def _abandon(self, lane: _Lane | None) -> None:
        """What is under way for this model is of no use any more; nothing of it will be recorded."""
        if lane is None:
            return
        lane.give_back()
        waiting = [*lane.in_hand]
        lane.in_hand.clear()
        lane.batches.clear()
        lane.finished.clear()
        self._store.release_attempts(waiting)
        if self._lane is lane:
            self._lane = None

    # ------------------------------------------------------------------------------------------------ control

    @property
    def paused(self) -> bool:
        """Whether the person paused it."""
        return "paused" in self._held

    @property
    def waits_for_mains(self) -> bool:
        return "battery" in self._held

    @property
    def resting(self) -> bool:
        """Whether nothing new is begun, for whatever reason."""
        return bool(self._held)

    @property
    def busy(self) -> bool:
        """Whether files are on their way."""
        return self._lane is not None and bool(self._lane.in_hand)

    def hold(self, why: str, on: bool) -> None:
        """Begin nothing new while there is a reason (``paused``, ``battery``) not to."""
        if (why in self._held) == on:
            return
        self._held.symmetric_difference_update({why})
        self.rate.reset()
        for lane in (self._serving, self._filling):
            if lane is not None:
                lane.rate.reset()
                lane.give_back()
        self.wake()

    def look(self) -> None:
        """There may be new files: they go before the filling of another model."""
        if self._filling is not None:
            self._filling.told = False
            if self._lane is self._filling and self._filling.in_hand:
                self._filling.yielding = True
        self.wake()

    def wake(self) -> None:
        """Look for work soon; calls in between cost nothing."""
        if not self._awake:
            self._awake = True
            self._loop.post(self._pump)

    def forget(self) -> None:
        """Drop queued files: the catalog has changed, they are read again from there."""
        for lane in (self._serving, self._filling):
            if lane is not None:
                lane.give_back()

    # ------------------------------------------------------------------------------------------------ decoding

    def _pump(self) -> None:
        self._awake = False
        if self._held or self._store.trouble or self._retry_timer is not None:
            return
        if self._lane is not None and self._lane.in_hand:
            self._start(self._lane)
            return
        self._lane = None
        for lane in (self._serving, self._filling):
            if lane is not None and not lane.stalled:
                lane.yielding = False
                if not self._start(lane):
                    return  # nothing can be written now
                if lane.in_hand:
                    self._lane = lane
                    return
            if lane is self._serving and self.done:
                self.done = 0
                self.rate.reset()
                self._on_progress()
        filling = self._filling
        if filling is not None and not filling.stalled and not filling.told:
            filling.told = True
            self._on_filled()

    def _start(self, lane: _Lane) -> bool:
        """Hand out files while there is room; False when the catalog could not be written."""
        room = 0 if lane.yielding else min(self._pool.capacity(), LOOK_AHEAD - len(lane.batches))
        starting: list[PendingFile] = []
        while room > 0 and (file := self._next_file(lane)) is not None:
            starting.append(file)
            lane.in_hand[file.id] = file
            room -= 1
        if not starting:
            return True
        # Written down before decoding starts: what kills even this process is known afterwards.
        if not self._store.start_attempts([file.id for file in starting]):
            for file in starting:
                lane.in_hand.pop(file.id, None)
            lane.queue.extendleft(reversed(starting))
            return False
        for file in starting:
            task = DecodeTask(file, lane.runner.model.preprocess, self._max_pixels)
            self._pool.submit(task, lambda result: self._loop.post(self._decoded, lane, result))
        return True

    def _next_file(self, lane: _Lane) -> PendingFile | None:
        while not lane.queue:
            exclude = {*lane.in_hand, *lane.given_up, *(file.id for file in lane.suspects)}
            if lane.filling:
                look = [lane.backlog.popleft() for _ in range(min(REFILL, len(lane.backlog)))]
                files = self._store.files_lacking(lane.runner.model_id, look, exclude)
            else:
                files = self._store.pending(lane.runner.model_id, REFILL, exclude)
            for file in files:
                (lane.suspects if file.attempts else lane.queue).append(file)
            if not lane.backlog:
                break
        if lane.queue:
            return lane.queue.popleft()
        if lane.suspects and not lane.in_hand:
            return lane.suspects.popleft()
        return None

    def _decoded(self, lane: _Lane, result: Decoded | Failed) -> None:
        """A worker is done with a file; whoever asked for it may have been abandoned since."""
        file = lane.in_hand.get(result.file)
        if file is None or lane is not self._lane:
            return
        if isinstance(result, Failed):
            self._failed(lane, file, result)
        elif result.known or result.skip:
            self._finish(lane, result)
        elif result.content_hash not in lane.batches and self._store.has_embedding(
            lane.runner.model_id, result.content_hash
        ):
            self._finish(lane, result)  # a copy of it was recorded after this file was handed out
        else:
            lane.batches.add(result)
        lane.batches.send()
        self.wake()

    def _failed(self, lane: _Lane, file: PendingFile, failure: Failed) -> None:
        del lane.in_hand[file.id]
        if failure.reason in _STRIKES and file.attempts == 0:
            log.warning("%s: %s; will be tried once more, alone", file.absolute, failure.reason)
            return  # the attempt stays written in the catalog, so the next pass treats it as a suspect
        if failure.reason in _AWAY and _root_is_gone(file):
            self._root_gone(lane, file)
            return
        if failure.mtime_ns and (failure.size, failure.mtime_ns) != (file.size, file.mtime_ns):
            self._changed_meanwhile([(file, failure.size, failure.mtime_ns)])
            return
        self._give_up(lane, failure, quarantine=failure.reason in _STRIKES)

    def _give_up(self, lane: _Lane, failure: Failed, quarantine: bool = False) -> None:
        if lane.filling:
            # Its picture is found with the model that serves, so it is no problem yet.
            log.info("file %d has no embedding of %s: %s", failure.file, lane.runner.model.name, failure.reason)
            lane.given_up.add(failure.file)
        else:
            self._store.record_failures([failure], quarantine=quarantine)
            self._count(lane, 1)

    def _root_gone(self, lane: _Lane, file: PendingFile) -> None:
        """A pulled drive says nothing about its files: leave them as they are, and let somebody look for the root."""
        self._store.release_attempts([file.id])
        for waiting in (lane.queue, lane.suspects):
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

    # ------------------------------------------------------------------------------------------------ encoding

    def encode_done(self, runner: Runner, result: Encoded) -> None:
        lane = self._lane_of(runner)
        if lane is None:
            return
        outcomes = lane.batches.done(result)
        if not outcomes:
            return
        self.encoded += len(result.vectors)
        lane.finished += outcomes
        self._record(lane)
        lane.batches.send()
        self.wake()

    def encode_failed(self, runner: Runner, result: EncodeFailed) -> None:
        self._retry_alone(runner, [result.ticket], result.message)

    def encoder_died(self, runner: Runner, result: EncoderDied) -> None:
        if result.loading:
            self._model_broken(runner, result)
        else:
            self._retry_alone(runner, result.tickets, result.message)

    def _lane_of(self, runner: Runner) -> _Lane | None:
        """Results of a model that has been abandoned belong to no lane, and are never recorded."""
        return self._lane if self._lane is not None and self._lane.runner is runner else None

    def _retry_alone(self, runner: Runner, tickets: Sequence[int], message: str) -> None:
        lane = self._lane_of(runner)
        if lane is None:
            return
        for ticket in tickets:
            for picture in lane.batches.failed(ticket, message):
                lane.in_hand.pop(picture.file, None)
                self._give_up(lane, Failed(picture.file, "encoder", message, picture.size, picture.mtime_ns))
        self.wake()

    def _model_broken(self, runner: Runner, result: EncoderDied) -> None:
        """No picture's fault: they all stay pending, and it is tried again after a while."""
        lane = self._lane_of(runner)
        if lane is None:
            return
        self._abandon(lane)
        lane.stalled = True
        self._on_trouble(reasons.MODEL_BROKEN, _model_advice(result.message))
        self._loop.after(MODEL_RETRY_SECONDS, self._try_model, lane)
        self.wake()

    def _try_model(self, lane: _Lane) -> None:
        lane.stalled = False
        self.wake()

    # ----------------------------------------------------------------------------------------------- recording

    def _finish(self, lane: _Lane, decoded: Decoded) -> None:
        """Nothing to encode: it is skipped, or its content has an embedding."""
        lane.finished.append((decoded, None))
        if len(lane.finished) == 1:
            self._loop.post(self._record, lane)  # those that arrive together are recorded together

    def _record(self, lane: _Lane) -> None:
        if not lane.finished:
            return
        outcomes = lane.finished
        if not self._store.record(lane.runner, outcomes):
            if self._retry_timer is None:
                self._retry_timer = self._loop.after(RETRY_SECONDS, self._record_again, lane)
            return
        lane.finished = []
        changed = []
        for decoded, _ in outcomes:
            file = lane.in_hand.pop(decoded.file, None)
            if file is not None and (decoded.size, decoded.mtime_ns) != (file.size, file.mtime_ns):
                changed.append((file, decoded.size, decoded.mtime_ns))
        if changed:
            self._changed_meanwhile(changed)
        self._count(lane, len(outcomes))
        self.wake()

    def _record_again(self, lane: _Lane) -> None:
        self._retry_timer = None
        self._record(lane)
        self.wake()

    def _count(self, lane: _Lane, files: int) -> None:
        lane.rate.add(files)
        if not lane.filling:
            self.done += files
            self.rate.add(files)
        self._on_progress()

    def shutdown(self) -> None:
        """Give back what is under way, so that nothing looks like a file that killed us."""
        for lane in (self._serving, self._filling):
            if lane is not None:
                self._record(lane)
                self._store.release_attempts([*lane.in_hand])


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
