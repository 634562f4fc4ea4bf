"""What the watcher tells while a scan goes on.

A scan takes its time, and so does what it found on its way to the catalog.  A file that was not there when it passed
by (a program replaced it) may be there long before the scan is over; the older news must not win.
"""

from __future__ import annotations

from collections.abc import Iterable

from mediasearch.library.records import Change, ChangeKind


class Meanwhile:
    """Runs on the owner loop.  Of each root that is being scanned, files that the watcher has seen.

    The next scan begins before the last one has reached the loop, so everything is kept until that one is over, too.
    """

    def __init__(self) -> None:
        self._seen: dict[int, set[bytes]] = {}
        self._before: dict[int, set[bytes]] = {}

    def note(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if change.kind is ChangeKind.REMOVED:
                self._forget(change.root, change.path)
                continue
            if change.source is not None:
                self._forget(change.source_root or change.root, change.source)
            self._seen.setdefault(change.root, set()).add(change.path)

    def has(self, root: int, path: bytes) -> bool:
        """Whether the file was there after a scan that may have missed it."""
        return path in self._seen.get(root, ()) or path in self._before.get(root, ())

    def scan_over(self, root: int, last: bool) -> None:
        """``last``: no other scan of the root is under way or asked for."""
        seen = self._seen.pop(root, set())
        self._before.pop(root, None)
        if seen and not last:
            self._before[root] = seen

    def _forget(self, root: int, path: bytes) -> None:
        for kept in (self._seen, self._before):
            kept.get(root, set()).discard(path)
