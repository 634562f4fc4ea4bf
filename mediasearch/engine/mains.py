"""Indexing waits while the computer runs on its battery, unless the person wants it anyway."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mediasearch.engine.limits import BATTERY_SECONDS
from mediasearch.engine.loop import Loop

if TYPE_CHECKING:
    from mediasearch.engine.indexer import Indexer


class Mains:
    """Runs on the owner loop.  ``on_battery``: asked from time to time; None: it never waits.

    ``tell()`` after it has begun or ceased to wait.
    """

    def __init__(
        self, loop: Loop, indexer: Indexer, on_battery: Callable[[], bool] | None, tell: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._indexer = indexer
        self._on_battery = on_battery
        self._tell = tell
        self._anyway = False  # the person wants it although the computer is not plugged in

    def watch(self) -> None:
        """Look now and from time to time."""
        if self._on_battery is not None:
            self._look()
            self._loop.after(BATTERY_SECONDS, self.watch)

    def want_anyway(self, anyway: bool) -> None:
        """Whether to go on without; it counts until the computer is plugged in again."""
        self._anyway = anyway
        self._look()

    def _look(self) -> None:
        on_battery = self._on_battery is not None and self._on_battery()
        if not on_battery:
            self._anyway = False  # the next time it is unplugged it waits again
        if self._indexer.waits_for_mains != (on_battery and not self._anyway):
            self._indexer.hold("battery", on_battery and not self._anyway)
            self._tell()
