"""How long a test waits, on a machine that is shared with other work."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil

#: Seconds for anything to happen.  Nothing takes longer for it: only a failure is told later.
PATIENCE = 100.0
#: Seconds for another program to come to its end: just under what pyproject.toml grants a test, so that what it said
#: is told and not only that it took too long.
A_PROGRAM = 280.0


def budget(seconds: float) -> float:
    """``seconds`` on a machine that has nothing else to do; more where others want its processors, too."""
    wanting = psutil.getloadavg()[0]  # a minute's mean: what began just now is hardly in it
    with contextlib.suppress(OSError):
        wanting = max(wanting, float(Path("/proc/loadavg").read_text().split()[3].split("/")[0]))
    return seconds * max(1.0, wanting / (psutil.cpu_count() or 1))
