"""A file that a decoder reads from, until somebody says that the picture is no longer wanted."""

from __future__ import annotations

import os
from threading import Lock
from typing import Final

from PySide6.QtCore import QFile, QFileDevice, QIODevice

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class Source:
    """``path`` byte for byte, whatever its name; once :meth:`stop` was called, :attr:`device` is at its end.

    A decoder can be ended in no other way, and a huge picture would keep the program from ending.  The descriptor is
    changed under the open file; a device written in Python would do the same, and deadlock: Qt calls it while it
    holds a lock that another thread waits for with the interpreter's.  Raises ``OSError`` when it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self._lock = Lock()
        self._descriptor = os.open(path, _FLAGS)
        self._closed = False
        self.device = QFile()
        if not self.device.open(
            self._descriptor, QIODevice.OpenModeFlag.ReadOnly, QFileDevice.FileHandleFlag.DontCloseHandle
        ):
            os.close(self._descriptor)
            raise OSError(self.device.errorString())

    def stop(self) -> None:
        """From any thread: whoever reads finds the end of the file."""
        with self._lock:
            if not self._closed:
                nothing = os.open(os.devnull, _FLAGS)
                os.dup2(nothing, self._descriptor, inheritable=False)
                os.close(nothing)

    def close(self) -> None:
        """Nobody reads any more."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self.device.close()
                os.close(self._descriptor)
