"""What comes of a file that is not what it was when it was handed out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
        self.missed: list[PendingFile] = []
        self.outcomes = Outcomes(Loop(), store, _nothing, _nothing, self.missed.append, _nothing)
        self.root = catalog.add_root(root).id
        catalog.apply([Change(ChangeKind.ADDED, self.root, b"a.jpg", 10, 20, 30)])
        self.lane = Lane(None, filling=False, batches=None)  # type: ignore[arg-type]  # nothing is encoded here
        (self.file,) = catalog.pending(model, 10)
        self.lane.in_hand[self.file.id] = self.file

    def fails(self, size: int, mtime_ns: int, reason: str = "damaged") -> None:
        self.outcomes.failed(self.lane, self.file, Failed(self.file.id, reason, "", size, mtime_ns))

    def pending(self) -> list[PendingFile]:
        return self.catalog.pending(1, 10)


@pytest.fixture
def desk(library: Library, tmp_path: Path) -> Iterator[Desk]:
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


def test_a_file_that_is_not_where_it_should_be_is_looked_for(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other.jpg").touch()  # its folder is there
    desk.fails(0, 0, "vanished")
    assert desk.missed == [desk.file]
    desk.lane.in_hand[desk.file.id] = desk.file
    desk.fails(10, 20)
    assert desk.missed == [desk.file], "a damaged one is where it should be"
