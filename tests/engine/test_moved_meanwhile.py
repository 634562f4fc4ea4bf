"""Files that are moved while they wait to be read, or are being read."""

from __future__ import annotations

from pathlib import Path

from mediasearch.engine.indexer import LOOK_AHEAD
from mediasearch.paths import Library
from tests.support.engine import colour_engine, running
from tests.support.many import many


def test_pictures_that_are_renamed_while_they_wait(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    many(photos, LOOK_AHEAD + 16)
    with running(library, colour_engine(library, seconds=2.0)) as engine:  # time to be told of the moves
        engine.add(photos)
        engine.until(lambda: engine.encoded, bool)  # as many as may be are on their way, and the rest waits
        for path in photos.rglob("*.png"):
            path.rename(path.with_name(f"renamed {path.name}"))
        status = engine.until(
            engine.settled, lambda status: status.roots[0].files == status.roots[0].indexed == LOOK_AHEAD + 16
        )
        assert status.failed == []
        assert all(Path(hit.path).name.startswith("renamed") for hit in engine.search(limit=200).rows)
