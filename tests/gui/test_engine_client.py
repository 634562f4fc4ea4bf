"""The engine's life as the window sees it: it answers, it dies and comes back, it ends when told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui import engine_client
from mediasearch.gui.engine_client import EngineClient
from mediasearch.paths import Library
from tests.support.engine import CHECKOUT, colour_engine
from tests.support.load import budget

Scripted = Callable[..., EngineClient]


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """``scripted("serve", …)``: a started client whose engine follows these steps, one for each start."""
    monkeypatch.chdir(CHECKOUT)
    clients: list[EngineClient] = []

    def make(*steps: str) -> EngineClient:
        script = tmp_path / "script"
        script.write_text("\n".join(steps))
        client = EngineClient([sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
        clients.append(client)
        client.start()
        return client

    yield make
    for client in clients:
        client.stop()


def heard(tmp_path: Path) -> list[protocol.Message]:
    file = tmp_path / "script.heard"
    return [protocol.decode(line) for line in file.read_bytes().splitlines()] if file.exists() else []


def test_a_request_is_answered_by_the_real_engine(qtbot: QtBot, library: Library) -> None:
    library.create()
    client = EngineClient(colour_engine(library, "window"))
    answers: list[protocol.Event] = []
    # Asked before the engine is there: it waits.
    number = client.request(protocol.Search(0, "red"), answers.append)
    with qtbot.waitSignal(client.ready) as ready:
        client.start()
    assert ready.args[0].model == "colours"
    qtbot.waitUntil(lambda: bool(answers))
    assert isinstance(answers[0], protocol.SearchReply)
    assert answers[0].request == number
    client.stop()
    assert client.pid == 0


def test_what_the_engine_says_arrives_as_the_signal_of_its_type(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("serve")
    qtbot.waitUntil(lambda: client.is_ready)
    with qtbot.waitSignal(client.done) as done:
        number = client.request(protocol.Rescan(0))
    assert done.args[0] == protocol.Done(number)


def test_a_forgotten_answer_reaches_nobody(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("serve")
    answers: list[protocol.Event] = []
    client.forget(client.request(protocol.Search(0), answers.append))
    with qtbot.waitSignal(client.done):
        client.request(protocol.Rescan(0))
    assert answers == []


def test_what_is_forgotten_before_the_engine_is_there_is_never_asked(
    qtbot: QtBot, scripted: Scripted, tmp_path: Path
) -> None:
    client = scripted("serve")
    client.forget(client.request(protocol.Search(0, "d")))
    client.forget(client.request(protocol.Search(0, "do")))
    with qtbot.waitSignal(client.search_reply):
        client.request(protocol.Search(0, "dog"))
    assert [message.text for message in heard(tmp_path) if isinstance(message, protocol.Search)] == ["dog"]


@pytest.mark.expects_log("the engine ended with exit code 7")
def test_a_dead_engine_is_started_again(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("serve 1", "serve")
    qtbot.waitUntil(lambda: client.is_ready)
    before = client.pid
    with qtbot.waitSignals([client.died, client.restarted]):
        client.request(protocol.Rescan(0))
    assert client.is_ready
    assert client.pid != before


@pytest.mark.expects_log("the engine ended with exit code 7")
def test_what_was_asked_while_no_engine_was_there_is_asked_of_the_next(
    qtbot: QtBot, scripted: Scripted, tmp_path: Path
) -> None:
    client = scripted("exit 7", "serve")
    with qtbot.waitSignal(client.done):
        client.request(protocol.AddRoots(0, ["/somewhere"]))
    assert [type(message) for message in heard(tmp_path)] == [protocol.AddRoots]


@pytest.mark.expects_log("the engine ended with exit code 7")
def test_an_engine_that_keeps_dying_is_given_up_until_the_person_restarts_it(
    qtbot: QtBot, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_client, "RESTART_DELAYS", (0.0, 0.01, 0.02))
    deaths: list[float] = []
    client = scripted(*["exit 7"] * engine_client.DEATHS_ALLOWED, "serve")
    client.died.connect(lambda: deaths.append(time.monotonic()))
    with qtbot.waitSignal(client.gave_up):
        pass
    assert len(deaths) == engine_client.DEATHS_ALLOWED - 1
    assert client.pid == 0
    with qtbot.waitSignal(client.ready):
        client.start()


@pytest.mark.expects_log("the engine ended with exit code 7")
def test_nobody_is_said_to_be_at_work_when_the_engine_is_given_up(
    qtbot: QtBot, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_client, "RESTART_DELAYS", (0.0,))
    client = scripted(*["overworked"] * engine_client.DEATHS_ALLOWED)
    progress: list[protocol.Progress] = []
    roots: list[protocol.RootInfo] = []
    client.progress.connect(progress.append)
    client.roots_changed.connect(lambda event: roots.extend(event.roots))
    with qtbot.waitSignal(client.gave_up):
        pass
    assert progress[0].state == "indexing"
    assert progress[-1] == protocol.Progress("idle", problems=2)
    assert [(root.state, root.indexed, root.pending) for root in roots] == [("ready", 4, 6)]


@pytest.mark.expects_log("no message", "the engine ended")
def test_an_engine_that_says_something_else_is_not_trusted(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("babble", "serve")
    with qtbot.waitSignal(client.ready):
        pass
    assert client.is_ready


@pytest.mark.expects_log("could not be started", "exit code -1")
def test_an_engine_that_is_not_there_is_given_up(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_client, "RESTART_DELAYS", (0.0,))
    client = EngineClient([str(tmp_path / "missing")])
    with qtbot.waitSignal(client.gave_up):
        client.start()


def test_a_library_in_use_is_waited_for(qtbot: QtBot, scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_client, "BUSY_RETRY", 0.05)
    client = scripted("busy", "busy", "serve")
    told: list[protocol.Failure] = []
    client.busy.connect(told.append)
    qtbot.waitUntil(lambda: client.is_ready)
    assert [failure.advice for failure in told] == ["Wait a moment."] * 2


def test_a_library_that_cannot_be_opened_is_not_tried_again_and_again(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("refuse", "serve")
    with qtbot.waitSignal(client.refused) as refused:
        pass
    assert refused.args[0].title == "The library was made by a newer Mediasearch"
    qtbot.wait(200)
    assert client.pid == 0
    with qtbot.waitSignal(client.ready):
        client.start()


def test_an_engine_that_does_not_listen_ends_within_three_seconds(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("deaf")
    qtbot.waitUntil(lambda: client.is_ready)
    process = psutil.Process(client.pid)
    start = time.monotonic()
    client.stop()
    assert time.monotonic() - start < budget(3.0)
    assert not process.is_running()


def test_an_engine_is_restarted_for_new_settings_without_counting_as_a_death(qtbot: QtBot, scripted: Scripted) -> None:
    client = scripted("serve", "serve")
    qtbot.waitUntil(lambda: client.is_ready)
    before = client.pid
    with qtbot.waitSignal(client.restarted), qtbot.assertNotEmitted(client.died):
        client.restart()
    assert client.pid != before


def test_a_long_answer_that_comes_in_pieces_is_whole(qtbot: QtBot, tmp_path: Path) -> None:
    """Half a million ids are five megabytes on one line."""
    code = (
        "import sys; from mediasearch import protocol as p; out = sys.stdout.buffer\n"
        "out.write(p.encode(p.Ready(1, '', 'colours', 0, [])))\n"
        "out.write(p.encode(p.SearchReply(1, 1, 500000, 0, 0, 0, p.pack(range(500000)), []))); out.flush()\n"
        "sys.stdin.read()"
    )
    client = EngineClient([sys.executable, "-c", code])
    with qtbot.waitSignal(client.search_reply) as reply:
        client.start()
    assert protocol.unpack(reply.args[0].contents)[-1] == 499_999
    client.stop()
