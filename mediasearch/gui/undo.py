"""The way back from what the person did, the last thing first.

What was done is kept as data, and each room teaches how its kind is taken back: another window, in another language,
can then take back what was done in this one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 100


@dataclass(frozen=True, eq=False)
class Deed:
    """Something that was done: of a ``kind`` that somebody can take back, and what it was about.

    Two are never the same, though they may be about the same.
    """

    kind: str
    about: tuple[Any, ...]


class Undo:
    """What can be taken back."""

    def __init__(self) -> None:
        self._deeds: list[Deed] = []
        self._ways: dict[str, Callable[..., None]] = {}

    def teach(self, kind: str, way_back: Callable[..., None]) -> None:
        """Deeds of ``kind`` are taken back by calling ``way_back`` with what they were about."""
        self._ways[kind] = way_back

    def push(self, kind: str, *about: Any) -> Deed:
        """Something was done; it is the first to be taken back now."""
        deed = Deed(kind, about)
        self._deeds.append(deed)
        del self._deeds[:-LONGEST]
        return deed

    def forget(self, deed: Deed) -> None:
        """It never came about."""
        if deed in self._deeds:
            self._deeds.remove(deed)

    def take_back(self, deed: Deed) -> None:
        """This one, whether it was the last or not, and whether or not it was pushed."""
        self.forget(deed)
        self._ways[deed.kind](*deed.about)

    def undo(self) -> None:
        """Take back the last thing; nothing when there is none."""
        if self._deeds:
            self.take_back(self._deeds[-1])

    def go_on_from(self, other: Undo) -> None:
        """What could be taken back there can be taken back here."""
        self._deeds = other._deeds

    @property
    def possible(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._deeds)
