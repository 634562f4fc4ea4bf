"""A pool of decode workers: one file's crash, hang or hunger costs one worker and that file.

Pebble keeps the processes; the deadline and the memory cap are ours.  A task over its limits is *cancelled*, and
Pebble then ends its process while it holds the lock of the workers' pipe.  A process killed from outside could die
with that lock and take the whole pool along.
"""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from pebble import ProcessExpired, ProcessPool

from mediasearch.encoders.base import Preprocess
from mediasearch.ingest import worker_process
from mediasearch.ingest.decode import DecodeTask, decode_file
from mediasearch.ingest.jobs import Job, Spawning, end_pool, ending
from mediasearch.ingest.task_limits import TaskLimits
from mediasearch.library.records import Decoded, Failed

log = logging.getLogger(__name__)

#: What is handed to Pebble beyond one task per worker, so that none waits for its next one.
_LOOKAHEAD = 1
#: Files worth having queued per worker: at 25 ms each, a tenth of a second.
_QUEUED_PER_WORKER = 4
#: After so many tasks a worker is replaced: decoders leak a little.
_TASKS_PER_WORKER = 400
_TICK_S = 0.1
_MEMORY_EVERY_S = 0.4
#: A file in hand each time the pool breaks is what breaks it.
_MAX_BREAKAGES = 3
_REBUILD_PAUSE_S = 30.0
#: From so many new pools in a row on it is no accident.
_STUCK = 3
_MAX_WORKERS = 16
_SPARE_SLOTS = 64


@dataclass(frozen=True, slots=True)
class QueryPixels:
    """The model's input for a query picture: ``uint8 (size, size, 3)`` as bytes."""

    ticket: int
    pixels: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Running:
    """A task under way.  ``file`` is the file id, 0 for a query."""

    file: int
    pid: int
    seconds: float


