"""Answers of a running engine: order by date, examples, stacks, and questions that come too late."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from mediasearch import protocol
from mediasearch.engine.queries import MOST_ROWS
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.library.album import Album, make_model
from tests.support.engine import RunningEngine, running
from tests.support.rainbow import rainbow


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """A picture of each colour, a month apart, and a smaller copy of the red one."""
    place = tmp_path_factory.mktemp("answers")
    paths = rainbow(place / "photos")
    for number, path in enumerate(paths):
        os.utime(path, (datetime(2023, 1 + number, 15, 12).timestamp(),) * 2)
    red = place / "photos" / "red-0.jpg"
    small = place / "photos" / "red-small.png"
    with Image.open(red) as image:
        image.resize((image.width // 2, image.height // 2)).save(small)
    os.utime(small, (datetime(2024, 1, 1).timestamp(),) * 2)
    with running(Library.at(place / "library")) as running_engine:
        running_engine.add(place / "photos")
        running_engine.settled()
        yield running_engine


def ask(engine: RunningEngine, text: str = "", **fields: object) -> protocol.SearchReply:
    reply = engine.ask(protocol.Search(0, text, page=500, **fields))  # type: ignore[arg-type]
    assert isinstance(reply, protocol.SearchReply)
    return reply


def names(reply: protocol.SearchReply) -> list[str]:
    return [Path(hit.path).name for hit in reply.rows]


def test_the_answer_says_what_was_understood_and_that_nobody_calibrated_the_model(engine: RunningEngine) -> None:
    reply = ask(engine, "  red   IN:2023 ")
    assert reply.query == "red in:2023" and reply.best is None
    assert {hit.band for hit in reply.rows} == {""} and reply.rows[0].why[-1] == "looks"


def test_by_date_has_months(engine: RunningEngine) -> None:
    for text in ("red", ""):
        reply = ask(engine, text, sort="date", stacked=False)
        dates = [hit.taken_at or "" for hit in reply.rows]
        assert dates == sorted(dates, reverse=True) and reply.best is None
        assert [(month.name, month.count) for month in reply.months][:2] == [("2024-01", 1), ("2023-12", 1)]
        assert sum(month.count for month in reply.months) == reply.count == 13


def test_examples_move_the_answer(engine: RunningEngine) -> None:
    content = {Path(hit.path).name: hit.content for hit in ask(engine, stacked=False).rows}
    plain = names(ask(engine, "red", stacked=False))
    moved = names(ask(engine, "red", stacked=False, more=[content["blue-0.jpg"]]))
    assert moved.index("blue-0.jpg") < plain.index("blue-0.jpg")
    assert names(ask(engine, more=[content["green-0.jpg"]]))[0] == "green-0.jpg"
    with pytest.raises(MediaSearchError, match="no longer in the library"):
        ask(engine, more=[999_999])


def test_near_duplicates_are_one_hit_that_opens(engine: RunningEngine) -> None:
    reply = ask(engine, "red")
    first = reply.rows[0]
    assert first.stack == 2 and names(reply)[0].startswith("red-")
    assert sum(name.startswith("red-") for name in names(reply)) == 1
    opened = engine.ask(protocol.Stack(0, reply.result, first.content))
    assert isinstance(opened, protocol.StackReply)
    assert {Path(hit.path).name for hit in opened.rows} == {"red-0.jpg", "red-small.png"}
    assert opened.bytes_spared == opened.rows[1].size
    assert len(ask(engine, "red", stacked=False).rows) == reply.count + reply.behind == reply.count + 1


def test_what_is_asked_too_late_or_of_nothing_is_a_sentence(engine: RunningEngine) -> None:
    with pytest.raises(MediaSearchError, match="too old"):
        engine.ask(protocol.Rows(0, 999_999, 0, 10))
    with pytest.raises(MediaSearchError, match="too old"):
        engine.ask(protocol.Stack(0, 999_999, 1))
    reply = ask(engine, "red")
    with pytest.raises(MediaSearchError, match="not among the results"):
        engine.ask(protocol.Stack(0, reply.result, 999_999))
    with pytest.raises(MediaSearchError, match="not in the library"):
        ask(engine, images=[protocol.QueryImage(content=999_999)])


def test_rows_come_in_bounded_pages_whoever_asks_for_all(library: Library, tmp_path: Path) -> None:
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model())
        Album(catalog, model, catalog.add_root(str(tmp_path / "away")).id).fill(MOST_ROWS + 250)
    with running(library) as engine:
        reply = engine.search(limit=2**31 - 1)
        more = engine.ask(protocol.Rows(0, reply.result, 50, 2**31 - 1))
        rest = engine.ask(protocol.Rows(0, reply.result, MOST_ROWS, MOST_ROWS + 500))
        assert isinstance(more, protocol.RowsReply) and isinstance(rest, protocol.RowsReply)
        contents = list(protocol.unpack(reply.contents))
    assert reply.count == len(contents) == MOST_ROWS + 250
    assert [hit.content for hit in reply.rows] == contents[:MOST_ROWS]
    assert [hit.content for hit in more.rows] == contents[50 : 50 + MOST_ROWS]
    assert [(hit.content, hit.rank) for hit in rest.rows] == [
        (content, rank) for rank, content in enumerate(contents[MOST_ROWS:], MOST_ROWS + 1)
    ]
