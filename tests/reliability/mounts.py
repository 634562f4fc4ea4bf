"""Small real file systems, in a mount namespace of their own so that nothing of them is left behind."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

_NEWNS, _NEWUSER = 0x00020000, 0x10000000
_PRIVATE = 1 << 18 | 1 << 14  # MS_PRIVATE | MS_REC


@cache
def can_mount() -> bool:
    """Whether this machine lets us mount a tmpfs in a namespace."""
    if sys.platform != "linux":
        return False
    code = "from tests.reliability import mounts; mounts.enter(); mounts.tmpfs('/tmp', 1); print('mounted')"
    told = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return told.stdout == "mounted\n"


def mounted(module: str, *arguments: str, timeout: float = 280) -> str:
    """Run ``module`` as a program that may call :func:`enter`; what it printed.  Its failure is an AssertionError."""
    told = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout.strip()


def enter() -> None:
    """Leave the mounts of the system; a program does this first, while it has one thread."""
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWNS if user == 0 else _NEWNS | _NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    if libc.mount(b"none", b"/", None, _PRIVATE, None):
        raise OSError(ctypes.get_errno(), "mount")


def tmpfs(place: Path | str, megabytes: float) -> None:
    """Mount an empty file system of that size."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, f"size={int(megabytes * 1024)}k".encode()):
        raise OSError(ctypes.get_errno(), "mount", str(place))


def bind(source: Path, place: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(os.fsencode(source), os.fsencode(place), None, 4096, None):
        raise OSError(ctypes.get_errno(), "mount", str(place))


def unmount(place: Path) -> None:
    """As a drive that is pulled: at once, whoever looks at it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.umount2(os.fsencode(place), 2):  # MNT_DETACH
        raise OSError(ctypes.get_errno(), "umount", str(place))
