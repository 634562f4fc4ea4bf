"""The writer lock and the local endpoint: one engine, and everyone else asks it."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

from mediasearch import protocol
from mediasearch.engine import launch
from mediasearch.engine.endpoint import address_for
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, colour_engine, running
from tests.support.rainbow import rainbow


def test_a_second_engine_is_refused_and_told_who_holds_the_library(library: Library) -> None:
    with running(library) as engine:
        second = RunningEngine(library)
        assert isinstance(second.first, protocol.Failure)
        assert str(engine.process.pid) in f"{second.first.title} {second.first.advice}"
        assert second.process.wait(10) == 3
        second.kill()


def test_another_process_asks_the_running_engine(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "photos")
    with running(library) as engine:
        peer = launch.running(library)
        assert peer is not None
        peer.request(protocol.AddRoots(0, [str(tmp_path / "photos")]))
        engine.settled()
        reply = peer.request(protocol.Search(0, "red", page=3))
        assert isinstance(reply, protocol.SearchReply) and Path(reply.rows[0].path).name == "red-0.jpg"
        peer.close()
        assert engine.names("blue")[0] == "blue-0.jpg"


def test_the_endpoint_is_private_and_goes_with_its_engine(library: Library) -> None:
    with running(library):
        assert stat.S_IMODE(Path(address_for(library)).stat().st_mode) == 0o600
    assert launch.running(library) is None


def test_a_library_deep_below_long_names_has_an_endpoint_too(tmp_path: Path) -> None:
    library = Library.at(tmp_path / ("long" * 20) / ("deep" * 20))
    with running(library):
        peer = launch.running(library)
        assert peer is not None
        peer.close()


def test_garbage_on_the_endpoint_harms_nobody(library: Library) -> None:
    import socket

    with running(library) as engine:
        for rubbish in (b"\0\xff\n", b"{}\n", b'{"type":"Nonsense"}\n', b"[" * 100_000 + b"\n"):
            with socket.socket(socket.AF_UNIX) as peer:
                peer.connect(address_for(library))
                peer.sendall(rubbish)
        assert engine.status().roots == []


def test_raising_needs_a_window(library: Library) -> None:
    with running(library, colour_engine(library, "window")) as engine:
        peer = launch.running(library)
        assert peer is not None
        assert isinstance(peer.request(protocol.RaiseWindow(0, ["somewhere"])), protocol.Done)
        raised = engine.until(engine.status, lambda _: any(isinstance(e, protocol.RaiseWindow) for e in engine.events))
        assert raised is not None
        peer.close()


def test_the_end_of_standard_input_ends_the_engine(library: Library) -> None:
    engine = RunningEngine(library)
    assert engine.process.stdin is not None
    engine.process.stdin.close()
    try:
        assert engine.process.wait(5) == 0
    except subprocess.TimeoutExpired:
        engine.kill()
        raise
