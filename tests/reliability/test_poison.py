"""Promises 5 and 6: whatever a file holds, the program survives it and says what became of it."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

from PIL import Image

from mediasearch import reasons
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.ingest.test_fuzz import FORMATS, example, mutated
from tests.reliability import audit
from tests.support.engine import RunningEngine, running
from tests.support.many import many

SUFFIXES = {"JPEG": "jpg", "JPEG2000": "jp2", "HEIF": "heic", "TIFF": "tif"}


def test_mutated_files_of_every_format(
    library: Library,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    chance: random.Random,
) -> None:
    photos = tmp_path / "photos"
    count = scale(500, 10_000)
    originals = {kind: example(kind) for kind in FORMATS}
    for number in range(count):
        kind = list(originals)[number % len(originals)]
        place = photos / kind
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.{SUFFIXES.get(kind, kind.lower())}").write_bytes(mutated(originals[kind], chance))
    with running(library) as engine:
        engine.add(photos)
        status = engine.until(
            lambda: engine.settled(900), lambda status: status.roots[0].files > 0 and not status.roots[0].pending, 900
        )
        root = status.roots[0]
        assert engine.process.poll() is None
        assert root.indexed + root.failed + root.skipped == root.files == count
        assert {problem.reason for problem in status.failed} <= set(reasons.FAILED)
        assert sum(status.skipped.values()) == root.skipped and len(status.failed) == root.failed
        assert engine.search(limit=count).count > 0
    found = f"{root.indexed} indexed, {root.failed} failed, {root.skipped} skipped"
    figures(f"{count} mutated files of {len(FORMATS)} formats: {found}")


def test_files_that_hang_or_eat_up_their_decoder(
    library: Library, tmp_path: Path, figures: Callable[[str], None], in_time: Callable[[float, float], None]
) -> None:
    """Real pictures that ask for too much; decoders that crash are tried in tests/ingest/test_workers.py."""
    photos = tmp_path / "photos"
    many(photos, 200)
    hang, hungry = photos / "hang.jpg", photos / "hungry.png"
    hang.write_bytes(endless_jpeg(4000, 60_000))
    library.create()
    settings = Settings(library.settings)
    settings["decode_timeout"], settings["worker_memory"] = 4, 250
    settings.save()
    began = time.monotonic()
    with running(library) as engine:
        engine.add(photos)
        engine.until(engine.status, lambda status: status.roots[0].indexed == 200)
        delay = time.monotonic() - began
        engine.until(lambda: reasons_of(engine), lambda found: found == {"hang.jpg": "timeout"}, 200)
    listed = failures(library)
    settings["decode_timeout"] = 100  # on a busy machine it takes a while to eat so much
    settings.save()
    Image.new("RGB", (15_000, 15_000)).save(hungry, compress_level=1)
    with running(library) as engine:
        both = {"hang.jpg": "timeout", "hungry.png": "memory"}
        engine.until(lambda: reasons_of(engine), lambda found: found == both, 200)
        assert failures(library)["hang.jpg"] == listed["hang.jpg"], "a new start does not try it again"
        Image.new("RGB", (16, 16), "red").save(hang)  # a change does
        engine.until(engine.settled, lambda status: status.roots[0].indexed == 201)
    assert audit.complaints(library, [photos], bad=[hungry]) == []
    figures(
        f"a JPEG that decodes for ever and a PNG of 225 MP: given up; the 200 others done after {delay:.1f} s"
        " (30 are promised)"
    )
    in_time(delay, 30.0)


def reasons_of(engine: RunningEngine) -> dict[str, str]:
    """Why files failed, by their names; nothing before all is done."""
    return {Path(problem.path).name: problem.reason for problem in engine.settled(200).failed}


def endless_jpeg(edge: int, scans: int) -> bytes:
    """A progressive JPEG whose second scan is repeated: 31 bytes each, and a pass over the whole picture, 0.8 ms for an
    ``edge`` of 4000."""
    target = BytesIO()
    Image.new("L", (edge, edge), 100).save(target, "JPEG", progressive=True)
    data = target.getvalue()
    start = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    end = next(at for at in range(start + 2, len(data)) if data[at] == 0xFF and data[at + 1] != 0)
    return data[:start] + data[start:end] * scans + data[start:]


def failures(library: Library) -> dict[str, float]:
    """Failed files, and since when they are: another try would move it."""
    with closing(sqlite3.connect(library.database)) as raw:
        return dict(raw.execute("SELECT display, since FROM files WHERE state IN ('failed', 'quarantined')").fetchall())
