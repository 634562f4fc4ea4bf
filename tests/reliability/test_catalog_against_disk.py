"""Promise 4: whatever is done to the folders, in whatever order: in the end the catalog says what the disk says.

A Hypothesis state machine creates, copies, renames, moves, rewrites and deletes files and folders below two roots,
takes roots away and brings them back, and now and then kills the engine.  A real engine watches, to which a part of
the system's events is dropped, doubled or told late (tests/support/chaos.py).  The oracle is the disk itself.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.encoders import COLOURS
from tests.support.engine import RunningEngine, colour_engine
from tests.support.rainbow import picture

NAMES = st.sampled_from(["a.jpg", "b.jpg", "ü 雪.png", "c.JPEG", "d"])
FOLDERS = st.sampled_from(["", "trip", "trip/day 1", "other"])
PICK = st.integers(0, 10_000)


class Folders(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="ms-"))
        self.library = Library.at(self.place / "library")
        self.roots = [self.place / "one", self.place / "two"]
        self.seeds = itertools.count()
        for root in self.roots:
            picture(root / "anchor.jpg", "grey", next(self.seeds))  # an empty root would be offline
        self.engine = self.start()

    def start(self) -> RunningEngine:
        return RunningEngine(self.library, [*colour_engine(self.library), "--chaos", str(next(self.seeds))])

    @initialize()
    def point_at_the_roots(self) -> None:
        self.engine.add(*self.roots)

    # ------------------------------------------------------------------------------------------------- the world

    def files(self) -> list[Path]:
        found = [path for root in self.roots for path in sorted(root.rglob("*")) if path.is_file()]
        return [path for path in found if path.name != "anchor.jpg"]

    def new_picture(self, path: Path) -> None:
        seed = next(self.seeds)
        kind = "PNG" if path.suffix == ".png" else "JPEG"
        picture(path, list(COLOURS)[seed % len(COLOURS)], seed, format=kind)

    def target(self, root: int, folder: str, name: str) -> Path:
        path = self.roots[root] / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @rule(root=st.integers(0, 1), folder=FOLDERS, name=NAMES)
    def write(self, root: int, folder: str, name: str) -> None:
        path = self.target(root, folder, name)
        if not path.is_dir():
            self.new_picture(path)

    @precondition(lambda self: self.files())
    @rule(pick=PICK, root=st.integers(0, 1), folder=FOLDERS, name=NAMES, copy=st.booleans())
    def move_or_copy(self, pick: int, root: int, folder: str, name: str, copy: bool) -> None:
        files = self.files()
        source, target = files[pick % len(files)], self.target(root, folder, name)
        if source == target or target.is_dir():
            return
        if copy:
            shutil.copy(source, target)
        else:
            source.replace(target)

    @precondition(lambda self: self.files())
    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        files = self.files()
        files[pick % len(files)].unlink()

    @rule(root=st.integers(0, 1), folder=st.sampled_from(["trip", "other"]), to=st.sampled_from(["moved", "trip", "x"]))
    def move_folder(self, root: int, folder: str, to: str) -> None:
        source, target = self.roots[root] / folder, self.roots[1 - root] / to
        if source.is_dir() and not target.exists():
            shutil.move(source, target)

    @rule(root=st.integers(0, 1), folder=st.sampled_from(["trip", "other", "moved"]))
    def delete_folder(self, root: int, folder: str) -> None:
        shutil.rmtree(self.roots[root] / folder, ignore_errors=True)

    @rule(root=st.integers(0, 1), folder=FOLDERS)
    def write_rubbish(self, root: int, folder: str) -> None:
        self.target(root, folder, "rubbish.jpg").write_bytes(b"\xff\xd8\xff no picture" * 3)

    @rule(root=st.integers(0, 1), folder=FOLDERS, name=NAMES)
    def write_slowly(self, root: int, folder: str, name: str) -> None:
        path = self.target(root, folder, name)
        if path.is_dir():
            return
        self.new_picture(path)
        whole = path.read_bytes()
        with path.open("wb") as file:
            file.write(whole[: len(whole) // 2])
            file.flush()
            time.sleep(0.3)
            file.write(whole[len(whole) // 2 :])

    @rule(root=st.integers(0, 1), folder=st.sampled_from(["trip", "other"]))
    def link_in_a_circle(self, root: int, folder: str) -> None:
        link = self.target(root, folder, "circle")
        if not link.is_symlink():
            link.symlink_to(self.roots[root], target_is_directory=True)

    @rule(root=st.integers(0, 1), told=st.booleans())
    def take_a_root_away_and_back(self, root: int, told: bool) -> None:
        aside = self.place / "aside"
        self.roots[root].rename(aside)
        if told:
            self.engine.ask(protocol.Rescan(0))
            self.engine.until(self.engine.status, lambda status: status.roots[root].state == "offline")
        aside.rename(self.roots[root])

    @rule()
    def kill_the_engine(self) -> None:
        self.engine.kill()
        self.engine = self.start()

    @invariant()
    def the_engine_lives(self) -> None:
        assert self.engine.process.poll() is None

    # ------------------------------------------------------------------------------------------------ the oracle

    def teardown(self) -> None:
        try:
            self.engine.ask(protocol.Rescan(0))
            there = self.what_is_there()
            self.engine.until(lambda: self.what_is_shown() ^ there, lambda difference: not difference)
            status = self.engine.settled()
            assert status.vectors >= len(self.what_is_there())  # those just orphaned may still wait
            failed = {problem.path for problem in status.failed}
            assert failed == {str(path) for path in self.files() if path.name == "rubbish.jpg"}
            assert sum(root.files for root in status.roots) == len(self.files()) + 2
        finally:
            self.engine.quit()
            shutil.rmtree(self.place)

    def what_is_there(self) -> set[frozenset[str]]:
        contents: dict[str, set[str]] = defaultdict(set)
        for path in [*self.files(), *(root / "anchor.jpg" for root in self.roots)]:
            if path.name != "rubbish.jpg":
                contents[hashlib.sha256(path.read_bytes()).hexdigest()].add(str(path))
        return {frozenset(paths) for paths in contents.values()}

    def what_is_shown(self) -> set[frozenset[str]]:
        return {frozenset(hit.files) for hit in self.engine.search(limit=10_000).rows if hit.online}


def test_the_catalog_says_what_the_disk_says(scale: Callable[[int, int], int], figures: Callable[[str], None]) -> None:
    sequences = scale(6, 10_000)
    chosen = settings(
        max_examples=sequences,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example takes seconds: no shrinking
    )
    run_state_machine_as_test(Folders, settings=chosen)
    figures(f"{sequences} random sequences of up to 12 operations: the catalog agreed with the disk after each")
