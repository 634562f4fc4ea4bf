"""One task of the decode pool from its submission to its report, and how processes end."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing.context
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job:
    """One task from its submission to its report."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    report: Callable[[Any], None]
    fail: Callable[[str, str], None]
    file: int = 0
    slot: int = -1
    future: Any = None
    started: float = 0.0
    lost_since: float = 0.0
    verdict: str = ""  #: why we cancelled it: timeout, memory or lost
    breakages: int = 0  #: how often the pool broke while this was in hand


class Spawning(multiprocessing.context.SpawnContext):
    """Starts processes and remembers them, so that they can be ended without asking the pool that wanted them."""

    def __init__(self) -> None:
        self._processes: list[Any] = []

    def Process(self, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        process = super().Process(*args, **kwargs)
        self._processes = [*(each for each in self._processes if each.exitcode is None), process]
        return process

    def terminate(self) -> None:
        """End every process that still runs."""
        processes, self._processes = self._processes, []
        for process in processes:
            with contextlib.suppress(AttributeError, ValueError, OSError):  # not started yet, or gone
                process.terminate()
        for process in processes:
            with contextlib.suppress(AssertionError, ValueError, OSError):
                process.join(0.5)


def end_pool(pool: Any, processes: Spawning, timeout: float) -> None:
    """Stop ``pool`` and its ``processes``; goes on after ``timeout`` seconds, whatever still hangs.

    The processes end first: Pebble takes the locks away before it ends them, and one that is just starting would then
    complain on standard error that they are not there.  Before that, Pebble's thread that starts them has come to its
    end, or it would go on to start the ones that are still missing.
    """

    def join() -> None:
        try:
            starter = getattr(pool, "_pool_manager_loop", None)
            if starter is not None:
                starter.join()
            processes.terminate()
            pool.join()
        except (RuntimeError, OSError) as error:
            log.debug("the pool ended with %r", error)

    pool.stop()
    thread = threading.Thread(target=join, name="decode-pool-end", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the system has no room for a thread, so the pool hardly has one
        join()
        return
    thread.join(timeout)


def ending(code: int | None) -> str:
    """How a process ended, for the list of problems."""
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"
