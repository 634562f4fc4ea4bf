"""Looking at a file of weights before anything loads it.

Safetensors hold numbers and nothing else (https://github.com/huggingface/safetensors, "Format"): eight bytes with the
length of a JSON header, the header, the numbers.  What torch pickles can run code when it is loaded, so it never is.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mediasearch.errors import MediaSearchError

#: What the safetensors library itself refuses to read.
MAX_HEADER: Final = 100_000_000

_BITS: Final = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip

PICKLES: Final = (".bin", ".pt", ".pth", ".ckpt", ".pkl")


@dataclass(frozen=True)
class Tensor:
    """One tensor of a header.  ``kind`` as safetensors writes it: ``F32``."""

    kind: str
    shape: tuple[int, ...]


def pickled(name: str) -> MediaSearchError:
    """Why pickled weights are not taken."""
    return MediaSearchError(
        f"{name} holds pickled weights, which can run any program when they are loaded",
        "Use a model in the safetensors format, which holds numbers only.",
    )


def read_header(path: Path, name: str = "") -> dict[str, Tensor]:
    """The tensors in a safetensors file, by name; nothing but its header is read.

    ``name`` is what to call it.  Raises :class:`MediaSearchError` when it is pickled, of another format or cut short,
    ``OSError`` when it cannot be read.
    """
    name = name or path.name
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        # A zip archive (what torch writes), or a bare pickle of protocol 2 and up.
        if start[:4] == b"PK\x03\x04" or (start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05"):
            raise pickled(name)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= MAX_HEADER:
            raise _foreign(name)
        if 8 + length > size:
            raise _short(name) if file.read(1) == b"{" else _foreign(name)
        header = file.read(length)
    try:
        body = json.loads(header)
        body.pop("__metadata__", None)
        tensors = {key: Tensor(str(value["dtype"]), tuple(map(int, value["shape"]))) for key, value in body.items()}
        spans = sorted((int(value["data_offsets"][0]), int(value["data_offsets"][1])) for value in body.values())
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise _foreign(name) from error
    if not tensors or not _fit(list(tensors.values()), spans):
        raise _foreign(name)
    if size < 8 + length + spans[-1][1]:
        raise _short(name)
    if size > 8 + length + spans[-1][1]:
        raise _foreign(name)
    return tensors


def _fit(tensors: list[Tensor], spans: list[tuple[int, int]]) -> bool:
    """Whether the numbers lie one after the other and are as many as the shapes say."""
    end = 0
    for first, last in spans:
        if first != end or last < first:
            return False
        end = last
    if any(tensor.kind not in _BITS or min(tensor.shape, default=0) < 0 for tensor in tensors):
        return False
    return end == sum(math.prod(tensor.shape) * _BITS[tensor.kind] // 8 for tensor in tensors)


def _foreign(name: str) -> MediaSearchError:
    return MediaSearchError(f"{name} is no safetensors file", "Choose the file that ends in .safetensors.")


def _short(name: str) -> MediaSearchError:
    return MediaSearchError(f"{name} ends too early", "Copy or download it again.")
