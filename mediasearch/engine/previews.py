"""Previews that are missing although their content is known: the cache was emptied by hand, or a write failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mediasearch import protocol
from mediasearch.engine.store import Store
from mediasearch.ingest.decode import DecodeTask
from mediasearch.ingest.workers import DecodePool
from mediasearch.library.records import Decoded, Failed, PendingFile


class Previews:
    """Decodes a picture once more and tells everyone.  In the pool a preview's file number is minus its content's."""

    def __init__(
        self,
        store: Store,
        pool: DecodePool,
        max_pixels: int,
        tell: Callable[[protocol.ThumbnailReady], None],
    ) -> None:
        self._store = store
        self._pool = pool
        self._max_pixels = max_pixels
        self._tell = tell
        self._wanted: set[int] = set()

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
            task = PendingFile(-content, 0, b"", file, found.st_size, found.st_mtime_ns, 0)
            self._pool.submit(DecodeTask(task, self._store.serving.preprocess, self._max_pixels))

    def decoded(self, result: Decoded | Failed) -> None:
        content = -result.file
        self._wanted.discard(content)
        if isinstance(result, Decoded) and result.thumbnail:
            self._store.put_preview(result.content_hash, result.thumbnail)
        self._tell(protocol.ThumbnailReady(content, self._store.preview_of(content)))
