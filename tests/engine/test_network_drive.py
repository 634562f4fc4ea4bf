"""SQLite's log does not work on network drives, so a library there is refused before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path

from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.engine import RunningEngine

NETWORK = """
import sys
from types import SimpleNamespace
import psutil
psutil.disk_partitions = lambda all: [
    SimpleNamespace(mountpoint="/", fstype="ext4", opts="rw"),
    SimpleNamespace(mountpoint=sys.argv[1], fstype="nfs4", opts="rw"),
]
from mediasearch.engine.main import run
from mediasearch.paths import Library
sys.exit(run(Library.at(sys.argv[2]), "index"))
"""


def test_an_engine_refuses_a_library_on_a_network_drive_and_leaves_nothing_there(tmp_path: Path) -> None:
    library = Library.at(tmp_path / "library")
    engine = RunningEngine(library, [sys.executable, "-c", NETWORK, str(tmp_path), str(library.data)])
    try:
        assert isinstance(engine.first, protocol.Failure) and "on a network drive (nfs4)" in engine.first.title
        assert "--library" in engine.first.advice
        assert engine.process.wait(60) == 1 and not library.data.exists()
    finally:
        engine.kill()
