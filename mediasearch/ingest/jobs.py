"""One task of the decode pool from its submission to its report, and how processes end."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil

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


def end_pool(pool: Any, timeout: float) -> None:
    """Stop ``pool`` and its processes; goes on after ``timeout`` seconds, whatever still hangs."""

    def join() -> None:
        try:
            pool.join()
        except (RuntimeError, OSError) as error:
            log.debug("the pool ended with %r", error)

    pool.stop()
    thread = threading.Thread(target=join, name="decode-pool-end", daemon=True)
    thread.start()
    thread.join(timeout)


def resident_bytes(pid: int) -> int:
    """Resident memory of a process, 0 when it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def ending(code: int | None) -> str:
    """How a process ended, for the list of problems."""
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"
