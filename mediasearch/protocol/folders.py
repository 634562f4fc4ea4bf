"""Folders, their files, and how indexing goes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class RootInfo:
    """One folder the person added.  ``state``: ready, scanning, indexing, offline, paused."""

    id: int
    path: str
    state: str
    files: int = 0
    indexed: int = 0
    pending: int = 0
    failed: int = 0
    skipped: int = 0
    held: int = 0  #: files that vanished together and wait for the person's word
    polled: bool = False  #: on a network drive: what other computers change there is found by looking now and then


@dataclass
class Problem:
    """A file or folder that could not be read, or a root or the library in trouble.

    ``kind``: file, folder, root-offline, root-held, root-watch (the system does not tell all that happens in it), or
    engine (nothing can be written).
    """

    id: int
    kind: str
    path: str
    reason: str  #: a code of :mod:`mediasearch.reasons`, or a sentence for kinds other than file and folder
    detail: str = ""  #: of ``engine``: what to do about it; of ``root-held``: how many; else a technical remark
    root: int = 0
    since: float = 0.0  #: seconds since the epoch


@dataclass
class AddRoots:
    """Answered by :class:`Done`, or by :class:`Failure` when a folder cannot be added (the others are)."""

    request: int
    paths: list[str]


@dataclass
class RemoveRoot:
    """Forget a root: its rows, vectors and previews go, the files on disk stay.  Answered by :class:`Done`."""

    request: int
    root: int


@dataclass
class LocateRoot:
    """The root is at ``path`` now: its files moved together, or a drive has another letter.

    Answered by :class:`Done`, or by :class:`Failure` when that folder does not hold them.
    """

    request: int
    root: int
    path: str


@dataclass
class Exclude:
    """Leave folders or files out of the library (``on`` False: take them in again).  Answered by :class:`Done`.

    ``paths``: absolute.  Written into the ``.mediasearchignore`` of their root.
    """

    request: int
    paths: list[str]
    on: bool = True


@dataclass
class Rescan:
    """Scan one root again, or all (``root`` 0).  Answered by :class:`Done` when the scan was *started*."""

    request: int
    root: int = 0


@dataclass
class SetPaused:
    """Pause or resume indexing; searching goes on.  Answered by :class:`Done`."""

    request: int
    paused: bool


@dataclass
class GetStatus:
    """Answered by :class:`StatusReply`."""

    request: int


@dataclass
class ListProblems:
    """Answered by :class:`ProblemsReply`."""

    request: int


@dataclass
class RetryFiles:
    """Try failed files (problem ids; none means all of them) again.  Answered by :class:`Done`."""

    request: int
    problems: list[int] = field(default_factory=list)


@dataclass
class IgnoreFiles:
    """Never try these files (problem ids) again and stop listing them.  Answered by :class:`Done`."""

    request: int
    problems: list[int] = field(default_factory=list)


@dataclass
class ConfirmMissing:
    """The person's word on a held mass disappearance: forget the files, or keep waiting for them."""

    request: int
    root: int
    forget: bool


@dataclass
class StatusReply:
    """``skipped`` counts files by reason code; ``failed`` lists the problems of the kinds file and folder,
    ``troubles`` all others."""

    request: int
    model: str
    vectors: int
    roots: list[RootInfo]
    failed: list[Problem]
    skipped: dict[str, int]
    encoded: int = 0  #: as in :class:`Progress`
    troubles: list[Problem] = field(default_factory=list)


@dataclass
class ProblemsReply:
    request: int
    problems: list[Problem]


@dataclass
class Progress:
    """The indexing line.  ``state``: idle, scanning, indexing, paused, battery.

    ``battery``: it waits until the computer is plugged in; ``SetPaused(paused=False)`` means "index anyway".
    """

    state: str
    done: int = 0
    total: int = 0
    rate: float = 0.0  #: files a second over the last seconds
    seconds_left: float | None = None
    problems: int = 0
    skipped: int = 0
    encoded: int = 0  #: contents put through the encoder since this engine started


@dataclass
class RootsChanged:
    roots: list[RootInfo]


@dataclass
class LibraryChanged:
    """Contents came or went since the last such event; results may be asked for again."""

    generation: int
    contents: int
    added: int = 0
    removed: int = 0


@dataclass
class ProblemsChanged:
    count: int
