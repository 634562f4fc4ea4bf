"""The owner loop: one thread runs everything that touches the catalog and the index; all others post to it.

Ownership instead of locks (as in Anki's single database worker).  Work comes in three classes, so that a person's
query never waits behind a hundred thousand scanned files.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)

URGENT, NORMAL, BULK = 0, 1, 2

#: From here on a slow call is worth a line in the log.
_SLOW_SECONDS = 0.25


@dataclass(order=True)
class _Call:
    priority: int
    number: int
    function: Callable[..., None] = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False, default=())


@dataclass(order=True)
class Timer:
    """A call that is due later; ``cancel`` may come from any thread."""

    due: float
    number: int
    function: Callable[..., None] = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False, default=())
    cancelled: bool = field(compare=False, default=False)

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """``post`` and ``after`` may be called from any thread; the calls run one after the other in :meth:`run`."""

    def __init__(self, on_bug: Callable[[BaseException], None] = lambda error: None) -> None:
        self._queue: queue.PriorityQueue[_Call] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._timers: list[Timer] = []
        self._timer_lock = threading.Lock()  # timers are also set from the threads that answer
        self._on_bug = on_bug
        self._stopping = False

    def post(self, function: Callable[..., None], *arguments: Any, priority: int = NORMAL) -> None:
        self._queue.put(_Call(priority, next(self._numbers), function, arguments))

    def after(self, seconds: float, function: Callable[..., None], *arguments: Any) -> Timer:
        timer = Timer(time.monotonic() + seconds, next(self._numbers), function, arguments)
        with self._timer_lock:
            heapq.heappush(self._timers, timer)
        self.post(_nothing, priority=URGENT)  # wakes the loop, which then looks at its timers
        return timer

    def stop(self) -> None:
        """End :meth:`run` after the call under way; what is queued is not run any more."""
        self.post(self._stop, priority=URGENT)

    def run(self) -> None:
        while not self._stopping:
            self._run_timers()
            try:
                call = self._queue.get(timeout=self._until_next_timer())
            except queue.Empty:
                continue
            self._call(call.function, call.arguments)

    def _stop(self) -> None:
        self._stopping = True

    def _until_next_timer(self) -> float:
        with self._timer_lock:
            due = self._timers[0].due if self._timers else time.monotonic() + 60.0
        return max(0.0, due - time.monotonic())

    def _run_timers(self) -> None:
        while not self._stopping:
            with self._timer_lock:
                if not self._timers or self._timers[0].due > time.monotonic():
                    return
                timer = heapq.heappop(self._timers)
            if not timer.cancelled:
                self._call(timer.function, timer.arguments)

    def _call(self, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        started = time.monotonic()
        try:
            function(*arguments)
        except Exception as error:  # a bug in one call must not end the search for everyone
            log.exception("engine: %s failed", getattr(function, "__qualname__", function))
            self._on_bug(error)
        seconds = time.monotonic() - started
        if seconds > _SLOW_SECONDS:
            log.info("engine: %s took %.2f s", getattr(function, "__qualname__", function), seconds)


def _nothing() -> None:
    """Only wakes the loop."""
