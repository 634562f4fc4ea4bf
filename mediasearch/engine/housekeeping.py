"""What the engine does from time to time: orphans go, the index is saved and made better, and at last it rests."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from mediasearch.engine import rest
from mediasearch.engine.improving import Improving
from mediasearch.engine.loop import BULK, Loop
from mediasearch.engine.self_check import SelfCheck
from mediasearch.library.migrations import forget_old_backups
from mediasearch.paths import Library

if TYPE_CHECKING:
    from mediasearch.engine.indexer import Indexer
    from mediasearch.engine.previews import Previews
    from mediasearch.engine.roots import Roots
    from mediasearch.engine.saving import Saving
    from mediasearch.engine.store import Store
    from mediasearch.engine.words import WordKeeper

#: A content without a file is kept this long, in case the file only moved; gone from disk within a minute.
ORPHAN_SECONDS = 20.0
#: How often orphans are collected and the index is looked after.
HOUSEKEEPING_SECONDS = 10.0


class Housekeeping:
    """Runs on the owner loop.  ``stopping`` is set when the engine ends."""

    def __init__(
        self,
        loop: Loop,
        library: Library,
        store: Store,
        indexer: Indexer,
        roots: Roots,
        words: WordKeeper,
        previews: Previews,
        saving: Saving,
        stopping: threading.Event,
    ) -> None:
        self._loop = loop
        self._library = library
        self._store = store
        self._indexer = indexer
        self._roots = roots
        self._words = words
        self._previews = previews
        self._saving = saving
        self._active = time.monotonic()  # when something was last asked or done; 0.0: it rests since
        self._given_back = self._active
        self._improving = Improving(loop, library.backgrounds, stopping)
        self._self_check = SelfCheck(
            loop, store, library.backgrounds, lambda: not self._active and not stopping.is_set(), self._checked
        )

    def start(self) -> None:
        self._loop.after(HOUSEKEEPING_SECONDS, self._look)

    def asked(self) -> None:
        """Somebody wants something: this is no time to rest."""
        self._active = time.monotonic()

    def _look(self) -> None:
        self._loop.after(HOUSEKEEPING_SECONDS, self._look)
        if not self._store.look_in_place():
            return  # what is written now would be of no library
        self._rest()
        self._collect_orphans()
        self._words.housekeeping()
        idle = not self._busy
        self._saving.look(idle)
        if idle:
            self._previews.sweep()
        self._improving.look(self._store.serving)
        if not self._active:
            self._self_check.look(self._store.serving)

    @property
    def _busy(self) -> bool:
        return self._indexer.busy or self._roots.scanning

    def _rest(self) -> None:
        """Once, when nothing has been asked and nothing was done for a while."""
        if self._busy:
            now = self._active = time.monotonic()
            if now - self._given_back > rest.GIVE_BACK_SECONDS:
                self._given_back = now
                rest.give_back()
        elif self._active and time.monotonic() - self._active > rest.REST_SECONDS:
            self._active = 0.0
            forget_old_backups(self._library)
            self._store.tidy_words()
            self._store.index.rest()
            rest.give_back()

    def _checked(self) -> None:
        self._store.index.rest()
        rest.give_back()

    def _collect_orphans(self) -> None:
        if self._store.collect_orphans(ORPHAN_SECONDS):
            self._loop.post(self._collect_orphans, priority=BULK)
