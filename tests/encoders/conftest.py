from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediasearch.encoders.base import Model
from mediasearch.encoders.store import load_model
from tests.encoders import tiny


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
