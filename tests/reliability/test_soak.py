"""Promise 15: an hour of changes leaves the engine as large as it was, with as many files open."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from mediasearch import protocol
from mediasearch.paths import Library
from tests.reliability import audit
from tests.support.engine import running
from tests.support.many import many, tiny_png

FILES = 2000
#: 200,000 events in an hour.
A_SECOND = 56
#: Until then caches fill.
WARMING_SHARE = 0.15


@pytest.mark.long_only
def test_an_hour_of_changes(
    library: Library,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    chance: random.Random,
) -> None:
    """``--rounds``: seconds instead of an hour."""
    photos = tmp_path / "photos"
    many(photos, FILES)
    seconds = scale(30, 3600)
    files = sorted(path for path in photos.rglob("*.png"))
    with running(library) as engine:
        engine.add(photos)
        engine.settled(600)
        process = psutil.Process(engine.process.pid)
        began, events, following = time.monotonic(), 0, FILES
        first: tuple[int, int] | None = None
        largest, course = 0, list[int]()  # the course in megabytes
        while (now := time.monotonic() - began) < seconds:
            place = chance.randrange(len(files))
            path = files[place]
            match chance.randrange(4):
                case 0:
                    path.write_bytes(tiny_png(following))
                    following += 1
                case 1:
                    target = path.with_name(f"{following}.png")
                    following += 1
                    files[place] = path.rename(target)
                case 2:
                    path.unlink()
                    files[place] = path.with_name(f"{following}.png")
                    files[place].write_bytes(tiny_png(following))
                    following += 1
                case _:
                    path.touch()
            events += 1
            time.sleep(max(0.0, events / A_SECOND - (time.monotonic() - began)))
            if events % 500 == 0:
                engine.status()
                engine.search("red")
                engine.events.clear()
                size = (process.memory_info().rss, process.num_fds())
                course.append(size[0] >> 20)
                if now > WARMING_SHARE * seconds:
                    first = first or size
                    largest = max(largest, size[0])
        engine.ask(protocol.Rescan(0))  # the last changes may not have been told yet
        engine.until(lambda: audit.complaints(library, [photos]), lambda said: not said, 600)
        engine.settled(600)
        assert first is not None
        last = (process.memory_info().rss, process.num_fds())
    assert audit.complaints(library, [photos]) == []
    growth = last[0] / first[0] - 1
    figures(
        f"{events} changes in {seconds} s: {first[0] >> 20} MB → {last[0] >> 20} MB ({growth:+.1%}, largest"
        f" {largest >> 20} MB), open files {first[1]} → {last[1]}; its course: {course[:: 1 + len(course) // 20]}"
    )
    assert growth < 0.05
    assert last[1] <= first[1] + 3
