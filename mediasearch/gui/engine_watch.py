"""What the person hears about the engine: that it stopped, hangs, came back, cannot open the library or cannot save."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from mediasearch import protocol, reasons
from mediasearch.gui import messages, sentences
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.notice import Notice
from mediasearch.gui.pulse import Pulse
from mediasearch.gui.second_start import raise_other_window
from mediasearch.gui.status_line import StatusLine
from mediasearch.paths import Library

_TOPIC = "engine"
#: That no model answers; taken back when one does.
MODEL_TOPIC = "model"


class EngineWatch(QObject):
    """``end``: called when another window shows this library and has come to the front."""

    def __init__(
        self,
        client: EngineClient,
        notice: Notice,
        status: StatusLine,
        library: Library,
        roots: list[str],
        end: Callable[[], object],
    ) -> None:
        super().__init__(notice)
        self._client = client
        self._status = status
        self._notice = notice
        self._library = library
        self._roots = roots
        self._end = end
        self._died = False
        self.in_trouble = False
        pulse = Pulse(client, self)
        pulse.silent.connect(self._hangs)
        pulse.answered.connect(lambda: notice.take_back(_TOPIC))
        self._encoded = 0  # pictures that went through the model, as far as was told
        client.ready.connect(self._ready)
        client.died.connect(self._stopped)
        client.gave_up.connect(self._gave_up)
        client.busy.connect(self._busy)
        client.refused.connect(self._refused)
        client.failure.connect(self._heard)
        client.problems_changed.connect(lambda _: self.look_again() if self.in_trouble else None)
        client.progress.connect(self._take_progress)

    def _ready(self) -> None:
        self._notice.take_back(_TOPIC)
        self._show_trouble("")
        if self._died:
            self._died = False
            self._notice.say(self.tr("The search engine had stopped and was started again."))

    def _stopped(self) -> None:
        self._died = True
        self._notice.keep(_TOPIC, self.tr("The search engine stopped. It is being started again…"))

    def _hangs(self) -> None:
        self._notice.keep(
            _TOPIC,
            self.tr("Search is not answering. Wait a moment, or restart it; nothing is lost."),
            (self.tr("Restart"), self._restart),
        )

    def _restart(self) -> None:
        self._notice.keep(_TOPIC, self.tr("The search engine is being started again…"))
        self._client.restart()

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

    # ------------------------------------------------------------------------------------------------ what it says

    def _heard(self, failure: protocol.Failure) -> None:
        """Something that is no answer.  What keeps the library from being written is a state, and stays until over."""
        if failure.request:
            return
        if failure.title == reasons.MODEL_BROKEN:
            self._notice.keep(MODEL_TOPIC, messages.failure(failure))
            return

        def listed(event: protocol.Event) -> None:
            self._show_engine_problem(event)
            if not self.in_trouble:
                self._notice.say(messages.failure(failure))

        self._client.request(protocol.ListProblems(0), listed)

    def _take_progress(self, progress: protocol.Progress) -> None:
        if progress.encoded > self._encoded:
            self._notice.take_back(MODEL_TOPIC)  # it works again
        self._encoded = progress.encoded

    def look_again(self) -> None:
        """Whether anything is wrong with the engine, and say so."""
        self._client.request(protocol.ListProblems(0), self._show_engine_problem)

    def _show_engine_problem(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.ProblemsReply):
            troubles = [each for each in event.problems if each.kind == "engine"]
            said = [sentences.joined(messages.reason(each), each.detail) for each in troubles]
            self._show_trouble(" ".join(said))

    def _show_trouble(self, sentence: str) -> None:
        self.in_trouble = bool(sentence)
        self._status.set_trouble(sentence)

    def show_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._library.logs)))
