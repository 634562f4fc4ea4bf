"""``pytest tests/reliability`` is the short form that CI runs; ``pytest tests/reliability --long`` the one by hand.

Every test states in :func:`figures` what it did and found; the lines stand at the end of the run.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from mediasearch.paths import Library
from tests.support.load import budget

_FIGURE = "figure"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="the numbers that are promised, not those of CI: hours")
    parser.addoption("--rounds", type=int, default=0, help="with --long: this number instead")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "reliability" in item.path.parts:
            item.add_marker(pytest.mark.timeout(0 if _long(config) else 600))
            if item.get_closest_marker("long_only") and not _long(config):
                item.add_marker(pytest.mark.skip(reason="runs with --long"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long_only: there is no short form of this test")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    # Properties of reports travel from the processes that run tests beside each other.
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {line}"
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, line in report.user_properties
        if name == _FIGURE
    ]
    if lines:
        terminalreporter.section("what was tried and found")
        for line in lines:
            terminalreporter.line(line)


def _long(config: pytest.Config) -> bool:
    return bool(config.getoption("--long", default=False))


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """``scale(short, long)``: how often, or how many."""
    rounds = int(request.config.getoption("--rounds", default=0))
    return lambda short, long: (rounds or long) if _long(request.config) else short


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str], None]:
    return lambda line: request.node.user_properties.append((_FIGURE, line))


@pytest.fixture
def in_time(request: pytest.FixtureRequest) -> Callable[[float, float], None]:
    """``in_time(took, promised)``, in seconds.  The short form runs beside other tests: there it is only a figure."""

    def check(took: float, promised: float) -> None:
        assert not _long(request.config) or took < budget(promised), f"{took:.1f} s, {promised:g} are promised"

    return check


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The same on every run of the short form; the long one looks for something new and says its seed."""
    seed = random.randrange(2**32) if _long(request.config) else 1
    if _long(request.config):
        request.node.user_properties.append((_FIGURE, f"seed {seed}"))
    return random.Random(seed)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Kills and faults are logged as what they are: unlike elsewhere, the logs are not looked at."""
    return Library.at(tmp_path / "library")
