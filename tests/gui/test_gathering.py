"""The hits of a selection that is larger than what the grid has fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.gathering import PAGE, Gathering
from mediasearch.gui.results_model import ResultsModel
from mediasearch.protocol import Hit
from tests.gui.results_support import make_hits, reply


class Answering(EngineClient):
    """An engine that knows content = row + 1; what is in ``gone`` was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__([])
        self._dispatch(protocol.Ready(protocol.VERSION, "library", "colours", 0, []))
        self.asked: list[protocol.Rows] = []
        self.gone: set[int] = set()
        self.forgotten = False

    def request(self, message: Any, answered: Callable[[Any], None] | None = None) -> int:
        number = super().request(message, answered)
        self._outbox.clear()
        self.asked.append(message)
        hits = [
            hit for hit in make_hits(message.stop - message.start, start=message.start) if hit.content not in self.gone
        ]
        event: protocol.Event = protocol.RowsReply(number, message.result, message.start, hits)
        if self.forgotten:
            event = protocol.Failure(number, "The result is gone", "Search again.")
        QTimer.singleShot(0, self, lambda: self._dispatch(event))
        return number


def gather(qtbot: QtBot, model: ResultsModel, client: Answering, rows: range | list[int]) -> list[Hit] | None:
    gathering = Gathering(client, model, QObject(model))
    found: list[list[Hit] | None] = []
    gathering.gather(rows, found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert len(found) == 1
    return found[0]


def test_every_row_in_order_and_each_page_once(qtbot: QtBot) -> None:
    model, client = ResultsModel(), Answering()
    model.set_result(reply(make_hits(100), count=20_000))
    hits = gather(qtbot, model, client, range(20_000))
    assert hits is not None
    assert [hit.content for hit in hits] == list(range(1, 20_001))
    assert [(ask.start, ask.stop) for ask in client.asked] == [(at, at + PAGE) for at in range(0, 20_000, PAGE)]


def test_what_is_here_is_not_asked_for(qtbot: QtBot) -> None:
    model, client = ResultsModel(), Answering()
    model.set_result(reply(make_hits(100), count=20_000))
    hits = gather(qtbot, model, client, [3, 99, 7])
    assert hits is not None
    assert [hit.content for hit in hits] == [4, 100, 8]
    assert client.asked == []
    hits = gather(qtbot, model, client, [15_000, 3])
    assert hits is not None
    assert [hit.content for hit in hits] == [15_001, 4]
    assert len(client.asked) == 1


def test_what_was_removed_meanwhile_is_left_out(qtbot: QtBot) -> None:
    model, client = ResultsModel(), Answering()
    model.set_result(reply(make_hits(100), count=1000))
    client.gone = {500, 700}
    hits = gather(qtbot, model, client, range(1000))
    assert hits is not None
    assert [hit.content for hit in hits] == [content for content in range(1, 1001) if content not in client.gone]


def test_an_opened_stack_is_part_of_it(qtbot: QtBot) -> None:
    model, client = ResultsModel(), Answering()
    first = make_hits(100)
    first[1] = replace(first[1], stack=3)
    model.set_result(reply(first, count=600))
    model.open_stack(2, [replace(first[1], content=content) for content in (9001, 9002)])
    hits = gather(qtbot, model, client, range(model.rowCount()))
    assert hits is not None
    assert [hit.content for hit in hits] == [1, 2, 9001, 9002, *range(3, 601)]


def test_a_result_that_is_gone_is_said_and_a_new_wish_replaces_the_old(qtbot: QtBot) -> None:
    model, client = ResultsModel(), Answering()
    model.set_result(reply(make_hits(100), count=1000))
    client.forgotten = True
    assert gather(qtbot, model, client, range(1000)) is None
    client.forgotten = False
    gathering = Gathering(client, model, model)
    first: list[object] = []
    second: list[object] = []
    gathering.gather(range(1000), first.append)
    gathering.gather([999], second.append)
    qtbot.waitUntil(lambda: bool(second))
    qtbot.wait(20)
    assert first == []
