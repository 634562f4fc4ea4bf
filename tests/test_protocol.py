"""Messages survive the wire whatever is in them, and nothing else is taken for one."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import types
import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch import protocol
from mediasearch.protocol import Hit, Progress, ProtocolError, QueryImage, RowsReply, Search, decode, encode

MESSAGES = sorted(
    {*typing.get_args(protocol.Command), *typing.get_args(protocol.Event)}, key=lambda kind: str(kind.__name__)
)

#: What ``os.fsdecode`` gives for any bytes: all characters, and a lone surrogate for each byte that is not UTF-8.
texts = st.text(st.characters() | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=["Cs"]))
integers = st.integers(-(2**63), 2**63 - 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
BASIC: dict[Any, st.SearchStrategy[Any]] = {str: texts, int: integers, float: numbers, bool: st.booleans()}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field declared as ``hint`` may hold."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([st.none() if part is type(None) else values(part) for part in inner])
    if origin is list:
        return st.lists(values(inner[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=3)
    return records(hint) if dataclasses.is_dataclass(hint) else BASIC[hint]


def records(kind: Any) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{part.name: values(hints[part.name]) for part in dataclasses.fields(kind)})


messages = st.one_of([records(kind) for kind in MESSAGES])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_message_comes_back_as_it_was_sent(kind: type, data: st.DataObject) -> None:
    message = data.draw(records(kind))
    line = encode(message)
    assert decode(line) == message
    assert decode(line.decode("ascii")) == message
    assert line.endswith(b"\n") and line.count(b"\n") == 1 and b"\r" not in line and line.isascii()


@given(st.binary(max_size=60).map(lambda name: b"/photos/" + name.replace(b"\0", b"")))
def test_a_file_name_of_any_bytes_comes_back_byte_for_byte(name: bytes) -> None:
    sent = Search(1, images=[QueryImage(path=os.fsdecode(name))])
    came = decode(encode(sent))
    assert isinstance(came, Search) and came.images[0].path is not None
    assert os.fsencode(came.images[0].path) == name


@given(messages, st.dictionaries(st.text(min_size=1).map(lambda name: f"new_{name}"), json_values, max_size=3))
def test_a_newer_peer_may_say_more(message: protocol.Message, news: dict[str, Any]) -> None:
    body = {**news, **json.loads(encode(message))}
    assert decode(json.dumps(body)) == message


def test_a_newer_peer_may_say_more_inside_a_row() -> None:
    hit = Hit(1, 1, 0.5, "image", 4, 3, None, "/a.jpg")
    body = json.loads(encode(RowsReply(1, 2, 0, [hit])))
    body["rows"][0]["mood"] = {"calm": True}
    assert decode(json.dumps(body)) == RowsReply(1, 2, 0, [hit])


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_an_older_peer_may_leave_out_what_has_a_default(kind: type, data: st.DataObject) -> None:
    message = data.draw(records(kind))
    defaults: dict[str, Any] = {}
    for part in dataclasses.fields(kind):
        if part.default is not dataclasses.MISSING:
            defaults[part.name] = part.default
        elif part.default_factory is not dataclasses.MISSING:
            defaults[part.name] = part.default_factory()
    body = {name: value for name, value in json.loads(encode(message)).items() if name not in defaults}
    assert decode(json.dumps(body)) == dataclasses.replace(message, **defaults)


@given(st.binary() | st.text())
def test_noise_is_no_message(noise: bytes | str) -> None:
    with pytest.raises(ProtocolError):
        decode(noise)


@given(json_values | st.fixed_dictionaries({"type": json_values}))
def test_other_json_is_no_message(body: Any) -> None:
    if isinstance(body, dict) and body.get("type") in ("Quit", "RaiseWindow"):
        return  # those two are complete without a field
    with pytest.raises(ProtocolError):
        decode(json.dumps(body))


@given(messages, st.data())
def test_a_field_of_a_wrong_kind_is_refused_or_harmless(message: protocol.Message, data: st.DataObject) -> None:
    body = json.loads(encode(message))
    body[data.draw(st.sampled_from(sorted(body)))] = data.draw(json_values)
    try:
        came = decode(json.dumps(body))
    except ProtocolError:
        return
    assert decode(encode(came)) == came


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"type": null}',
        '{"type": "Hit"}',  # a record, no message of its own
        '{"type": "__class__"}',
        '{"type": "Search"}',  # no request number
        '{"type": "Search", "request": true}',
        '{"type": "Search", "request": "1"}',
        '{"type": "Search", "request": 1, "text": null}',
        '{"type": "Search", "request": 1, "images": {}}',
        '{"type": "Search", "request": 1, "images": [1]}',
        '{"type": "StatusReply", "request": 1, "model": "", "vectors": 0, "roots": [], "failed": [], "skipped": []}',
        '{"type": "Progress", "state": "idle", "rate": NaN}',
        '{"type": "Progress", "state": "idle", "rate": Infinity}',
        '{"type": "Progress", "state": "idle", "rate": -1e999}',
        '{"type": "Progress", "state": "idle", "rate": 1' + "0" * 400 + "}",
        '{"type": "Search", "request": ' + "9" * 5000 + "}",
        "[" * 100_000,
        b'{"type": "Quit"}\xff',
        b"\xff\xfe{\x00",
    ],
    ids=lambda line: repr(line[:60]),
)
def test_a_broken_peer_is_noticed(line: bytes | str) -> None:
    with pytest.raises(ProtocolError):
        decode(line)


@pytest.mark.parametrize("score", [math.nan, math.inf])
def test_what_json_cannot_say_is_not_sent(score: float) -> None:
    with pytest.raises(ValueError):
        encode(Progress("idle", rate=score))


@given(st.lists(integers))
def test_packed_ids_come_back(ids: list[int]) -> None:
    assert protocol.unpack(protocol.pack(ids)).tolist() == ids


def test_packed_ids_are_the_same_on_every_machine() -> None:
    assert protocol.pack([1, 258]) == "4AQAAAAIBAAA="
    assert protocol.pack([1, -1]) == "8AQAAAAAAAAD//////////w=="
    assert protocol.pack([]) == ""


@given(st.text())
def test_noise_is_no_packed_ids(noise: str) -> None:
    try:
        ids = protocol.unpack(noise)
    except ProtocolError:
        return
    assert protocol.unpack(protocol.pack(ids)) == ids
