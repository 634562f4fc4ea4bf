"""Marks on many pictures without keeping the loop: set some at a time, told as one change.

A mark of ten thousand pictures is some hundred short transactions, between which queries are answered.  Whoever asked
and all clients hear of it once, when all of it is done.  The next one begins after that, so an undo finds what it takes
back.  When nothing more can be written, what had been set is taken back: half a change would be nobody's wish.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediasearch import protocol
from mediasearch.engine.loop import URGENT, Loop
from mediasearch.errors import MediaSearchError
from mediasearch.library.marks import KINDS

if TYPE_CHECKING:
    from mediasearch.engine.clients import Client
    from mediasearch.library.catalog import Catalog

log = logging.getLogger(__name__)

#: The most contents that one message may mark; a grid of more is marked in parts.
MOST = 100_000
#: Contents marked in one turn of the loop: 2 ms of work.
SLICE = 100


@dataclass
class _Wish:
    client: Client
    command: protocol.Mark
    place: int = 0  #: so many of its contents have been looked at
    changed: list[int] = field(default_factory=list)  #: those whose mark is another one now
    error: MediaSearchError | None = None  #: why it could not go on; ``changed`` is being taken back since

    @property
    def done(self) -> bool:
        return not self.changed if self.error is not None else self.place >= len(self.command.contents)


class Marking:
    """Runs on the owner loop; one wish after the other, in the order in which they came."""

    def __init__(self, loop: Loop, catalog: Catalog, broadcast: Callable[[protocol.Event], None]) -> None:
        self._loop = loop
        self._catalog = catalog
        self._broadcast = broadcast
        self._wishes: deque[_Wish] = deque()

    def begin(self, client: Client, command: protocol.Mark) -> None:
        """Answered when all of it is done.  Raises ``MediaSearchError`` for what is not done at all."""
        if command.kind not in KINDS:
            raise MediaSearchError(f"There is no mark called “{command.kind}”", f"Use {', '.join(KINDS)}.")
        if len(command.contents) > MOST:
            raise MediaSearchError(f"More than {MOST:,} pictures cannot be marked at once", "Select fewer.")
        self._wishes.append(_Wish(client, command))
        if len(self._wishes) == 1:
            self._turn()

    def finish(self) -> None:
        """Do now what is still to do: the engine ends, and the person has seen it done."""
        while self._wishes:
            self._go_on()

    def _turn(self) -> None:
        self._go_on()
        if self._wishes:
            self._loop.post(self._turn, priority=URGENT)  # behind the queries that came meanwhile

    def _go_on(self) -> None:
        wish = self._wishes[0]
        try:
            self._slice(wish)
        except MediaSearchError as error:
            if wish.error is not None:  # not even that can be written, so what is left of it stays
                self._end(wish)
                return
            wish.error = error
        except Exception:
            log.exception("marks could not be set")
            wish.error = MediaSearchError("Something went wrong inside Mediasearch", "The log says more.")
            self._end(wish)
            return
        if wish.done:
            self._end(wish)

    def _slice(self, wish: _Wish) -> None:
        kind, on = wish.command.kind, wish.command.on
        if wish.error is None:
            part = wish.command.contents[wish.place : wish.place + SLICE]
            wish.changed += self._catalog.mark(part, kind, on=on)
            wish.place += SLICE
        else:
            self._catalog.mark(wish.changed[-SLICE:], kind, on=not on)
            del wish.changed[-SLICE:]

    def _end(self, wish: _Wish) -> None:
        self._wishes.popleft()
        command, error = wish.command, wish.error
        if error is not None:
            wish.client.send(protocol.Failure(command.request, error.title, error.advice))
        if wish.changed:
            self._broadcast(protocol.MarksChanged(command.kind, wish.changed, command.on))
        if error is None:
            wish.client.send(protocol.Done(command.request))
