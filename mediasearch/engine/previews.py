"""Previews that are missing although their content is known (the cache was emptied by hand, or a write failed), and
those that are there although it is not (a kill came between, or a deletion was refused)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from mediasearch import protocol
from mediasearch.engine.loop import BULK, Loop
from mediasearch.engine.store import Store
from mediasearch.ingest.decode import DecodeTask
from mediasearch.ingest.workers import DecodePool
from mediasearch.library.records import Decoded, Failed, PendingFile

#: Between some hundred files and the next, so that nobody notices.
PAUSE_SECONDS = 0.02
#: What could not be deleted is tried again after so long.
SWEEP_SECONDS = 600.0


class Previews:
    """Decodes a picture once more and tells everyone.  In the pool a preview's file number is minus its content's."""

    def __init__(
        self,
        loop: Loop,
        store: Store,
        pool: DecodePool,
        max_pixels: int,
        tell: Callable[[protocol.ThumbnailReady], None],
        stopping: threading.Event,
    ) -> None:
        """``stopping`` is set when the engine ends."""
        self._loop = loop
        self._stopping = stopping
        self._store = store
        self._pool = pool
        self._max_pixels = max_pixels
        self._tell = tell
        self._wanted: set[int] = set()
        self._next_sweep = 0.0

    def make(self, content: int) -> None:
        path = self._store.preview_of(content)
        if path is not None:
            self._tell(protocol.ThumbnailReady(content, path))
            return
        file = self._store.file_of(content)
        try:
            found = Path(file).stat() if file is not None else None
        except OSError:
            found = None
        if file is None or found is None:
            self._tell(protocol.ThumbnailReady(content, None))
        elif content not in self._wanted:
            self._wanted.add(content)
            task = PendingFile(-content, 0, self._store.path_in_root(file), file, found.st_size, found.st_mtime_ns, 0)
            self._pool.submit(DecodeTask(task, self._store.serving.preprocess, self._max_pixels))

    def decoded(self, result: Decoded | Failed) -> None:
        content = -result.file
        self._wanted.discard(content)
        if isinstance(result, Decoded) and result.thumbnail:
            self._store.put_preview(result.content_hash, result.thumbnail)
        self._tell(protocol.ThumbnailReady(content, self._store.preview_of(content)))

    def sweep(self) -> None:
        """Delete the previews that belong to nothing, if there may be any."""
        if self._store.strays and time.monotonic() >= self._next_sweep:
            self._store.strays = False
            self._next_sweep = time.monotonic() + SWEEP_SECONDS
            threading.Thread(target=self._look_through, name="sweep previews", daemon=True).start()

    def _look_through(self) -> None:
        """Listing takes a while on a slow disk; which of them are strays is asked on the loop, where they are made."""
        for files in self._store.thumbnails.files():
            self._loop.post(self._store.remove_unknown_previews, files, priority=BULK)
            if self._stopping.wait(PAUSE_SECONDS):
                return
