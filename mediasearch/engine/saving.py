"""Keeps the index on disk, so that the next start need not read every vector from the catalog.

It is only a cache: a search never waits for it, and indexing goes on when the disk refuses it.  But a person whose
disk is full is told, and it is tried again by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from mediasearch.engine import writing
from mediasearch.engine.loop import Loop
from mediasearch.engine.writing import Refused, refusal_of
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    from mediasearch.engine.store import Store
    from mediasearch.library.graph import Graph
    from mediasearch.library.vectors import Saved, Snapshot, VectorIndex

#: Vectors that may be lost from the cache by a kill; they are read from the catalog at the next start.
SAVE_EVERY = 20_000
#: What the disk refused waits so many times longer than the trying took: gigabytes may have been written until then.
SHARE = 10
#: After a bug of ours, which is told each time.
AFTER_BUG_SECONDS = 600.0


class Saving:
    """Runs on the owner loop; the writing itself on a thread.  ``on_trouble(error)``; None when it is over."""

    def __init__(self, loop: Loop, store: Store, on_trouble: Callable[[MediaSearchError | None], None]) -> None:
        self.refused = Refused(on_trouble)
        self._loop = loop
        self._store = store
        self._busy = False
        self._not_before = 0.0

    def look(self, idle: bool) -> None:
        """Save what has changed when there is time for it (``idle``), or too much of it."""
        if idle or self._store.unsaved >= SAVE_EVERY:
            self._begin()

    def _begin(self) -> None:
        index = self._store.index
        if self._busy or not self._store.look_in_place():  # otherwise it would be written for no library
            return
        if not index.dirty:
            self.refused.over()
        elif time.monotonic() >= self._not_before:
            self._busy = True
            self._store.unsaved = 0
            threading.Thread(target=self._save, args=(index, *index.to_save()), name="save index", daemon=True).start()

    def _save(self, index: VectorIndex, rows: Snapshot | None, graph: Graph | None) -> None:
        began = time.monotonic()
        saved: Saved | None = None
        failure: Exception | None = None
        try:
            if rows is not None:
                saved = index.write(rows)
            if graph is not None:
                index.write_graph(graph)
        except Exception as error:
            failure, graph = error, None
        self._loop.post(self._done, index, saved, graph, failure, time.monotonic() - began)

    def _done(
        self, index: VectorIndex, saved: Saved | None, graph: Graph | None, failure: Exception | None, seconds: float
    ) -> None:
        self._busy = False
        try:
            if graph is not None:
                index.graph_written(graph)
            if saved is not None:
                index.remap(saved)
        except OSError as error:
            failure = failure or error
        if failure is None or index is not self._store.index:  # of a model that answers no more: its files are going
            self.refused.over()
        elif isinstance(failure, OSError):
            self.refused.met(refusal_of(failure, "the search index"))
            self._pause(max(writing.RETRY_SECONDS, SHARE * seconds))
        else:
            self._pause(AFTER_BUG_SECONDS)
            raise failure

    def _pause(self, seconds: float) -> None:
        self._not_before = time.monotonic() + seconds
        self._loop.after(seconds, self._begin)
