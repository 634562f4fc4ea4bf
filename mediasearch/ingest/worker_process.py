"""What runs inside a decode worker: how it starts, and how it does one task.

Kept apart from the pool so that a worker imports Pillow and what decoding needs, and nothing else.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, MutableSequence
from typing import Any

from mediasearch.errors import FileError
from mediasearch.ingest.cores import keep_to
from mediasearch.ingest.decode import DecodeTask, decode_query
from mediasearch.ingest.seclusion import leave_the_network
from mediasearch.library.records import Decoded, Failed

_POSIX: bool = os.name == "posix"
#: Beyond the pool's own deadline: ends a worker that hangs in a decoder while its parent is dead.
_ALARM_GRACE_S = 15
_NICENESS = 10
#: Address space that is no picture: code, the threads' stacks, what the allocator keeps.
_OVERHEAD_BYTES = 512 * 1024 * 1024

_slots: MutableSequence[int] | None = None
_alarm_s = 0


def start(slots: Any, timeout_s: float, memory_mb: int, cores: int = 0) -> None:
    """Prepare this process.  ``slots``: shared numbers in which a task leaves the id of its process.  ``cores``: see
    :func:`mediasearch.ingest.cores.keep_to`."""
    global _slots, _alarm_s
    _slots, _alarm_s = slots, int(timeout_s) + _ALARM_GRACE_S
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the engine to handle
    if _POSIX:
        # The pool's handler would have to wait until the decoder returns to Python.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # The engine's standard output is its protocol; whatever a decoder prints must not get in between.
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    warnings.simplefilter("ignore")  # Pillow's complaints about other people's EXIF
    leave_the_network()
    _die_with_parent()
    _lower_priority()
    keep_to(cores)
    _limit_memory(memory_mb)
    _warm_up()


def decode_in_slot(slot: int, decode: Callable[[DecodeTask], Decoded], task: DecodeTask) -> Decoded | Failed:
    """One file."""
    with _visible(slot):
        try:
            return decode(task)
        except FileError as error:
            file = task.file
            return Failed(file.id, error.reason, error.detail, file.size, file.mtime_ns)
        except MemoryError:
            return Failed(task.file.id, "memory", "", task.file.size, task.file.mtime_ns)


def query_in_slot(slot: int, ticket: int, source: bytes | str, preprocess: Any, max_pixels: int) -> bytes | Failed:
    """One query picture."""
    with _visible(slot):
        try:
            return decode_query(source, preprocess, max_pixels)
        except FileError as error:
            return Failed(ticket, error.reason, error.detail)
        except MemoryError:
            return Failed(ticket, "memory")


@contextlib.contextmanager
def _visible(slot: int) -> Any:
    """Tell the pool which process has the task in hands."""
    if _slots is not None:
        _slots[slot] = os.getpid()
    if _POSIX:
        signal.alarm(_alarm_s)
    try:
        yield
    finally:
        if _POSIX:
            signal.alarm(0)
        if _slots is not None:
            _slots[slot] = 0


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def wait() -> None:
        multiprocessing.connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def _lower_priority() -> None:
    with contextlib.suppress(OSError):
        if _POSIX:
            os.nice(_NICENESS)
        else:
            import psutil

            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)


def _limit_memory(memory_mb: int) -> None:
    """A sudden appetite fails inside the decoder, before the pool's poll has seen it.  Linux only: elsewhere the
    limit does not exist or does nothing."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - spares importing pathlib
        used = int(statm.read().split()[0]) * resource.getpagesize()
    limit = used + memory_mb * 1024 * 1024 + _OVERHEAD_BYTES
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _warm_up() -> None:
    """Import the decoders of most pictures now, so that the first one is not late."""
    from PIL import JpegImagePlugin, PngImagePlugin  # noqa: F401
