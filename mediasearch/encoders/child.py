"""The child's end of :mod:`mediasearch.encoders.process`: load the model, then turn batches into vectors.

Messages over the pipe are plain bytes.  To the child: the pixels of one batch.  From it: one byte that says what
follows, then vectors as ``float32`` or a sentence as UTF-8.  :func:`text_main` does the same for texts, where torch has
to encode them, which the engine must not import.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Final, TypeVar

from mediasearch.encoders.base import ImageEncoder, TextEncoder
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READY: Final = 0
VECTORS: Final = 1
FAILED: Final = 2
UNUSABLE: Final = 3


def main(factory: Callable[[], ImageEncoder], connection: Connection, size: int) -> None:
    """Serve batches of ``uint8 (n, size, size, 3)`` until the other end is closed."""
    _settle()
    _be_patient()

    def encode(encoder: ImageEncoder, pixels: bytes) -> NDArray[np.float32]:
        import numpy as np

        return encoder.encode(np.frombuffer(pixels, np.uint8).reshape(-1, size, size, 3))

    _serve(factory, connection, encode)


def text_main(factory: Callable[[], TextEncoder], connection: Connection) -> None:
    """Serve lists of texts, as JSON, until the other end is closed; somebody waits for each answer."""
    _settle()
    _serve(factory, connection, lambda encoder, texts: encoder.encode(json.loads(texts)))


_Encoder = TypeVar("_Encoder")


def _serve(
    factory: Callable[[], _Encoder],
    connection: Connection,
    encode: Callable[[_Encoder, bytes], NDArray[np.float32]],
) -> None:
    try:
        encoder = factory()
    except Exception as error:  # whatever it is, the engine has to know
        _send(connection, UNUSABLE, _sentence(error))
        return
    import numpy as np

    _send(connection, READY)
    while True:
        try:
            request = connection.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            vectors = encode(encoder, request)
            if not np.isfinite(vectors).all():
                raise ArithmeticError("the vectors are not finite")
            _send(connection, VECTORS, np.ascontiguousarray(vectors, np.float32).tobytes())
        except Exception as error:
            _send(connection, FAILED, _sentence(error))


def _settle() -> None:
    """Be a good child: quiet, and gone when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then closes the pipe
    # The parent's standard input and output may be a protocol, which no library may read or print into.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2 if sys.stderr is not None else nothing, 1)
    os.close(nothing)
    sys.stdout = sys.stderr
    threading.Thread(target=_leave_with_parent, name="parent watch", daemon=True).start()


def _be_patient() -> None:
    """Everything else on this machine comes first."""
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
