"""Linux limits how many folders one user may watch; watchdog passes over the folders that no longer fit.

So we ask the kernel ourselves whether it would still give one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from pathlib import Path

_IN_CREATE = 0x100
_LINUX: bool = sys.platform.startswith("linux")
#: What distributions that care have set, and what file-sync programs recommend.
_WATCHES, _INSTANCES = 524_288, 512


def used_up(path: str) -> str:
    """ "" while another folder could be watched, else a sentence that says which limit to raise, and how."""
    if not _LINUX:
        return ""
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
    if descriptor < 0:
        return sentence(ctypes.get_errno())
    try:
        watch = library.inotify_add_watch(descriptor, os.fsencode(path), _IN_CREATE)
        return sentence(ctypes.get_errno()) if watch < 0 else ""
    finally:
        os.close(descriptor)


def sentence(error: int | None) -> str:
    """What to do about an ``errno`` of inotify; "" when it is not about a limit."""
    if error == errno.ENOSPC:
        higher = _higher("max_user_watches", _WATCHES)
        return (
            "Changes in this folder are noticed late, because the system’s limit of folders that may be watched is "
            f"used up. To raise it, run: sudo sysctl {higher}"
        )
    if error in (errno.EMFILE, errno.ENFILE):
        higher = _higher("max_user_instances", _INSTANCES)
        return (
            "Changes in this folder are noticed late, because the system’s limit of programs that may watch folders "
            f"is used up. To raise it, run: sudo sysctl {higher}"
        )
    return ""


def _higher(name: str, wanted: int) -> str:
    """The setting with a value that will do."""
    with contextlib.suppress(OSError, ValueError):
        wanted = max(wanted, 2 * int(Path("/proc/sys/fs/inotify", name).read_text()))
    return f"fs.inotify.{name}={wanted}"
