"""The index on disk is a cache: the disk may refuse it, and it is written as soon as it can be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, colour_engine, running

UNSAVED = "the search index could not be saved"


def matrices(library: Library) -> list[Path]:
    return list(library.vectors.glob("*.matrix"))


def troubles(engine: RunningEngine) -> list[str]:
    """Each as a person reads it: what happened, and what to do."""
    return [f"{problem.reason} {problem.detail}" for problem in engine.status().troubles]


@pytest.mark.expects_log(UNSAVED)
def test_an_index_that_the_disk_refuses_is_told_and_written_by_itself(library: Library, photos: Path) -> None:
    with running(library, [*colour_engine(library), "--hurry"]) as engine:
        library.vectors.rmdir()
        library.vectors.write_bytes(b"no folder")  # refuses whatever is to be written in it
        engine.add(photos)
        assert engine.settled().vectors == 12
        (told,) = engine.until(lambda: troubles(engine), bool)
        assert UNSAVED in told and told.endswith(". Check the disk.")
        said = next(event for event in engine.events if isinstance(event, protocol.Failure))
        assert UNSAVED in said.title and said.advice == "Check the disk."
        assert engine.names("red")[:1] == ["red-0.jpg"]
        library.vectors.unlink()
        engine.until(lambda: matrices(library), bool)
        engine.until(lambda: troubles(engine), lambda left: not left)
        told_once = [event for event in engine.events if isinstance(event, protocol.Failure)]
        assert told_once == [said], "it was tried again and again, and said once"


def test_an_index_that_was_lost_is_written_again_without_a_change(library: Library, photos: Path) -> None:
    with running(library, [*colour_engine(library), "--hurry"]) as engine:
        engine.add(photos)
        engine.until(lambda: matrices(library), bool)
    shutil.rmtree(library.vectors)
    with running(library, [*colour_engine(library), "--hurry"]) as engine:
        engine.until(lambda: matrices(library), bool)
        assert engine.status().vectors == 12 == engine.encoded
