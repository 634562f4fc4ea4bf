"""Promise 9: whatever write the disk refuses, the state is clear, nothing is corrupt, and it goes on by itself."""

from __future__ import annotations

import errno
import itertools
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from tests.reliability import audit, disk
from tests.reliability.mounts import can_mount, mounted
from tests.support.engine import RunningEngine, colour_engine
from tests.support.rainbow import rainbow

EACH = 3
ERRORS = {
    errno.ENOSPC: "disk full",
    errno.EIO: "I/O error",
    errno.EROFS: "read-only",
    errno.EACCES: "permission denied",
}


def life(library: Library, photos: Path, on: disk.Disk | None, each: int = EACH) -> tuple[list[str], int | None]:
    """Index, lose a picture, get one, end.  What people were told, and the exit code; None: it did not even start."""
    pictures = len(rainbow(photos, each))
    (photos / "new.jpg").unlink(missing_ok=True)
    stacks = [] if on is None or on.stacks is None else ["--stacks", str(on.stacks)]
    command = [*colour_engine(library), "--hurry", *stacks]
    engine = RunningEngine(library, command, on.environment() if on is not None else None)
    told: list[str] = []
    try:
        while isinstance(engine.first, protocol.Failure):
            told.append(f"{engine.first.title}. {engine.first.advice}")
            if not stacks:
                return told, None
            engine.first = engine.connection.receive()  # it tries again
        engine.until(lambda: complaint(engine, photos, told), lambda said: not said)
        engine.until(engine.status, lambda status: bool(status.roots) and status.roots[0].indexed == pictures)
        (photos / "red-0.jpg").unlink()
        (photos / "new.jpg").write_bytes((photos / "blue-0.jpg").read_bytes())
        engine.until(
            lambda: (engine.ask(protocol.Rescan(0)), engine.settled())[1],
            lambda status: (status.roots[0].files, status.vectors) == (pictures, pictures - 1),
        )
        engine.until(lambda: audit.stray_previews(library), lambda strays: not strays)
        assert engine.search("blue").rows[0].path.startswith(str(photos / "blue"))
        told += [f"{event.title}. {event.advice}" for event in engine.events if isinstance(event, protocol.Failure)]
        return told, engine.quit()
    finally:
        engine.kill()


def complaint(engine: RunningEngine, photos: Path, told: list[str]) -> str:
    """Of adding the folder; a person tries it again."""
    try:
        engine.add(photos)
    except MediaSearchError as error:
        told.append(str(error))
        return str(error)
    return ""


def only_sentences(told: list[str]) -> bool:
    return not any("Traceback" in line or "inside Mediasearch" in line for line in told)


@pytest.mark.skipif(not disk.compiler(), reason="needs Linux and a C compiler")
def test_every_call_site_is_refused_once(tmp_path: Path, figures: Callable[[str], None]) -> None:
    """One library, used again and again until it gets through without meeting a call that was never refused."""
    library, photos = Library.at(tmp_path / "library"), tmp_path / "photos"
    stacks = tmp_path / "stacks"
    refusing = disk.Disk(disk.build(tmp_path), library.data, tmp_path / "calls", errors=tuple(ERRORS), stacks=stacks)
    refusing.begin()
    for lives in itertools.count(1):
        before = refusing.sites
        told, code = life(library, photos, refusing, each=1)
        assert code == 0 and only_sentences(told), f"{told}\n{stacks.read_text()}"
        assert audit.complaints(library, [photos]) == [], stacks.read_text()
        if refusing.sites == before:
            break
        assert lives < 20, f"there are always new ones\n{stacks.read_text()}"
    assert refusing.sites > 50
    figures(f"{refusing.sites} call sites refused once each ({', '.join(ERRORS.values())}) in {lives} lives: 0 corrupt")


@pytest.mark.skipif(not disk.compiler(), reason="needs Linux and a C compiler")
def test_every_write_may_be_refused(
    tmp_path: Path, scale: Callable[[int, int], int], figures: Callable[[str], None]
) -> None:
    """From a call on everything is refused for a while.  The lives go on beside each other: they mostly wait."""
    shim = disk.build(tmp_path)
    sound = disk.Disk(shim, tmp_path / "count" / "library", tmp_path / "calls")
    sound.begin()
    assert life(Library.at(sound.below), tmp_path / "count" / "photos", sound) == ([], 0)
    calls = sound.calls
    assert calls > 100
    tries = min(scale(4, calls), calls)

    def refused_at(number: int) -> tuple[bool, bool]:
        """Whether it did not start, and whether something was said."""
        place = tmp_path / f"{number}"
        place.mkdir()
        library, photos = Library.at(place / "library"), place / "photos"
        at, error = 1 + number * calls // tries, list(ERRORS)[number % len(ERRORS)]
        refusing = disk.Disk(shim, library.data, place / "calls", at, (error,), 800)
        refusing.begin()
        case = f"call {at} of {calls}: {ERRORS[error]}"
        told, code = life(library, photos, refusing)
        assert code in (0, None), f"{case}: exit {code}, {told}"
        assert only_sentences(told), f"{case}: {told}"
        if code is None:  # it said why, and works when the disk does
            assert life(library, photos, None)[1] == 0, case
        assert audit.complaints(library, [photos]) == [], case
        shutil.rmtree(place)
        return code is None, bool(told)

    with ThreadPoolExecutor(4) as several:
        found = list(several.map(refused_at, range(tries)))
    figures(
        f"{tries} of {calls} writing calls refused for 0.8 s each ({', '.join(ERRORS.values())}):"
        f" {sum(stopped for stopped, _ in found)} times it did not start and said why, {sum(said for _, said in found)}"
        " times something was said; 0 corrupt, all went on"
    )


@pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount a file system")
def test_a_disk_that_is_really_full(tmp_path: Path, figures: Callable[[str], None]) -> None:
    """A tmpfs of a few megabytes, in a mount namespace of its own, engine and all."""
    told = mounted("tests.reliability.full_disk", str(tmp_path))
    assert "is full" in told and "all indexed" in told
    figures(told)


@pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount a file system")
def test_an_index_for_which_there_is_no_room(tmp_path: Path, figures: Callable[[str], None]) -> None:
    """Only the folder of the index is full: a tmpfs of its own."""
    told = mounted("tests.reliability.full_index", str(tmp_path))
    assert "is full: the search index could not be saved. Free some space" in told and "with room" in told
    figures(told)