class DecodePool:
    """Decodes files in child processes.

    ``on_done`` is called on a thread of the pool and must only put its argument on a queue.  A worker that died, hung
    or grew too large is reported as :class:`Failed` with the reason ``crashed``, ``timeout`` or ``memory``; whoever
    listens counts the strikes.
    """

    def __init__(
        self,
        workers: int,
        timeout_s: float,
        memory_mb: int,
        on_done: Callable[[Decoded | Failed], None],
        *,
        cores: int = 0,
        on_stuck: Callable[[], None] = lambda: None,
        decode: Callable[[DecodeTask], Decoded] = decode_file,
    ) -> None:
        """``workers`` 0 chooses by the number of cores, of which at most ``cores`` are used (0: all).

        The processes are started by :meth:`start`, or for the first task.  ``on_stuck`` is called, on a thread of the
        pool, when they end or cannot be started again and again; it goes on trying.

        ``decode`` is imported by its name in the workers.
        """
        available = os.cpu_count() or 1
        self.workers = workers or max(1, min(_MAX_WORKERS, available, cores or available))
        self._cores = cores
        self._timeout_s = timeout_s
        self._task_limits = TaskLimits(timeout_s, memory_mb * 1024 * 1024)
        self._memory_mb = memory_mb
        self._on_done = on_done
        self._on_stuck = on_stuck
        self._decode = decode
        self._context = Spawning()
        self._limit = self.workers + _LOOKAHEAD
        self._slots = self._context.RawArray("q", self._limit + _SPARE_SLOTS)
        self._free_slots = deque(range(len(self._slots)))
        self._lock = threading.RLock()
        self._queries: deque[Job] = deque()
        self._queue: deque[Job] = deque()
        self._handed: set[Job] = set()
        self._stopped = False
        self._broken = False
        self._started = False
        self._rebuilds = 0  # in a row
        self._wake = threading.Event()
        self._pool = self._new_pool()  # which has no processes yet
        self._supervisor = threading.Thread(target=self._supervise, name="decode-supervisor", daemon=True)
        self._supervisor.start()

    # ------------------------------------------------------------------------------------------------- for the engine

    def start(self) -> None:
        """Start the processes, so that the first task is not late."""
        with self._lock:
            if not self._stopped and not self._broken:
                self._started = True
                if not self._active():  # asking starts them
                    log.error("the decoding processes could not be started")

    def submit(self, task: DecodeTask, on_done: Callable[[Decoded | Failed], None] | None = None) -> None:
        """Queue one file; ``on_done``, or else the pool's, is called exactly once, unless the pool is stopped first."""
        file = task.file
        report = on_done or self._on_done

        def fail(reason: str, detail: str) -> None:
            report(Failed(file.id, reason, detail, file.size, file.mtime_ns))

        self._enqueue(
            self._queue,
            Job(worker_process.decode_in_slot, (self._decode, task), report, fail, file.id),
        )

    def submit_query(
        self,
        ticket: int,
        source: bytes | str,
        preprocess: Preprocess,
        max_pixels: int,
        on_done: Callable[[QueryPixels | Failed], None],
    ) -> None:
        """Decode a query picture (encoded bytes or a path) ahead of queued files; a Failed carries the ticket."""

        def report(result: bytes | Failed) -> None:
            on_done(result if isinstance(result, Failed) else QueryPixels(ticket, result, preprocess.size))

        def fail(reason: str, detail: str) -> None:
            on_done(Failed(ticket, reason, detail))

        arguments = (ticket, source, preprocess, max_pixels)
        self._enqueue(self._queries, Job(worker_process.query_in_slot, arguments, report, fail))

    def running(self) -> list[Running]:
        """The tasks that workers have in hands now."""
        now = time.monotonic()
        with self._lock:
            return [
                Running(job.file, pid, now - job.started if job.started else 0.0)
                for job in self._handed
                if (pid := self._slots[job.slot])
            ]

    def outstanding(self) -> int:
        """Files submitted and not reported yet."""
        with self._lock:
            return len(self._queue) + sum(1 for job in self._handed if job.file)

    def capacity(self) -> int:
        """How many more files are worth submitting now: enough that no worker waits, few enough to stay in control."""
        return max(0, self.workers * _QUEUED_PER_WORKER - self.outstanding())

    def stop(self, timeout: float = 2.0) -> None:
        """End all workers; no call of ``on_done`` afterwards."""
        with self._lock:
            self._stopped = True
            self._queue.clear()
            self._queries.clear()
            self._handed.clear()
            pool = self._pool
        self._wake.set()
        deadline = time.monotonic() + timeout
        end_pool(pool, self._context, timeout)
        if threading.current_thread() is not self._supervisor:
            self._supervisor.join(max(0.1, deadline - time.monotonic()))

    # ----------------------------------------------------------------------------------------------------- the queue

    def _enqueue(self, queue: deque[Job], job: Job) -> None:
        with self._lock:
            if self._stopped:
                return
            queue.append(job)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give Pebble as many tasks as there are workers, and one more; queries first and without limit."""
        with self._lock:
            while self._free_slots and not self._stopped and not self._broken:
                if self._queries:
                    self._give(self._queries.popleft())
                elif self._queue and len(self._handed) < self._limit:
                    self._give(self._queue.popleft())
                else:
                    return

    def _give(self, job: Job) -> None:
        job.slot = self._free_slots.popleft()
        job.started = job.lost_since = 0.0
        job.verdict = ""
        self._slots[job.slot] = 0
        self._handed.add(job)
        self._started = True
        try:
            job.future = self._pool.schedule(job.function, args=(job.slot, *job.arguments))
        except (RuntimeError, OSError):  # it broke a moment ago, or no process or thread can be started
            self._put_back(job)
            self._break()
            return
        job.future.add_done_callback(lambda future: self._finished(job, future))

    def _put_back(self, job: Job) -> None:
        """To the front of its queue: it was not its fault."""
        self._release(job)
        (self._queue if job.file else self._queries).appendleft(job)

    def _release(self, job: Job) -> None:
        self._handed.discard(job)
        # Slots go round in turn, so that one is not given out again while a cancelled task may still clear it.
        self._free_slots.append(job.slot)

    def _finished(self, job: Job, future: Any) -> None:
        """Called by Pebble when a task succeeded, failed, lost its process, or was cancelled by us."""
        with self._lock:
            if self._stopped or job not in self._handed or job.future is not future:
                return
            say: Callable[[], None]
            try:
                result = future.result(timeout=0)
            except CancelledError:
                if job.verdict == "lost":
                    self._put_back(job)
                    self._wake.set()
                    return
                say = functools.partial(job.fail, job.verdict, "")
            except BrokenProcessPool:
                self._broke_with(job)
                return
            except ProcessExpired as error:
                say = functools.partial(job.fail, "crashed", ending(error.exitcode))
            except MemoryError:
                say = functools.partial(job.fail, "memory", "")
            except Exception as error:
                # Not the file's fault: decoding translates all exceptions.  Seen and told, but nothing stops.
                log.exception("decoding failed in an unexpected way")
                say = functools.partial(job.fail, "damaged", f"{type(error).__name__}: {error}"[:200])
            else:
                say = functools.partial(job.report, result)
                self._rebuilds = 0
            self._release(job)
        say()
        self._hand_out()

    # -------------------------------------------------------------------------------------------------- supervision

    def _supervise(self) -> None:
        """Deadlines, memory, lost tasks and broken pools.

        Time is the monotonic clock's, which stands still while the computer sleeps.
        """
        memory_due = 0.0
        while True:
            self._wake.wait(_TICK_S)
            self._wake.clear()
            with self._lock:
                if self._stopped:
                    return
                jobs = list(self._handed)
                if self._started and not self._broken and not self._active():
                    self._break()
            if self._broken:
                self._rebuild()
            now = time.monotonic()
            look_at_memory = now >= memory_due
            if look_at_memory:
                memory_due = now + _MEMORY_EVERY_S
            for job in jobs:
                self._check(job, now, look_at_memory)
            self._hand_out()

    def _check(self, job: Job, now: float, look_at_memory: bool) -> None:
        with self._lock:
            if job not in self._handed or job.verdict or not job.future.running():
                return
            if not job.started:
                job.started = now
            pid = self._slots[job.slot]
        verdict = self._task_limits.verdict(job, pid, now, look_at_memory=look_at_memory)
        if verdict:  # reported at once; Pebble ends the process within a tenth of a second
            job.verdict = verdict
            job.future.cancel()

    # ------------------------------------------------------------------------------------------------- broken pools

    def _active(self) -> bool:
        """Whether the processes run; they are started if they were not.  Not where the system refuses them."""
        try:
            return bool(self._pool.active)
        except (RuntimeError, OSError) as error:
            log.error("no process or thread can be started: %s", error)
            return False

    def _break(self) -> None:
        self._broken = True
        self._wake.set()

    def _broke_with(self, job: Job) -> None:
        job.breakages += 1
        self._break()
        if job.breakages < _MAX_BREAKAGES:
            self._put_back(job)
            return
        self._release(job)
        job.fail("crashed", "it stopped all decoding processes")

    def _rebuild(self) -> None:
        """A pool of fresh processes; what the old one had in hands is done again.

        It breaks when an idle process is killed from outside, by a system short of memory, say.  Pauses grow while
        it happens again and again: the processes may not be able to start at all.
        """
        log.warning("the decoding processes are started anew")
        end_pool(self._pool, self._context, timeout=5.0)
        self._rebuilds += 1
        if self._rebuilds == _STUCK:
            self._on_stuck()
        pause = min(_REBUILD_PAUSE_S, 0.25 * 2**self._rebuilds) if self._rebuilds > 1 else 0.0
        deadline = time.monotonic() + pause
        while not self._stopped and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, _TICK_S))
        with self._lock:
            if self._stopped:
                return
            for job in list(self._handed):
                self._broke_with(job)
            self._pool = self._new_pool()
            self._broken = False
            self.start()

    def _new_pool(self) -> Any:
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=worker_process.start,
            initargs=(self._slots, self._timeout_s, self._memory_mb, self._cores),
            context=self._context,
        )
