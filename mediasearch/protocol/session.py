"""Beginning, end, and what every request may be answered with."""

from __future__ import annotations

from dataclasses import dataclass, field

from mediasearch.protocol.folders import RootInfo


@dataclass
class RaiseWindow:
    """From a second start: show the window that is already open.  Answered by :class:`Done`; also sent on to it."""

    request: int = 0
    roots: list[str] = field(default_factory=list)  #: folders named on the second command line


@dataclass
class Ping:
    """Are you listening?  Answered by :class:`Done` at once; wakes nothing that rests."""

    request: int


@dataclass
class Quit:
    """Finish the transaction under way and exit."""


@dataclass
class Ready:
    """First message of an engine: it can search now.  ``contents``: pictures in the library."""

    version: int
    library: str
    model: str  #: "" when no model could be loaded
    contents: int
    roots: list[RootInfo]
    paused: bool = False


@dataclass
class Failure:
    """What happened and what to do next.  ``request`` 0: not the answer to anything."""

    request: int
    title: str
    advice: str = ""


@dataclass
class Done:
    """The request was carried out."""

    request: int
