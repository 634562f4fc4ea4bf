"""What comes of a file that is not what it was when it was handed out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mediasearch.engine.lanes import Lane
from mediasearch.engine.loop import Loop
from mediasearch.engine.outcomes import Outcomes
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Change, ChangeKind, Failed, PendingFile
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.library.album import make_model


def _nothing(*_: object) -> None:
    """Nobody listens."""


class Desk:
    """One file that a decoder has in hand, in the catalog of an engine without its processes."""

    def __init__(self, library: Library, catalog: Catalog, root: str) -> None:
        self.catalog = catalog
        model = catalog.ensure_model(make_model())
        catalog.set_active_model(model)
        serving = Serving(model, "none", "none", VectorIndex(library.vectors, "none", 8), None)
        store = Store(catalog, serving, ThumbnailStore(library.thumbnails), _nothing, _nothing)
        self.outcomes = Outcomes(Loop(), store, _nothing, _nothing, _nothing)
        self.root = catalog.add_root(root).id
        catalog.apply([Change(ChangeKind.ADDED, self.root, b"a.jpg", 10, 20, 30)])
        self.lane = Lane(None, filling=False, batches=None)  # type: ignore[arg-type]  # nothing is encoded here
        (self.file,) = catalog.pending(model, 10)
        self.lane.in_hand[self.file.id] = self.file

    def fails(self, size: int, mtime_ns: int) -> None:
        self.outcomes.failed(self.lane, self.file, Failed(self.file.id, "damaged", "", size, mtime_ns))

    def pending(self) -> list[PendingFile]:
        return self.catalog.pending(1, 10)


@pytest.fixture
def desk(library: Library, tmp_path: object) -> Iterator[Desk]:
    with Catalog.open(library) as catalog:
        yield Desk(library, catalog, str(tmp_path))


def test_a_file_that_was_written_to_while_it_was_read_is_read_again(desk: Desk) -> None:
    desk.fails(11, 21)
    (again,) = desk.pending()
    assert (again.path, again.size, again.mtime_ns) == (b"a.jpg", 11, 21)


def test_a_file_that_was_written_to_and_then_deleted_does_not_come_back(desk: Desk) -> None:
    """Its decoder still tells of what it read, after the watcher has told that it is gone."""
    desk.catalog.apply([Change(ChangeKind.REMOVED, desk.root, b"a.jpg")])
    desk.fails(11, 21)
    assert desk.pending() == [] and list(desk.catalog.known_files(desk.root)) == []
