"""What is said to the engine and what it says, whatever process it is and however the lines travel."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mediasearch import protocol
from mediasearch.gui import sentences
from mediasearch.protocol import Command, Event, Failure

log = logging.getLogger("mediasearch.window.engine")

Answered = Callable[[Event], None]


class EngineTalk(QObject):
    """News of the engine arrive as the signal of their type.

    An answer to :meth:`request` goes to its callback (and to the signal of its type, where there is one).
    """

    ready = Signal(object)
    failure = Signal(object)
    done = Signal(object)
    search_reply = Signal(object)
    rows_reply = Signal(object)
    status_reply = Signal(object)
    problems_reply = Signal(object)
    progress = Signal(object)
    roots_changed = Signal(object)
    library_changed = Signal(object)
    problems_changed = Signal(object)
    thumbnail_ready = Signal(object)
    raise_window = Signal(object)
    marks_changed = Signal(object)
    searches_changed = Signal(object)
    models_changed = Signal(object)

    #: The engine is there again after it had died; whoever keeps state with it sends it anew.
    restarted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._answers: dict[int, Answered] = {}
        self._outbox: list[tuple[int, bytes]] = []
        self._was_ready = False  # some engine has been ready before
        self._is_ready = False  # this one is
        self._refusal: Failure | None = None
        self._told: protocol.Ready | None = None  # with the folders as they are now
        self._progress: protocol.Progress | None = None
        self._signals = {
            protocol.Ready: self.ready,
            protocol.Failure: self.failure,
            protocol.Done: self.done,
            protocol.SearchReply: self.search_reply,
            protocol.RowsReply: self.rows_reply,
            protocol.StatusReply: self.status_reply,
            protocol.ProblemsReply: self.problems_reply,
            protocol.Progress: self.progress,
            protocol.RootsChanged: self.roots_changed,
            protocol.LibraryChanged: self.library_changed,
            protocol.ProblemsChanged: self.problems_changed,
            protocol.ThumbnailReady: self.thumbnail_ready,
            protocol.RaiseWindow: self.raise_window,
            protocol.MarksChanged: self.marks_changed,
            protocol.SearchesChanged: self.searches_changed,
            protocol.ModelsChanged: self.models_changed,
        }

    @property
    def is_ready(self) -> bool:
        return self._is_ready

    def request(self, message: Command, answered: Answered | None = None) -> int:
        """Send ``message`` and return its number; ``answered`` gets the reply or the :class:`Failure`.

        A request that was under way when the engine died is never answered; ``restarted`` says so.  While no
        engine is ready, messages wait for the next one.
        """
        number = 0
        if hasattr(message, "request"):
            number = next(self._numbers)
            message.request = number
            if answered is not None:
                self._answers[number] = answered
        line = protocol.encode(message)
        if not (self._is_ready and self._write(line)):
            self._outbox.append((number, line))
        return number

    def forget(self, number: int) -> None:
        """The answer to ``number`` is no longer wanted; what has not been sent yet never will be."""
        self._answers.pop(number, None)
        self._outbox = [waiting for waiting in self._outbox if waiting[0] != number]

    # ------------------------------------------------------------------------------------------------ inside

    def _know_from(self, other: EngineTalk) -> None:
        """Go on with what ``other`` knows, and send what it has not sent yet."""
        self._numbers = other._numbers  # the engine may still answer what was asked there
        self._outbox, other._outbox = other._outbox, []
        self._was_ready, self._is_ready, self._refusal = other._was_ready, other._is_ready, other._refusal
        self._told, self._progress = other._told, other._progress

    def _write(self, line: bytes) -> bool:
        """Send ``line``; False when there is nobody to send it to."""
        raise NotImplementedError

    def _dispatch(self, message: object) -> None:
        sentences.take(message)
        if isinstance(message, protocol.Progress):
            self._progress = message
        elif isinstance(message, protocol.RootsChanged) and self._told is not None:
            self._told = replace(self._told, roots=message.roots)
        if isinstance(message, protocol.Ready):
            self._is_ready = True
            self._told, self._progress = message, None
            again, self._was_ready = self._was_ready, True
            waiting, self._outbox = self._outbox, []
            self.ready.emit(message)
            for _, line in waiting:
                self._write(line)
            if again:
                self.restarted.emit()
            return
        if isinstance(message, Failure) and not self._is_ready:
            self._refusal = message
            return  # said when the engine has ended, see _finished
        signal = self._signals.get(type(message))
        number = getattr(message, "request", 0)
        answered = self._answers.pop(number, None) if number else None
        if signal is not None:
            signal.emit(message)
        elif not number:
            log.warning("the engine sent a %s, which is not for a window", type(message).__name__)
        if answered is not None:
            answered(message)  # type: ignore[arg-type]
