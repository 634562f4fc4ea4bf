"""Decoders for the tests of the pool, chosen by the name of the file; imported by its workers."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time

from mediasearch.errors import FileError
from mediasearch.ingest.decode import DecodeTask, decode_file
from mediasearch.library.records import Decoded


def decode(task: DecodeTask) -> Decoded:
    """What the file's name says; anything else is decoded."""
    name = task.file.path.decode()
    if name.startswith("exit"):
        os._exit(3)
    if name.startswith("segfault"):
        ctypes.string_at(0)
    if name.startswith("hang"):
        time.sleep(600)
    if name.startswith("stubborn"):
        ctypes.PyDLL(None).sleep(600)  # in C, holding the interpreter's lock
    if name.startswith("hungry"):
        _eat(task)
    if name.startswith("allocate"):
        bytearray(8 << 30)
    if name.startswith("raise"):
        raise FileError(task.file.absolute, "damaged", "as told")
    if name.startswith("bug"):
        raise KeyError("a bug of ours")
    if name.startswith("print"):
        print("noise on standard output")
        os.write(1, b"and below Python")
        sys.stdout.flush()
    if name.startswith("linger"):
        time.sleep(0.3)
    if name.startswith("call"):
        raise FileError(task.file.absolute, "damaged", _call())
    if name.startswith("modules"):
        done = Decoded(task.file.id, ",".join(sorted(sys.modules)), "", 0, 0)
        done.skip = str(os.getpriority(os.PRIO_PROCESS, 0)) if hasattr(os, "getpriority") else ""
        return done
    if "." not in name:
        return Decoded(task.file.id, str(os.getpid()), "", 0, 0)
    return decode_file(task)


def _call() -> str:
    """What becomes of an attempt to reach something outside this process, in each of the ways there are."""
    told = []
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family).close()
        except PermissionError:
            told.append("refused")
        else:
            told.append("made")
    return " ".join(told)


def _eat(task: DecodeTask) -> None:
    """Slowly, so that the poll sees it, and not more than the limit of the address space lets through at once."""
    eaten = []
    for _ in range(400):
        eaten.append(b"x" * (4 << 20))
        time.sleep(0.02)
    del eaten
