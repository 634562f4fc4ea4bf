"""One connected peer of the engine: messages in from a reader thread, events out through a writer thread.

The owner loop must never wait for a peer that does not read, so every client has a queue and a thread of its own;
a peer that falls hopelessly behind is disconnected rather than allowed to fill the memory.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from typing import BinaryIO

from mediasearch import protocol

log = logging.getLogger(__name__)

#: Lines that may wait for a slow peer.  A window that is busy for a second produces a few dozen.
BACKLOG = 2_000

#: The longest line accepted: a pasted picture of 48 MB as base64.
MAX_LINE = 64 * 1024 * 1024


class Client:
    """``send`` may be called from any thread and never blocks."""

    def __init__(self, out: BinaryIO, name: str, on_gone: Callable[[Client], None] | None = None) -> None:
        self.name = name
        self._out = out
        self._on_gone = on_gone
        self._queue: queue.Queue[bytes | None] = queue.Queue(BACKLOG)
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._write, name=f"to {name}", daemon=True)
        self._thread.start()

    def send(self, event: protocol.Event) -> None:
        if self._gone.is_set():
            return
        try:
            self._queue.put_nowait(protocol.encode(event))
        except queue.Full:
            log.error("%s does not read what it is sent; disconnecting it", self.name)
            self._disappear()

    def close(self, timeout: float = 1.0) -> None:
        """Send what is queued, then stop."""
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(None)
        self._thread.join(timeout)

    def _write(self) -> None:
        while (line := self._queue.get()) is not None:
            try:
                self._out.write(line)
                self._out.flush()
            except (OSError, ValueError):  # the peer has closed its end
                self._disappear()
                return

    def _disappear(self) -> None:
        if not self._gone.is_set():
            self._gone.set()
            if self._on_gone is not None:
                self._on_gone(self)


def read_messages(source: BinaryIO, on_message: Callable[[protocol.Message], None]) -> None:
    """Hand every message of ``source`` to ``on_message`` until it ends.  Raises :class:`protocol.ProtocolError`."""
    while line := source.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise protocol.ProtocolError("line too long")
        if line.strip():
            on_message(protocol.decode(line))
