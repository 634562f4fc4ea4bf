"""The window's side of the engine: starts it, talks to it, restarts it when it dies, and ends it.

The engine is a child process; messages (:mod:`mediasearch.protocol`) go over its stdin and stdout as bytes, its stderr
goes into the log.  Nothing here ever waits, except :meth:`EngineClient.stop`, and that no longer than 2.5 s.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, SignalInstance

from mediasearch import protocol
from mediasearch.gui.engine_talk import Answered, EngineTalk
from mediasearch.protocol import Failure, Progress, RootsChanged

__all__ = ["Answered", "EngineClient"]

log = logging.getLogger("mediasearch.window.engine")
engine_log = logging.getLogger("mediasearch.window.engine.stderr")

#: Seconds to wait before each start after a death; the last one serves for all further deaths.
RESTART_DELAYS: Final = (0.0, 2.0, 5.0)
#: This many deaths within :data:`DEATHS_WINDOW` seconds, and we stop trying.
DEATHS_ALLOWED: Final = 5
DEATHS_WINDOW: Final = 60.0
#: While another process holds the library, ask again this often (seconds).
BUSY_RETRY: Final = 2.0
#: The engine's exit code for “another process holds this library”.
EXIT_BUSY: Final = 3
_AT_WORK: Final = frozenset({"scanning", "indexing"})
#: Milliseconds :meth:`EngineClient.stop` gives the engine to finish its transaction.
STOP_MS: Final = 2500


class EngineClient(EngineTalk):
    """One engine process, kept alive.  ``command``: program and arguments that start it."""

    #: The engine died unexpectedly and is being started again.
    died = Signal()
    #: Too many deaths: nothing happens until :meth:`start` is called.
    gave_up = Signal()
    #: Another process holds the library (:class:`Failure`); tried again every two seconds until it is free.
    busy = Signal(object)
    #: The engine cannot serve this library and said why (:class:`Failure`); nothing happens until :meth:`start`.
    refused = Signal(object)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._buffer = bytearray()
        self._searched = 0  # bytes of the buffer known to hold no newline
        self._deaths: deque[float] = deque()
        self._stopping = False
        self._restarting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._launch)
        self._process: QProcess | None = None

    @property
    def pid(self) -> int:
        """Process id of the running engine, 0 while there is none."""
        return int(self._process.processId()) if self._process is not None else 0

    # ------------------------------------------------------------------------------------------------ life

    def start(self) -> None:
        """Start the engine, also after it was given up."""
        self._deaths.clear()
        self._stopping = False
        if self._process is None:
            self._launch()

    def restart(self) -> None:
        """End the engine and start it again, so that it reads its settings anew; counts as no death."""
        process = self._process
        if process is None:
            self.start()
            return
        self._restarting = True
        self._is_ready = False
        process.write(protocol.encode(protocol.Quit()))
        process.closeWriteChannel()
        QTimer.singleShot(STOP_MS, process, process.kill)

    def stop(self) -> None:
        """Ask the engine to finish, wait at most 2.5 s, then kill it."""
        self._stopping = True
        self._timer.stop()
        self._answers.clear()
        self._outbox.clear()
        self._end_process()

    def successor(self) -> EngineClient:
        """Another client of the same engine, which goes on undisturbed; this one hears and sends nothing more.

        For a window that takes the place of another: whoever listened here does not listen there.
        """
        heir = EngineClient(self._command, self.parent())
        heir._know_from(self)
        heir._buffer, heir._searched = self._buffer, self._searched
        heir._deaths, heir._restarting = self._deaths, self._restarting
        process, self._process = self._process, None
        if process is not None:
            for signal, listens in self._heard_of(process):
                signal.disconnect(listens)
            process.setParent(heir)
            heir._listen(process)
        elif self._timer.isActive():
            heir._timer.start(max(self._timer.remainingTime(), 0))
        self.stop()
        return heir

    def tell_again(self) -> None:
        """Say how things are to those who came later."""
        if self._is_ready:
            self.ready.emit(self._told)
            if self._progress is not None:
                self.progress.emit(self._progress)
        elif self._process is None and not self._timer.isActive():
            if self._refusal is not None:
                self.refused.emit(self._refusal)
            else:
                self.gave_up.emit()

    def _end_process(self) -> None:
        process, self._process = self._process, None
        self._is_ready = False
        if process is None:
            return
        process.blockSignals(True)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.write(protocol.encode(protocol.Quit()))
            process.closeWriteChannel()
            if not process.waitForFinished(STOP_MS):
                # Nothing is lost: its catalog survives that at any moment, as it does a power cut.
                log.info("the engine did not end in time and was killed")
                process.kill()
                process.waitForFinished(400)
        self._drain_errors(process)
        process.deleteLater()

    def _launch(self) -> None:
        self._timer.stop()
        self._buffer.clear()
        self._searched = 0
        self._is_ready = False
        self._refusal = None
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONIOENCODING", "utf-8:backslashreplace")
        process.setProcessEnvironment(environment)
        self._listen(process)
        process.start(self._command[0], self._command[1:])

    def _listen(self, process: QProcess) -> None:
        self._process = process
        for signal, listens in self._heard_of(process):
            signal.connect(listens)

    def _heard_of(self, process: QProcess) -> list[tuple[SignalInstance, Callable[..., None]]]:
        return [
            (process.readyReadStandardOutput, self._read),
            (process.readyReadStandardError, self._read_errors),
            (process.finished, self._finished),
            (process.errorOccurred, self._error),
        ]

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            log.error("the engine could not be started: %s", self._process.errorString())
            self._finished(-1)

    def _finished(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._process = process  # for the last lines it wrote
        self._read()
        self._process = None
        self._drain_errors(process)
        process.deleteLater()
        self._is_ready = False
        self._answers.clear()
        if self._stopping:
            return
        if self._restarting:
            self._restarting = False
            self._launch()
            return
        if code == EXIT_BUSY:
            self.busy.emit(self._refusal or Failure(0, self.tr("Another program is using this library")))
            if not self._stopping:
                self._timer.start(round(BUSY_RETRY * 1000))
            return
        if self._refusal is not None:
            self.refused.emit(self._refusal)
            return
        log.error("the engine ended with exit code %s", code)
        now = time.monotonic()
        self._deaths.append(now)
        while self._deaths and now - self._deaths[0] > DEATHS_WINDOW:
            self._deaths.popleft()
        if len(self._deaths) >= DEATHS_ALLOWED:
            self._rest()
            self.gave_up.emit()
            return
        self.died.emit()
        delay = RESTART_DELAYS[min(len(self._deaths), len(RESTART_DELAYS)) - 1]
        self._timer.start(round(delay * 1000))

    def _rest(self) -> None:
        """Say that nobody is at work: what the engine said last of its work is no longer so."""
        if self._progress is not None:
            self._dispatch(Progress("idle", problems=self._progress.problems, skipped=self._progress.skipped))
        if self._told is not None:
            still = [replace(each, state="ready") if each.state in _AT_WORK else each for each in self._told.roots]
            self._dispatch(RootsChanged(still))

    # ------------------------------------------------------------------------------------------------ hearing

    def _read(self) -> None:
        process = self._process
        if process is None:
            return
        self._buffer += process.readAllStandardOutput().data()
        while process is self._process:
            end = self._buffer.find(b"\n", self._searched)
            if end < 0:
                self._searched = len(self._buffer)
                return
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            self._searched = 0
            try:
                message = protocol.decode(line)
            except protocol.ProtocolError as error:
                log.error("the engine said something that is no message: %s", error)
                process.kill()  # nothing after this can be trusted; it is started again
                return
            self._dispatch(message)

    def _write(self, line: bytes) -> bool:
        if self._process is not None:
            self._process.write(line)
        return self._process is not None

    def _read_errors(self) -> None:
        if self._process is not None:
            self._drain_errors(self._process)

    def _drain_errors(self, process: QProcess) -> None:
        text = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            if line.strip():
                engine_log.info("%s", line)
