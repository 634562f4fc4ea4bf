"""The log file of the window: what Qt, the engine's stderr and our own faults had to say.

One rotating file in the library's log folder, never shown to the person unless asked for.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from mediasearch.paths import private_opener

LOG_BYTES = 1_000_000
LOG_FILES = 3

log = logging.getLogger("mediasearch.window")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


#: What decoders say of a broken picture; the person reads in the window that it cannot be shown.
_DECODERS = ("qt.imageformats.", "qt.gui.imageio")


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating log file that only its owner can read: it names people's files."""

    def _open(self):  # type: ignore[no-untyped-def]
        return open(self.baseFilename, self.mode, encoding="utf-8", errors="backslashreplace", opener=private_opener)


def log_file(folder: Path) -> Path:
    return folder / "window.log"


def start(folder: Path) -> logging.Handler:
    """Send our log records and Qt's messages to ``folder``; returns the handler, to be passed to :func:`stop`."""
    handler = _PrivateFile(log_file(folder), maxBytes=LOG_BYTES, backupCount=LOG_FILES, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("mediasearch")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_from_qt)
    return handler


def stop(handler: logging.Handler) -> None:
    qInstallMessageHandler(None)
    logging.getLogger("mediasearch").removeHandler(handler)
    handler.close()


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = _LEVELS.get(kind, logging.INFO)
    if (context.category or "").startswith(_DECODERS):
        level = logging.DEBUG
    logging.getLogger("mediasearch.qt").log(level, "%s", message)


def install_excepthook(tell: Callable[[], None]) -> None:
    """Log what nobody caught, and ``tell`` the person that something went wrong (without the trace)."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("not caught", exc_info=(kind, error, trace))
        tell()

    sys.excepthook = hook
