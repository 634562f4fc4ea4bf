"""The other end of :mod:`mediasearch.models.job`: starts it, hears it, stops it.  Imports nothing heavy."""

from __future__ import annotations

import contextlib
import logging
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from mediasearch.models import events, job
from mediasearch.models.events import Event
from mediasearch.paths import Library, private_folder, program

log = logging.getLogger(__name__)

Action = Literal["size", "download", "import", "prepare"]

#: Seconds a job gets to leave by itself before it is killed; it needs none of them.
_GRACE: Final = 2.0


class Job:
    """Work on one model that goes on somewhere else.

    ``download`` and ``import`` prepare what they got in a second process, which is offline again.  ``on_event`` is
    called on a thread of this object and must only hand over.  The last event is ``ready``, ``failed``, ``stopped``,
    or ``size`` for that action.
    """

    def __init__(
        self,
        library: Library,
        action: Action,
        name: str,
        on_event: Callable[[Event], None],
        file: Path | None = None,
        architecture: str = "",
    ) -> None:
        self.name = name
        self.action = action
        self._library = library
        self._on_event = on_event
        self._file = file
        self._architecture = architecture
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._changed = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"model job {name}", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether more events will come."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End it now; never blocks.  What has arrived stays.  ``stopped`` is told, unless it had just ended."""
        with self._changed:
            self._stopping.set()
            process = self._process
        if process is not None:
            process.kill()  # everything it does can be killed at any point

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the last event; whether it has come.  Not to be called from ``on_event``."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            last = self._process_of(self.action)
            if last.stage == "complete":
                self._on_event(last)
                last = self._process_of("prepare")
        except OSError as error:
            last = Event(
                "failed", title=f"A process cannot be started ({error.strerror or error})", advice="Try again."
            )
        self._on_event(replace(last, name=self.name))

    def _process_of(self, action: Action) -> Event:
        """Run one process to its end and pass on what it says; its last event, which is not passed on."""
        with self._changed:
            if self._stopping.is_set():
                return Event("stopped")
            private_folder(self._library.models)
            words = command(self._library.models, action, self.name, self._file, self._architecture)
            process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self._process = process
        assert process.stdin is not None and process.stdout is not None
        last = None
        with process.stdin, process.stdout as lines:
            for line in lines:
                event = events.parse(line)
                if event is None:
                    continue
                if event.stage in events.LAST:
                    last = event
                    break
                self._on_event(event)
        try:
            code = process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if last is not None:
            return last
        if self._stopping.is_set():
            return Event("stopped")
        log.error("a model job ended without an answer (%s %s, exit code %d)", action, self.name, code)
        return Event(
            "failed",
            title=f"The process that works on {self.name} ended unexpectedly (code {code})",
            advice="Close other programs if memory is short, and try again.",
        )


def command(models: Path, action: Action, name: str, file: Path | None = None, architecture: str = "") -> list[str]:
    """The command line of a job; of a frozen build, the program itself."""
    # One word each: a name that begins with a minus would be taken for another option.
    more = [f"--file={file}", f"--architecture={architecture}"] if action == "import" else []
    return [*program(), job.COMMAND, action, f"--models={models}", *more, "--", name]


def start(
    library: Library,
    action: Action,
    name: str,
    on_event: Callable[[Event], None],
    *,
    file: Path | None = None,
    architecture: str = "",
) -> Job:
    """Begin work on the model called ``name``: ask its ``size``, ``download``, ``import`` (``file`` of an open_clip
    ``architecture``) or ``prepare`` it."""
    return Job(library, action, name, on_event, file, architecture)


def run(library: Library, action: Action, name: str, on_event: Callable[[Event], None], **more: str | Path) -> Event:
    """The same for a command line: returns the last event.  Ctrl+C stops the job and is raised again."""
    heard: list[Event] = []

    def hear(event: Event) -> None:
        heard.append(event)
        on_event(event)

    work = Job(library, action, name, hear, **more)  # type: ignore[arg-type]
    try:
        while not work.wait(0.1):  # a wait without a limit would not let Ctrl+C through on Windows
            pass
    except BaseException:
        work.stop()
        with contextlib.suppress(KeyboardInterrupt):
            work.wait(_GRACE)
        raise
    return heard[-1]
