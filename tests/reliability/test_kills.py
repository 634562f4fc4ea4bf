"""Promise 1: ``kill -9`` of the engine at random moments costs nothing but the batch in flight."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from mediasearch.engine.batches import BATCH
from mediasearch.paths import Library
from tests.reliability import audit
from tests.support.engine import RunningEngine
from tests.support.many import many

FILES = 2000


def test_killed_at_random_moments(
    library: Library,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    chance: random.Random,
) -> None:
    photos = tmp_path / "photos"
    many(photos, FILES)
    kills = 0
    rounds = scale(10, 200)
    written = FILES
    engine = RunningEngine(library)
    engine.add(photos)
    while kills < rounds:
        time.sleep(chance.uniform(0.0, 1.2))
        engine.kill()
        kills += 1
        if kills % 10 == 0:  # there is always something left to do
            many(photos, 200, start=written)
            written += 200
        engine = RunningEngine(library)
    status = engine.until(lambda: engine.settled(300), lambda status: status.roots[0].indexed == written, 300)
    again = engine.encoded - written
    assert (status.vectors, status.failed) == (written, [])
    assert engine.search(limit=written + 10).count == written
    assert engine.quit() == 0
    assert audit.complaints(library, [photos]) == []
    figures(f"{kills} kills while indexing {written} files: {again} encoded twice")
    assert again <= 2 * BATCH * kills
