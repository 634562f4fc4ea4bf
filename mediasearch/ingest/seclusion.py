"""Takes the network away from this process, where the system lets a process without rights do so.

On Linux a seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html) refuses new sockets of any kind,
and what could make them in another way.  A network namespace would do as well, but without rights it comes only with a
user namespace, in which root loses the right to read other people's files.  macOS and Windows offer nothing that a
program may use on itself in the middle.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from typing import Final

#: By machine: the kernel's name of its calls, and the numbers of socket and seccomp.
_MACHINES: Final = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}
_IO_URING_SETUP: Final = 425  # on every machine; it makes sockets without the call of that name
_OTHER_CALLS: Final = 0x40000000  # x32: the same calls under other numbers

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER, _ALL_THREADS = 38, 22, 2, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def leave_the_network() -> bool:
    """From now on no socket can be made here or in a child; whether the system agreed.  A third of a millisecond."""
    if not sys.platform.startswith("linux"):
        return False
    known = _MACHINES.get(os.uname().machine)
    if known is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    machine, socket, seccomp = known
    # An instruction: what, how many to pass over if so, and if not, with which number.  Offset 4 is the machine that a
    # call is made for, offset 0 the call.
    instructions = b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in (
            (_LOAD, 0, 0, 4),
            (_IF_EQUAL, 0, 5, machine),
            (_LOAD, 0, 0, 0),
            (_IF_AT_LEAST, 3, 0, _OTHER_CALLS),
            (_IF_EQUAL, 2, 0, socket),
            (_IF_EQUAL, 1, 0, _IO_URING_SETUP),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _REFUSE),
        )
    )
    program = _Program(len(instructions) // 8, instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    if libc.syscall(seccomp, 1, _ALL_THREADS, ctypes.byref(program)) == 0:
        return True
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
