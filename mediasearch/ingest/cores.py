"""How many processor cores a child process uses."""

from __future__ import annotations

import contextlib


def keep_to(cores: int) -> None:
    """Keep this process to so many of its cores, where the system can (Linux, Windows); 0: all of them.

    The last ones: the first core also serves the devices, and whatever else is pinned is pinned there.
    """
    if not cores:
        return
    import psutil

    own = psutil.Process()
    if hasattr(own, "cpu_affinity"):
        with contextlib.suppress(psutil.Error, OSError):
            own.cpu_affinity(sorted(own.cpu_affinity())[-cores:])
