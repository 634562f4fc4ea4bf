"""A person's computer is not ours: how many cores indexing may use, and whether it runs from a battery."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from mediasearch.ingest.cores import keep_to

T = TypeVar("T")

#: How often it is looked whether the computer is plugged in.
BATTERY_SECONDS = 30.0


@dataclass(frozen=True)
class OnFewCores(Generic[T]):
    """Picklable: what ``make`` makes, in a process that keeps to ``cores`` cores from then on (0: all of them)."""

    make: Callable[[], T]
    cores: int

    def __call__(self) -> T:
        keep_to(self.cores)
        return self.make()


def threads(cores: int) -> int | None:
    """How many threads the encoder may use; None leaves it to the runtime."""
    return min(cores, os.cpu_count() or 1) if cores else None


def on_battery() -> bool:
    """Whether the computer runs from its battery now; False where there is none, or nobody knows."""
    import psutil

    if not hasattr(psutil, "sensors_battery"):
        return False
    try:
        battery = psutil.sensors_battery()
    except (psutil.Error, OSError, RuntimeError, ValueError, NotImplementedError):  # sensors say strange things
        return False
    return battery is not None and battery.power_plugged is False
