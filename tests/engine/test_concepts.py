"""A concept that was saved from pictures is a word in queries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.errors import MediaSearchError
from tests.support.engine import RunningEngine
from tests.support.rainbow import rainbow


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    rainbow(tmp_path / "photos", each=3)
    return tmp_path / "photos"


@pytest.fixture
def engine(engine: RunningEngine) -> RunningEngine:
    """It knows the concept Rex: two of three red pictures, and not the blue ones."""
    content = {Path(hit.path).stem: hit.content for hit in engine.search().rows}
    more, less = [content["red-0"], content["red-1"]], [content["blue-0"]]
    engine.ask(protocol.SaveConcept(0, "Rex", more, less))
    return engine


def first(engine: RunningEngine, text: str, count: int = 3) -> set[str]:
    return {name.partition("-")[0] for name in engine.names(text)[:count]}


def test_its_name_finds_what_is_like_its_pictures(engine: RunningEngine) -> None:
    for text in ("rex", "REX", "concept:rex", "概念:Rex", "2:Rex"):
        assert first(engine, text) == {"red"}, text
    reply = engine.search("rex -is:favourite")
    assert (reply.query, reply.note) == ("concept:Rex -is:favourite", "")
    assert first(engine, "rex green", 6) == {"red", "green"}
    assert engine.names("-rex")[-3:] == [name for name in engine.names("-rex")[-3:] if name.startswith("red")]


def test_a_quoted_name_and_a_name_that_is_gone_are_words(engine: RunningEngine) -> None:
    assert engine.search('"rex"').query == '"rex"'
    reply = engine.search("concept:Nobody")
    assert reply.rows and "no concept called “Nobody”" in reply.note
    engine.ask(protocol.RemoveConcept(0, "rex"))
    assert engine.search("rex").query == "rex"


def test_what_was_typed_stays_part_of_it(engine: RunningEngine) -> None:
    engine.ask(protocol.SaveConcept(0, "Leaf", [], [], "green -rex in:1990"))
    assert first(engine, "leaf") == {"green"}
    engine.ask(protocol.SaveConcept(0, "Leaf", [], [], "concept:Leaf yellow"))
    assert first(engine, "leaf") == {"yellow"}, "it cannot be made of itself"


def test_a_concept_without_its_pictures_is_a_sentence(engine: RunningEngine, photos: Path) -> None:
    for number in (0, 1):
        shutil.move(photos / f"red-{number}.jpg", photos.parent)
    engine.ask(protocol.Rescan(0))
    engine.until(lambda: len(engine.names()), lambda count: count == 34)
    with pytest.raises(MediaSearchError, match="pictures of the concept “Rex” are gone"):
        engine.search("rex")
    assert engine.search('"rex"').rows
