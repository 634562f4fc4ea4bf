"""The image encoder in a child process of its own: a process that has loaded a model cannot give the memory back.

:class:`EncoderProcess` lives in the engine and imports neither torch nor a runtime.  One thread of it owns the child:
it starts it for the first batch, hands over one batch at a time, passes results on, and ends it after a while of
silence.  The other end is :mod:`mediasearch.encoders.child`.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Final

from mediasearch.encoders import child
from mediasearch.encoders.base import ImageEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Batches that may wait.  Decoding runs ahead by so much; each holds some MB of pixels.
CAPACITY: Final = 8

#: Seconds a child gets to leave by itself before it is killed.
_GRACE: Final = 2.0

#: Seconds after which a child that says nothing is taken for hung, when it loads its model (torch from a slow disk)
#: or encodes a batch.  What a batch took before is added :data:`_SLOWER` times: a slow machine is not a hung one.
PATIENCE: Final = 60.0
_LOADING: Final = 5.0
_SLOWER: Final = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """The vectors of one batch, ``float32 (n, dimension)``, rows of length 1, in the order of its pictures."""

    ticket: int
    vectors: NDArray[np.float32] = field(repr=False)


@dataclass(frozen=True, slots=True)
class EncodeFailed:
    """The encoder raised an exception for this batch and goes on with the next one."""

    ticket: int
    message: str


@dataclass(frozen=True, slots=True)
class EncoderDied:
    """The child ended without an answer.  ``tickets`` are lost; batches that only waited are not among them.

    ``loading``: it never became ready (a damaged model, no memory), so trying again is of little use; then the waiting
    batches are lost as well.  ``exitcode`` as in :class:`multiprocessing.Process`: negative for a signal.
    """

    tickets: tuple[int, ...]
    exitcode: int | None
    message: str
    loading: bool = False


Outcome = Encoded | EncodeFailed | EncoderDied


@dataclass(frozen=True, slots=True)
class _Batch:
    ticket: int
    pixels: list[bytes] = field(repr=False)
    urgent: bool


class EncoderProcess:
    """Pictures in, vectors out, somewhere else.

    ``factory`` makes the encoder in the child and must be picklable (``functools.partial(open_image_encoder, model)``).
    ``on_result`` is called on a thread of this object, or in :meth:`submit`, and must only hand over.  ``size`` is the
    edge of a picture in pixels.  After ``idle_seconds`` without work the child is ended, and started again when needed.
    A child that takes longer than ``patience`` seconds and much longer than before for a batch (five times that to load
    its model) hangs: it is killed, and the batch counts as one it died of.
    """

    def __init__(
        self,
        factory: Callable[[], ImageEncoder],
        on_result: Callable[[Outcome], None],
        *,
        size: int,
        idle_seconds: float = 60.0,
        capacity: int = CAPACITY,
        patience: float = PATIENCE,
    ) -> None:
        self._factory = factory
        self._on_result = on_result
        self._size = size
        self._bytes = size * size * 3
        self._idle_seconds = idle_seconds
        self.capacity = capacity
        self._patience = patience
        self._slowest = 0.0  # seconds for a picture, so far
        self._changed = threading.Condition()
        self._urgent: deque[_Batch] = deque()
        self._waiting: deque[_Batch] = deque()
        self._under_way: _Batch | None = None  # handed to the child, and nothing reported of it yet
        self._stopping = False
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._loaded = False
        self._thread: threading.Thread | None = None

    def submit(self, ticket: int, pixels: list[bytes], urgent: bool = False) -> None:
        """Encode ``pixels`` (each ``uint8 (size, size, 3)`` as bytes) and answer with ``ticket``; never blocks.

        ``urgent`` (a query) overtakes every batch that waits, and is never refused.  Raises :class:`queue.Full` when
        ``capacity`` batches wait, ``ValueError`` for pixels of another size.
        """
        if not pixels or any(len(picture) != self._bytes for picture in pixels):
            raise ValueError(f"a picture must have {self._bytes} bytes")
        with self._changed:
            if self._stopping:
                raise RuntimeError("the encoder was stopped")
            if urgent:
                self._urgent.append(_Batch(ticket, pixels, urgent))
            elif self.full:
                raise queue.Full
            else:
                self._waiting.append(_Batch(ticket, pixels, urgent))
            if self._thread is None and not self._start():
                tickets = tuple(each.ticket for each in (*self._urgent, *self._waiting))
                self._urgent.clear()
                self._waiting.clear()
                self._on_result(EncoderDied(tickets, None, _obituary(None), loading=True))
            self._changed.notify()

    @property
    def full(self) -> bool:
        """Whether a batch that is not urgent would be refused now."""
        return len(self._waiting) >= self.capacity

    @property
    def alive(self) -> bool:
        """Whether the child runs now; it need not, between batches."""
        process = self._process
        return process is not None and process.is_alive()

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        process = self._process
        return process.pid if process is not None else None

    def stop(self) -> tuple[int, ...]:
        """End the child at once, also in the middle of a batch.  What waits is dropped; nothing is reported any more.

        Returns the tickets of the urgent batches that were dropped: somebody waits for each of them.
        """
        with self._changed:
            self._stopping = True
            dropped = [self._under_way, *self._urgent]
            self._under_way = None
            self._urgent.clear()
            self._waiting.clear()
            self._changed.notify()
            process = self._process
        if process is not None:
            process.kill()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_GRACE)
        return tuple(batch.ticket for batch in dropped if batch is not None and batch.urgent)

    def _start(self) -> bool:
        """Start the owning thread; False when the system has no room for another one."""
        thread = threading.Thread(target=self._serve, name="encoder", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return False
        self._thread = thread
        return True

    # ------------------------------------------------------------------------------------------- the owning thread

    def _serve(self) -> None:
        while True:
            batch = self._next()
            if batch is not None:
                self._encode(batch)
            else:
                self._end()
                with self._changed:
                    if self._stopping:
                        return

    def _next(self) -> _Batch | None:
        """The batch to do now; None after a while of silence, or to stop."""
        with self._changed:
            until = time.monotonic() + self._idle_seconds
            while not self._stopping and not self._urgent and not self._waiting:
                # Without a child there is nothing to give back, so nothing to wake up for.
                left = until - time.monotonic() if self._process is not None else None
                if left is not None and left <= 0:
                    return None
                self._changed.wait(left)
            if self._stopping:
                return None
            self._under_way = self._urgent.popleft() if self._urgent else self._waiting.popleft()
            return self._under_way

    def _encode(self, batch: _Batch) -> None:
        try:
            connection = self._connected()
            if not self._loaded:
                kind, body = self._answer(connection, _LOADING * self._patience)
                if kind != child.READY:
                    self._lost(batch, body.decode("utf-8"))
                    return
                self._loaded = True
            connection.send_bytes(b"".join(batch.pixels))
            started = time.monotonic()
            kind, body = self._answer(connection, self._patience + _SLOWER * self._slowest * len(batch.pixels))
            self._slowest = max(self._slowest, (time.monotonic() - started) / len(batch.pixels))
        except TimeoutError:
            self._lost(batch, _HUNG, kill=True)
            return
        except (OSError, EOFError):
            self._lost(batch, "")
            return
        if kind == child.VECTORS:
            import numpy as np

            self._report(Encoded(batch.ticket, np.frombuffer(body, np.float32).reshape(len(batch.pixels), -1)))
        else:
            self._report(EncodeFailed(batch.ticket, body.decode("utf-8")))

    def _connected(self) -> Connection:
        """The connection to a running child, which loads its model before it reads the first batch."""
        if self._process is not None and not self._process.is_alive():
            self._end()  # it died between two batches, and nothing was lost
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(
                target=child.main, args=(self._factory, theirs, self._size), name="image encoder", daemon=True
            )
            with theirs:
                process.start()
            with self._changed:
                self._process, self._connection, self._loaded = process, ours, False
                if self._stopping:
                    process.kill()
        return self._connection

    def _answer(self, connection: Connection, seconds: float) -> tuple[int, bytes]:
        """What the child says next.

        Raises ``EOFError`` or ``OSError`` when it died, ``TimeoutError`` when it is silent for so many ``seconds``.
        """
        assert self._process is not None
        # The sentinel, in case a grandchild holds the other end open.
        if not wait([connection, self._process.sentinel], seconds):
            raise TimeoutError
        if not connection.poll():
            raise EOFError
        message = connection.recv_bytes()
        return message[0], message[1:]

    def _lost(self, batch: _Batch, message: str, kill: bool = False) -> None:
        """Report the death of the child that had ``batch``; ``kill``: it still has to die."""
        loading = not self._loaded
        tickets = [batch.ticket]
        if kill and self._process is not None:
            self._process.kill()
        exitcode = self._end()
        if loading:
            with self._changed:
                for waiting in (self._urgent, self._waiting):
                    tickets += [each.ticket for each in waiting]
                    waiting.clear()
        self._report(EncoderDied(tuple(tickets), exitcode, message or _obituary(exitcode), loading))

    def _end(self) -> int | None:
        """End the child, if there is one, and give its exit code."""
        process, connection = self._process, self._connection
        if connection is not None:
            connection.close()  # which the child takes as the end
        exitcode = None
        if process is not None:
            process.join(_GRACE)
            if process.is_alive():
                process.kill()
                process.join()
            exitcode = process.exitcode
        with self._changed:
            self._process = self._connection = None
        return exitcode

    def _report(self, outcome: Outcome) -> None:
        with self._changed:
            if self._stopping:
                return
            self._under_way = None
        self._on_result(outcome)


_HUNG: Final = "The picture encoder hung and was ended; it is started again when pictures wait."


def _obituary(exitcode: int | None) -> str:
    if exitcode is None:
        return "The picture encoder could not be started; close other programs, or start Mediasearch again."
    how = f"by signal {-exitcode}" if exitcode < 0 else f"with exit code {exitcode}"
    return f"The picture encoder ended unexpectedly ({how}); it is started again when pictures wait."
