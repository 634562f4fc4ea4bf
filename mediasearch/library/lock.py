"""The single-writer lock: exactly one process writes a library's database and index.

SQLite would let two processes write in turn, but the index in memory belongs to one, and versions up to 3.51.2 can
damage the database when two connections checkpoint at once (https://www.sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import asdict, dataclass
from typing import Final

import filelock

from mediasearch.errors import LibraryBusyError, MediaSearchError
from mediasearch.paths import Library, private_folder, write_atomically

_LOOKS: Final = 10
_PAUSE: Final = 0.02


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
        self._lock = _lock(library)
        self._holder = Holder(0, "", "", 0.0)

    def acquire(self, kind: str) -> None:
        """Take the lock.

        Raises ``LibraryBusyError`` naming the holder, ``MediaSearchError`` when the folder may not be written.
        """
        try:
            private_folder(self._library.data)
            # The wait outlasts somebody's look in :func:`read_holder`, nothing more.
            self._lock.acquire(timeout=_LOOKS * _PAUSE, poll_interval=_PAUSE)
        except filelock.Timeout:
            holder = read_holder(self._library)
            who = f" ({holder.kind}, process {holder.pid})" if holder is not None and holder.pid else ""
            raise LibraryBusyError(
                f"The library {self._library.data} is in use by another Mediasearch{who}",
                "Use that one, or close it and try again.",
            ) from None
        except (OSError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or error
            raise MediaSearchError(
                f"The library folder {self._library.data} cannot be used ({reason})",
                "Check its permissions, or choose another folder with --library.",
            ) from error
        self._holder = Holder(os.getpid(), kind, "", time.time())
        self._write()

    def announce(self, address: str) -> None:
        """Say where this process listens.  Only for the holder; raises ``OSError``."""
        self._holder = Holder(self._holder.pid, self._holder.kind, address, self._holder.started)
        self._write()

    def release(self) -> None:
        """Give the lock back; without it nothing happens."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):  # whoever finds the file asks the lock whether it still holds
                self._library.holder.unlink(missing_ok=True)
            self._lock.release()

    def _write(self) -> None:
        write_atomically(self._library.holder, json.dumps(asdict(self._holder)).encode())


def read_holder(library: Library) -> Holder | None:
    """Who holds the lock now; None when nobody does, even if a file of a dead process says otherwise.

    A holder that has not said who it is has pid 0 and no address.
    """
    if not library.lock.exists():
        return None
    for _ in range(_LOOKS):
        probe = _lock(library)
        try:
            probe.acquire(blocking=False)
        except filelock.Timeout:
            # Held: by a writer that has written its file, by one that is about to, or by another look like this one.
            holder = _read(library)
            if holder is not None:
                return holder
            time.sleep(_PAUSE)
        except (OSError, NotImplementedError):
            return None  # a library that may only be read has no writer that could be reached
        else:
            probe.release()
            return None
    return Holder(0, "", "", 0.0)


def _lock(library: Library) -> filelock.BaseFileLock:
    # Not a singleton: asking must be able to fail in the very process that holds the lock.
    return filelock.FileLock(library.lock, mode=0o600, is_singleton=False, thread_local=False)


def _read(library: Library) -> Holder | None:
    """What the file says, unless its process is dead."""
    import psutil  # only when there is a holder

    try:
        body = json.loads(library.holder.read_bytes())
        holder = Holder(int(body["pid"]), str(body["kind"]), str(body["address"]), float(body["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return holder if psutil.pid_exists(holder.pid) else None
