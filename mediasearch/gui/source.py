"""A file that a decoder reads from, until somebody says that the picture is no longer wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QFileDevice

from mediasearch.gui import files
from mediasearch.opening import open_regular


class Source:
    """A :attr:`reader` as :func:`.files.reader` makes it; once :meth:`stop` was called, it finds the end of the file.

    A decoder can be ended in no other way, and a huge picture would keep the program from ending.  The descriptor is
    changed under the open file.  On Windows there is none: a decoder goes on to its end.  Raises ``OSError`` when the
    file cannot be opened.
    """

    def __init__(self, path: str, opened: Callable[[str], int] = open_regular) -> None:
        self._lock = Lock()
        self._closed = False
        self.reader = files.reader(path, opened)
        device = self.reader.device()
        self._descriptor = device.handle() if os.name == "posix" and isinstance(device, QFileDevice) else -1

    def stop(self) -> None:
        """From any thread: whoever reads finds the end of the file."""
        with self._lock:
            if not self._closed and self._descriptor >= 0:
                nothing = os.open(os.devnull, os.O_RDONLY)
                os.dup2(nothing, self._descriptor, inheritable=False)
                os.close(nothing)

    def close(self) -> None:
        """Nobody reads any more."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self.reader.device().close()
