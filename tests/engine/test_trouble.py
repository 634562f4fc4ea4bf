"""When parts of the engine fail: the rest goes on, and the person is told."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from mediasearch import protocol
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, colour_engine, indexed, running
from tests.support.load import PATIENCE
from tests.support.rainbow import rainbow


def test_workers_and_encoder_end_with_a_killed_engine(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "photos", each=4)
    engine = RunningEngine(library, colour_engine(library, seconds=0.3))
    engine.add(tmp_path / "photos")
    engine.until(engine.status, lambda status: status.roots[0].indexed > 0)
    children = psutil.Process(engine.process.pid).children(recursive=True)
    assert children
    engine.kill()
    _, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert alive == []


def test_closing_in_the_middle_of_indexing_ends_everything(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "photos", each=10)
    engine = RunningEngine(library, colour_engine(library, seconds=0.3))
    engine.add(tmp_path / "photos")
    engine.until(engine.status, lambda status: status.roots[0].indexed > 0)
    children = psutil.Process(engine.process.pid).children(recursive=True)
    assert engine.quit() == 0
    _, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert alive == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_terminated_engine_says_goodbye(library: Library) -> None:
    engine = RunningEngine(library)
    os.kill(engine.process.pid, signal.SIGTERM)
    assert engine.process.wait(10) == 0
    engine.kill()


@pytest.mark.expects_log("encod")
def test_an_encoder_that_dies_costs_nothing(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "photos", each=6)
    with running(library, colour_engine(library, seconds=0.4)) as engine:
        engine.add(tmp_path / "photos")
        engine.until(engine.status, lambda status: status.roots[0].indexed > 0)
        victims = [
            child
            for child in psutil.Process(engine.process.pid).children(recursive=True)
            if child.memory_info().rss > 0 and child.nice() > 0 and any("numpy" in m.path for m in child.memory_maps())
        ]
        assert victims
        for victim in victims:
            victim.kill()
        status = engine.settled()
        assert (status.roots[0].indexed, status.failed) == (72, [])


def test_two_engines_on_two_libraries_do_not_meet(tmp_path: Path) -> None:
    rainbow(tmp_path / "photos")
    one, two = Library.at(tmp_path / "one"), Library.at(tmp_path / "two")
    with running(one) as first, running(two) as second:
        first.add(tmp_path / "photos")
        assert first.settled().vectors == 12
        assert second.status().vectors == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file stays where it is")
@pytest.mark.expects_log("was deleted or moved while it was in use")
def test_a_library_that_is_deleted_meanwhile_takes_nothing_more_and_says_so(library: Library, photos: Path) -> None:
    def told() -> list[str]:
        return [problem.reason for problem in engine.status().troubles if "deleted or moved" in problem.reason]

    with indexed(library, photos) as engine:
        content = engine.search("red").rows[0].content
        aside = library.database.rename(library.database.with_name("aside"))
        with pytest.raises(MediaSearchError) as refused:
            engine.ask(protocol.Mark(0, [content], "favourite"))
        assert "was deleted or moved" in refused.value.title
        assert "start it again" in refused.value.advice
        assert told()
        assert any(isinstance(each, protocol.Failure) and "was deleted" in each.title for each in engine.events)
        assert engine.names("red")  # what is known is found on
        aside.rename(library.database)
        engine.until(told, lambda sentences: not sentences)
        engine.ask(protocol.Mark(0, [content], "favourite"))
        assert engine.search("is:favourite").count == 1


def test_a_preview_that_was_deleted_is_made_again(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "photos")
    with indexed(library, tmp_path / "photos") as engine:
        hit = engine.search("red").rows[0]
        assert hit.thumbnail is not None
        Path(hit.thumbnail).unlink()
        engine.connection.send(protocol.MakeThumbnail(hit.content))
        engine.until(
            lambda: (engine.status(), [e for e in engine.events if isinstance(e, protocol.ThumbnailReady)])[1],
            lambda ready: bool(ready) and ready[0] == protocol.ThumbnailReady(hit.content, hit.thumbnail),
        )
        assert Path(hit.thumbnail).exists() and engine.encoded == 12


@pytest.mark.expects_log("does not read what it is sent")
def test_a_peer_that_does_not_read_ends_its_engine(library: Library) -> None:
    """It can never catch up: what it was not told is lost.  Whoever started the engine starts another one."""
    engine = RunningEngine(library, colour_engine(library, "window"))
    try:
        for _ in range(20):
            for _ in range(1000):
                engine.connection.send(protocol.Ping(1))
        assert engine.process.wait(PATIENCE) == 0
    except MediaSearchError:  # it has gone while we were speaking
        assert engine.process.wait(PATIENCE) == 0
    finally:
        engine.kill()
