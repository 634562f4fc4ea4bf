"""An engine that the system gives too little to start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mediasearch import protocol
from mediasearch.engine import launch
from mediasearch.paths import Library
from tests.support.engine import CHECKOUT, RunningEngine
from tests.support.load import PATIENCE

_ONE_THREAD = """
import sys, threading
from mediasearch.engine import clients, main
from mediasearch.paths import Library

class Peer(clients.Client):
    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        threading.stack_size(1 << 47)  # more than there are addresses: no other thread can be started

main.Client = Peer
sys.exit(main.run(Library.at(sys.argv[1]), "index"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse threads in other ways")
def test_without_another_thread_it_says_so_and_leaves(library: Library) -> None:
    command = [sys.executable, "-c", _ONE_THREAD, str(library.data)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, cwd=CHECKOUT, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    told = protocol.decode(done.stdout)
    assert isinstance(told, protocol.Failure)
    assert told.title == "The system lets Mediasearch start no more threads"
    engine = RunningEngine(library, launch.command(str(library.data), "index"))
    assert isinstance(engine.first, protocol.Ready), "and later it starts"
    assert engine.quit() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the permissions of POSIX")
def test_somebody_elses_library(library: Library) -> None:
    """Told by the command line; here as whoever may not look into the folder, which root always may."""
    code = """
import os, sys
from mediasearch.cli import run
run(["--library", sys.argv[1] + " of mine", "status"])  # who is not root may not be able to import anything
if os.getuid() == 0:
    try:
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
    except OSError:
        sys.exit(77)
sys.exit(run(["--library", sys.argv[1], "status"]))
"""
    library.create()
    library.data.chmod(0)
    try:
        command = [sys.executable, "-c", code, str(library.data)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, timeout=PATIENCE, check=False)
    finally:
        library.data.chmod(0o700)
    if done.returncode == 77:
        pytest.skip("this system lets nobody become somebody else")
    assert done.returncode == 1
    assert done.stderr.startswith("mediasearch: Permission denied (")
    assert done.stderr.endswith("). Check its permissions, or choose another library.\n")
