"""What watchdog tells us of one system, and what it tells only in its log."""

from __future__ import annotations

import logging
from collections.abc import Callable

import watchdog.events
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

_ATTRIBUTES: type[FileSystemEvent] | None = getattr(watchdog.events, "FileAttribEvent", None)

#: Opening and reading are left out: our own decoding would come back as events.
EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip
if _ATTRIBUTES is not None:
    EVENTS.append(_ATTRIBUTES)

# watchdog 7.1 logs this as an error when an emitter is stopped between two events, which is how all of them end.
logging.getLogger("watchdog.observers.inotify").addFilter(
    lambda record: "called when the thread is inactive" not in record.getMessage()
)


def is_done(event: FileSystemEvent) -> bool:
    """Whether its writer closed the file, or only attributes changed (the time that ``cp -p`` sets last, say).

    Version 7 of watchdog tells the latter from a change of content.
    """
    return isinstance(event, FileClosedEvent) or (_ATTRIBUTES is not None and isinstance(event, _ATTRIBUTES))


class Handler(FileSystemEventHandler):
    """Hands every event on, on watchdog's thread."""

    def __init__(self, happened: Callable[[FileSystemEvent], None]) -> None:
        self._happened = happened

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._happened(event)


class OverflowListener(logging.Handler):
    """watchdog says only in its log that the system lost events."""

    def __init__(self, overflowed: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._overflowed = overflowed
        self._logger = logging.getLogger("watchdog.observers")
        self._logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage().lower():
            self._overflowed()

    def close(self) -> None:
        self._logger.removeHandler(self)
        super().close()
