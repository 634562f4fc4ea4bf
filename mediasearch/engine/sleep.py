"""Whether the computer slept: what happened on its drives and on the network meanwhile, nobody was told."""

from __future__ import annotations

import threading
import time
from typing import Final

#: A wait that took so much longer than it should was a sleep, or a computer so busy that looking again does no harm.
SLEPT_SECONDS: Final = 20.0


def clocks() -> tuple[float, ...]:
    """Seconds by each clock there is.

    The monotonic one stands still during a sleep on Linux and macOS and goes on in Windows; the time of day jumps
    everywhere, also when somebody sets it.  Linux has one that counts sleep and nothing else.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic(), time.time(), *((time.clock_gettime(boot),) if boot is not None else ()))


def wait(stopping: threading.Event, seconds: float) -> bool:
    """Wait; whether the computer slept meanwhile.  Ends early when ``stopping`` is set."""
    before = clocks()
    stopping.wait(seconds)
    passed = max(now - then for now, then in zip(clocks(), before, strict=True))
    return passed > seconds + SLEPT_SECONDS
