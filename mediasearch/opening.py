"""Opens a file below its root, and nothing else: for whoever reads pictures, the engine as well as the window.

Links are not followed, and between the moment when a path was found and the one when it is opened a folder of it may
have been replaced by a link to anywhere.  So each part is opened inside the one before it (``openat(2)``).
"""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

#: A pipe that took the place of a file must not make us wait.
_FILE: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
#: With O_PATH a folder need not be readable, only passable, as for any path.
_FOLDER: Final = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
_STEP_BY_STEP: Final = os.open in os.supports_dir_fd and _NO_LINK != 0


def open_regular(path: str | bytes, *, follow: bool = True) -> int:
    """A descriptor of the regular file at a path, one that the person named say; a link there is followed, or refused.

    Raises ``OSError``, ``EINVAL`` for what is no regular file.
    """
    return _regular(os.open(path, _FILE | (0 if follow else _NO_LINK)), path)


def open_below(absolute: str | bytes, relative: bytes) -> int:
    """A descriptor of the regular file at ``absolute``, which ends with its path ``relative`` to its root.

    No part of ``relative`` may be a link; the root may lie behind some.  Raises ``OSError``: ``ELOOP`` or ``ENOTDIR``
    for a link, ``EINVAL`` for what is no regular file.
    """
    whole = os.fsencode(absolute)
    parts = relative.split(b"/")
    own = os.fsencode(os.sep).join(parts)
    base = whole[: len(whole) - len(own)]
    if not relative or not whole.endswith(own) or any(part in (b"", b".", b"..") for part in parts):
        raise OSError(errno.EINVAL, "no path below a folder", os.fsdecode(whole))
    descriptor = _step_by_step(base, parts) if _STEP_BY_STEP else _looked_at(base, own)
    return _regular(descriptor, absolute)


def _step_by_step(base: bytes, parts: list[bytes]) -> int:
    folder = os.open(base or b".", _FOLDER)
    try:
        for part in parts[:-1]:
            inside = os.open(part, _FOLDER | _NO_LINK, dir_fd=folder)
            os.close(folder)
            folder = inside
        return os.open(parts[-1], _FILE | _NO_LINK, dir_fd=folder)
    finally:
        os.close(folder)


def _looked_at(base: bytes, relative: bytes) -> int:
    """Windows opens no path inside an open folder: look where it leads, open, and look whether that is what we have."""
    wanted = os.path.join(os.path.realpath(base), relative)  # noqa: PTH118 - bytes
    if os.path.normcase(os.path.realpath(base + relative)) != os.path.normcase(wanted):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), os.fsdecode(base + relative))
    descriptor = os.open(wanted, _FILE)
    if not os.path.samestat(os.fstat(descriptor), os.lstat(wanted)):
        os.close(descriptor)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), os.fsdecode(wanted))
    return descriptor


def _regular(descriptor: int, path: str | bytes) -> int:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", os.fsdecode(path))
    return descriptor
