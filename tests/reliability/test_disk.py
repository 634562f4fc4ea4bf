"""Promise 9: whatever write the disk refuses, the state is clear, nothing is corrupt, and it goes on by itself."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.paths import Library
from tests.reliability import audit, disk
from tests.reliability.mounts import can_mount, mounted
from tests.support.engine import RunningEngine, running
from tests.support.rainbow import rainbow

EACH = 3
PICTURES = 12 * EACH
ERRORS = {
    errno.ENOSPC: "disk full",
    errno.EIO: "I/O error",
    errno.EROFS: "read-only",
    errno.EACCES: "permission denied",
}


def life(library: Library, photos: Path, environment: dict[str, str] | None) -> tuple[list[str], int | None]:
    """Index, lose a picture, get one, end.  What people were told, and the exit code; None: it did not even start."""
    rainbow(photos, each=EACH)
    engine = RunningEngine(library, environment=environment)
    try:
        if isinstance(engine.first, protocol.Failure):
            return [f"{engine.first.title}. {engine.first.advice}"], None
        engine.add(photos)
        engine.until(engine.status, lambda status: bool(status.roots) and status.roots[0].indexed == PICTURES)
        (photos / "red-0.jpg").unlink()
        (photos / "new.jpg").write_bytes((photos / "blue-1.jpg").read_bytes())
        engine.until(
            lambda: (engine.ask(protocol.Rescan(0)), engine.settled())[1],
            lambda status: status.roots[0].files == PICTURES,
        )
        told = [f"{event.title}. {event.advice}" for event in engine.events if isinstance(event, protocol.Failure)]
        return told, engine.quit()
    finally:
        engine.kill()


@pytest.mark.skipif(not disk.compiler(), reason="needs Linux and a C compiler")
def test_every_write_may_be_refused(
    tmp_path: Path, scale: Callable[[int, int], int], figures: Callable[[str], None], chance: random.Random
) -> None:
    shim = disk.build(tmp_path)
    sound = disk.Disk(shim, tmp_path / "count" / "library", tmp_path / "calls")
    told, code = life(Library.at(sound.below), tmp_path / "count" / "photos", sound.environment())
    assert (told, code) == ([], 0)
    calls = sound.calls()
    assert calls > 100
    tries, refused, spoken = scale(4, calls), 0, 0
    for number in range(tries):
        place = tmp_path / f"{number}"
        library, photos = Library.at(place / "library"), place / "photos"
        at = 1 + (number * calls) // tries if tries > 1 else chance.randrange(calls)
        code_of_error = list(ERRORS)[number % len(ERRORS)]
        refusing = disk.Disk(shim, library.data, tmp_path / "calls", at, code_of_error, 800)
        case = f"call {at} of {calls}: {ERRORS[code_of_error]}"
        told, code = life(library, photos, refusing.environment())
        assert code in (0, None), f"{case}: exit {code}, {told}"
        assert all("Traceback" not in line and "inside Mediasearch" not in line for line in told), f"{case}: {told}"
        refused += code is None
        spoken += bool(told)
        if code is None:  # it said why, and works when the disk does
            told, code = life(library, photos, None)
            assert code == 0, f"{case}: {told}"
        assert audit.complaints(library, [photos]) == [], case
        with running(library) as engine:
            assert engine.search("blue").rows[0].path.startswith(str(photos / "blue"))
        shutil.rmtree(place)
    figures(
        f"{tries} of {calls} writing calls refused for 0.8 s each ({', '.join(ERRORS.values())}): {refused} times it"
        f" did not start and said why, {spoken} times something was said; 0 corrupt, all went on"
    )


@pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount a file system")
def test_a_disk_that_is_really_full(tmp_path: Path, figures: Callable[[str], None]) -> None:
    """A tmpfs of a few megabytes, in a mount namespace of its own, engine and all."""
    told = mounted("tests.reliability.full_disk", str(tmp_path), timeout=180)
    assert "is full" in told and "all indexed" in told
    figures(told)
