"""One message on one line: dataclasses to JSON and back."""

from __future__ import annotations

import base64
import json
import sys
import types
import typing
from array import array
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin

from mediasearch.protocol.folders import (
    AddRoots,
    ConfirmMissing,
    Exclude,
    GetStatus,
    IgnoreFiles,
    LibraryChanged,
    ListProblems,
    LocateRoot,
    ProblemsChanged,
    ProblemsReply,
    Progress,
    RemoveRoot,
    Rescan,
    RetryFiles,
    RootsChanged,
    SetPaused,
    StatusReply,
)
from mediasearch.protocol.marks import (
    ConceptsReply,
    ListConcepts,
    ListSearches,
    Mark,
    MarksChanged,
    RemoveConcept,
    RemoveSearch,
    RenameSearch,
    SaveConcept,
    SaveSearch,
    SearchesChanged,
    SearchesReply,
)
from mediasearch.protocol.models import (
    Architectures,
    ArchitecturesReply,
    AskModelSize,
    DownloadModel,
    ImportModel,
    ListModels,
    ModelsChanged,
    ModelSize,
    ModelsReply,
    RemoveModel,
    StopModel,
    UseModel,
)
from mediasearch.protocol.searching import (
    FoldersReply,
    ListFolders,
    ListValues,
    MakeThumbnail,
    Rows,
    RowsReply,
    Search,
    SearchReply,
    Stack,
    StackReply,
    Suggest,
    Suggestions,
    ThumbnailReady,
    ValuesReply,
)
from mediasearch.protocol.session import (
    Done,
    Failure,
    Ping,
    Quit,
    RaiseWindow,
    Ready,
)

Command = Union[
    Search, Rows, Stack, Suggest, ListFolders, ListValues, MakeThumbnail, AddRoots, RemoveRoot, LocateRoot,
    Exclude, Rescan, SetPaused,
    GetStatus, ListProblems, RetryFiles, IgnoreFiles, ConfirmMissing, Mark, ListSearches, SaveSearch,
    RenameSearch, RemoveSearch, SaveConcept, ListConcepts, RemoveConcept, ListModels, AskModelSize,
    DownloadModel, ImportModel, StopModel, UseModel, RemoveModel, Architectures, RaiseWindow, Ping, Quit,
]  # fmt: skip
Event = Union[
    Ready, Failure, Done, SearchReply, RowsReply, StackReply, Suggestions, FoldersReply, ValuesReply, ThumbnailReady,
    StatusReply, ProblemsReply, Progress, RootsChanged, LibraryChanged, ProblemsChanged, MarksChanged,
    SearchesReply, SearchesChanged, ConceptsReply, ModelsReply, ModelsChanged, ModelSize, ArchitecturesReply,
    RaiseWindow,
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
    """Content ids as base64 of little-endian integers; a million of them are 5 MB.

    The first character says how many bytes each has: 4, or 8 where one is too large for that.  Nothing is "".
    """
    ids = ids if isinstance(ids, list | tuple | range | array) else list(ids)
    if not len(ids):
        return ""
    try:
        numbers = array("I", ids)
    except OverflowError:
        numbers = array("q", ids)
    if _BIG_ENDIAN:
        numbers.byteswap()
    return str(numbers.itemsize) + base64.b64encode(numbers.tobytes()).decode("ascii")


def unpack(text: str) -> array[int]:
    """The inverse of :func:`pack`.  Raises :class:`ProtocolError`."""
    if text and text[0] not in "48":
        raise ProtocolError("ids: of no known size")
    numbers = array("q" if text[:1] == "8" else "I")
    try:
        numbers.frombytes(base64.b64decode(memoryview(text.encode("ascii"))[1:], validate=True))
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
