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
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mediasearch import reasons
from mediasearch.engine.batches import BATCH, Batches
from mediasearch.engine.lanes import Lane
from mediasearch.engine.loop import Loop
from mediasearch.engine.outcomes import Outcomes
from mediasearch.engine.rate import Rate
from mediasearch.engine.serving import Runner
from mediasearch.ingest.decode import DecodeTask
from mediasearch.library.records import Decoded, Failed, PendingFile

if TYPE_CHECKING:
    from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool

log = logging.getLogger(__name__)

#: Decoded pictures that may wait for the encoder; two batches keep it busy while the next is decoded.
LOOK_AHEAD = 3 * BATCH
#: A model that could not be loaded (no memory, say) is tried again.
MODEL_RETRY_SECONDS = 60.0


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
        on_missing: Callable[[PendingFile], None],
        on_filled: Callable[[], None],
    ) -> None:
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
        self._serving: Lane | None = None
        self._filling: Lane | None = None
        self._lane: Lane | None = None  # which of them has files in hand
        self._tickets = itertools.count(-1, -1)  # negative: queries count upwards on the same encoder
        self._outcomes = Outcomes(loop, store, self._count, on_root_gone, on_missing, self.wake)
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

    def _new_lane(self, runner: Runner | None, *, filling: bool) -> Lane | None:
        if runner is None:
            return None
        batches = Batches(self._loop, runner.encoder, self._tickets, lambda: self._pool.outstanding() == 0)
        return Lane(runner, filling, batches)

    def _abandon(self, lane: Lane | None) -> None:
        """What is under way for this model is of no use any more; nothing of it will be recorded."""
        if lane is None:
            return
        self._store.release_attempts(lane.abandon())
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

    def ask_for(self, files: Sequence[int]) -> None:
        """Files that somebody has just searched for by name go before all others that wait."""
        if self._serving is not None:
            self._serving.asked_for = list(files)
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
        if self._held or self._store.trouble or self._outcomes.stuck:
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

    def _start(self, lane: Lane) -> bool:
        """Hand out files while there is room; False when the catalog could not be written."""
        room = 0 if lane.yielding else min(self._pool.capacity(), LOOK_AHEAD - len(lane.batches))
        starting: list[PendingFile] = []
        while room > 0 and (file := lane.next_file(self._store)) is not None:
            starting.append(file)
            lane.in_hand[file.id] = file
            room -= 1
        if not starting:
            return not self._store.trouble
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

    def _decoded(self, lane: Lane, result: Decoded | Failed) -> None:
        """A worker is done with a file; whoever asked for it may have been abandoned since."""
        file = lane.in_hand.get(result.file)
        if file is None or lane is not self._lane:
            return
        if isinstance(result, Failed):
            self._outcomes.failed(lane, file, result)
        elif result.known or result.skip:
            self._outcomes.finish(lane, result)
        elif result.content_hash not in lane.batches and self._store.has_embedding(
            lane.runner.model_id, result.content_hash
        ):
            self._outcomes.finish(lane, result)  # a copy of it was recorded after this file was handed out
        else:
            lane.batches.add(result)
        lane.batches.send()
        self.wake()

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
        self._outcomes.record(lane)
        lane.batches.send()
        self.wake()

    def encode_failed(self, runner: Runner, result: EncodeFailed) -> None:
        self._retry_alone(runner, [result.ticket], result.message)

    def encoder_died(self, runner: Runner, result: EncoderDied) -> None:
        if result.loading:
            self._model_broken(runner, result)
        else:
            self._retry_alone(runner, result.tickets, result.message)

    def _lane_of(self, runner: Runner) -> Lane | None:
        """Results of a model that has been abandoned belong to no lane, and are never recorded."""
        return self._lane if self._lane is not None and self._lane.runner is runner else None

    def _retry_alone(self, runner: Runner, tickets: Sequence[int], message: str) -> None:
        lane = self._lane_of(runner)
        if lane is None:
            return
        for ticket in tickets:
            for picture in lane.batches.failed(ticket, message):
                lane.in_hand.pop(picture.file, None)
                self._outcomes.give_up(lane, Failed(picture.file, "encoder", message, picture.size, picture.mtime_ns))
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

    def _try_model(self, lane: Lane) -> None:
        lane.stalled = False
        self.wake()

    # ----------------------------------------------------------------------------------------------- recording

    def _count(self, lane: Lane, files: int) -> None:
        lane.rate.add(files)
        if not lane.filling:
            self.done += files
            self.rate.add(files)
        self._on_progress()

    def shutdown(self) -> None:
        """Give back what is under way, so that nothing looks like a file that killed us."""
        for lane in (self._serving, self._filling):
            if lane is not None:
                self._outcomes.record(lane)
                self._store.release_attempts([*lane.in_hand])


def _model_advice(message: str) -> str:
    said = f" ({message})" if message else ""
    return f"Close other programs if memory is short, or install Mediasearch again{said}. It is tried again by itself."
