"""How fast indexing goes, and how long the rest will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable


class Rate:
    """Files a second over the last ``window`` seconds of work."""

    def __init__(self, window: float = 20.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._window = window
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()

    def add(self, count: int) -> None:
        now = self._clock()
        self._marks.append((now, count))
        self._forget(now)  # also when nobody asks for the pace

    def reset(self) -> None:
        """After a pause the old pace says nothing."""
        self._marks.clear()

    def per_second(self) -> float:
        """0.0 until there is enough to tell."""
        now = self._clock()
        self._forget(now)
        if len(self._marks) < 2:
            return 0.0
        seconds = now - self._marks[0][0]
        return sum(count for _, count in list(self._marks)[1:]) / seconds if seconds > 0 else 0.0

    def seconds_left(self, remaining: int) -> float | None:
        pace = self.per_second()
        return remaining / pace if pace > 0 and remaining > 0 else None

    def _forget(self, now: float) -> None:
        while self._marks and self._marks[0][0] < now - self._window:
            self._marks.popleft()
