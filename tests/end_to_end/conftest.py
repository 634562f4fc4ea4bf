"""A real screen, where there is one to be had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.desk import Desk, screen


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Somebody in front of a screen with another program on it."""
    with screen() as environment:
        somebody = Desk(environment, tmp_path)
        try:
            yield somebody
        finally:
            somebody.leave()
