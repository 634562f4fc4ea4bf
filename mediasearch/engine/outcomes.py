"""What becomes of a file: it is recorded with its vector, fails with its reason, or is tried again another time."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.engine import writing
from mediasearch.engine.lanes import Lane
from mediasearch.engine.loop import Loop, Timer
from mediasearch.library.records import Change, ChangeKind, Decoded, Failed, PendingFile

if TYPE_CHECKING:
    from mediasearch.engine.store import Store

log = logging.getLogger(__name__)

#: Reasons that may only mean that the drive was pulled.
_AWAY = frozenset({"vanished", "io-error", "permission"})
#: Reasons that cost a worker: the first is a strike, the second quarantines.
_STRIKES = frozenset({"crashed", "timeout", "memory"})


class Outcomes:
    """Runs on the owner loop.

    ``on_done(lane, files)``: so many files are finished, however they ended; ``on_root_gone(root)``: its folder is not
    there; ``on_missing(file)``: the file is not where it should be; ``wake()``: there may be something to do.
    """

    def __init__(
        self,
        loop: Loop,
        store: Store,
        on_done: Callable[[Lane, int], None],
        on_root_gone: Callable[[int], None],
        on_missing: Callable[[PendingFile], None],
        wake: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._store = store
        self._on_done = on_done
        self._on_root_gone = on_root_gone
        self._on_missing = on_missing
        self._wake = wake
        self._retry_timer: Timer | None = None

    @property
    def stuck(self) -> bool:
        """Whether what is finished could not be written and waits to be tried again."""
        return self._retry_timer is not None

    def failed(self, lane: Lane, file: PendingFile, failure: Failed) -> None:
        """A file in hand could not be decoded."""
        del lane.in_hand[file.id]
        if failure.reason in _STRIKES and file.attempts == 0:
            log.warning("%s: %s; will be tried once more, alone", file.absolute, failure.reason)
            return  # the attempt stays written in the catalog, so the next pass treats it as a suspect
        if failure.reason in _AWAY and _root_is_gone(file):
            self._root_gone(lane, file)
            return
        if failure.reason in _AWAY and self._moved(lane, file):
            return
        if failure.mtime_ns and (failure.size, failure.mtime_ns) != (file.size, file.mtime_ns):
            self._changed_meanwhile(lane, [(file, failure.size, failure.mtime_ns)])
            return
        self.give_up(lane, failure, quarantine=failure.reason in _STRIKES)
        if failure.reason == "vanished":
            self._on_missing(file)

    def give_up(self, lane: Lane, failure: Failed, quarantine: bool = False) -> None:
        """Nothing more will be tried with a file, until it changes."""
        if lane.filling:
            # Its picture is found with the model that serves, so it is no problem yet.
            log.info("file %d has no embedding of %s: %s", failure.file, lane.runner.model.name, failure.reason)
            lane.given_up.add(failure.file)
        else:
            self._store.record_failures([failure], quarantine=quarantine)
            self._on_done(lane, 1)

    def _root_gone(self, lane: Lane, file: PendingFile) -> None:
        """A pulled drive says nothing about its files: leave them as they are, and let somebody look for the root."""
        self._store.release_attempts([file.id])
        lane.drop_root(file.root)
        self._on_root_gone(file.root)

    def _moved(self, lane: Lane, file: PendingFile) -> bool:
        """Whether the file was moved after it was handed out: what its old place holds now is not its story.  It is
        read again where it is."""
        if not self._store.moved(file):
            return False
        self._store.release_attempts([file.id])
        if lane.filling:
            lane.backlog.append(file.id)
        self._wake()
        return True

    def _changed_meanwhile(self, lane: Lane, files: Sequence[tuple[PendingFile, int, int]]) -> None:
        """Files that are not what the catalog thought they were: tell it, or they would be decoded for ever."""
        changes = [
            Change(ChangeKind.MODIFIED, file.root, file.path, size, mtime_ns, _inode(file.absolute))
            for file, size, mtime_ns in files
            if not self._moved(lane, file) and not self._store.forgotten(file)
        ]
        self._store.apply(changes)

    def finish(self, lane: Lane, decoded: Decoded) -> None:
        """Nothing to encode: it is skipped, or its content has an embedding."""
        lane.finished.append((decoded, None))
        if len(lane.finished) == 1:
            self._loop.post(self.record, lane)  # those that arrive together are recorded together

    def record(self, lane: Lane) -> None:
        """Write down what is finished, all in one transaction."""
        if not lane.finished:
            return
        outcomes = lane.finished
        if not self._store.record(lane.runner, outcomes):
            if self._retry_timer is None:
                self._retry_timer = self._loop.after(writing.RETRY_SECONDS, self._record_again, lane)
            return
        lane.finished = []
        changed = []
        for decoded, _ in outcomes:
            file = lane.in_hand.pop(decoded.file, None)
            if file is not None and (decoded.size, decoded.mtime_ns) != (file.size, file.mtime_ns):
                changed.append((file, decoded.size, decoded.mtime_ns))
        if changed:
            self._changed_meanwhile(lane, changed)
        self._on_done(lane, len(outcomes))
        self._wake()

    def _record_again(self, lane: Lane) -> None:
        self._retry_timer = None
        self.record(lane)
        self._wake()


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
