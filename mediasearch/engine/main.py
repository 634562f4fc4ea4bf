"""The engine's process: takes the writer lock, speaks over its standard streams and the local endpoint."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from typing import NoReturn

from mediasearch import protocol
from mediasearch.engine import limits, rest
from mediasearch.engine.ahead import Ahead
from mediasearch.engine.clients import Client, DescriptorLines, read_messages
from mediasearch.engine.endpoint import Endpoint, address_for
from mediasearch.engine.engine import Engine
from mediasearch.engine.serving import Encoders, LightEncoders
from mediasearch.errors import LibraryBusyError, MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.filesystems import check_library_place
from mediasearch.library.lock import WriterLock
from mediasearch.paths import Library, private_opener
from mediasearch.settings import Settings

log = logging.getLogger(__name__)

#: Exit codes beside 0 and 1.
BUSY = 3


def run(
    library: Library,
    kind: str = "window",
    encoders: Encoders | None = None,
    on_battery: Callable[[], bool] = limits.on_battery,
    ahead: Ahead | None = None,
) -> int:
    """Serve ``library`` over standard input and output until the peer says Quit or closes its end.

    ``kind`` says who started this engine (``window`` or ``index``) and stands in the lock; a command on the command
    line was asked for now, so only a window's engine waits for the mains.  ``ahead``: where the text tower is being
    loaded, for those ``encoders`` that are used by default.  Returns the exit code:
    3 when another process holds the library, 1 when it cannot be opened; either way the peer has been told why.
    """
    rest.few_heaps()
    # A print in some library, or in a worker that inherited descriptor 1, must not reach the peer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    peer = Client(out, kind)
    lock = WriterLock(library)
    try:
        check_library_place(library)
        library.create()
        lock.acquire(kind)
        _log_to(library)
        encoders = encoders or LightEncoders(library.models, ahead=ahead)
        engine = _open(library, encoders, on_battery if kind == "window" else None)
    except (MediaSearchError, OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "new thread" not in str(error):
            raise  # a bug; the other is how Python says that the system's limit is reached
        peer.send(_failure(error))
        peer.close()
        lock.release()
        if ahead is not None:
            ahead.finish()
        return BUSY if isinstance(error, LibraryBusyError) else 1
    try:
        code = _serve(engine, library, lock, peer, window=kind == "window")
    finally:
        lock.release()
    _leave(code)


def _serve(engine: Engine, library: Library, lock: WriterLock, peer: Client, *, window: bool) -> int:
    endpoint: Endpoint | None = None
    try:
        endpoint = Endpoint(address_for(library), engine.received, engine.join, engine.leave)
        lock.announce(endpoint.address)
    except OSError as error:  # searching and indexing work without it
        log.warning("no local endpoint: %s", error)
    # An interrupt at the terminal goes to whoever started us as well, who then says Quit or closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: engine.quit())
    engine.join(peer, window=window)
    peer.when_gone(lambda _: engine.quit())  # what it was not told is lost: it begins anew with another engine
    threading.Thread(target=_listen, args=(engine, peer), name="stdin", daemon=True).start()
    try:
        engine.run()
    finally:
        if endpoint is not None:
            endpoint.close()
    return 0


def _leave(code: int) -> NoReturn:
    """End now.  Everything that matters is written; a runtime that is still loading on some thread would abort the
    process if the interpreter were taken down beneath it."""
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)


def _listen(engine: Engine, peer: Client) -> None:
    """End of standard input means exit: whoever started us is gone."""
    try:
        read_messages(DescriptorLines(0), lambda message: engine.received(peer, message))
    except (OSError, ValueError) as error:
        log.error("standard input: %s", error)
    engine.quit()


def _open(library: Library, encoders: Encoders, on_battery: Callable[[], bool] | None) -> Engine:
    settings = Settings(library.settings)
    catalog = Catalog.open(library)
    try:
        return Engine(
            library, settings, encoders, catalog, on_battery if settings.boolean("pause_on_battery") else None
        )
    except BaseException:
        catalog.close()
        raise


def _failure(error: MediaSearchError | OSError | RuntimeError) -> protocol.Failure:
    if isinstance(error, MediaSearchError):
        return protocol.Failure(0, error.title, error.advice)
    if isinstance(error, RuntimeError):
        return protocol.Failure(0, "The system lets Mediasearch start no more threads", "Close other programs.")
    place = f" ({error.filename})" if error.filename else ""
    return protocol.Failure(
        0,
        f"The library cannot be opened: {error.strerror}{place}",
        "Check the folder or choose another with --library.",
    )


def _log_to(library: Library) -> None:
    """Warnings and more into the library's log; descriptor 2 belongs to whoever started us."""

    class Private(RotatingFileHandler):
        def _open(self):  # type: ignore[no-untyped-def]
            return open(self.baseFilename, self.mode, encoding="utf-8", errors="replace", opener=private_opener)

    handler = Private(library.logs / "engine.log", maxBytes=1_000_000, backupCount=3, delay=True)
    logging.raiseExceptions = False  # a full disk must not fill the terminal with the logger's own troubles
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
