"""A pool of decode workers: one file's crash, hang or hunger costs one worker and that file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mediasearch.encoders.base import Preprocess
from mediasearch.ingest.decode import DecodeTask
from mediasearch.library.records import Decoded, Failed


@dataclass(frozen=True, slots=True)
class QueryPixels:
    """The model's input for a query picture: ``uint8 (size, size, 3)`` as bytes."""

    ticket: int
    pixels: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Running:
    """A task under way.  ``file`` is the file id, 0 for a query."""

    file: int
    pid: int
    seconds: float


class DecodePool:
    """Decodes files in child processes.

    ``on_done`` is called on a thread of the pool and must only put its argument on a queue.  A worker that died, hung
    or grew too large is reported as :class:`Failed` with the reason ``crashed``, ``timeout`` or ``memory``; whoever
    listens counts the strikes.
    """

    def __init__(
        self,
        workers: int,
        timeout_s: float,
        memory_mb: int,
        on_done: Callable[[Decoded | Failed], None],
    ) -> None:
        """``workers`` 0 chooses by the number of cores.  The processes are started at once."""

    def submit(self, task: DecodeTask) -> None:
        """Queue one file; ``on_done`` is called exactly once for it, unless the pool is stopped first."""
        raise NotImplementedError

    def submit_query(
        self,
        ticket: int,
        source: bytes | str,
        preprocess: Preprocess,
        max_pixels: int,
        on_done: Callable[[QueryPixels | Failed], None],
    ) -> None:
        """Decode a query picture (encoded bytes or a path) ahead of queued files; a Failed carries the ticket."""
        raise NotImplementedError

    def running(self) -> list[Running]:
        """The tasks that workers have in hands now."""
        raise NotImplementedError

    def outstanding(self) -> int:
        """Files submitted and not reported yet."""
        raise NotImplementedError

    def capacity(self) -> int:
        """How many more files are worth submitting now: enough that no worker waits, few enough to stay in control."""
        raise NotImplementedError

    def stop(self, timeout: float = 2.0) -> None:
        """End all workers; no call of ``on_done`` afterwards."""
        raise NotImplementedError
