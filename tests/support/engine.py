"""A running engine for tests: start it, ask it, wait until it says what is expected, end it or kill it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mediasearch import protocol
from mediasearch.engine.endpoint import Connection
from mediasearch.engine.launch import _Pipes
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from tests.support.encoders import encoded
from tests.support.load import PATIENCE

CHECKOUT = Path(__file__).parents[2]

_T = TypeVar("_T")


def colour_engine(library: Library, kind: str = "index", seconds: float = 0.0) -> list[str]:
    """The command line of an engine that uses the deterministic colour encoder."""
    log = library.data.parent / "encoded.log"
    place = ["--library", str(library.data), "--kind", kind, "--log", str(log), "--seconds", str(seconds)]
    return [sys.executable, "-m", "tests.support.engine_process", *place]


class RunningEngine:
    """An engine process.  Events are remembered in ``events``; :meth:`ask` returns the answer to a command."""

    def __init__(
        self, library: Library, command: list[str] | None = None, environment: dict[str, str] | None = None
    ) -> None:
        self.library = library
        self.process = subprocess.Popen(
            command or colour_engine(library),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            env=environment,
        )
        self.connection = Connection(_Pipes(self.process))
        self.events: list[protocol.Message] = []
        self.connection.on_event = self.events.append
        self.first = self.connection.receive()

    def ask(self, command: protocol.Command) -> protocol.Message:
        return self.connection.request(command)

    def status(self) -> protocol.StatusReply:
        reply = self.ask(protocol.GetStatus(0))
        assert isinstance(reply, protocol.StatusReply)
        return reply

    @property
    def root(self) -> protocol.RootInfo:
        """What it says of the first folder."""
        return self.status().roots[0]

    def search(
        self, text: str = "", *images: protocol.QueryImage, limit: int = 500, stacked: bool = False
    ) -> protocol.SearchReply:
        """An answer with all its rows; pictures of one colour are twins to the colour encoder, so each is a hit."""
        reply = self.ask(protocol.Search(0, text, list(images), limit=limit, page=limit, stacked=stacked))
        assert isinstance(reply, protocol.SearchReply)
        return reply

    def names(self, text: str = "", *images: protocol.QueryImage) -> list[str]:
        """File names of the hits, in order."""
        return [Path(hit.path).name for hit in self.search(text, *images).rows]

    def add(self, *folders: Path) -> None:
        self.ask(protocol.AddRoots(0, [str(folder) for folder in folders]))

    def settled(self, patience: float = PATIENCE) -> protocol.StatusReply:
        """Wait until no root has anything to do."""
        return self.until(
            self.status, lambda status: all(root.state in ("ready", "offline") for root in status.roots), patience
        )

    def until(self, look: Callable[[], _T], good: Callable[[_T], bool], patience: float = PATIENCE) -> _T:
        """``look`` again and again until it is ``good``."""
        end = time.monotonic() + patience
        while not good(found := look()):
            assert time.monotonic() < end, f"still {found}"
            time.sleep(0.05)
        return found

    @property
    def encoded(self) -> int:
        """Pictures put through the encoder by all engines of this library."""
        return encoded(self.library.data.parent / "encoded.log")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.connection.close()

    def quit(self) -> int:
        """Ask it to end; its exit code."""
        with contextlib.suppress(MediaSearchError):
            self.connection.send(protocol.Quit())
        drain = threading.Thread(target=self._drain, daemon=True)
        drain.start()
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.kill()

    def _drain(self) -> None:
        with contextlib.suppress(Exception):
            while True:
                self.events.append(self.connection.receive())


@contextlib.contextmanager
def running(library: Library, command: list[str] | None = None) -> Iterator[RunningEngine]:
    """An engine that has said Ready, and ends with the context."""
    engine = RunningEngine(library, command)
    try:
        assert isinstance(engine.first, protocol.Ready), engine.first
        yield engine
    finally:
        engine.quit()


@contextlib.contextmanager
def indexed(library: Library, *folders: Path) -> Iterator[RunningEngine]:
    """The same, after it has indexed these folders."""
    with running(library) as engine:
        engine.add(*folders)
        engine.settled()
        yield engine
