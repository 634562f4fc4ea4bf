"""Promise 4: whatever is done to the folders, in whatever order: in the end the catalog says what the disk says.

A Hypothesis state machine creates, copies, renames, moves, rewrites and deletes files and folders below indexed
folders and beside them, takes roots away and brings them back, and now and then kills the engine.  A real engine
watches, to which a part of the system's events is dropped, doubled or told late (tests/support/chaos.py).  The oracle
is the disk itself.

Sequences run beside each other: one engine watches many worlds, each with its own folders and its own sequence, whose
operations take turns by chance.  So a slow write in one world lasts while things happen in others, and a kill
interrupts all of them.
"""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mediasearch import protocol
from mediasearch.paths import Library
from tests.reliability import audit
from tests.reliability.world import worlds
from tests.support.engine import RunningEngine, colour_engine

#: Sequences beside each other, and how many operations each has on average.
WORLDS, LENGTH = 25, 12

NAMES = st.sampled_from(["a.jpg", "b.jpg", "ü 雪.png", "c.JPEG", "d"])
FOLDERS = st.sampled_from(["", "trip", "trip/day 1", "other"])
WHERE = st.integers(0, 2)
ROOT = st.integers(0, 1)
PICK = st.integers(0, 10_000)
WORLD = st.integers(0, WORLDS - 1)


class Folders(RuleBasedStateMachine):
    #: What was tried in all machines of this process, by name.
    tried: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="ms-"))
        self.library = Library.at(self.place / "library")
        self.worlds = worlds(self.place, WORLDS)
        self.chaos = itertools.count()
        self.engine = self.start()

    def start(self) -> RunningEngine:
        return RunningEngine(self.library, [*colour_engine(self.library), "--chaos", str(next(self.chaos))])

    @initialize()
    def point_at_the_roots(self) -> None:
        self.engine.add(*self.roots())

    def roots(self) -> list[Path]:
        return [root for world in self.worlds for root in world.roots]

    @rule(world=WORLD, where=WHERE, folder=FOLDERS, name=NAMES)
    def write(self, world: int, where: int, folder: str, name: str) -> None:
        self.worlds[world].write(where, folder, name)

    @rule(world=WORLD, where=WHERE, folder=FOLDERS, name=NAMES)
    def write_slowly(self, world: int, where: int, folder: str, name: str) -> None:
        self.worlds[world].begin_to_write(where, folder, name)

    @rule(world=WORLD, where=ROOT, folder=FOLDERS)
    def write_rubbish(self, world: int, where: int, folder: str) -> None:
        self.worlds[world].write_rubbish(where, folder)

    @rule(world=WORLD, pick=PICK, where=WHERE, folder=FOLDERS, name=NAMES, copy=st.booleans())
    def move_or_copy(self, world: int, pick: int, where: int, folder: str, name: str, copy: bool) -> None:
        self.worlds[world].move(pick, where, folder, name, copy=copy)

    @rule(world=WORLD, pick=PICK)
    def delete(self, world: int, pick: int) -> None:
        self.worlds[world].delete(pick)

    @rule(
        world=WORLD,
        source=WHERE,
        folder=st.sampled_from(["trip", "other", "moved"]),
        where=WHERE,
        to=st.sampled_from(["moved", "trip", "x/y"]),
    )
    def move_folder(self, world: int, source: int, folder: str, where: int, to: str) -> None:
        self.worlds[world].move_folder(source, folder, where, to)

    @rule(world=WORLD, where=WHERE, folder=st.sampled_from(["trip", "other", "moved"]))
    def delete_folder(self, world: int, where: int, folder: str) -> None:
        self.worlds[world].delete_folder(where, folder)

    @rule(world=WORLD, where=ROOT, folder=st.sampled_from(["trip", "other"]))
    def link_in_a_circle(self, world: int, where: int, folder: str) -> None:
        self.worlds[world].link_in_a_circle(where, folder)

    @rule(world=WORLD, root=ROOT, told=st.integers(0, 2))
    def take_a_root_away_and_back(self, world: int, root: int, told: int) -> None:
        """In one of three cases the engine has noticed before it is back."""
        aside = self.worlds[world].take_away(root)
        if told == 2:
            place = str(self.worlds[world].roots[root])
            self.engine.ask(
                protocol.Rescan(0, next(info.id for info in self.engine.status().roots if info.path == place))
            )
            self.engine.until(
                self.engine.status,
                lambda status: next(info.state for info in status.roots if info.path == place) == "offline",
            )
            self.tried["roots known to be away"] += 1
        self.worlds[world].bring_back(root, aside)

    @rule(seconds=st.floats(0.0, 0.3))
    def time_passes(self, seconds: float) -> None:
        """The engine gets further, or not, before the next operation."""
        time.sleep(seconds)

    @rule(dice=st.integers(0, 3))
    def kill_the_engine(self, dice: int) -> None:
        """In one of four cases: all worlds feel it."""
        if dice == 3:
            self.engine.kill()
            self.engine = self.start()
            self.tried["kills"] += 1

    @invariant()
    def the_engine_lives(self) -> None:
        assert self.engine.process.poll() is None

    def teardown(self) -> None:
        try:
            for world in self.worlds:
                world.finish()
            self.engine.ask(protocol.Rescan(0))
            there = set[frozenset[str]]().union(*(world.pictures() for world in self.worlds))
            self.engine.until(lambda: self.what_is_shown() ^ there, lambda difference: not difference)
            rubbish = {path for world in self.worlds for path in world.rubbish()}
            # A root that looks ready may have a scan before it that was asked for by an event.
            self.engine.until(lambda: audit.complaints(self.library, self.roots(), rubbish), lambda said: not said)
            status = self.engine.settled()
            assert {problem.path for problem in status.failed} == {str(path) for path in rubbish}
            assert sum(root.files for root in status.roots) == sum(
                len(world.files(*world.roots)) + len(world.roots) for world in self.worlds
            )
        finally:
            self.engine.quit()
            shutil.rmtree(self.place)
        self.tried["sequences"] += sum(world.operations > 0 for world in self.worlds)
        self.tried["operations"] += sum(world.operations for world in self.worlds)

    def what_is_shown(self) -> set[frozenset[str]]:
        return {frozenset(hit.files) for hit in self.engine.search(limit=10_000).rows if hit.online}


@pytest.mark.parametrize("part", range(4))
def test_the_catalog_says_what_the_disk_says(
    part: int, scale: Callable[[int, int], int], figures: Callable[[str], None], chance: random.Random
) -> None:
    """Each part has sequences of its own; the long form those of its run."""
    sequences = scale(50, 2_500)
    Folders.tried = Counter()
    while (missing := sequences - Folders.tried["sequences"]) > 0:
        chosen = settings(
            max_examples=2 + -(-missing // WORLDS),  # Hypothesis begins with one or two in which nothing happens
            stateful_step_count=WORLDS * LENGTH,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # each example takes seconds: no shrinking
        )
        run_state_machine_as_test(seed(part + 4 * chance.randrange(2**32))(Folders), settings=chosen)
    figures(f"random sequences, after which the catalog agreed with the disk: {dict(Folders.tried)}")
