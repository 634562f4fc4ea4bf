"""Many small pictures quickly: what counts is that each is a file and a content of its own."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path


def tiny_png(number: int) -> bytes:
    """A valid PNG of 16 × 16 pixels that no other ``number`` gives: some hundred bytes, ten microseconds."""
    ground = bytes((number * 37 % 256, number * 101 % 256, number * 197 % 256))
    mark = number.to_bytes(6, "big")
    rows = [b"\0" + ground * 16 for _ in range(15)] + [b"\0" + mark + ground * 14]
    header = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def many(folder: Path, count: int, start: int = 0, each: int = 500) -> None:
    """``count`` pictures in folders of ``each``."""
    for first in range(start, start + count, each):
        place = folder / f"{first:07}"
        place.mkdir(parents=True, exist_ok=True)
        for number in range(first, min(first + each, start + count)):
            (place / f"{number:07}.png").write_bytes(tiny_png(number))
