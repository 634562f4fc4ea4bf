"""Keeps the words of pictures up to date while the engine runs, in small slices behind everything else.

Three things: rows of the full-text table follow the names and texts they are made of; files whose side-cars changed,
and those of libraries made before there were words, are read again by the decode workers; and what was deleted is
taken out of the full-text table and the write-ahead log for good.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mediasearch.engine.loop import BULK, Loop
from mediasearch.ingest.decode import DecodeTask
from mediasearch.library.records import Decoded, Failed, PendingFile
from mediasearch.library.texts import WordsRead

if TYPE_CHECKING:
    from mediasearch.engine.indexer import Indexer
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool

#: Rows of words written in one go: some 3 ms of processor time.
SLICE: Final = 32
#: Pages of the full-text table merged in one go: some 3 ms of processor time.
PAGES: Final = 16
#: Files whose words are read at once; while pictures are being indexed only one.
READING: Final = 8
#: Traces of what was deleted are removed at most this often, and in a large library less often: it rewrites the whole
#: full-text table, and may take this part of the time.
PURGE_SECONDS: Final = 5.0
PURGE_SHARE: Final = 0.2
#: The write-ahead log is emptied at most this often.
LOG_SECONDS: Final = 15.0
#: What the engine still does for words when it is told to end.
LAST_SECONDS: Final = 1.0
#: Reasons that may only mean that the drive was pulled; these files are read when their root has been looked at again.
_AWAY: Final = frozenset({"vanished", "io-error", "permission"})


class WordKeeper:
    """Runs on the owner loop.  ``on_change``: nothing is pending any more."""

    def __init__(
        self,
        loop: Loop,
        store: Store,
        pool: DecodePool,
        indexer: Indexer,
        max_pixels: int,
        on_change: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._store = store
        self._pool = pool
        self._indexer = indexer
        self._max_pixels = max_pixels
        self._on_change = on_change
        self._awake = False
        self._in_hand: dict[int, tuple[PendingFile, int]] = {}
        self._given_up: dict[int, int] = {}  # file → its root: not to be read now
        self._read: list[WordsRead] = []
        self._purging = False
        self._purge_began = self._next_purge = self._log_emptied = 0.0
        self._written = True  # since the log was last emptied
        self._told_pending = False
        store.on_rows, store.words_pending = self.look, self.pending

    def look(self) -> None:
        """Names or texts may have changed; calls in between cost nothing."""
        self._written = True
        if not self._awake:
            self._awake = True
            self._loop.post(self._work, priority=BULK)

    def scanned(self, root: int) -> None:
        """Somebody has looked at all of a root, which may have been away: its files may be there now."""
        waiting = [file for file, of in self._given_up.items() if of == root]
        for file in waiting:
            del self._given_up[file]
        if waiting:
            self.look()

    def pending(self) -> bool:
        """Whether something has changed that cannot be found yet; whoever is told so hears when it can."""
        catalog, resting = self._store.catalog, self._indexer.resting
        self._told_pending = not self._store.trouble and (
            bool(self._read) or catalog.has_stale_words() or (not resting and catalog.has_unread(self._given_up))
        )
        return self._told_pending

    def finish(self) -> None:
        """The engine ends: what is quickly done is done now."""
        end = time.monotonic() + LAST_SECONDS
        while self._store.refresh_words(SLICE) and time.monotonic() < end:
            pass

    def _work(self) -> None:
        self._awake = False
        if self._store.trouble:
            return
        if self._read:
            read, self._read = self._read, []
            self._store.record_words(read)
        if self._store.refresh_words(SLICE) == SLICE:
            self.look()
        else:
            self._read_some()
            if self._told_pending and not self.pending():
                self._on_change()

    # ------------------------------------------------------------------------------------------------ reading

    def _read_some(self) -> None:
        room = min(self._pool.capacity(), 1 if self._indexer.busy else READING) - len(self._in_hand)
        if room <= 0 or self._indexer.resting:
            return
        preprocess = self._store.serving.preprocess
        for file, content in self._store.catalog.unread(room, {*self._in_hand, *self._given_up}):
            self._in_hand[file.id] = (file, content)
            task = DecodeTask(file, preprocess, self._max_pixels, only_words=True)
            self._pool.submit(task, lambda done: self._loop.post(self._done, done, priority=BULK))

    def _done(self, result: Decoded | Failed) -> None:
        file, content = self._in_hand.pop(result.file)
        if isinstance(result, Failed):
            if result.reason in _AWAY and self._store.moved(file):
                pass  # it is read where it is now
            elif result.reason in _AWAY:
                self._given_up[file.id] = file.root
            else:  # it will not be read better the next time
                self._read.append(WordsRead(file.id, file.sidecar))
        elif (result.size, result.mtime_ns) == (file.size, file.mtime_ns):
            self._read.append(WordsRead(file.id, file.sidecar, content, result.metadata.texts, result.beside))
        else:
            self._given_up[file.id] = file.root  # it is another picture by now: a scan will see that
        self.look()

    # ------------------------------------------------------------------------------------------------ forgetting

    def housekeeping(self) -> None:
        """From time to time: read what was left, and let deleted words be gone."""
        now = time.monotonic()
        if not self._purging and now >= self._next_purge:
            self._purging, self._purge_began = True, now
            self._purge()
        if self._written and now - self._log_emptied >= LOG_SECONDS and not self._store.trouble:
            self._written = not self._store.truncate_log()
            self._log_emptied = now
        self._read_some()

    def _purge(self) -> None:
        if self._store.purge_words(PAGES):
            self._written = True
            self._loop.post(self._purge, priority=BULK)
            return
        self._purging = False
        now = time.monotonic()
        self._next_purge = now + max(PURGE_SECONDS, (now - self._purge_began) / PURGE_SHARE)
