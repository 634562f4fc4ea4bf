"""What roots believe when the scanner, the watcher and the disk say different things, in every order."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from mediasearch.engine.loop import Loop
from mediasearch.engine.roots import Roots
from mediasearch.engine.scanner import Scanned
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.engine.switching import Switching
from mediasearch.ingest.disappearance import Verdict
from mediasearch.ingest.roots import Presence
from mediasearch.ingest.scan import ScanSummary
from mediasearch.library.catalog import Catalog
from mediasearch.library.models import Wanted
from mediasearch.library.records import Change, ChangeKind
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.library.album import make_model

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

    def later(self) -> None:
        """All that was put off."""
        while self.loop._timers:
            timer = self.loop._timers.pop()
            timer.function(*timer.arguments)
            self.run()

    @property
    def known(self) -> set[bytes]:
        return {file.path for file in self.catalog.known_files(self.root)}


def refuse(catalog: Catalog, on: bool, unreadable: str = "") -> None:
    """SQLite lets nothing be written; or it may, but this table cannot be read."""
    writing = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}

    def judge(action: int, table: str | None, *_: object) -> int:
        refused = (action == sqlite3.SQLITE_READ and table == unreadable) if unreadable else action in writing
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

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


@pytest.mark.expects_log("may not be written")
def test_a_model_whose_embeddings_could_not_be_deleted_is_forgotten_when_they_can(following: Following) -> None:
    catalog, told = following.catalog, list[bool]()
    catalog.set_active_model(catalog.ensure_model(make_model("answers")))
    model = catalog.ensure_model(make_model("unwanted", weights="other"))
    catalog.want_model(model, Wanted.REMOVE)
    nobody: Any = None  # no model is opened
    library = Library.at(catalog.path.parent)
    switching = Switching(
        following.loop, library, following.store, nobody, nobody, nobody, nobody, lambda: told.append(True)
    )
    refuse(catalog, True)
    switching.start()
    following.run()
    assert following.store.refused and not told
    refuse(catalog, False)
    following.later()
    assert told and [row.name for row, _ in catalog.model_rows()] == ["answers"]


@pytest.mark.expects_log("may not be written")
def test_a_model_whose_vectors_cannot_be_read_does_not_become_the_one_that_answers(following: Following) -> None:
    """Neither in the catalog nor here: half a change would last until the next start."""
    catalog, store = following.catalog, following.store
    catalog.set_active_model(catalog.ensure_model(make_model("answers")))
    follower = make_model("follower", weights="other")
    model = catalog.ensure_model(follower)
    index = VectorIndex(catalog.path.parent / "vectors", follower.identity, follower.dimension)
    before, serving = store.serving, Serving(model, "follower", follower.identity, index, None)
    store.gather()
    refuse(catalog, True, unreadable="embeddings")
    assert not store.serve(serving)
    refuse(catalog, False)
    active = catalog.active_model()
    assert active is not None and active.name == "answers" and store.serving is before
    assert store.serve(serving) and store.serving is serving


def test_files_that_were_not_where_they_should_be_are_looked_for_together(following: Following) -> None:
    """Nobody has told that they are gone, and the next look at everything may be an hour away."""
    following.added(b"trip/1.jpg", b"trip/2.jpg", b"a.jpg")
    for path in (b"trip/1.jpg", b"trip/2.jpg"):
        following.roots.look_for(following.root, path)
    before = following.roots.scanning
    following.later()
    assert (before, following.roots.scanning) == (False, True)
    following.scan_is_over([b"trip/1.jpg", b"trip/2.jpg"], below=(b"trip",))
    assert (following.known, following.roots.scanning) == ({b"a.jpg"}, False), "one scan"
