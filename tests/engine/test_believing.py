"""What roots believe when the scanner, the watcher and the disk say different things, in every order."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Iterator

import pytest

from mediasearch.engine.loop import Loop
from mediasearch.engine.roots import Roots
from mediasearch.engine.scanner import Scanned
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.ingest.disappearance import Verdict
from mediasearch.ingest.roots import Presence
from mediasearch.ingest.scan import ScanSummary
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Change, ChangeKind
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library

AWAY = Presence(False, "The folder is not there. If it is on a drive, connect the drive.", "")
HERE = Presence(True, "", "here")


class Following:
    """The roots of an engine whose scanner was not started: tests say what it and the watcher have seen."""

    def __init__(self, library: Library, catalog: Catalog) -> None:
        self.catalog, self.loop = catalog, Loop(on_bug=_raise)
        serving = Serving(0, "none", "none", VectorIndex(library.vectors, "none", 8), None)
        self.store = Store(catalog, serving, ThumbnailStore(library.thumbnails), _nothing, _nothing)
        calm = threading.Event()
        self.roots = Roots(self.loop, library, self.store, 3600, _nothing, _nothing, _nothing, calm, _nothing)
        self.root = catalog.add_root("/photos").id

    def run(self) -> None:
        """All that is waiting on the owner loop."""
        while True:
            try:
                call = self.loop._queue.get_nowait()
            except queue.Empty:
                return
            call.function(*call.arguments)

    def added(self, *paths: bytes) -> None:
        self.roots.watched([Change(ChangeKind.ADDED, self.root, path, 10, 20, 30) for path in paths])

    def scan_is_over(self, missing: list[bytes], below: tuple[bytes, ...] = (b"",)) -> None:
        """These were missing when it passed by (three are a mass); all else was as it is known."""
        gone = [file for file in self.catalog.known_files(self.root) if file.path in missing]
        mass = len(gone) > 2
        verdict = Verdict(
            [file for file in gone if not file.held and not mass], [file for file in gone if file.held or mass]
        )
        self.roots.scanned(self.root, Scanned(ScanSummary(missing=gone), verdict, below))
        self.run()

    @property
    def known(self) -> set[bytes]:
        return {file.path for file in self.catalog.known_files(self.root)}


def refuse(catalog: Catalog, on: bool) -> None:
    """SQLite lets nothing be written."""
    writing = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}

    def judge(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action in writing else sqlite3.SQLITE_OK

    catalog._raw.set_authorizer(judge if on else None)


def _nothing(*_: object) -> None:
    """Nobody listens."""


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def following(library: Library) -> Iterator[Following]:
    with Catalog.open(library) as catalog:
        following = Following(library, catalog)
        yield following
        following.roots.stop()


def test_what_came_while_a_scan_went_on_is_not_taken_for_missing(following: Following) -> None:
    """A program replaced the picture by deleting it first, just when the scan passed by."""
    following.added(b"a.jpg", b"b.jpg")
    following.roots.rescan(following.root)
    following.added(b"a.jpg")
    following.scan_is_over([b"a.jpg", b"b.jpg"])
    assert following.known == {b"a.jpg"}
    looks = 0
    while following.roots.scanning:  # it looks once more, and then believes what it sees
        following.scan_is_over([b"a.jpg"])
        looks += 1
    assert following.known == set() and looks <= 3


@pytest.mark.expects_log("may not be written")
def test_a_root_that_went_while_nothing_could_be_written_is_offline_afterwards(following: Following) -> None:
    following.roots.is_there(following.root, HERE)
    refuse(following.catalog, True)
    following.roots.is_there(following.root, AWAY)
    assert following.store.refused
    refuse(following.catalog, False)
    following.store.retry_writing()
    assert not following.store.refused
    following.roots.is_there(following.root, AWAY)
    assert [root.state for root in following.catalog.roots()] == ["offline"]
    assert [trouble.sentence for trouble in following.catalog.troubles()] == [AWAY.reason]


def held(following: Following) -> set[bytes]:
    return {file.path for file in following.catalog.known_files(following.root) if file.held}


def test_files_that_are_said_to_be_gone_are_looked_for_before_they_are_forgotten(following: Following) -> None:
    """What was mounted in a folder is back, and nobody was told."""
    following.added(b"a.jpg", b"b.jpg", b"keep.jpg")
    ids = [file.id for file in following.catalog.known_files(following.root) if file.path != b"keep.jpg"]
    following.store.hold(following.root, ids)
    following.roots.confirm(following.root, forget=True)
    following.scan_is_over([b"a.jpg", b"b.jpg"], below=(b"elsewhere",))
    assert held(following) == {b"a.jpg", b"b.jpg"}, "not everybody's place was looked at"
    following.roots.take([Change(ChangeKind.ADDED, following.root, b"a.jpg", 10, 20, 30)])
    following.scan_is_over([b"b.jpg"])
    assert following.known == {b"a.jpg", b"keep.jpg"} and not held(following)
    assert following.catalog.forgetting() == []


def test_the_word_that_files_are_gone_can_be_taken_back_until_they_were_looked_for(following: Following) -> None:
    following.added(b"a.jpg", b"keep.jpg")
    following.store.hold(following.root, [file.id for file in following.catalog.known_files(following.root)][:1])
    kept = held(following)
    following.roots.confirm(following.root, forget=True)
    following.roots.confirm(following.root, forget=False)
    following.scan_is_over([*kept])
    assert held(following) == kept and following.catalog.forgetting() == []


def test_the_word_is_about_the_files_that_were_held_then(following: Following) -> None:
    following.added(b"a.jpg", b"trip/1.jpg", b"trip/2.jpg", b"trip/3.jpg")
    following.store.hold(
        following.root, [file.id for file in following.catalog.known_files(following.root) if file.path == b"a.jpg"]
    )
    following.roots.confirm(following.root, forget=True)
    trip = [b"trip/1.jpg", b"trip/2.jpg", b"trip/3.jpg"]
    following.scan_is_over(trip, below=(b"trip",))
    following.scan_is_over([b"a.jpg", *trip])
    assert following.known == held(following) == set(trip)
