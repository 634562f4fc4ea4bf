"""Files that something just happened to, until they are whole.

Programs write in pieces, save beside and rename, and copy slowly.  A path is settled when its size, time and inode
have stood still for a while: a moment after its writer closed it, longer while the writer seems to be at it.
Stillness is measured with the monotonic clock, so a file dated in the future settles like any other.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

#: The id of a root and a path relative to it.
Key = tuple[int, bytes]
#: ``lstat`` of a regular file, None for anything else.
Look = Callable[[Key], os.stat_result | None]

#: Parts of ``settle_seconds``: after a close nothing more is expected; a file still open for writing, or still empty,
#: will get more; a vanished one may appear elsewhere.
_CLOSED, _OPEN, _GONE = 0.3, 3.0, 1.0
#: watchdog holds back for half a second that a file was moved out, in case it was moved in elsewhere in the same root.
#: What appears in one piece may be what vanished from another root, so it waits a little longer than that.
_ELSEWHERE_S = 0.7
#: Files that vanish one after the other are told together, so that their number can be judged; but not later than this.
_GONE_LATEST = 3.0


@dataclass(slots=True)
class Entry:
    """What is known about one path.  ``origin`` is where a moved file was when it was last reported."""

    since: float
    signature: tuple[int, int, int] | None
    origin: Key | None = None
    created: bool = False  #: nobody has been told of it
    writing: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """``status`` is None for a file that is gone."""

    key: Key
    status: os.stat_result | None
    origin: Key | None
    created: bool


class Settling:
    """Coalesces what happens per path.  Times are seconds of ``time.monotonic``.  Owned by one thread."""

    def __init__(self, seconds: float, look: Look) -> None:
        self._seconds = seconds
        self._look = look
        self._entries: dict[Key, Entry] = {}
        self._counts: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def count(self, root: int) -> int:
        return self._counts.get(root, 0)

    # ---------------------------------------------------------------------------------------------------- happenings

    def created(self, key: Key, now: float) -> None:
        new = key not in self._entries
        entry = self._touch(key, now)
        entry.created |= new
        entry.closed = False

    def found(self, key: Key, now: float) -> None:
        """A scan came upon it while it was fresh; whether it is known is not said."""
        self._touch(key, now).closed = False

    def modified(self, key: Key, now: float) -> None:
        entry = self._touch(key, now)
        entry.writing, entry.closed = True, False

    def closed(self, key: Key, now: float) -> None:
        """Its writer is done, or only its attributes changed."""
        entry = self._touch(key, now)
        entry.writing, entry.closed = False, True

    def gone(self, key: Key, now: float) -> None:
        entry = self._touch(key, now)
        entry.origin = None
        entry.writing = False

    def moved(self, source: Key | None, target: Key | None, now: float) -> None:
        """A rename; a side that is none of ours (a temporary name, say) is None."""
        before = self._pop(source) if source is not None else None
        if target is not None:
            self._pop(target)
            entry = self._touch(target, now)
            entry.closed = True
            if source is not None:
                entry.created = before is not None and before.created
                entry.origin = before.origin if before is not None else None
                if entry.origin is None and not entry.created:
                    entry.origin = source
        if source is not None and not (before is not None and before.created):
            # Also when it was itself moved here and not reported: then its own origin is waiting to be paired.
            self._touch(source, now)

    # ------------------------------------------------------------------------------------------------------- results

    def collect(self, now: float) -> list[Settled]:
        """Take out what has settled, existing files first."""
        origins = {entry.origin for entry in self._entries.values() if entry.origin is not None}
        vanishing = self._vanishing(now)
        there: list[Settled] = []
        gone: list[Settled] = []
        for key, entry in list(self._entries.items()):
            if now < self._due(entry) or (entry.signature is None and key[0] in vanishing):
                continue
            status = self._look(key)
            signature = _signature(status)
            if signature != entry.signature:
                entry.signature, entry.since = signature, now
                continue
            if status is None and key in origins:
                continue  # it will be reported as the source of a move
            self._pop(key)
            (gone if status is None else there).append(Settled(key, status, entry.origin, entry.created))
        return there + gone

    def take_gone(self, accept: Callable[[Key], bool]) -> Key | None:
        """Take out one path that ``accept`` likes and that is gone; a move whose two ends were told separately."""
        for key, entry in self._entries.items():
            if entry.signature is None and not entry.created and accept(key) and self._look(key) is None:
                self._pop(key)
                return key
        return None

    def forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._pop(key)

    def forget_below(self, root: int, folder: bytes) -> None:
        """Leave everything below ``folder`` (b"" is the root) to a scan."""
        below = folder + b"/" if folder else b""
        self.forget([key for key in self if key[0] == root and (key[1].startswith(below) or key[1] == folder)])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._entries)

    # ------------------------------------------------------------------------------------------------------ internals

    def _vanishing(self, now: float) -> set[int]:
        """The roots in which files are still going one after the other."""
        span: dict[int, tuple[float, float]] = {}
        for key, entry in self._entries.items():
            if entry.signature is None:
                first, last = span.get(key[0], (entry.since, entry.since))
                span[key[0]] = min(first, entry.since), max(last, entry.since)
        quiet, latest = _GONE * self._seconds, _GONE_LATEST * self._seconds
        return {root for root, (first, last) in span.items() if now < min(last + quiet, first + latest)}

    def _touch(self, key: Key, now: float) -> Entry:
        signature = _signature(self._look(key))
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = Entry(now, signature)
            self._counts[key[0]] = self.count(key[0]) + 1
        entry.since, entry.signature = now, signature
        return entry

    def _pop(self, key: Key) -> Entry | None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._counts[key[0]] -= 1
        return entry

    def _due(self, entry: Entry) -> float:
        if entry.signature is None:
            wait = _GONE * self._seconds
        elif entry.writing or entry.signature[0] == 0:
            wait = _OPEN * self._seconds
        elif entry.closed:
            wait = _CLOSED * self._seconds
        else:
            wait = max(self._seconds, _ELSEWHERE_S)
        return entry.since + wait


def regular(absolute: bytes) -> os.stat_result | None:
    """``lstat`` of a regular file, None for anything else: links are not followed."""
    try:
        status = os.lstat(absolute)
    except (OSError, ValueError):
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _signature(status: os.stat_result | None) -> tuple[int, int, int] | None:
    return None if status is None else (status.st_size, status.st_mtime_ns, status.st_ino)
