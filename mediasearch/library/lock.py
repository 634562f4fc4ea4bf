"""The single-writer lock: exactly one process writes a library's database and index."""

from __future__ import annotations

from dataclasses import dataclass

from mediasearch.paths import Library


@dataclass(frozen=True)
class Holder:
    """Who holds the lock.  ``kind``: window, index…; ``address``: where it listens, "" before it does."""

    pid: int
    kind: str
    address: str
    started: float  #: seconds since the epoch


class WriterLock:
    """Taken with :meth:`acquire`; the operating system releases it when the process dies, however it dies."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def acquire(self, kind: str) -> None:
        """Raises ``LibraryBusyError`` naming the holder."""
        raise NotImplementedError

    def announce(self, address: str) -> None:
        """Say where this process listens."""
        raise NotImplementedError

    def release(self) -> None:
        raise NotImplementedError


def read_holder(library: Library) -> Holder | None:
    """Who holds the lock now; None when it is free, even if a stale file says otherwise."""
    raise NotImplementedError
