"""What holds for every test: no screen, no network, a home of its own, no unexpected log line."""

from __future__ import annotations

import atexit
import faulthandler
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mediasearch.paths import Library
from tests.support import isolation, surroundings
from tests.support.guard import network_guard
from tests.support.logs import GraveLines
from tests.support.pictures import draw_pictures

# Before Qt is loaded or a test module imported.  A short path: a Unix socket's holds about a hundred bytes.
_PLACE = Path(tempfile.mkdtemp(prefix="ms-"))
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)
surroundings.enter(_PLACE)
network_guard.install()
#: Whether the kernel keeps the network away, too.
ISOLATED = isolation.leave_the_network()

# The same examples on every run, so that a failure is the change's; --hypothesis-profile=thorough looks for new ones.
_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("fast", max_examples=50, deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("thorough", max_examples=2000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("fast")

#: After its time limit a test has so many seconds to end.
_GRACE_S = 60
#: The error stream, which pytest takes for itself while a test runs.
_STDERR = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    # A shell gives what it starts behind "&" a Ctrl+C that is ignored, and so all that the tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash[_STDERR] = os.dup(2)
    config.addinivalue_line(
        "markers", "expects_log(*patterns): log lines of WARNING or above that this test causes, each at least once"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test that stands still outside Python ends its process, with every thread's stack.

    The time limit alone could not end it: its signal is handled by Python, which such a test keeps from running.
    """
    marker = item.get_closest_marker("timeout")
    limit = marker.args[0] if marker and marker.args else float(item.config.getini("timeout") or 0)
    if limit:
        faulthandler.dump_traceback_later(limit + _GRACE_S, exit=True, file=item.config.stash[_STDERR])
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def pytest_report_header() -> str:
    return "network: none, by a namespace" if ISOLATED else "network: none, by the guard in Python alone"


@pytest.fixture(scope="session", autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No process outlives the tests, and nothing was written into the home."""
    yield
    surroundings.empty_the_clipboard()
    left = surroundings.survivors()
    for process in left:
        os.kill(process, signal.SIGTERM)
    assert left == {}
    assert surroundings.strays() == []


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """A connection or a look-up beyond this machine fails the test, also in a child and behind an ``except``."""
    before = len(surroundings.offences())
    yield
    assert surroundings.offences()[before:] == []


@pytest.fixture(autouse=True)
def grave_lines(request: pytest.FixtureRequest) -> Iterator[GraveLines]:
    """What the test logs at WARNING or above; it must have declared it with the marker ``expects_log``."""
    lines = GraveLines()
    root = logging.getLogger()
    root.addHandler(lines)
    yield lines
    root.removeHandler(lines)
    expected = [pattern for mark in request.node.iter_markers("expects_log") for pattern in mark.args]
    assert lines.complaints(expected) == []


@pytest.fixture
def library(tmp_path: Path, grave_lines: GraveLines) -> Iterator[Library]:
    """An empty library; what its engine or window logged counts as logged by the test."""
    place = Library.at(tmp_path / "library")
    yield place
    grave_lines.read(place.logs)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with a picture of each colour in :data:`tests.support.pictures.GROUNDS`, named after it."""
    folder = tmp_path / "pictures"
    draw_pictures(folder)
    return folder
