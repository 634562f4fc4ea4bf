from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from mediasearch.encoders.base import Model
from mediasearch.encoders.store import load_model
from tests.encoders import tiny
from tests.support.load import A_PROGRAM


@pytest.fixture(scope="session")
def tiny_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("models") / "tiny"
    tiny.write_model(directory)
    return directory


@pytest.fixture
def tiny_model(tiny_directory: Path) -> Model:
    return load_model(tiny_directory)


@pytest.fixture
def own_copy(tiny_directory: Path, tmp_path: Path) -> Path:
    """A model directory that a test may damage."""
    return Path(shutil.copytree(tiny_directory, tmp_path / "copy"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What :mod:`tests.encoders.preparing` leaves; made once for all processes of a run, which only read it."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder = place / "prepared"
    with FileLock(place / "prepared.lock"):
        if not (folder / "report.json").exists():  # it is written last
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            command = [sys.executable, "-m", "tests.encoders.preparing", str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=A_PROGRAM)
            assert done.returncode == 0, done.stderr[-4000:]
    return folder
