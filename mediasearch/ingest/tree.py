"""Relative paths as bytes, and which folder is really at a path."""

from __future__ import annotations

import os
from collections.abc import Iterable

#: The place of what is not there.
NOWHERE = (0, 0)


def is_below(path: bytes, folder: bytes) -> bool:
    """Whether ``path`` is ``folder`` or lies in it; b"" is the root, which holds everything."""
    return not folder or path == folder or path.startswith(folder + b"/")


def outermost(folders: Iterable[bytes]) -> list[bytes]:
    """The folders, sorted, without those that lie in another of them."""
    kept: list[bytes] = []
    for folder in sorted(set(folders)):
        if not any(is_below(folder, other) for other in kept):
            kept.append(folder)
    return kept


def parent(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]


def name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]


def place_of(path: str) -> tuple[int, int]:
    """The device and the inode of what is at ``path`` now; :data:`NOWHERE` when nothing is, or it cannot be asked."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a path that may hold any bytes
    except OSError:
        return NOWHERE
    return status.st_dev, status.st_ino


def absolute(base: bytes, path: bytes) -> bytes:
    """``path`` below ``base``; b"" is ``base`` itself."""
    return os.path.join(base, path) if path else base  # noqa: PTH118 - bytes
