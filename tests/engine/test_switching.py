"""Another model takes over while the first one answers."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path

import pytest

from mediasearch import protocol, reasons
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.models.registry import Entry, to_json
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, colour_engine, indexed, running
from tests.support.models import COLOURS, SHADES
from tests.support.rainbow import picture, rainbow


def info(engine: RunningEngine, name: str) -> protocol.ModelInfo:
    reply = engine.ask(protocol.ListModels(0))
    assert isinstance(reply, protocol.ModelsReply)
    return next(model for model in reply.models if model.name == name)


def use(engine: RunningEngine, name: str) -> None:
    engine.ask(protocol.UseModel(0, name))
    engine.until(lambda: info(engine, name).state, lambda state: state == "active")


def hits(engine: RunningEngine, text: str) -> list[str]:
    """File names of all hits, copies among them."""
    reply = engine.ask(protocol.Search(0, text, page=500, stacked=False))
    assert isinstance(reply, protocol.SearchReply)
    return [Path(hit.path).name for hit in reply.rows]


def vectors(library: Library) -> dict[str, int]:
    with Catalog.open_readonly(library) as catalog:
        counts = catalog.vector_counts()
        return {row.name: counts.get(row.id, 0) for row, _ in catalog.model_rows()}


def shades_encoded(library: Library) -> int:
    log = library.data.parent / "encoded.shades"
    return sum(int(line) for line in log.read_text("ascii").split()) if log.exists() else 0


def test_another_model_answers_when_its_embeddings_are_complete(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        assert (info(engine, COLOURS).state, info(engine, SHADES).state) == ("active", "ready")
        use(engine, SHADES)
        reply = engine.search("red")
        assert (reply.model, Path(reply.rows[0].path).name) == (SHADES, "red-0.jpg")
        assert engine.status().vectors == 12
        green = engine.search("green").rows[0]
        assert engine.names("", protocol.QueryImage(content=green.content))[0] == "green-0.jpg"
        unseen = picture(photos.parent / "outside.png", "blue", seed=9)
        assert engine.names("", protocol.QueryImage(path=str(unseen)))[0] == "blue-0.jpg"
    assert vectors(library) == {COLOURS: 12, SHADES: 12}
    with running(library) as engine:  # and it is the one after a restart
        assert isinstance(engine.first, protocol.Ready) and engine.first.model == SHADES
        assert engine.names("red")[0] == "red-0.jpg"
        assert (engine.encoded, shades_encoded(library)) == (12, 13)


def test_there_is_no_moment_without_an_answer(library: Library, photos: Path) -> None:
    rainbow(photos, each=4)
    with running(library, colour_engine(library, seconds=0.1)) as engine:
        engine.add(photos)
        engine.settled()
        engine.ask(protocol.UseModel(0, SHADES))
        models = []
        while not models or models[-1] != SHADES:
            reply = engine.search("红")
            assert Path(reply.rows[0].path).name.startswith("red-")
            models.append(reply.model)
        assert models.count(COLOURS) > 3 and sorted(models) == models
        assert len(hits(engine, "红")) == 48


def test_going_back_encodes_only_what_is_missing(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        use(engine, SHADES)
        picture(photos / "late.jpg", "red", seed=5)
        engine.until(engine.status, lambda status: status.roots[0].indexed == 13)
        engine.settled()
        assert info(engine, COLOURS).vectors == 12
        use(engine, COLOURS)
        assert engine.encoded == 13
        assert {"late.jpg", "red-0.jpg"} == set(hits(engine, "red")[:2])


def test_a_killed_engine_goes_on_filling(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=8)
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
    slow = RunningEngine(library, colour_engine(library, seconds=0.3))
    slow.ask(protocol.UseModel(0, SHADES))
    slow.until(lambda: info(slow, SHADES).done, lambda done: 16 <= done < 80)
    slow.kill()
    before = vectors(library)[SHADES]
    with running(library) as engine:
        assert isinstance(engine.first, protocol.Ready) and engine.first.model == COLOURS
        engine.until(lambda: info(engine, SHADES).state, lambda state: state == "active")
        assert len(hits(engine, "红")) == 96
    assert vectors(library) == {COLOURS: 96, SHADES: 96}
    assert engine.encoded == 96
    # What was recorded is not made again; what was on its way, at most three batches, is.
    assert 96 <= shades_encoded(library) <= 96 + 48 and before >= 16


def test_stopping_keeps_what_there_is_and_can_go_on(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=8)
    with running(library, colour_engine(library, seconds=0.3)) as engine:
        engine.add(photos)
        engine.settled()
        engine.ask(protocol.UseModel(0, SHADES))
        engine.until(lambda: info(engine, SHADES).done, lambda done: 0 < done < 80)
        engine.ask(protocol.StopModel(0, SHADES))
        stopped = info(engine, SHADES)
        assert (stopped.state, stopped.paused, stopped.total) == ("filling", True, 96)
        assert 0 < stopped.done < 96
        assert engine.search("red").model == COLOURS
    with running(library) as engine:  # a restart does not go on by itself
        engine.settled()
        assert info(engine, SHADES).paused and engine.search("red").model == COLOURS
        use(engine, SHADES)
        assert len(hits(engine, "红")) == 96 and not info(engine, SHADES).paused


def test_staying_with_the_model_that_answers_stops_the_other(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=6)
    with running(library, colour_engine(library, seconds=0.3)) as engine:
        engine.add(photos)
        engine.settled()
        engine.ask(protocol.UseModel(0, SHADES))
        engine.until(lambda: info(engine, SHADES).state, lambda state: state == "filling")
        engine.ask(protocol.UseModel(0, COLOURS))
        assert (info(engine, COLOURS).state, info(engine, SHADES).paused) == ("active", True)


def test_what_was_viewed_comes_first_and_then_the_newest(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    order = rainbow(photos, each=8)
    for age, path in enumerate(order):
        os.utime(path, (1_600_000_000 - age * 86_400,) * 2)
    with indexed(library, photos) as engine:
        oldest = engine.names()[-1]
        content = engine.search().rows[-1].content
        engine.ask(protocol.Mark(0, [content], "viewed"))
    slow = RunningEngine(library, colour_engine(library, seconds=0.5))
    slow.ask(protocol.UseModel(0, SHADES))
    slow.until(lambda: info(slow, SHADES).done, lambda done: done > 0)
    slow.kill()
    with Catalog.open_readonly(library) as catalog:
        shades = next(row.id for row, _ in catalog.model_rows() if row.name == SHADES)
        ((_, contents, _),) = catalog.vectors(shades)
        done = {Path(row.files[0][0]).name for row in catalog.rows(contents.tolist())}
    assert oldest == order[-1].name and oldest in done
    newest = {path.name for path in order[: len(done) + 16]}  # decoders finish in their own order
    assert done - {oldest} <= newest and len(done) <= 48


def test_files_that_come_while_a_model_fills_are_found_at_once_and_by_both(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=8)
    with running(library, colour_engine(library, seconds=0.4)) as engine:
        engine.add(photos)
        engine.settled()
        engine.ask(protocol.UseModel(0, SHADES))
        engine.until(lambda: info(engine, SHADES).done, lambda done: done > 0)
        picture(photos / "late.jpg", "red", seed=50)
        engine.until(lambda: hits(engine, "红"), lambda names: "late.jpg" in names)
        assert engine.search("red").model == COLOURS
        engine.until(lambda: info(engine, SHADES).state, lambda state: state == "active")
        engine.until(lambda: hits(engine, "红"), lambda names: "late.jpg" in names[:9])
    assert vectors(library) == {COLOURS: 97, SHADES: 97}


def test_a_file_that_cannot_be_read_any_more_keeps_its_place(library: Library, photos: Path) -> None:
    """The old model still finds it; the new one lists it as a problem."""
    spoilt = photos / "red-0.jpg"
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
    before = spoilt.stat()
    data = bytearray(spoilt.read_bytes())
    spoilt.write_bytes(bytes(len(data)))
    os.utime(spoilt, ns=(before.st_atime_ns, before.st_mtime_ns))
    with running(library) as engine:
        engine.settled()
        use(engine, SHADES)
        status = engine.until(engine.status, lambda status: bool(status.failed))
        assert [Path(problem.path).name for problem in status.failed] == ["red-0.jpg"]
        assert len(hits(engine, "绿")) == 11
    assert vectors(library) == {COLOURS: 12, SHADES: 11}


def test_pictures_that_are_away_are_waited_for_unless_the_person_says_otherwise(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    rainbow(drive, each=2)
    shutil.rmtree(photos)
    picture(photos / "here.jpg", "red", seed=33)
    with indexed(library, photos, drive) as engine:
        drive.rename(tmp_path / "pulled")
        engine.until(engine.status, lambda status: any(root.state == "offline" for root in status.roots))
        engine.ask(protocol.UseModel(0, SHADES))
        waiting = engine.until(lambda: info(engine, SHADES), lambda model: bool(model.trouble))
        assert (waiting.state, waiting.done, waiting.total) == ("filling", 1, 25)
        assert "24 pictures" in waiting.trouble and engine.search("red").model == COLOURS
        use(engine, SHADES)
        assert engine.names("红") == ["here.jpg"]
        (tmp_path / "pulled").rename(drive)
        engine.until(lambda: engine.status().vectors, lambda count: count == 25)


def test_the_old_embeddings_go_when_the_person_says_so(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        with pytest.raises(MediaSearchError, match="in use"):
            engine.ask(protocol.RemoveModel(0, COLOURS, vectors=True))
        use(engine, SHADES)
        engine.ask(protocol.RemoveModel(0, COLOURS, vectors=True))
        engine.until(lambda: vectors(library), lambda left: left == {SHADES: 12})
        assert engine.names("red")[0] == "red-0.jpg"
        use(engine, COLOURS)
        assert engine.encoded == 24


@pytest.mark.expects_log("damaged")
def test_a_damaged_model_says_so_and_everything_else_works(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        use(engine, SHADES)
    (library.models / f"damaged-{SHADES}").touch()
    with running(library) as engine:
        broken = info(engine, SHADES)
        assert broken.state == "broken" and "damaged" in broken.trouble
        said = next(event for event in engine.events if isinstance(event, protocol.Failure))
        assert said.title == reasons.MODEL_BROKEN and "damaged" in said.advice  # and mediasearch index ends with it
        with pytest.raises(MediaSearchError, match="damaged"):
            engine.search("红")
        assert engine.search("red").note.endswith("only names and texts were searched.")
        assert len(engine.names()) == 12
        assert set(engine.names("type:jpeg")) == set(engine.names())
        picture(photos / "late.jpg", "red", seed=5)
        engine.until(engine.status, lambda status: status.roots[0].pending == 1)
        use(engine, COLOURS)  # better some answers than none: at once
        assert engine.names("red")[0] == "red-0.jpg"
        engine.until(engine.status, lambda status: status.roots[0].indexed == 13)


@pytest.mark.expects_log("damaged")
def test_a_model_that_cannot_be_opened_leaves_the_other_in_place(library: Library, photos: Path) -> None:
    (library.models).mkdir(parents=True)
    (library.models / f"damaged-{SHADES}").touch()
    with indexed(library, photos) as engine:
        engine.ask(protocol.UseModel(0, SHADES))
        told = engine.until(lambda: info(engine, SHADES), lambda model: bool(model.trouble))
        assert told.state == "ready" and "damaged" in told.trouble
        assert engine.search("red").model == COLOURS
        with pytest.raises(MediaSearchError, match="no model called nonsense"):
            engine.ask(protocol.UseModel(0, "nonsense"))


@pytest.mark.expects_log("not ready")
def test_choosing_a_model_that_cannot_be_opened_does_not_end_the_filling_of_another(
    library: Library, tmp_path: Path
) -> None:
    rainbow(tmp_path / "photos", each=2)
    other = library.models / "other"
    for name, body in (("source/source.json", to_json(Entry("other", "Other"))), ("prepared/model.json", {})):
        (other / name).parent.mkdir(parents=True)
        (other / name).write_text(json.dumps(body))
    with running(library, colour_engine(library, seconds=0.2)) as engine:
        engine.add(tmp_path / "photos")
        engine.settled()
        engine.ask(protocol.UseModel(0, SHADES))
        engine.until(lambda: info(engine, SHADES).done, lambda done: done > 0)
        engine.ask(protocol.UseModel(0, "other"))
        engine.until(lambda: info(engine, "other").trouble, bool)
        engine.until(lambda: info(engine, SHADES).state, lambda state: state == "active")
        assert len(hits(engine, "red")) == 24


def test_progress_is_told_and_not_too_often(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=6)
    with running(library, colour_engine(library, seconds=0.2)) as engine:
        engine.add(photos)
        engine.settled()
        engine.events.clear()
        engine.ask(protocol.UseModel(0, SHADES))
        done = threading.Event()
        while not done.is_set():
            engine.status()
            told = [event for event in engine.events if isinstance(event, protocol.ModelsChanged)]
            if told and any(model.name == SHADES and model.state == "active" for model in told[-1].models):
                done.set()
        steps = [next(model for model in event.models if model.name == SHADES) for event in told]
        filling = [step for step in steps if step.state == "filling"]
        assert len(filling) >= 2 and [step.done for step in filling] == sorted(step.done for step in filling)
        assert {step.total for step in filling} == {72}


def test_a_model_is_suggested_for_a_query_in_another_language(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        assert engine.search("красный цвет").suggestion == "siglip2-b32"
        assert engine.search("red").suggestion == engine.search("红").suggestion == ""
        use(engine, SHADES)  # which knows no Chinese
        assert engine.search("红").suggestion == "starter"


def test_on_battery_indexing_waits_and_the_person_may_say_otherwise(library: Library, photos: Path) -> None:
    plug = library.data.parent / "unplugged"
    plug.touch()
    with running(library, colour_engine(library, kind="window")) as engine:
        engine.add(photos)
        engine.until(engine.status, lambda status: status.roots[0].pending == 12)
        engine.until(
            lambda: (engine.status(), [e.state for e in engine.events if isinstance(e, protocol.Progress)])[1],
            lambda states: states[-1:] == ["battery"],
        )
        engine.ask(protocol.SetPaused(0, paused=False))
        assert engine.settled().roots[0].indexed == 12
