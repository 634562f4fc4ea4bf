"""Promise 2: of a burst of new files none is missed, although the system loses a third of its events."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from mediasearch.paths import Library
from tests.reliability import audit
from tests.support.engine import running
from tests.support.many import many


def test_a_burst_of_new_files(
    library: Library,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    in_time: Callable[[float, float], None],
) -> None:
    photos = tmp_path / "photos"
    many(photos, 1)
    count = scale(5000, 60_000)
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
        began = time.monotonic()
        many(photos, count, start=1)
        quiet = time.monotonic()
        engine.until(engine.status, lambda status: status.roots[0].files == count + 1, 200)
        known = time.monotonic()
        engine.until(engine.status, lambda status: status.roots[0].indexed == count + 1, 200 + count / 20)
        done = time.monotonic()
        assert engine.encoded == count + 1
    assert audit.complaints(library, [photos]) == []
    figures(
        f"{count} files written in {quiet - began:.1f} s, all known {known - quiet:.1f} s after the last (60 are"
        f" promised), all embedded {done - quiet:.1f} s after it"
    )
    in_time(known - quiet, 60.0)
