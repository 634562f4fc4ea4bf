"""Words that could not be read because a drive was away are read when it is back."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np

from mediasearch.engine.indexer import Indexer
from mediasearch.engine.loop import Loop
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.engine.words import WordKeeper
from mediasearch.ingest.workers import DecodePool
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Change, ChangeKind, Decoded
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.engine.test_words import described, matches
from tests.ingest.conftest import wait_until
from tests.library.album import make_model


def known(catalog: Catalog, picture: Path) -> tuple[int, int]:
    """The picture is indexed, and its words are to be read; its model and root."""
    model, root = catalog.ensure_model(make_model()), catalog.add_root(str(picture.parent)).id
    catalog.set_active_model(model)
    status = picture.stat()
    stamp = (status.st_size, status.st_mtime_ns)
    catalog.apply([Change(ChangeKind.ADDED, root, picture.name.encode(), *stamp, status.st_ino)])
    (file,) = catalog.pending(model, 1)
    catalog.record(model, [(Decoded(file.id, "hash", "test", *stamp), np.eye(1, 8, dtype=np.float32)[0])])
    with catalog.transaction() as connection:
        connection.exec_driver_sql("UPDATE files SET unread = 1")
    return model, root


def test_words_are_read_again_when_the_drive_is_back(library: Library, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    described(drive / "a.png", "Grandma with an accordion")
    loop = Loop()
    pool = DecodePool(1, 60, 1500, lambda result: None)
    with Catalog.open(library) as catalog:
        model, root = known(catalog, drive / "a.png")
        serving = Serving(model, "test", "test", VectorIndex(library.vectors, "test", 8), None)
        store = Store(catalog, serving, ThumbnailStore(library.thumbnails), lambda *_: None, lambda _: None)
        indexer = Indexer(loop, store, pool, 10**8, _nothing, lambda *_: None, lambda _: None, lambda _: None, _nothing)
        words = WordKeeper(loop, store, pool, indexer, 10**8, _nothing)
        owner = threading.Thread(target=loop.run)
        owner.start()
        try:
            drive.rename(tmp_path / "pulled")
            loop.post(words.look)
            wait_until(lambda: root in words._given_up.values())
            assert matches(library, "accordion") == {}
            (tmp_path / "pulled").rename(drive)
            loop.post(words.scanned, root)
            wait_until(lambda: set(matches(library, "accordion")) == {"a.png"})
        finally:
            loop.stop()
            owner.join()
            pool.stop()


def _nothing() -> None:
    """Nobody listens."""
