"""Refuses every connection and look-up beyond this machine, and writes it down so that no ``except`` can hide it.

An audit hook sees what Python code does with sockets, also inside libraries, and cannot be removed again.  This file
imports nothing of the package, because :mod:`sitecustomize` beside it loads it into every child process.
"""

from __future__ import annotations

import os
import sys

#: Names the file that offences are appended to, one line each.
OFFENCES = "MEDIASEARCH_TESTS_OFFENCES"

_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_SENDINGS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class NetworkRefused(OSError):
    """A test, or a process it started, reached for the network."""


def allowed(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether what an audit event reports stays on this machine."""
    if event in _SENDINGS:
        address = arguments[1]
        # A Unix socket's address is a path; None is a datagram on a socket that is connected already.
        return not isinstance(address, tuple) or _local(address[0])
    if event in _LOOKUPS:
        host = arguments[0]
        return _local(host[0] if isinstance(host, tuple) else host)
    return True


def _local(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    return name in (None, "", "localhost", "::1") or (isinstance(name, str) and name.startswith("127."))


def install() -> None:
    """From now on this process cannot reach beyond this machine."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith("socket.") and not allowed(event, arguments):
        what = f"{event}{arguments[1:] if event in _SENDINGS else arguments[:2]} in {sys.argv[:1]}"
        record = os.environ.get(OFFENCES)
        if record:
            with open(record, "a", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - pathlib costs 10 ms
                file.write(f"{what}\n")
        raise NetworkRefused(f"the tests have no network: {what}")
