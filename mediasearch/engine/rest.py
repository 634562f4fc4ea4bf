"""What the engine gives back: freed memory that its allocator keeps and, when nobody asks, pages of the vectors.

A scan of a hundred thousand files, or a query that touches every vector, leaves a process larger than it needs to be
for what it does next, which for most of the day is nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

#: After so long without a question or a file the engine rests.
REST_SECONDS = 30.0
#: Days of changes without rest: what they leave behind is given back this often.
GIVE_BACK_SECONDS = 60.0
#: glibc's number of the setting, from malloc.h; by default there are eight heaps for each processor.
_M_ARENA_MAX, _ARENAS = -8, 2


def few_heaps() -> None:
    """Keep glibc from giving each of the engine's threads a heap of its own: each grows to its thread's largest
    moment and stays.  To be called before there are threads; the person's ``MALLOC_ARENA_MAX`` wins."""
    if sys.platform == "linux" and "MALLOC_ARENA_MAX" not in os.environ:
        with contextlib.suppress(OSError, AttributeError):  # a libc without it
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


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
