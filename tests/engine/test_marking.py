"""Many pictures are marked some at a time: queries come in between, and the change is one to whoever hears of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.engine.loop import URGENT, Loop
from mediasearch.engine.marking import SLICE, Marking
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.library.album import Album, make_model

COUNT = 2 * SLICE + 50


@dataclass
class Desk:
    """A loop that runs until nothing is left to do, and what a client was told."""

    catalog: Catalog
    contents: list[int]
    loop: Loop = field(default_factory=Loop)
    told: list[protocol.Event] = field(default_factory=list)
    answers: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.client = Client(self.answers, "test")
        self.marking = Marking(self.loop, self.catalog, self.told.append)

    def mark(self, contents: list[int], *, on: bool = True) -> None:
        self.loop.post(self.marking.begin, self.client, protocol.Mark(7, contents, "favourite", on), priority=URGENT)

    def run(self) -> None:
        self.loop.post(self.loop.stop)  # after everything that is urgent
        self.loop.run()

    def answered(self) -> list[protocol.Message]:
        self.client.close()
        return [protocol.decode(line) for line in self.answers.getvalue().splitlines()]

    @property
    def marked(self) -> set[int]:
        return set(self.catalog.marked("favourite"))


@pytest.fixture
def desk(library: Library) -> Iterator[Desk]:
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model())
        album = Album(catalog, model, catalog.add_root("/photos").id)
        yield Desk(catalog, album.fill(COUNT))


def test_a_query_comes_in_between_and_the_change_is_told_once(desk: Desk) -> None:
    between: list[tuple[int, int]] = []
    desk.mark(desk.contents)
    desk.loop.post(lambda: between.append((len(desk.marked), len(desk.told))), priority=URGENT)
    desk.run()
    assert between == [(SLICE, 0)]
    assert desk.marked == set(desk.contents)
    assert desk.told == [protocol.MarksChanged("favourite", desk.contents, True)]
    assert desk.answered() == [protocol.Done(7)]


def test_an_undo_waits_for_what_it_takes_back(desk: Desk) -> None:
    desk.mark(desk.contents[:1])
    desk.mark(desk.contents)
    desk.mark(desk.contents[1:], on=False)
    desk.run()
    assert desk.marked == {desk.contents[0]}
    assert desk.told == [
        protocol.MarksChanged("favourite", desk.contents[:1], True),
        protocol.MarksChanged("favourite", desk.contents[1:], True),
        protocol.MarksChanged("favourite", desk.contents[1:], False),
    ]


def test_half_a_change_is_taken_back_when_the_disk_fills(desk: Desk) -> None:
    desk.mark(desk.contents[:1])
    desk.mark(desk.contents)
    desk.loop.post(_no_more_pages, desk.catalog, priority=URGENT)  # after the first slice
    desk.run()
    assert desk.marked == {desk.contents[0]}
    assert len(desk.told) == 1
    done, failure = desk.answered()
    assert isinstance(done, protocol.Done) and isinstance(failure, protocol.Failure)
    assert "is full" in failure.title


def test_what_the_person_saw_done_is_done_when_the_engine_ends(desk: Desk) -> None:
    desk.marking.begin(desk.client, protocol.Mark(7, desk.contents, "favourite"))
    desk.marking.begin(desk.client, protocol.Mark(8, desk.contents[:10], "favourite", on=False))
    assert len(desk.marked) == SLICE
    desk.marking.finish()
    assert desk.marked == set(desk.contents[10:])
    assert desk.answered() == [protocol.Done(7), protocol.Done(8)]


def _no_more_pages(catalog: Catalog) -> None:
    with catalog.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
