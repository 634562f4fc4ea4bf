"""What most tests of a running engine begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mediasearch.paths import Library
from tests.support.engine import RunningEngine, indexed
from tests.support.rainbow import rainbow


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with a picture of each of twelve colours."""
    folder = tmp_path / "photos"
    rainbow(folder)
    return folder


@pytest.fixture
def engine(library: Library, photos: Path) -> Iterator[RunningEngine]:
    """A running engine that has indexed :func:`photos`."""
    with indexed(library, photos) as engine:
        yield engine
