"""What an engine that nobody asks anything gives back: freed memory that its allocator keeps, pages of the vectors.

A scan of a hundred thousand files, or a query that touches every vector, leaves a process larger than it needs to be
for what it does next, which for most of the day is nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading

#: After so long without a question or a file the engine rests.
REST_SECONDS = 30.0


def give_back() -> None:
    """Return freed memory to the system, on a thread (it takes some milliseconds); nothing happens where that is
    unknown."""
    threading.Thread(target=_trim, name="give back", daemon=True).start()


def _trim() -> None:
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            library.malloc_trim(0)
        elif sys.platform == "darwin":
            library.malloc_zone_pressure_relief(None, 0)
