"""Between what the operating system says and what SQLite can hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST: Final = 2**63 - 1

#: How vectors are kept: half precision costs a cosine about 0.0003 and halves the database.
STORED: Final = np.dtype("<f2")


def normalised(path: str) -> bytes:
    """Absolute, without ``.``, ``..`` and doubled separators; symbolic links stay as the person named them."""
    place = os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 - resolve() would follow links
    if os.sep == "/" and place.startswith("//"):
        # POSIX lets two leading slashes mean something else; nobody means it.
        place = place[1:]
    return os.fsencode(place)


def inside(path: bytes, root: bytes) -> bytes | None:
    """``path`` relative to ``root``, separated by ``/``; None when it does not lie below it."""
    separator = os.fsencode(os.sep)
    prefix = root if root.endswith(separator) else root + separator
    if len(path) <= len(prefix) or path_key(path[: len(prefix)]) != path_key(prefix):
        return None
    return path[len(prefix) :].replace(separator, b"/")


def path_key(path: bytes) -> bytes:
    """What two spellings of one path have in common."""
    # Python maps case and slashes on Windows only; elsewhere the path is its own key.
    return os.fsencode(os.path.normcase(os.fsdecode(path)))


def absolute_path(root: bytes, relative: bytes) -> str:
    """``root`` and a ``/``-separated relative path as one path of this platform."""
    if os.sep != "/":
        relative = relative.replace(b"/", os.fsencode(os.sep))
    return os.fsdecode(os.path.join(root, relative))  # noqa: PTH118 - bytes


def displayed(path: bytes) -> str:
    """Text for people and for looking things up by eye; bytes that are no UTF-8 become U+FFFD."""
    return path.decode("utf-8", "replace")


def storable(text: str) -> str:
    """``text`` without what SQLite refuses (lone surrogates) or cuts at (NUL)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def storable_time(nanoseconds: int) -> int:
    """A modification time; a file may claim a year that 64 bits cannot hold, and is compared after the same cut."""
    return max(-_LARGEST, min(nanoseconds, _LARGEST))


def storable_inode(inode: int) -> int:
    """The low 64 bits as SQLite's signed integer; the inverse is :func:`read_inode`."""
    inode &= 2**64 - 1
    return inode - 2**64 if inode > _LARGEST else inode


def read_inode(stored: int) -> int:
    return stored + 2**64 if stored < 0 else stored


def to_blob(vector: NDArray[np.float32]) -> bytes:
    return vector.astype(STORED).tobytes()


def from_blob(blob: bytes) -> NDArray[np.float32]:
    return np.frombuffer(blob, STORED).astype(np.float32)
