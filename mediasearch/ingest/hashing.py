"""The name of a content: a hash of its bytes, or for very large files of samples of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

FULL = "blake2b"
SAMPLED = "blake2b-sampled"

#: Up to here all bytes count, and a picture is read into memory once, to be hashed and decoded.
FULL_LIMIT = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_SLICES = 16


def hash_file(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The hash and how it was made, of a file of any size.  Raises ``OSError``."""
    with Path(path).open("rb") as file:
        return hash_stream(file, os.fstat(file.fileno()).st_size)


def hash_bytes(data: bytes) -> tuple[str, str]:
    """The same for the bytes of a whole file below :data:`FULL_LIMIT`."""
    return _new(data).hexdigest(), FULL


def hash_stream(file: BinaryIO, size: int) -> tuple[str, str]:
    """The same for an open file of ``size`` bytes.  Raises ``OSError``.

    From :data:`FULL_LIMIT` on, the head, the tail and slices between them are read, 18 MB in all, and the size is
    mixed in: reading a 4 GB video through would take a minute on a slow drive.
    """
    digest = _new()
    if size < FULL_LIMIT:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        return digest.hexdigest(), FULL
    digest.update(size.to_bytes(8, "little"))
    step = (size - _CHUNK) // (_SLICES + 1)
    for index in range(_SLICES + 2):
        file.seek(index * step if index <= _SLICES else size - _CHUNK)
        digest.update(file.read(_CHUNK))
    return digest.hexdigest(), SAMPLED


def _new(data: bytes = b"") -> hashlib.blake2b:
    return hashlib.blake2b(data, digest_size=20)
