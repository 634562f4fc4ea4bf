"""The way back from what the person did to pictures, the last thing first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

LONGEST: Final = 100


class Undo:
    """What can be taken back, each with its own way back."""

    def __init__(self) -> None:
        self._ways: list[Callable[[], None]] = []

    def push(self, way_back: Callable[[], None]) -> None:
        """Something was done that ``way_back`` takes back."""
        self._ways.append(way_back)
        del self._ways[:-LONGEST]

    def forget(self, way_back: Callable[[], None]) -> None:
        """It was taken back in another way, or never came about."""
        if way_back in self._ways:
            self._ways.remove(way_back)

    def undo(self) -> None:
        """Take back the last thing; nothing when there is none."""
        if self._ways:
            self._ways.pop()()

    @property
    def possible(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._ways)
