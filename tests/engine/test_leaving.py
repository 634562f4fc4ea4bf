"""The engine ends at once and in good order, whatever it is doing."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest

from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, colour_engine
from tests.support.load import budget
from tests.support.rainbow import rainbow


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.45, 0.7, 1.3])
def test_quitting_while_the_model_is_still_loading(library: Library, seconds: float) -> None:
    """The real runtime: taking the interpreter down beneath it used to abort the process."""
    command = [sys.executable, "-m", "mediasearch", "--library", str(library.data), "engine", "--kind", "window"]
    engine = RunningEngine(library, command)
    assert isinstance(engine.first, protocol.Ready)
    time.sleep(seconds)  # the moment is what is tried here
    asked = time.monotonic()
    assert engine.quit() == 0
    assert time.monotonic() - asked < budget(3.0)


def test_indexing_keeps_to_the_cores_it_may_use(library: Library, tmp_path: Path) -> None:
    available = len(psutil.Process().cpu_affinity() or []) if hasattr(psutil.Process, "cpu_affinity") else 1
    if available < 2:
        pytest.skip("one core, or a system that cannot keep a process to some")
    library.create()
    library.settings.write_text('{"cores": 1}')
    rainbow(tmp_path / "photos", each=4)
    engine = RunningEngine(library, colour_engine(library, seconds=0.3))
    engine.add(tmp_path / "photos")
    engine.until(engine.status, lambda status: status.roots[0].indexed > 0)
    children = psutil.Process(engine.process.pid).children(recursive=True)
    busy = [child for child in children if any("spawn_main" in part for part in child.cmdline())]
    assert len(busy) == 2  # one decoder, one encoder
    assert all(len(child.cpu_affinity() or []) == 1 for child in busy)
    assert len(psutil.Process(engine.process.pid).cpu_affinity() or []) == available
    assert engine.quit() == 0
