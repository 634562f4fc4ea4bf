"""One box for everything: words, what to leave out, and filters, asked of a running engine and of a closed library."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from tests.support.encoders import COLOURS
from tests.support.engine import RunningEngine, indexed
from tests.support.rainbow import picture, rainbow


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Iterator[RunningEngine]:
    """A picture of each colour from 2018, 2019 and so on; a second red one, in a folder Trip, with a copy."""
    photos = tmp_path / "photos"
    for number, path in enumerate(rainbow(photos)):
        taken(path, 2018 + number)
    trip = picture(photos / "Trip" / "red-1.jpg", "red", seed=1)
    taken(trip, 2019)
    (photos / "copies").mkdir()
    taken(Path(shutil.copy(trip, photos / "copies" / "red-1.jpg")), 2019)
    with indexed(library, photos) as running_engine:
        yield running_engine


def taken(path: Path, year: int) -> None:
    os.utime(path, (datetime(year, 6, 15, 12).timestamp(),) * 2)


def test_filters_narrow_what_words_find(engine: RunningEngine) -> None:
    assert engine.names("red")[:2] in (["red-0.jpg", "red-1.jpg"], ["red-1.jpg", "red-0.jpg"])
    reply = engine.search("red in:2019")
    assert {Path(hit.path).name for hit in reply.rows} == {"white-0.jpg", "red-1.jpg"}
    assert Path(reply.rows[0].path).name == "red-1.jpg" and (reply.total, reply.note) == (2, "")
    assert engine.names("red folder:Trip") == ["red-1.jpg"]
    assert sorted(engine.names("red is:duplicate")) == ["red-0.jpg", "red-1.jpg"], "two files, and one just like it"
    assert "red-1.jpg" not in engine.names("red -folder:Trip")
    assert engine.names("红 年:2019")[0] == "red-1.jpg"


def test_filters_alone_show_what_passes_newest_first(engine: RunningEngine) -> None:
    everything = engine.names()
    chosen = engine.names("after:2020 before:2024")
    names = list(COLOURS)
    assert chosen == [f"{names[year - 2018]}-0.jpg" for year in (2023, 2022, 2021)]
    assert [name for name in everything if name in chosen] == chosen
    assert len(engine.names("type:photo")) == 13 and engine.names("type:video") == []


def test_what_is_left_out_goes_down(engine: RunningEngine) -> None:
    assert engine.names("-red")[-2:] in (["red-0.jpg", "red-1.jpg"], ["red-1.jpg", "red-0.jpg"])
    assert "leave out" in engine.search("-red").note
    with_blue, without = engine.names("red blue"), engine.names("red -blue")
    assert without.index("blue-0.jpg") > with_blue.index("blue-0.jpg")
    assert without[0].startswith("red")


def test_filters_narrow_what_a_picture_finds(engine: RunningEngine) -> None:
    red = engine.search("red folder:Trip").rows[0]
    like = protocol.QueryImage(content=red.content)
    assert engine.names("before:2019", like) == ["black-0.jpg"]
    assert engine.names("", like)[0] == "red-1.jpg"


def test_nothing_passes_and_says_so(engine: RunningEngine) -> None:
    for text in ("in:1950", "red in:1950", "before:2018 after:2020 red", "camera:Leica", 'folder:"no such"'):
        reply = engine.search(text)
        assert (reply.rows, reply.total, reply.count) == ([], 0, 0)
        assert reply.note.startswith("No photos match these filters: ")


def test_a_filter_that_means_nothing_is_remarked_on_but_not_while_it_is_typed(engine: RunningEngine) -> None:
    assert engine.search("red in:20").note == "in:20 is no filter and was read as words."
    for text, note in (("red in:20", ""), ("red is:banana", "is:banana is no filter and was read as words.")):
        reply = engine.ask(protocol.Search(0, text, typing=True))
        assert isinstance(reply, protocol.SearchReply) and reply.note == note


def test_queries_that_mean_nothing_or_too_much(engine: RunningEngine) -> None:
    everything = engine.names()
    assert engine.names('""') == engine.names("without") == engine.names("  ") == everything
    assert len(engine.names("-")) == len(engine.names("colour:red")) == 13
    assert "very long" in engine.search("red " * 5000).note
    with pytest.raises(MediaSearchError, match="cancel"):
        engine.search("red -2:red")
    assert engine.names("red")[0].startswith("red")


def test_rows_of_a_filtered_result_come_by_page(engine: RunningEngine) -> None:
    reply = engine.ask(protocol.Search(0, "before:2022", page=1, stacked=False))
    assert isinstance(reply, protocol.SearchReply) and (reply.count, len(reply.rows)) == (5, 1)
    rows = engine.ask(protocol.Rows(0, reply.result, 1, 5))
    assert isinstance(rows, protocol.RowsReply) and [hit.rank for hit in rows.rows] == [2, 3, 4, 5]


def test_dates_as_people_say_them(engine: RunningEngine) -> None:
    taken_2020 = list(COLOURS)[2] + "-0.jpg"
    for text in ("summer 2020", "June 2020", "2020年夏天", "in:2020-06..2020-07", "photos from june 2020"):
        reply = engine.search(text)
        assert [Path(hit.path).name for hit in reply.rows] == [taken_2020], text
    assert engine.search("red summer 2019").query == 'red in:"summer 2019"'
    assert engine.names("red summer 2019")[0] == "red-1.jpg"
    assert {"red-0.jpg", "red-1.jpg", taken_2020} <= set(engine.names("in june")) and engine.names("五月") == []
    reply = engine.search("red last winter in:1999")
    assert reply.rows == [] and "“last winter” was read as in:" in reply.note
    assert engine.search('"last winter"').query == '"last winter"'
