"""An engine that hangs is told of, quietly, until it answers again; a sleep is no hanging engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui import pulse
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.pulse import MISSED, Pulse
from mediasearch.paths import Library
from tests.gui.conftest import OpenWindow
from tests.gui.window_support import shown, wait_until
from tests.support.engine import colour_engine
from tests.support.pictures import GROUNDS


@pytest.fixture
def client(qtbot: QtBot, library: Library) -> Iterator[EngineClient]:
    """Of the real engine, which is ready."""
    library.create()
    client = EngineClient(colour_engine(library, "window"))
    with qtbot.waitSignal(client.ready):
        client.start()
    yield client
    client.stop()


class Ticking(Pulse):
    """Ticks only when told, and notes what it says."""

    def __init__(self, client: EngineClient) -> None:
        super().__init__(client, QObject(client))
        self._timer.stop()
        self.said: list[str] = []
        self.silent.connect(lambda: self.said.append("silent"))
        self.answered.connect(lambda: self.said.append("answered"))

    def tick(self, times: int = 1) -> None:
        for _ in range(times):
            self._tick()


def catch_up(qtbot: QtBot, client: EngineClient) -> None:
    """Hear all that the engine was asked before."""
    heard: list[protocol.Event] = []
    client.request(protocol.Ping(0), heard.append)
    qtbot.waitUntil(lambda: bool(heard))


def test_only_ticks_without_an_answer_count(qtbot: QtBot, client: EngineClient) -> None:
    ticking, engine = Ticking(client), psutil.Process(client.pid)
    for _ in range(3 * MISSED):
        ticking.tick()
        catch_up(qtbot, client)
    engine.suspend()
    ticking.tick(1 + MISSED - 1)  # a question, and one tick too few
    engine.resume()
    catch_up(qtbot, client)
    assert ticking.said == []
    engine.suspend()
    ticking.tick(1 + MISSED)
    assert ticking.said == ["silent"]
    ticking.tick(MISSED)
    assert ticking.said == ["silent"], "once"
    engine.resume()
    catch_up(qtbot, client)
    assert ticking.said == ["silent", "answered"]


def test_an_engine_that_is_restarted_begins_anew(qtbot: QtBot, client: EngineClient) -> None:
    ticking = Ticking(client)
    psutil.Process(client.pid).suspend()
    ticking.tick(1 + MISSED)
    with qtbot.waitSignal(client.restarted):
        client.restart()
    ticking.tick()
    catch_up(qtbot, client)
    ticking.tick(MISSED)  # asked anew, and some missed
    catch_up(qtbot, client)
    assert ticking.said == ["silent"]


def test_the_window_says_that_search_hangs_and_a_click_restarts_it(
    qtbot: QtBot, open_window: OpenWindow, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "TICK_MS", 100)
    window = open_window(pictures)
    wait_until(qtbot, lambda: len(shown(window)) == len(GROUNDS))
    engine, notice = psutil.Process(window.client.pid), window.notice

    def hangs() -> bool:
        return notice.text().startswith("Search is not answering.")

    engine.suspend()
    wait_until(qtbot, hangs)
    engine.resume()
    wait_until(qtbot, lambda: not hangs())
    engine.suspend()
    wait_until(qtbot, hangs)
    assert notice.buttons[0].text() == "Restart"
    with qtbot.waitSignal(window.client.restarted), qtbot.assertNotEmitted(window.client.died):
        qtbot.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
        assert notice.text().endswith("is being started again…")
    assert not engine.is_running() and window.client.pid != engine.pid
    wait_until(qtbot, lambda: not notice.text())
    window.search_bar.line.setText("red")
    wait_until(qtbot, lambda: shown(window))
