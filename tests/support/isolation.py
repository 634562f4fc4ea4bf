"""A network without a way out: what the guard in :mod:`.guard` cannot see, the kernel refuses."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from pathlib import Path

_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1


def leave_the_network() -> bool:
    """Move this process, and all that it starts, into a network namespace that has nothing but itself.

    To be called while there is one thread.  False where the system has no such thing or does not allow it.
    """
    if sys.platform != "linux" or not _a_child_could():
        return False
    _leave()
    return True


def _a_child_could() -> bool:
    """Some systems allow the first half and not the second: nothing to find out with the process that is needed."""
    child = os.fork()
    if child == 0:
        try:
            _leave()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _leave() -> None:
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWNET if user == 0 else _NEWNET | _NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    if user:  # the same person as before, with the right to configure this network and nothing else
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _raise_loopback()


def routes() -> list[str]:
    """Where this process's network leads."""
    return Path("/proc/net/route").read_text("ascii").splitlines()[1:]


def _raise_loopback() -> None:
    """The tests' own servers listen on it."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(any_socket, _GET_FLAGS, request))
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", b"lo", flags | _UP))
