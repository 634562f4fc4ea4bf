"""The guards of tests/conftest.py catch what they are for."""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ISOLATED
from tests.support import isolation, surroundings
from tests.support.guard import network_guard
from tests.support.logs import GraveLines


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, "/run/engine.sock")),
        ("socket.connect", (None, b"/run/engine.sock")),
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.connect", (None, ("::1", 80, 0, 0))),
        ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0)),
        ("socket.getaddrinfo", (None, 80, 0, 0, 0)),
        ("open", ("/etc/hosts", "r", 0)),
    ],
)
def test_this_machine_may_talk_to_itself(event: str, arguments: tuple[object, ...]) -> None:
    assert network_guard.allowed(event, arguments)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("192.0.2.1", 80))),
        ("socket.connect", (None, ("2001:db8::1", 80, 0, 0))),
        ("socket.sendto", (None, ("192.0.2.1", 53))),
        ("socket.getaddrinfo", ("photos.example", 443, 0, 0, 0)),
        ("socket.getaddrinfo", (b"photos.example", 443, 0, 0, 0)),
        ("socket.gethostbyname", ("photos.example",)),
        ("socket.getnameinfo", (("192.0.2.1", 80),)),
    ],
)
def test_nobody_else_is_reached(event: str, arguments: tuple[object, ...]) -> None:
    assert not network_guard.allowed(event, arguments)


@pytest.mark.skipif(not ISOLATED, reason="this system lets nobody leave the network")
def test_below_python_there_is_no_network_either() -> None:
    assert isolation.routes() == []
    libc = ctypes.CDLL(None, use_errno=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        address = struct.pack("=H", socket.AF_INET) + struct.pack(">H", 53) + socket.inet_aton("192.0.2.1") + bytes(8)
        assert libc.connect(sender.fileno(), address, len(address)) == -1
    assert ctypes.get_errno() == errno.ENETUNREACH
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 2):
        pass  # the tests' own servers are reached


def test_a_child_process_is_refused_and_told_on_even_when_it_keeps_quiet(tmp_path: Path) -> None:
    record = tmp_path / "offences"
    code = """
import socket
try:
    socket.getaddrinfo("photos.example", 443)
except OSError:
    pass
"""
    environment = {**os.environ, network_guard.OFFENCES: str(record)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    assert "photos.example" in record.read_text()


def test_unexpected_and_missing_log_lines_are_both_complained_of(tmp_path: Path) -> None:
    (tmp_path / "engine.log").write_text(
        "2026-01-01 10:00:00,000 INFO engine: started\n"
        "2026-01-01 10:00:01,000 WARNING engine: disk almost full\n"
        "2026-01-01 10:00:02,000 ERROR engine: cannot read\nTraceback\n"
    )
    lines = GraveLines()
    lines.read(tmp_path)
    lines.emit(logging.LogRecord("window", logging.WARNING, "", 0, "%d pictures lost", (3,), None))
    complaints = lines.complaints(["almost full", "lost$", "never said"])
    assert len(complaints) == 2
    assert complaints[0].startswith("unexpected: ") and complaints[0].endswith("ERROR engine: cannot read")
    assert complaints[1] == "never came: never said"


@pytest.mark.expects_log("on purpose")
def test_a_declared_log_line_is_fine() -> None:
    logging.getLogger("mediasearch.test").warning("on purpose")


def test_a_process_that_stays_is_found() -> None:
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as stays:
        assert "sys.stdin.read()" in surroundings.survivors(0.0)[stays.pid]
        assert stays.stdin is not None
        stays.stdin.close()
    assert stays.pid not in surroundings.survivors(0.0)


def test_the_tests_have_a_home_of_their_own() -> None:
    assert Path.home() == Path(os.environ["HOME"])
    assert surroundings.strays() == []
    stray = Path.home() / "config" / "something.conf"
    stray.write_text("written where nothing of ours belongs")
    try:
        assert surroundings.strays() == ["config/something.conf"]
    finally:
        stray.unlink()
