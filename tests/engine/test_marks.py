"""Stars, hidden pictures, kept searches and concepts, as a window asks a running engine for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.engine import launch
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.support.engine import RunningEngine, indexed, running
from tests.support.rainbow import picture


def content(engine: RunningEngine, name: str) -> int:
    return next(hit.content for hit in engine.search().rows if Path(hit.path).name == name)


def stars(engine: RunningEngine) -> set[str]:
    return {Path(hit.path).name for hit in engine.search().rows if hit.favourite}


def heard(engine: RunningEngine, kind: type) -> list[protocol.Message]:
    return [event for event in engine.events if isinstance(event, kind)]


def searches(engine: RunningEngine) -> list[protocol.SavedSearch]:
    reply = engine.ask(protocol.ListSearches(0))
    assert isinstance(reply, protocol.SearchesReply)
    return reply.searches


def concepts(engine: RunningEngine) -> list[protocol.ConceptInfo]:
    reply = engine.ask(protocol.ListConcepts(0))
    assert isinstance(reply, protocol.ConceptsReply)
    return reply.concepts


def test_a_star_is_told_to_every_client_and_found(engine: RunningEngine, library: Library) -> None:
    red = content(engine, "red-0.jpg")
    other = launch.running(library)
    assert other is not None
    told: list[protocol.Message] = []
    other.on_event = told.append
    engine.ask(protocol.Mark(0, [red], "favourite"))
    assert heard(engine, protocol.MarksChanged) == [protocol.MarksChanged("favourite", [red], True)]
    other.request(protocol.GetStatus(0))
    assert protocol.MarksChanged("favourite", [red], True) in told
    other.close()
    assert stars(engine) == {"red-0.jpg"}
    for text in ("is:favourite", "★", "blue is:favorite", "是:收藏"):
        assert engine.names(text) == ["red-0.jpg"], text
    assert "red-0.jpg" not in engine.names("red -is:favourite")
    engine.ask(protocol.Mark(0, [red], "favourite", on=False))
    assert engine.names("★") == []
    engine.ask(protocol.Mark(0, [red], "favourite", on=False))
    assert len(heard(engine, protocol.MarksChanged)) == 2, "nothing changed the last time"


def test_hidden_pictures_are_left_out_of_every_answer(engine: RunningEngine) -> None:
    red = content(engine, "red-0.jpg")
    engine.ask(protocol.Mark(0, [red], "hidden"))
    like = protocol.QueryImage(content=red)
    for text, images in (("", []), ("red", []), ("type:image", []), ("red type:image", []), ("", [like])):
        assert "red-0.jpg" not in engine.names(text, *images), text
        assert len(engine.names(text, *images)) == 11
    for text, images in (("is:hidden", []), ("blue is:hidden", []), ("is:hidden", [like])):
        assert engine.names(text, *images) == ["red-0.jpg"], text
    engine.ask(protocol.Mark(0, [red], "hidden", on=False))
    assert engine.names("red")[0] == "red-0.jpg"


def test_an_edited_photo_keeps_its_star_while_the_engine_runs_and_across_a_start(
    library: Library, photos: Path
) -> None:
    with indexed(library, photos) as engine:
        engine.ask(protocol.Mark(0, [content(engine, "red-0.jpg")], "favourite"))
        picture(photos / "red-0.jpg", "red", seed=77)
        engine.ask(protocol.Rescan(0))
        engine.until(lambda: engine.encoded, lambda encoded: encoded == 13)
        engine.until(lambda: stars(engine), lambda found: found == {"red-0.jpg"})
    picture(photos / "red-0.jpg", "blue", seed=78)
    with running(library) as engine:
        engine.until(lambda: engine.encoded, lambda encoded: encoded == 14)
        engine.until(lambda: stars(engine), lambda found: found == {"red-0.jpg"})


def test_searches_are_kept(engine: RunningEngine, photos: Path) -> None:
    images = [protocol.QueryImage(content=content(engine, "red-0.jpg"), weight=-1.0)]
    engine.ask(protocol.SaveSearch(0, "Blue ones", "in:2024  blue without a leash", images))
    assert heard(engine, protocol.SearchesChanged) == [protocol.SearchesChanged()]
    (saved,) = searches(engine)
    assert (saved.kind, saved.name, saved.text) == ("saved", "Blue ones", "blue -leash in:2024")
    (image,) = saved.images
    assert (image.content, image.weight) == (images[0].content, -1.0)
    assert image.title == "red-0.jpg"  # what people see of it
    assert image.thumbnail is not None
    assert Path(image.thumbnail).is_file()
    for text in ("dog", "cat", " dog  "):
        engine.ask(protocol.SaveSearch(0, "", text))
    assert [each.text for each in searches(engine)] == ["blue -leash in:2024", "dog", "cat"]
    engine.ask(protocol.RenameSearch(0, saved.id, "Blue"))
    assert searches(engine)[0].name == "Blue"
    engine.ask(protocol.RemoveSearch(0, saved.id))
    engine.ask(protocol.RemoveSearch(0, 0))
    assert searches(engine) == []
    for nothing in (protocol.RenameSearch(0, saved.id, "x"), protocol.SaveSearch(0, " ", "dog")):
        with pytest.raises(MediaSearchError):
            engine.ask(nothing)


def test_what_is_kept_of_a_very_long_query_is_what_was_searched_for(engine: RunningEngine) -> None:
    long = "red " + "-dog " * 20_000
    reply = engine.ask(protocol.Search(0, long))
    assert isinstance(reply, protocol.SearchReply) and reply.note
    engine.ask(protocol.SaveSearch(0, "Long", long))
    engine.ask(protocol.SaveConcept(0, "Rex", [], [], "cat " * 20_000))
    assert [kept.text for kept in searches(engine)] == [reply.query]
    assert len(concepts(engine)[0].text) < 3000


def test_no_history_is_kept_when_it_is_not_wanted(engine: RunningEngine, library: Library) -> None:
    settings = Settings(library.settings)
    settings["keep_history"] = False
    settings.save()
    engine.ask(protocol.SaveSearch(0, "", "dog"))
    assert searches(engine) == []
    settings["keep_history"] = True
    settings.save()
    engine.ask(protocol.SaveSearch(0, "", "dog"))
    assert [each.text for each in searches(engine)] == ["dog"]


def test_concepts_are_kept(engine: RunningEngine) -> None:
    more = [content(engine, name) for name in ("red-0.jpg", "orange-0.jpg")]
    less = [content(engine, "blue-0.jpg")]
    engine.ask(protocol.SaveConcept(0, 'My "Rex"', more, less, " dog  in:2024"))
    assert concepts(engine) == [protocol.ConceptInfo("My Rex", "dog in:2024", 2, 1)]
    engine.ask(protocol.RemoveConcept(0, "my rex"))
    assert concepts(engine) == []
    with pytest.raises(MediaSearchError, match="something to go by"):
        engine.ask(protocol.SaveConcept(0, "Rex", [], []))


def test_bad_marks_are_a_sentence(engine: RunningEngine) -> None:
    with pytest.raises(MediaSearchError, match="no mark called"):
        engine.ask(protocol.Mark(0, [1], "more"))
    with pytest.raises(MediaSearchError, match="cannot be marked at once"):
        engine.ask(protocol.Mark(0, list(range(200_000)), "favourite"))
    engine.ask(protocol.Mark(0, list(range(1000)), "favourite"))
    assert len(stars(engine)) == 12
