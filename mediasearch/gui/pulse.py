"""Whether the engine listens: a process that hangs says nothing, and nobody would tell the person."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from mediasearch import protocol
from mediasearch.gui.engine_client import EngineClient

#: The engine is asked this often (milliseconds),
TICK_MS: Final = 3000
#: and hangs when it has not answered after so many more.  Ticks are counted and not time: none comes while the computer
#: sleeps or this window is stopped, and afterwards the engine has most of them to wake up in.
MISSED: Final = 4


class Pulse(QObject):
    """``silent``: the engine does not answer any more; ``answered``: it does again."""

    silent = Signal()
    answered = Signal()

    def __init__(self, client: EngineClient, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._asked = 0  # the question that is not answered yet
        self._missed = 0
        client.ready.connect(self._begin)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _begin(self) -> None:
        """Another engine: what the last one was asked is forgotten."""
        self._asked = self._missed = 0

    def _tick(self) -> None:
        if not self._client.is_ready:
            return  # who waits for an engine to start is told so
        if not self._asked:
            self._asked = self._client.request(protocol.Ping(0), self._heard)
            return
        self._missed += 1
        if self._missed == MISSED:
            self.silent.emit()

    def _heard(self, event: protocol.Event) -> None:
        if event.request != self._asked:  # type: ignore[union-attr]  # it is an answer
            return
        was_silent = self._missed >= MISSED
        self._begin()
        if was_silent:
            self.answered.emit()
