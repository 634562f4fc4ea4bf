"""What a decode task may take: its time, its memory, and a process that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import psutil

from mediasearch.ingest.jobs import Job

#: A task whose process is gone is normally reported within a tenth of a second, and one that was taken is in its slot
#: at once.
_LOST_AFTER_S: Final = 2.0
_UNSEEN_AFTER_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class TaskLimits:
    """``seconds`` and ``bytes`` of resident memory that one task may take."""

    seconds: float
    bytes: int

    def verdict(self, job: Job, pid: int, now: float, *, look_at_memory: bool) -> str:
        """Why a task that was begun is to be cancelled: timeout, memory or lost; "" when it may go on.

        ``pid``: of the process that has it in hand, 0 when none has said so.
        """
        elapsed = now - job.started
        if elapsed > self.seconds:
            return "timeout"
        if pid and not psutil.pid_exists(pid):
            job.lost_since = job.lost_since or now
            return "lost" if now - job.lost_since > _LOST_AFTER_S else ""
        if not pid:
            return "lost" if elapsed > _UNSEEN_AFTER_S else ""
        return "memory" if look_at_memory and _resident_bytes(pid) > self.bytes else ""


def _resident_bytes(pid: int) -> int:
    """Resident memory of a process, 0 when it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
