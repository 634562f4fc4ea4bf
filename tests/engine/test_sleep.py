"""After a sleep of the computer everything is looked at again; a clock that is set encodes nothing again."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.engine import scanner, sleep
from mediasearch.engine.loop import Loop
from mediasearch.engine.roots import Roots
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.library.catalog import Catalog
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.ingest.conftest import wait_until
from tests.support.engine import running
from tests.support.rainbow import rainbow


class Computer:
    """Its clocks: the monotonic one, the time of day, and the one that counts sleep."""

    def __init__(self) -> None:
        self.now = [100.0, 1e9, 200.0]

    def read(self) -> tuple[float, ...]:
        return tuple(self.now)

    def wait(self, monkeypatch: pytest.MonkeyPatch, *passed: float) -> bool:
        """Whether a wait of five seconds, in which the clocks went so far, was a sleep."""
        monkeypatch.setattr(sleep, "clocks", self.read)

        class Waited(threading.Event):
            def wait(waited, timeout: float | None = None) -> bool:
                self.now = [now + more for now, more in zip(self.now, passed, strict=True)]
                return False

        return sleep.wait(Waited(), 5.0)


def test_a_sleep_shows_in_whichever_clock_counts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    computer = Computer()
    assert not computer.wait(monkeypatch, 5.0, 5.0, 5.0)
    assert not computer.wait(monkeypatch, 5.4, 5.4, 5.4), "a busy computer"
    assert computer.wait(monkeypatch, 5.0, 3605.0, 3605.0), "Linux and macOS"
    assert computer.wait(monkeypatch, 3605.0, 3605.0, 5.0), "Windows"
    assert computer.wait(monkeypatch, 5.0, 5.0, 3605.0), "and the time of day was set back meanwhile"
    assert not computer.wait(monkeypatch, 5.0, -3595.0, 5.0), "it was only set back"


def test_the_clocks_of_this_computer_go_alike() -> None:
    assert not sleep.wait(threading.Event(), 0.01)


def test_all_folders_are_scanned_after_a_sleep(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer, scanned = Computer(), list[int]()
    monkeypatch.setattr(sleep, "clocks", computer.read)
    monkeypatch.setattr(scanner, "PRESENCE_SECONDS", 0.02)
    with following(library, tmp_path / "photos", scanned):
        wait_until(lambda: len(scanned) == 1)
        computer.now = [101.0, 1e9 + 3600, 3800.0]
        wait_until(lambda: len(scanned) == 2)


def test_a_root_on_a_network_drive_is_known_to_be_looked_at_now_and_then(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned = list[int]()
    monkeypatch.setattr(scanner, "is_remote", lambda path: path == str(tmp_path / "photos"))
    with following(library, tmp_path / "photos", scanned) as roots:
        wait_until(lambda: len(scanned) == 1)
        assert roots.polled == set(scanned)


@contextmanager
def following(library: Library, folder: Path, scanned: list[int]) -> Iterator[Roots]:
    """The part of an engine that follows folders, with one folder; ``scanned`` gets its number after each scan."""
    loop, calm = Loop(), threading.Event()
    calm.set()
    folder.mkdir()
    with Catalog.open(library) as catalog:
        catalog.add_root(str(folder))
        serving = Serving(0, "none", "none", VectorIndex(library.vectors, "none", 8), None)
        store = Store(catalog, serving, ThumbnailStore(library.thumbnails), lambda *_: None, lambda _: None)
        roots = Roots(loop, library, store, 3600, _nothing, _nothing, lambda *_: None, calm, scanned.append)
        loop.post(roots.start)
        owner = threading.Thread(target=loop.run)
        owner.start()
        try:
            yield roots
        finally:
            loop.stop()
            owner.join()
            roots.stop()
            wait_until(lambda: not any(thread.name in ("scanner", "presence") for thread in threading.enumerate()))


def _nothing() -> None:
    """Nobody listens."""


def test_a_clock_that_is_set_encodes_nothing_again(library: Library, tmp_path: Path) -> None:
    """FAT keeps local time: with every change of the clocks all files seem to have been written an hour apart."""
    photos = tmp_path / "photos"
    rainbow(photos)
    with running(library) as engine:
        engine.add(photos)
        assert engine.settled().vectors == 12
        for hours in (1, -2, 24 * 365 * 20):
            for file in photos.iterdir():
                stamp = file.stat().st_mtime_ns + hours * 3600 * 10**9
                os.utime(file, ns=(stamp, stamp))
            engine.ask(protocol.Rescan(0))
            status = engine.until(engine.settled, lambda status: all(root.indexed == 12 for root in status.roots))
            assert (engine.encoded, status.vectors, status.failed) == (12, 12, [])
