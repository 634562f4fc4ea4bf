"""The messages between the engine and whoever asks it: the window, a second window, the command line.

They are independent of their transport: one dataclass, one JSON object on one line, ASCII only (so neither newline
nor code-page translation can harm it).  Paths travel as ``str`` with surrogate escapes and come back byte for byte.
Unknown fields are ignored and missing ones take their default, so a newer peer can talk to an older one.

A message with a ``request`` number gets exactly one answer carrying the same number: the reply named in its docstring
or :class:`Failure`.  Every other event arrives when there is something to tell.
"""

from __future__ import annotations

import base64
import json
import sys
import types
import typing
from array import array
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Union, get_args, get_origin

VERSION = 1

# ---------------------------------------------------------------------------------------------- records in messages


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


@dataclass
class Hit:
    """One result: a content, with all the files that hold it.  ``score`` is larger for better, without unit."""

    content: int
    rank: int
    score: float
    kind: str  #: image or video
    width: int
    height: int
    taken_at: str | None  #: local ISO 8601
    path: str  #: absolute; the first file that is online
    files: list[str] = field(default_factory=list)  #: absolute paths, online ones first
    online: bool = True
    thumbnail: str | None = None  #: absolute path of a JPEG to load, None while there is none
    palette: str = ""  #: "rrggbb" colours joined by commas, the dominant one first; may be empty
    frame_ms: int | None = None
    size: int = 0  #: bytes of the file at ``path``
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass
class Problem:
    """A file that could not be read, or a root in trouble.  ``kind``: file, root-offline, root-held, engine."""

    id: int
    kind: str
    path: str
    reason: str  #: a code of :mod:`mediasearch.reasons`, or a sentence for kinds other than file
    detail: str = ""
    root: int = 0
    since: float = 0.0  #: seconds since the epoch


@dataclass
class QueryImage:
    """A picture inside a query: exactly one of a file, encoded bytes (base64) or a content already in the library."""

    path: str | None = None
    data: str | None = None
    content: int | None = None
    weight: float = 1.0  #: negative means *less like this*


# -------------------------------------------------------------------------------------------------- client → engine


@dataclass
class Search:
    """Answered by :class:`SearchReply`.  No text and no image means everything, newest first.

    ``text`` is in the language of :mod:`mediasearch.search.grammar`.
    """

    request: int
    text: str = ""
    images: list[QueryImage] = field(default_factory=list)
    limit: int = 500
    page: int = 100  #: rows to send with the answer


@dataclass
class Rows:
    """Rows ``start`` to ``stop`` of an earlier result; answered by :class:`RowsReply`."""

    request: int
    result: int
    start: int
    stop: int


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
class MakeThumbnail:
    """Ask for a preview that is missing; :class:`ThumbnailReady` follows when there is one.  No direct answer."""

    content: int


@dataclass
class RaiseWindow:
    """From a second start: show the window that is already open.  Answered by :class:`Done`; also sent on to it."""

    request: int = 0
    roots: list[str] = field(default_factory=list)  #: folders named on the second command line


@dataclass
class Quit:
    """Finish the transaction under way and exit."""


# -------------------------------------------------------------------------------------------------- engine → client


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


@dataclass
class SearchReply:
    """``count`` hits; ``contents`` are all their content ids in order (:func:`pack`); ``rows`` is the first page."""

    request: int
    result: int
    count: int
    total: int  #: contents that passed the filters
    indexed: int  #: files whose content has an embedding of the active model
    files: int  #: files known in all, indexed or not
    contents: str
    rows: list[Hit]
    model: str = ""
    generation: int = 0
    note: str = ""  #: a sentence for the person about this query, such as that no photo passes its filters


@dataclass
class RowsReply:
    request: int
    result: int
    start: int
    rows: list[Hit]


@dataclass
class StatusReply:
    """``skipped`` counts files by reason code; ``failed`` lists the problems of kind file."""

    request: int
    model: str
    vectors: int
    roots: list[RootInfo]
    failed: list[Problem]
    skipped: dict[str, int]
    encoded: int = 0  #: as in :class:`Progress`


