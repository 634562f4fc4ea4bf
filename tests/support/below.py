"""Files below a folder in which an engine is at work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def files_below(folder: Path) -> Iterator[Path]:
    """Every entry that is no folder.  Unlike ``rglob`` it passes over folders that are removed meanwhile."""
    return (Path(place, name) for place, _, names in os.walk(folder) for name in names)
