"""Starting an engine, or finding the one that already serves a library.  Imports nothing heavy."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator, Sequence

from mediasearch import protocol
from mediasearch.engine.endpoint import Connection, address_for, connect
from mediasearch.errors import LibraryBusyError, MediaSearchError
from mediasearch.paths import Library, program

#: How long an engine may take to open a library (a migration with its backup, a rebuilt index).
START_SECONDS = 120.0
#: How long a command waits for an engine that just started elsewhere, or is just ending.
PATIENCE_SECONDS = 10.0


def command(library: str | None, kind: str) -> list[str]:
    """The command line of an engine process.  ``library`` as given to ``--library``; None is the person's own."""
    place = ["--library", library] if library is not None else []
    return [*program(), "engine", "--kind", kind, *place]


def running(library: Library) -> Connection | None:
    """A connection to the engine that serves ``library`` now, past its Ready; None when there is none."""
    if not library.lock.exists():
        return None
    connection = connect(address_for(library))
    if connection is None:
        return None
    with contextlib.suppress(MediaSearchError, protocol.ProtocolError):
        if isinstance(connection.receive(), protocol.Ready):
            return connection
    connection.close()
    return None


@contextlib.contextmanager
def engine(library: Library, start: Sequence[str]) -> Iterator[tuple[Connection, bool]]:
    """The engine of ``library``, and whether it was started here; one started here ends with the context.

    Raises :class:`MediaSearchError` with the engine's own words when it cannot open the library.
    """
    from mediasearch.library.lock import read_holder

    last, began = read_holder(library), time.monotonic()
    while True:
        found = running(library)
        if found is not None:
            try:
                yield found, False
            finally:
                found.close()
            return
        holder = read_holder(library)
        if holder != last:  # of several that wait each has its turn: the clock starts anew with every holder
            last, began = holder, time.monotonic()
        opening = holder is not None and not holder.address
        patient = time.monotonic() - began < (START_SECONDS if opening else PATIENCE_SECONDS)
        if holder is not None and patient:
            # It is still opening the library, or about to leave it; a process started now would be refused.
            time.sleep(0.1)
            continue
        try:
            process, connection = _start(start)
        except LibraryBusyError:
            if not patient:
                raise
            continue  # somebody was quicker
        try:
            yield connection, True
        finally:
            with contextlib.suppress(MediaSearchError):
                connection.send(protocol.Quit())
            connection.close()
            try:
                process.wait(5.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return


def _start(start: Sequence[str]) -> tuple[subprocess.Popen[bytes], Connection]:
    process = subprocess.Popen(list(start), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    connection = Connection(_Pipes(process))
    try:
        first = connection.receive()
    except MediaSearchError as error:
        process.kill()
        process.wait()
        raise MediaSearchError("The indexing engine could not be started", "The messages above say why.") from error
    if isinstance(first, protocol.Failure):
        connection.close()
        code = process.wait()
        kind = LibraryBusyError if code == 3 else MediaSearchError
        raise kind(first.title, first.advice)
    return process, connection


class _Pipes:
    """A child's standard streams as the one stream of a :class:`Connection`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._to = process.stdin
        self._from = process.stdout
        self.write = self._to.write
        self.flush = self._to.flush
        self.readline = self._from.readline

    def close(self) -> None:
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError):
                stream.close()
