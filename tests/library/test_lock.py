"""One writer: told apart from a dead one, and released however it ends."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediasearch.errors import LibraryBusyError, MediaSearchError
from mediasearch.library.lock import Holder, WriterLock, read_holder
from mediasearch.paths import Library
from tests.support.load import PATIENCE

HOLD = """
import sys
from mediasearch.library.lock import WriterLock
from mediasearch.paths import Library

lock = WriterLock(Library.at(sys.argv[1]))
lock.acquire("window")
lock.announce("/run/somewhere")
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


@pytest.fixture
def other(library: Library) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its stdin ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.stdin.close()
    process.wait(PATIENCE)
    process.stdout.close()


def test_the_holder_is_named(library: Library, other: subprocess.Popen[str]) -> None:
    holder = read_holder(library)
    assert holder is not None
    assert (holder.pid, holder.kind, holder.address) == (other.pid, "window", "/run/somewhere")
    with pytest.raises(LibraryBusyError, match=rf"in use by another Mediasearch \(window, process {other.pid}\)\. Use"):
        WriterLock(library).acquire("index")


def test_a_killed_holder_holds_nothing(library: Library, other: subprocess.Popen[str]) -> None:
    other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    other.wait(PATIENCE)
    assert library.holder.exists(), "what it said of itself is still there"
    assert read_holder(library) is None
    lock = WriterLock(library)
    lock.acquire("index")
    holder = read_holder(library)
    assert holder is not None and (holder.pid, holder.kind, holder.address) == (os.getpid(), "index", "")
    lock.release()


def test_a_holder_that_ends_leaves_the_lock_to_the_next(library: Library, other: subprocess.Popen[str]) -> None:
    other.communicate(timeout=PATIENCE)
    assert read_holder(library) is None
    assert not library.holder.exists()
    lock = WriterLock(library)
    lock.acquire("index")
    lock.release()
    lock.release()  # without it nothing happens


def test_a_free_library_has_no_holder_and_looking_makes_nothing(library: Library) -> None:
    assert read_holder(library) is None
    assert not library.data.exists()


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"pid": "x"}', json.dumps({"pid": 1}).encode(), b"\xff"])
def test_a_holder_that_cannot_be_read_is_still_a_holder(library: Library, said: bytes) -> None:
    lock = WriterLock(library)
    lock.acquire("window")
    library.holder.write_bytes(said)
    assert read_holder(library) == Holder(0, "", "", 0.0)
    with pytest.raises(LibraryBusyError, match=r"in use by another Mediasearch\. "):
        WriterLock(library).acquire("index")
    lock.release()


def test_looking_keeps_nobody_from_acquiring(library: Library) -> None:
    done = threading.Event()
    seen: set[int] = set()

    def look() -> None:
        while not done.is_set():
            holder = read_holder(library)
            seen.add(holder.pid if holder else -1)

    lock = WriterLock(library)
    lock.acquire("window")
    lock.release()
    watchers = [threading.Thread(target=look) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    for _ in range(10):
        lock.acquire("window")
        lock.release()
    done.set()
    for watcher in watchers:
        watcher.join()
    assert seen <= {-1, 0, os.getpid()}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_lock_and_holder_are_private(library: Library) -> None:
    lock = WriterLock(library)
    lock.acquire("window")
    assert stat.S_IMODE(library.lock.stat().st_mode) == stat.S_IMODE(library.holder.stat().st_mode) == 0o600
    lock.release()


def test_a_folder_that_cannot_hold_a_library_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MediaSearchError, match="cannot be used"):
        WriterLock(Library.at(tmp_path / "file")).acquire("index")
