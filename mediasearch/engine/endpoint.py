"""The private local endpoint of the process that holds the writer lock.

A Unix socket (0600, in a 0700 folder), on Windows a named pipe that only the same user may open.  It speaks the same
lines as the engine's standard streams, so ``mediasearch index`` hands its folders over, ``search`` asks the engine that
has everything in memory, and a second window raises the first.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from mediasearch import protocol
from mediasearch.engine.clients import Client, read_messages
from mediasearch.errors import EngineLostError, MediaSearchError
from mediasearch.paths import Library, private_folder

log = logging.getLogger(__name__)

#: ``sockaddr_un.sun_path`` holds 108 bytes on Linux and 104 on macOS, including the terminating zero.
_LONGEST_SOCKET_PATH = 100


def address_for(library: Library) -> str:
    """Where the engine of ``library`` listens."""
    name = hashlib.sha256(os.fsencode(os.path.normcase(os.path.realpath(library.data)))).hexdigest()[:16]
    if os.name == "nt":
        return rf"\\.\pipe\mediasearch-{name}"
    inside = library.data / "engine.sock"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET_PATH:
        return str(inside)
    # Only a library deep below long folder names comes here; a socket cannot have so long a path.
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return str(private_folder(base / f"mediasearch-{os.getuid()}") / f"{name}.sock")


class Endpoint:
    """Accepts local peers on threads of its own and hands their messages to ``on_message(client, message)``."""

    def __init__(
        self,
        address: str,
        on_message: Callable[[Client, protocol.Message], None],
        on_joined: Callable[[Client], None],
        on_gone: Callable[[Client], None],
    ) -> None:
        self.address = address
        self._on_message = on_message
        self._on_joined = on_joined
        self._on_gone = on_gone
        self._accept = _listen(address)
        threading.Thread(target=self._serve, name="endpoint", daemon=True).start()

    def close(self) -> None:
        self._accept.close()

    def _serve(self) -> None:
        while (stream := self._accept.next()) is not None:
            threading.Thread(target=self._talk, args=(stream,), name="peer", daemon=True).start()

    def _talk(self, stream: BinaryIO) -> None:
        client = Client(stream, "local peer", self._on_gone)
        self._on_joined(client)
        try:
            read_messages(stream, lambda message: self._on_message(client, message))
        except (OSError, ValueError) as error:
            log.info("local peer: %s", error)
        finally:
            self._on_gone(client)
            client.close(0.5)
            with contextlib.suppress(OSError):
                stream.close()


class Stream(Protocol):
    """What a :class:`Connection` needs: lines in, bytes out."""

    def readline(self, /) -> bytes: ...
    def write(self, data: bytes, /) -> object: ...
    def flush(self) -> None: ...
    def close(self) -> None: ...


class Connection:
    """The asking side: ``request`` sends one command and waits for its answer; events meanwhile go to ``on_event``."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._number = 0
        self.on_event: Callable[[protocol.Message], None] = lambda event: None

    def send(self, command: protocol.Message) -> None:
        try:
            self._stream.write(protocol.encode(command))
            self._stream.flush()
        except OSError as error:
            raise _lost() from error

    def receive(self) -> protocol.Message:
        """The next message.  Raises :class:`EngineLostError` when the engine went away."""
        try:
            line = self._stream.readline()
        except OSError as error:
            raise _lost() from error
        if not line:
            raise _lost()
        return protocol.decode(line)

    def request(self, command: protocol.Command) -> protocol.Message:
        """The answer to ``command``.  Raises the engine's :class:`protocol.Failure` as :class:`MediaSearchError`."""
        self._number += 1
        command.request = self._number  # type: ignore[union-attr]
        self.send(command)
        while True:
            message = self.receive()
            if getattr(message, "request", None) != self._number or isinstance(message, protocol.RaiseWindow):
                self.on_event(message)
            elif isinstance(message, protocol.Failure):
                raise MediaSearchError(message.title, message.advice)
            else:
                return message

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()


def connect(address: str, timeout: float = 2.0) -> Connection | None:
    """A connection to the engine at ``address``, or None when nobody listens there."""
    try:
        if os.name == "nt":
            return Connection(_PipeStream.connect(address))
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        peer.settimeout(timeout)
        try:
            peer.connect(address)
        except OSError:
            peer.close()
            raise
        peer.settimeout(None)
        return Connection(_stream_of(peer))
    except OSError:
        return None


def _lost() -> EngineLostError:
    return EngineLostError("The indexing engine ended before it answered", "Start the command again.")


def _stream_of(peer: socket.socket) -> BinaryIO:
    stream = cast(BinaryIO, peer.makefile("rwb"))
    peer.close()  # the stream holds the socket open from here on
    return stream


class _UnixListener:
    def __init__(self, address: str) -> None:
        # The writer lock is held, so whatever lies at this address belongs to an engine that is gone.
        Path(address).unlink(missing_ok=True)
        self._address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._socket.bind(address)
        finally:
            os.umask(before)
        self._socket.listen(16)
        self._closed = False

    def next(self) -> BinaryIO | None:
        while not self._closed:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return None
            return _stream_of(peer)
        return None

    def close(self) -> None:
        self._closed = True
        with contextlib.suppress(OSError):  # the next engine puts its own there
            Path(self._address).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class _PipeListener:
    """Windows: ``multiprocessing.connection`` knows named pipes; one ``send_bytes`` is one message on the pipe."""

    def __init__(self, address: str) -> None:
        from multiprocessing.connection import Listener

        self._listener = Listener(address, "AF_PIPE")
        self._closed = False

    def next(self) -> BinaryIO | None:
        while not self._closed:
            # A peer that hangs up while it is being accepted raises; closing does too, and ends the loop.
            with contextlib.suppress(OSError):
                return _PipeStream.over(self._listener.accept())
        return None

    def close(self) -> None:
        self._closed = True
        self._listener.close()


class _PipeStream(io.RawIOBase):
    """A ``multiprocessing`` pipe connection as a byte stream."""

    def __init__(self, connection: object) -> None:
        self._connection = connection
        self._rest = b""

    @classmethod
    def over(cls, connection: object) -> BinaryIO:
        return cast(BinaryIO, io.BufferedRWPair(cls(connection), cls(connection), 1 << 16))

    @classmethod
    def connect(cls, address: str) -> BinaryIO:
        from multiprocessing.connection import Client as PipeClient

        return cls.over(PipeClient(address, "AF_PIPE"))

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not self._rest:
            try:
                self._rest = self._connection.recv_bytes()  # type: ignore[attr-defined]
            except EOFError:
                return 0
        taken = self._rest[: len(view)]
        view[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def write(self, data: object) -> int:
        body = bytes(data)  # type: ignore[call-overload]
        self._connection.send_bytes(body)  # type: ignore[attr-defined]
        return len(body)

    def close(self) -> None:
        if not self.closed:
            self._connection.close()  # type: ignore[attr-defined]
        super().close()


def _listen(address: str) -> _UnixListener | _PipeListener:
    return _PipeListener(address) if os.name == "nt" else _UnixListener(address)
