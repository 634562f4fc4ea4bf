"""How a query is kept answered: the throttle, stale answers, and results that wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.query import Query
from mediasearch.gui.searching import BROWSE_LIMIT, QUERY_LIMIT, THROTTLE_MS, Searching
from tests.support.engine import CHECKOUT


class Bench:
    """A :class:`Searching` on a scripted engine, and what it said."""

    def __init__(self, qtbot: QtBot, script: Path) -> None:
        self.script = script
        self.client = EngineClient([sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
        self.may_move = True
        self.searching = Searching(self.client, lambda: self.may_move)
        self.answers: list[tuple[protocol.SearchReply, bool]] = []
        self.held: list[int] = []
        self.searching.answered.connect(lambda reply, same: self.answers.append((reply, same)))
        self.searching.held.connect(self.held.append)
        with qtbot.waitSignal(self.client.ready):
            self.client.start()

    def heard(self) -> list[protocol.Search]:
        file = self.script.with_suffix(".heard")
        lines = file.read_bytes().splitlines() if file.exists() else []
        return [message for line in lines if isinstance(message := protocol.decode(line), protocol.Search)]

    def texts(self) -> list[str]:
        return [message.text for message in self.heard()]

    def finds(self, *contents: int) -> None:
        """From now on, the engine finds these."""
        self.script.with_suffix(".finds").write_text(" ".join(map(str, contents)))

    def shown(self) -> list[int]:
        return list(protocol.unpack(self.answers[-1][0].contents)) if self.answers else []


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Bench]]:
    monkeypatch.chdir(CHECKOUT)
    made: list[Bench] = []

    def make(step: str = "serve", *contents: int) -> Bench:
        script = tmp_path / "script"
        script.write_text(step)
        script.with_suffix(".finds").write_text(" ".join(map(str, contents)))
        made.append(Bench(qtbot, script))
        return made[-1]

    yield make
    for each in made:
        each.client.stop()


def test_the_first_key_is_sent_at_once_and_the_last_one_always(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench()
    start = time.monotonic()
    for length in range(1, 9):
        made.searching.search(Query("sunshine"[:length]))
        qtbot.wait(15)
    typed = time.monotonic() - start
    qtbot.waitUntil(lambda: made.texts()[-1:] == ["sunshine"])
    assert made.texts()[0] == "s"
    assert len(made.texts()) <= typed * 1000 / THROTTLE_MS + 2
    qtbot.waitUntil(lambda: bool(made.answers))
    qtbot.wait(2 * THROTTLE_MS)
    assert made.texts().count("sunshine") == 1


def test_while_one_query_is_under_way_only_the_latest_waits(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench("hold")
    for text in ("d", "do", "dog", "dogs"):
        made.searching.search(Query(text))
        qtbot.wait(THROTTLE_MS)
    qtbot.waitUntil(lambda: made.texts() == ["d"])
    made.script.with_suffix(".go").touch()
    qtbot.waitUntil(lambda: made.texts() == ["d", "dogs"])
    # The answer for “d” came first and was not shown: the person had long typed on.
    qtbot.waitUntil(lambda: len(made.answers) == 1)
    assert made.answers[0][0].request == made.heard()[1].request


def test_nothing_asked_means_everything(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench()
    made.searching.search(Query("  "))
    qtbot.waitUntil(lambda: len(made.answers) == 1)
    made.searching.search(Query("dog "))
    qtbot.waitUntil(lambda: len(made.answers) == 2)
    assert [(message.text, message.limit) for message in made.heard()] == [("", BROWSE_LIMIT), ("dog", QUERY_LIMIT)]


def test_results_follow_the_library_while_nobody_looks_closely(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench("serve", 1, 2)
    made.searching.search(Query("dog"))
    qtbot.waitUntil(lambda: made.shown() == [1, 2])
    made.finds(3, 1, 2)
    for _ in range(20):
        made.searching.library_changed()
    qtbot.waitUntil(lambda: made.shown() == [3, 1, 2])
    assert made.answers[-1][1] is True
    assert len(made.heard()) == 2  # twenty changes, one question


def test_new_matches_wait_to_be_shown(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench("serve", 1, 2)
    made.searching.search(Query("dog"))
    qtbot.waitUntil(lambda: made.shown() == [1, 2])
    made.may_move = False
    made.finds(4, 3, 1, 2)
    made.searching.library_changed()
    qtbot.waitUntil(lambda: made.held == [2])
    assert made.shown() == [1, 2]
    made.searching.settle()  # still looking
    assert made.shown() == [1, 2]
    made.searching.show_held()
    assert made.shown() == [4, 3, 1, 2]
    assert made.held == [2, 0]


def test_waiting_matches_come_by_themselves_once_nobody_looks(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench("serve", 1)
    made.searching.search(Query("dog"))
    qtbot.waitUntil(lambda: made.shown() == [1])
    made.may_move = False
    made.finds(2)
    made.searching.library_changed()
    qtbot.waitUntil(lambda: made.held == [1])
    made.may_move = True
    made.searching.settle()
    assert made.shown() == [2]


def test_matches_that_only_left_are_held_too(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench("serve", 1, 2)
    made.searching.search(Query("dog"))
    qtbot.waitUntil(lambda: made.shown() == [1, 2])
    made.may_move = False
    made.finds(2)
    made.searching.library_changed()
    qtbot.waitUntil(lambda: made.held == [-1])


def test_a_new_query_forgets_what_waited(qtbot: QtBot, bench: Callable[..., Bench]) -> None:
    made = bench("serve", 1)
    made.searching.search(Query("dog"))
    qtbot.waitUntil(lambda: made.shown() == [1])
    made.may_move = False
    made.finds(1, 2)
    made.searching.library_changed()
    qtbot.waitUntil(lambda: made.held == [1])
    made.searching.search(Query("cat"))
    assert made.held == [1, 0]


def test_a_result_that_the_engine_forgot_is_replaced_even_while_somebody_looks(
    qtbot: QtBot, bench: Callable[..., Bench]
) -> None:
    made = bench("serve", 1)
    made.searching.search(Query("dog"))
    qtbot.waitUntil(lambda: made.shown() == [1])
    made.may_move = False
    made.finds(1, 2)
    made.searching.again()
    qtbot.waitUntil(lambda: made.shown() == [1, 2])
    assert made.answers[-1][1] is True
    assert made.held == []
