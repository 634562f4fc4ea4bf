"""Promise 3: a root that goes and comes back in any way loses no row and is not encoded again."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.paths import Library
from tests.reliability import audit
from tests.reliability.mounts import can_mount, mounted
from tests.support.engine import RunningEngine, running
from tests.support.many import many

FILES = 300


class Root:
    """A folder of pictures, and the ways in which it can be away."""

    def __init__(self, place: Path) -> None:
        self.path, self._aside = place / "photos", place / "aside"
        many(self.path, FILES, each=100)

    def ways(self) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
        ways = {
            "absent": (self._move, self._back),
            "empty": (self._move_and(self._empty), self._clear_and_back),
            "another volume": (self._move_and(self._other), self._clear_and_back),
            "a file": (self._move_and(self.path.touch), self._unlink_and_back),
        }
        if os.geteuid():
            ways["unreadable"] = (lambda: self.path.chmod(0), lambda: self.path.chmod(0o700))
        return ways

    def _move(self) -> None:
        self.path.rename(self._aside)

    def _back(self) -> None:
        self._aside.rename(self.path)

    def _move_and(self, then: Callable[[], None]) -> Callable[[], None]:
        def both() -> None:
            self._move()
            then()

        return both

    def _empty(self) -> None:
        self.path.mkdir()

    def _other(self) -> None:
        many(self.path, 3, start=900_000)

    def _clear_and_back(self) -> None:
        shutil.rmtree(self.path)
        self._back()

    def _unlink_and_back(self) -> None:
        self.path.unlink()
        self._back()


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody rename a folder that is watched")
def test_a_root_that_goes_and_comes_back(
    library: Library,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    chance: random.Random,
) -> None:
    root = Root(tmp_path)
    ways = root.ways()
    rounds = scale(len(ways), 50)
    offline = 0
    engine = RunningEngine(library)
    engine.add(root.path)
    assert engine.settled().vectors == FILES
    for turn in range(rounds):
        name = list(ways)[turn % len(ways)] if rounds == len(ways) else chance.choice(list(ways))
        go, come = ways[name]
        restart = chance.random() < 0.5
        if restart:
            assert engine.quit() == 0
        go()
        if restart:
            engine = RunningEngine(library)
        engine.ask(protocol.Rescan(0))
        away = engine.until(engine.status, lambda status: status.roots[0].state == "offline")
        offline += 1
        hits = engine.search(limit=FILES + 10)
        assert (hits.count, away.vectors, away.failed) == (FILES, FILES, []), name
        assert not any(hit.online for hit in hits.rows), name
        come()
        back = engine.until(engine.settled, lambda status: status.roots[0].state == "ready")
        assert (back.vectors, engine.encoded, back.roots[0].held) == (FILES, FILES, 0), name
    assert engine.quit() == 0
    assert audit.complaints(library, [root.path]) == []
    figures(f"{rounds} times away ({', '.join(ways)}), {offline} times shown as offline: 0 rows lost, 0 encoded again")


@pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount a file system")
def test_a_real_volume_that_is_unmounted(library: Library, tmp_path: Path, figures: Callable[[str], None]) -> None:
    """In a mount namespace of its own, engine and all."""
    told = mounted("tests.reliability.unmount", str(library.data), str(tmp_path / "drive"), str(FILES))
    assert told == f"offline with {FILES} hits, back with {FILES}, encoded {FILES}"
    figures(told)


def test_a_mass_disappearance_waits_for_a_second_look_and_the_person(
    library: Library, tmp_path: Path, figures: Callable[[str], None]
) -> None:
    photos = tmp_path / "photos"
    many(photos / "keep", FILES)
    many(photos / "gone", 150, start=FILES)
    with running(library) as engine:
        engine.add(photos)
        assert engine.settled().vectors == FILES + 150
        (photos / "gone").rename(tmp_path / "gone")  # at once: what goes little by little is no mass
        held = engine.until(engine.status, lambda status: status.roots[0].held == 150)
        for _ in range(2):  # further looks alone decide nothing
            engine.ask(protocol.Rescan(0))
            assert engine.settled().roots[0].held == 150
        assert held.vectors == FILES + 150
        engine.ask(protocol.ConfirmMissing(0, held.roots[0].id, forget=True))
        engine.until(engine.status, lambda status: (status.roots[0].held, status.roots[0].files) == (0, FILES))
    figures("150 of 450 files gone at once: held over two scans, forgotten at the person's word")
