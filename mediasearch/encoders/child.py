"""The child's end of :mod:`mediasearch.encoders.process`: load the model, then turn batches into vectors.

Messages over the pipe are plain bytes.  To the child: the pixels of one batch.  From it: one byte that says what
follows, then vectors as ``float32`` or a sentence as UTF-8.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Final

from mediasearch.encoders.base import ImageEncoder
from mediasearch.errors import MediaSearchError

READY: Final = 0
VECTORS: Final = 1
FAILED: Final = 2
UNUSABLE: Final = 3


def main(factory: Callable[[], ImageEncoder], connection: Connection, size: int) -> None:
    """Serve batches of ``uint8 (n, size, size, 3)`` until the other end is closed."""
    _settle()
    try:
        encoder = factory()
    except Exception as error:  # whatever it is, the engine has to know
        _send(connection, UNUSABLE, _sentence(error))
        return
    _send(connection, READY)
    import numpy as np

    while True:
        try:
            pixels = connection.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            vectors = encoder.encode(np.frombuffer(pixels, np.uint8).reshape(-1, size, size, 3))
            if not np.isfinite(vectors).all():
                raise ArithmeticError("the vectors are not finite")
            _send(connection, VECTORS, np.ascontiguousarray(vectors, np.float32).tobytes())
        except Exception as error:
            _send(connection, FAILED, _sentence(error))


def _settle() -> None:
    """Be a good child: quiet, patient, and gone when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then closes the pipe
    # The parent's standard input and output may be a protocol, which no library may read or print into.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2 if sys.stderr is not None else nothing, 1)
    os.close(nothing)
    sys.stdout = sys.stderr
    threading.Thread(target=_leave_with_parent, name="parent watch", daemon=True).start()
    import psutil

    own = psutil.Process()
    if sys.platform == "win32":
        own.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        own.nice(max(own.nice(), 10))


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)  # not sys.exit: the main thread may be in the middle of a network


def _send(connection: Connection, kind: int, body: bytes = b"") -> None:
    try:
        connection.send_bytes(bytes([kind]) + body)
    except OSError:
        os._exit(0)  # nobody listens any more


def _sentence(error: Exception) -> bytes:
    text = str(error) if isinstance(error, MediaSearchError) else f"{type(error).__name__}: {error}"
    return text.encode("utf-8", "replace")
