"""A file of weights is told from everything else before anything loads it."""

from __future__ import annotations

import io
import json
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import SafetensorError
from safetensors.numpy import load, save

from mediasearch.errors import MediaSearchError
from mediasearch.models.weights import Tensor, read_header

GOOD = save({"a": np.zeros((2, 3), np.float32), "b": np.zeros(4, np.float16), "c": np.array(1.0, np.float64)})


def refused(path: Path, data: bytes) -> str:
    file = path / "weights.safetensors"
    file.write_bytes(data)
    with pytest.raises(MediaSearchError) as caught:
        read_header(file)
    assert caught.value.advice and caught.value.title.startswith("weights.safetensors ")
    return caught.value.title.removeprefix("weights.safetensors ")


def test_a_good_one(tmp_path: Path) -> None:
    file = tmp_path / "weights.safetensors"
    file.write_bytes(GOOD)
    assert read_header(file) == {"a": Tensor("F32", (2, 3)), "b": Tensor("F16", (4,)), "c": Tensor("F64", ())}


@pytest.mark.parametrize("keep", [len(GOOD) - 1, len(GOOD) // 2, 40])
def test_one_that_was_cut_short(tmp_path: Path, keep: int) -> None:
    assert refused(tmp_path, GOOD[:keep]) == "ends too early"


@pytest.mark.parametrize(
    "data", [b"", b"short", b"\x89PNG\r\n\x1a\n" + bytes(100), b"{}" * 50, bytes(1000), GOOD + b"x"]
)
def test_something_else(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "is no safetensors file"


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_pickle_under_a_false_name(tmp_path: Path, protocol: int) -> None:
    assert refused(tmp_path, pickle.dumps({"a": [1.0] * 50}, protocol)).startswith(
        "holds pickled weights, which can run"
    )


def test_what_torch_saves_under_a_false_name(tmp_path: Path) -> None:
    import torch

    buffer = io.BytesIO()
    torch.save({"a": torch.zeros(3)}, buffer)
    assert "can run any program" in refused(tmp_path, buffer.getvalue())


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"__metadata__": {"format": "pt"}},
        {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}},
        {"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 8]}},
        {"a": {"dtype": "X9", "shape": [2], "data_offsets": [0, 8]}},
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}},
        {"a": {"dtype": "F32", "shape": [float("inf")], "data_offsets": [0, 8]}},
        {"a": {"dtype": "F32", "data_offsets": [0, 8]}},
        {"a": 3},
        [1, 2],
    ],
)
def test_a_header_that_makes_no_sense(tmp_path: Path, header: object) -> None:
    body = json.dumps(header).encode()
    assert refused(tmp_path, struct.pack("<Q", len(body)) + body + bytes(8)) == "is no safetensors file"


@given(place=st.integers(0, 200), value=st.integers(0, 255))
def test_whatever_is_taken_the_real_library_takes_too(tmp_path: Path, place: int, value: int) -> None:
    data = bytearray(GOOD)
    data[place % len(data)] = value
    file = tmp_path / "weights.safetensors"
    file.write_bytes(data)
    try:
        taken = set(read_header(file))
    except MediaSearchError:
        return
    try:
        assert set(load(bytes(data))) == taken
    except (SafetensorError, TypeError) as error:  # it refuses more than we can know without the numbers
        raise AssertionError(f"taken, and then refused: {error}") from error
