"""One connected peer of the engine: messages in from a reader thread, events out through a writer thread.

The owner loop must never wait for a peer that does not read, so every client has a queue and a thread of its own, which
also writes the events as lines (a result of a million hits takes 13 ms); a peer that falls hopelessly behind is
disconnected rather than allowed to fill the memory.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import threading
from collections.abc import Callable
from typing import BinaryIO, Protocol

from mediasearch import protocol

log = logging.getLogger(__name__)

#: Events that may wait for a slow peer.  A window that is busy for a second produces a few dozen.
BACKLOG = 2_000

#: The longest line accepted: a pasted picture of 48 MB as base64.
MAX_LINE = 64 * 1024 * 1024


class Lines(Protocol):
    def readline(self, limit: int, /) -> bytes: ...


class Client:
    """``send`` may be called from any thread and never blocks.  An event that was sent must not be changed any more."""

    def __init__(self, out: BinaryIO, name: str, on_gone: Callable[[Client], None] | None = None) -> None:
        self.name = name
        self._out = out
        self._on_gone = on_gone
        self._queue: queue.Queue[protocol.Event | None] = queue.Queue(BACKLOG)
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._write, name=f"to {name}", daemon=True)
        self._thread.start()

    def when_gone(self, call: Callable[[Client], None]) -> None:
        """Call this once the peer has closed its end, or has fallen hopelessly behind."""
        self._on_gone = call
        if self._gone.is_set():
            call(self)

    def send(self, event: protocol.Event) -> None:
        if self._gone.is_set():
            return
        try:
            self._queue.put_nowait(event)
        except queue.Full:
            log.error("%s does not read what it is sent; disconnecting it", self.name)
            self._disappear()

    def close(self, timeout: float = 1.0) -> None:
        """Send what is queued, then stop."""
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(None)
        self._thread.join(timeout)

    def _write(self) -> None:
        while (event := self._queue.get()) is not None:
            try:
                self._out.write(_line(event))
                self._out.flush()
            except (OSError, ValueError):  # the peer has closed its end
                self._disappear()
                return

    def _disappear(self) -> None:
        if not self._gone.is_set():
            self._gone.set()
            if self._on_gone is not None:
                self._on_gone(self)


def _line(event: protocol.Event) -> bytes:
    """Whatever happens, a request is answered: somebody waits for it."""
    try:
        return protocol.encode(event)
    except Exception:
        log.exception("a %s could not be written", type(event).__name__)
        return protocol.encode(
            protocol.Failure(
                getattr(event, "request", 0), "Something went wrong inside Mediasearch", "The log says more."
            )
        )


def read_messages(source: Lines, on_message: Callable[[protocol.Message], None]) -> None:
    """Hand every message of ``source`` to ``on_message`` until it ends.  Raises :class:`protocol.ProtocolError`."""
    while line := source.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise protocol.ProtocolError("line too long")
        if line.strip():
            on_message(protocol.decode(line))


class DescriptorLines:
    """The lines of a file descriptor, read without any of Python's buffered readers.

    A daemon thread that waits in ``sys.stdin`` holds its lock, and the interpreter aborts when it cannot take that
    lock at its end (``_enter_buffered_busy``).  This one holds nothing while it waits.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = bytearray()
        self._looked = 0  # no newline before this place

    def readline(self, limit: int, /) -> bytes:
        """The next line with its newline, at most ``limit`` bytes; empty at the end."""
        while True:
            end = self._rest.find(b"\n", self._looked) + 1
            if end or len(self._rest) >= limit:
                return self._take(min(end or limit, limit))
            self._looked = len(self._rest)
            chunk = os.read(self._descriptor, 1 << 16)
            if not chunk:
                return self._take(len(self._rest))
            self._rest += chunk

    def _take(self, count: int) -> bytes:
        line = bytes(self._rest[:count])
        del self._rest[:count]
        self._looked = 0
        return line
