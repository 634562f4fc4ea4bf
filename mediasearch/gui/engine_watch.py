"""What the person hears about the engine: that it stopped, came back, or cannot serve this library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.notice import Notice
from mediasearch.gui.second_start import raise_other_window
from mediasearch.paths import Library

_TOPIC = "engine"


class EngineWatch(QObject):
    """``end``: called when another window shows this library and has come to the front."""

    def __init__(
        self, client: EngineClient, notice: Notice, library: Library, roots: list[str], end: Callable[[], object]
    ) -> None:
        super().__init__(notice)
        self._client = client
        self._notice = notice
        self._library = library
        self._roots = roots
        self._end = end
        self._died = False
        client.ready.connect(self._ready)
        client.died.connect(self._stopped)
        client.gave_up.connect(self._gave_up)
        client.busy.connect(self._busy)
        client.refused.connect(self._refused)

    def _ready(self) -> None:
        self._notice.take_back(_TOPIC)
        if self._died:
            self._died = False
            self._notice.say(self.tr("The search engine had stopped and was started again."))

    def _stopped(self) -> None:
        self._died = True
        self._notice.keep(_TOPIC, self.tr("The search engine stopped. It is being started again…"))

    def _gave_up(self) -> None:
        self._notice.keep(
            _TOPIC,
            self.tr("The search engine keeps stopping. Restart it, or look into the log for the reason."),
            (self.tr("Restart"), self._client.start),
            (self.tr("Show log"), self.show_logs),
        )

    def _busy(self, failure: protocol.Failure) -> None:
        if raise_other_window(self._library, self._roots):
            self._end()
            return
        self._notice.keep(
            _TOPIC, messages.failure(failure) + " " + self.tr("This window goes on as soon as the library is free.")
        )

    def _refused(self, failure: protocol.Failure) -> None:
        self._notice.keep(
            _TOPIC,
            messages.failure(failure),
            (self.tr("Try again"), self._client.start),
            (self.tr("Show log"), self.show_logs),
        )

    def show_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._library.logs)))
