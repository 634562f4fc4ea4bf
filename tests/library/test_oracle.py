"""The catalog against a dictionary that does the same, over random histories of a disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Change, ChangeKind, Failed
from mediasearch.library.roots import Forgetting
from mediasearch.library.tallies import recount
from mediasearch.library.troubles import TroubleKind
from mediasearch.paths import Library
from tests.library.album import Album, file_count, forget, make_model, vector_of

PATHS = st.sampled_from([b"a", b"b", b"d/a", b"d/b", b"d!", b"\xff\xfe", b"d/\xe9.jpg"])
PICTURES = st.sampled_from(["x", "y", "zz"])
ROOTS = st.sampled_from([0, 1])


@dataclass
class Expected:
    """What should be known of one file."""

    picture: str
    stamp: int
    state: str = "pending"
    shown: str | None = None
    held: bool = False


class CatalogMachine(RuleBasedStateMachine):
    """Changes arrive in batches, as from the scanner and the watcher; work is done in between, or not."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.catalog = Catalog.open(Library.at(self.folder))
        self.model = self.catalog.ensure_model(make_model())
        self.catalog.set_active_model(self.model)
        self.other = self.catalog.ensure_model(make_model("other", weights="other"))
        self.roots = [self.catalog.add_root(path).id for path in ("/one", "/two")]
        self.album = Album(self.catalog, self.model, self.roots[0])
        self.files: dict[tuple[int, bytes], Expected] = {}
        self.offline: set[int] = set()
        self.encoded: set[str] = set()  # contents that have an embedding
        self.batch: list[Change] = []

    def teardown(self) -> None:
        if hasattr(self, "catalog"):
            self.catalog.close()
            shutil.rmtree(self.folder)

    # the disk, and what is told of it

    def _tell(self, kind: ChangeKind, key: tuple[int, bytes], source: tuple[int, bytes] | None = None) -> None:
        if kind is ChangeKind.REMOVED:
            self.batch.append(Change(kind, *key))
        else:
            expected = self.files[key]
            self.album.on_disk[key] = (expected.picture, expected.stamp)
            self.batch.append(self.album.change(kind, key, source=source))

    @rule(root=ROOTS, path=PATHS, picture=PICTURES)
    def write(self, root: int, path: bytes, picture: str) -> None:
        key = (self.roots[root], path)
        self.album.clock += 1
        before = self.files.get(key)
        self.files[key] = Expected(picture, self.album.clock, shown=before.shown if before else None)
        self._tell(ChangeKind.ADDED if before is None else ChangeKind.MODIFIED, key)

    @rule(root=ROOTS, path=PATHS)
    def look_again(self, root: int, path: bytes) -> None:
        """A scan sees the file as it is, which says at least that it is there."""
        key = (self.roots[root], path)
        if key in self.files:
            self.files[key].held = False
            self._tell(ChangeKind.ADDED, key)

    @rule(root=ROOTS, path=PATHS)
    def remove(self, root: int, path: bytes) -> None:
        self.files.pop((self.roots[root], path), None)
        self._tell(ChangeKind.REMOVED, (self.roots[root], path))

    @rule(root=ROOTS, path=PATHS, to_root=ROOTS, to_path=PATHS, edited=st.booleans())
    def move(self, root: int, path: bytes, to_root: int, to_path: bytes, edited: bool) -> None:
        old, new = (self.roots[root], path), (self.roots[to_root], to_path)
        if old not in self.files or old == new:
            return
        moved = self.files.pop(old)
        moved.held = False
        if edited:  # the new place is known by its own history then
            self.album.clock += 1
            there = self.files.get(new)
            moved = Expected(moved.picture, self.album.clock, shown=there.shown if there else None)
        self.files[new] = moved
        self._tell(ChangeKind.MOVED, new, source=old)

    @rule()
    def deliver(self) -> None:
        self.catalog.apply(self.batch)
        self.batch = []
        assert file_count(self.catalog) == len(self.files)

    # the work

    @rule(count=st.integers(1, 4))
    def work(self, count: int) -> None:
        self.deliver()
        files = self.catalog.pending(self.model, count)
        recorded = self.catalog.record(self.model, [self.album.outcome(file) for file in files])
        fresh = set()
        for file in files:
            expected = self.files[file.root, file.path]
            if expected.picture not in self.encoded:
                fresh.add(expected.picture)
            expected.state, expected.shown = "indexed", expected.picture
        assert {self.catalog.hash_of(record.content) for record in recorded} == fresh
        self.encoded |= fresh

    @rule()
    def stale_work(self) -> None:
        """The result of a file that changes or goes before it arrives."""
        self.deliver()
        files = self.catalog.pending(self.model, 1)
        if files:
            (file,) = files
            outcome = self.album.outcome(file)
            key = (file.root, file.path)
            self.album.clock += 1
            self.files[key] = Expected("zz", self.album.clock, shown=self.files[key].shown)
            self._tell(ChangeKind.MODIFIED, key)
            self.deliver()
            self.catalog.record(self.model, [outcome])
            self.encoded.add(outcome[0].content_hash)

    @rule(quarantine=st.booleans())
    def fail(self, quarantine: bool) -> None:
        self.deliver()
        for file in self.catalog.pending(self.model, 1):
            self.catalog.record_failures([Failed(file.id, "damaged")], quarantine=quarantine)
            expected = self.files[file.root, file.path]
            expected.state, expected.shown = "quarantined" if quarantine else "failed", None

    @rule()
    def retry(self) -> None:
        self.deliver()
        self.catalog.retry()
        for expected in self.files.values():
            if expected.state in ("failed", "quarantined"):
                expected.state = "pending"

    # roots that come and go

    @rule(root=ROOTS, path=PATHS)
    def hold(self, root: int, path: bytes) -> None:
        self.deliver()
        key = (self.roots[root], path)
        if key in self.files:
            self.catalog.hold(key[0], [self.album.files(key[0])[path].id])
            self.files[key].held = True

    @rule(root=ROOTS)
    def forget_held(self, root: int) -> None:
        self.deliver()
        forget(self.catalog, self.roots[root], Forgetting.HELD)
        for key, expected in list(self.files.items()):
            if key[0] == self.roots[root] and expected.held:
                del self.files[key]

    @rule(root=ROOTS)
    def come_or_go(self, root: int) -> None:
        away = self.roots[root] not in self.offline
        self.catalog.set_root(self.roots[root], state="offline" if away else "ready")
        self.offline ^= {self.roots[root]}

    @rule()
    def forget_orphans(self) -> None:
        self.deliver()
        gone = set(self.catalog.collect_orphans(0).hashes)
        assert gone == self.encoded - self._shown_hashes()
        self.encoded -= gone

    @rule()
    def another_model_answers(self) -> None:
        active = self.catalog.active_model()
        assert active is not None
        self.catalog.set_active_model(self.model if active.id == self.other else self.other)

    @rule()
    def restart(self) -> None:
        self.deliver()
        self.catalog.close()
        self.catalog = Catalog.open(Library.at(self.folder))
        self.album.catalog = self.catalog
        assert self.catalog.notices == []

    # what must hold whenever everything was told

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "catalog") or self.batch:
            return
        for root in self.roots:
            known = {file.path: (file.mtime_ns, file.state, file.held) for file in self.catalog.known_files(root)}
            assert known == {
                path: (expected.stamp, expected.state, expected.held)
                for (of, path), expected in self.files.items()
                if of == root
            }
        waiting = {(file.root, file.path) for file in self.catalog.pending(self.model, 100)}
        assert waiting == {
            key
            for key, expected in self.files.items()
            if expected.state == "pending" and not expected.held and key[0] not in self.offline
        }
        assert self.album.shown().keys() == self._shown_hashes()
        assert sorted(self.catalog.visible()) == sorted(self.catalog.newest())
        for row in self.album.rows():
            assert dict(row.files) == self._files_of(row.hash)
            assert list(row.files) == sorted(row.files, key=lambda file: not file[1])
            vector = self.catalog.content_vector(row.id, self.model)
            assert vector is not None and abs(vector - vector_of(row.hash)).max() < 1e-3
        assert self.catalog.vector_count(self.model) == len(self.encoded)
        with self.catalog.transaction() as connection:
            kept = connection.exec_driver_sql("SELECT * FROM tallies WHERE files <> 0 ORDER BY 1, 2, 3, 4").all()
            recount(connection, whole=True)
            counted = connection.exec_driver_sql("SELECT * FROM tallies ORDER BY 1, 2, 3, 4").all()
        assert kept == counted, "what the triggers keep is what would be counted"
        assert self.catalog.content_count() == len(self._shown_hashes())
        held = {trouble.root for trouble in self.catalog.troubles() if trouble.kind == TroubleKind.HELD}
        assert held == {of for (of, _), expected in self.files.items() if expected.held}
        counts = self.catalog.root_counts(self.model).values()
        assert sum(count.files for count in counts) == len(self.files)
        assert sum(count.indexed for count in counts) == [f.state for f in self.files.values()].count("indexed")

    def _shown_hashes(self) -> set[str]:
        return {expected.shown for expected in self.files.values() if expected.shown is not None}

    def _files_of(self, picture: str) -> dict[str, bool]:
        names = {self.roots[0]: b"one", self.roots[1]: b"two"}
        return {
            os.path.normpath(os.fsdecode(b"/" + names[root] + b"/" + path)): not (expected.held or root in self.offline)
            for (root, path), expected in self.files.items()
            if expected.shown == picture
        }


CatalogMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestCatalogAgainstOracle = CatalogMachine.TestCase
