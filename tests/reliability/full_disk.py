"""Indexing into a library on a full disk, until somebody makes room; see test_disk."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from mediasearch import protocol
from mediasearch.paths import Library
from tests.reliability import audit, mounts
from tests.support.engine import RunningEngine, colour_engine, running
from tests.support.many import many

FILES = 1500


def main(folder: str) -> None:
    mounts.enter()
    place, photos = Path(folder) / "disk", Path(folder) / "photos"
    place.mkdir()
    mounts.tmpfs(place, 24)
    ballast = place / "ballast"
    ballast.write_bytes(bytes(22 << 20))
    many(photos, FILES)
    library = Library.at(place / "library")
    with running(library, [*colour_engine(library), "--hurry"]) as engine:
        engine.add(photos)
        engine.until(lambda: (engine.status(), failures(engine))[1], bool)
        said, looks = failures(engine)[0], itertools.count()
        # However often it looks and finds nothing to write meanwhile.
        full = engine.until(engine.status, lambda status: not status.troubles or next(looks) > 50)
        assert full.troubles and failures(engine).count(said) == 1, "it was over, and began again"
        assert full.roots[0].indexed < FILES and not full.failed
        assert engine.search(limit=FILES).count >= full.roots[0].indexed  # what is there is found
        ballast.unlink()
        engine.until(lambda: engine.settled(200), lambda status: status.roots[0].indexed == FILES, 200)
    assert audit.complaints(library, [photos]) == []
    print(f"after {full.roots[0].indexed} of {FILES} files: “{said.title}. {said.advice}”; with room again all indexed")


def failures(engine: RunningEngine) -> list[protocol.Failure]:
    return [event for event in engine.events if isinstance(event, protocol.Failure)]


if __name__ == "__main__":
    main(sys.argv[1])