@dataclass
class ProblemsReply:
    request: int
    problems: list[Problem]


@dataclass
class Progress:
    """The indexing line.  ``state``: idle, scanning, indexing, paused."""

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


@dataclass
class ThumbnailReady:
    content: int
    path: str | None  #: None: no preview can be made


Command = Union[
    Search, Rows, AddRoots, RemoveRoot, Rescan, SetPaused, GetStatus, ListProblems, RetryFiles, IgnoreFiles,
    ConfirmMissing, MakeThumbnail, RaiseWindow, Quit,
]  # fmt: skip
Event = Union[
    Ready, Failure, Done, SearchReply, RowsReply, StatusReply, ProblemsReply, Progress, RootsChanged, LibraryChanged,
    ProblemsChanged, ThumbnailReady, RaiseWindow,
]  # fmt: skip
Message = Union[Command, Event]

_TYPES: dict[str, type] = {kind.__name__: kind for kind in (*get_args(Command), *get_args(Event))}


class ProtocolError(ValueError):
    """The peer sent something that is no message; the connection is not to be trusted any further."""


def encode(message: Message) -> bytes:
    """One line, ASCII, ending in a newline."""
    body = {"type": type(message).__name__, **_plain(message)}
    return json.dumps(body, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def decode(line: bytes | str) -> Message:
    """The message on ``line``.  Raises :class:`ProtocolError` for anything that is none."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise ProtocolError("not an object with a type")
    kind = _TYPES.get(body["type"])
    if kind is None:
        raise ProtocolError(f"unknown message {body['type']!r}")
    return typing.cast(Message, _record(kind, body))


def pack(ids: typing.Iterable[int]) -> str:
    """Content ids as base64 of little-endian 64-bit integers; a million of them are 11 MB instead of 20."""
    numbers = array("q", ids)
    if _BIG_ENDIAN:
        numbers.byteswap()
    return base64.b64encode(numbers.tobytes()).decode("ascii")


def unpack(text: str) -> array[int]:
    """The inverse of :func:`pack`.  Raises :class:`ProtocolError`."""
    numbers = array("q")
    try:
        numbers.frombytes(base64.b64decode(text, validate=True))
    except ValueError as error:
        raise ProtocolError(f"ids: {error}") from error
    if _BIG_ENDIAN:
        numbers.byteswap()
    return numbers


_BIG_ENDIAN = array("H", b"\x00\x01")[0] == 1
_HINTS: dict[type, dict[str, Any]] = {}


def _plain(record: Any) -> dict[str, Any]:
    return {part.name: _value(getattr(record, part.name)) for part in fields(record)}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    return _plain(value) if is_dataclass(value) else value


def _record(kind: type, body: dict[str, Any]) -> Any:
    hints = _HINTS.get(kind)
    if hints is None:
        hints = _HINTS[kind] = typing.get_type_hints(kind)
    known = {part.name: body[part.name] for part in fields(kind) if part.name in body}
    try:
        return kind(**{name: _checked(value, hints[name], name) for name, value in known.items()})
    except TypeError as error:
        raise ProtocolError(f"{kind.__name__}: {error}") from error


def _checked(value: Any, hint: Any, name: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        (hint,) = (part for part in get_args(hint) if part is not type(None))
        origin = get_origin(hint)
    if origin is list and isinstance(value, list):
        (inner,) = get_args(hint)
        return [_checked(item, inner, name) for item in value]
    if origin is dict and isinstance(value, dict):
        inner = get_args(hint)[1]
        return {key: _checked(item, inner, name) for key, item in value.items()}
    if is_dataclass(hint) and isinstance(value, dict):
        return _record(typing.cast(type, hint), value)
    if hint is float and type(value) in (int, float):
        # json reads 1e999, NaN and numbers of any length; encode() writes none of them.
        if -sys.float_info.max <= value <= sys.float_info.max:
            return float(value)
    elif origin is None and type(value) is hint:
        return value
    raise ProtocolError(f"{name}: expected {hint}, got {type(value).__name__}")
