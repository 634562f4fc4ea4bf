"""Looks at the roots, on threads of its own: what is in them, and whether they are there.

One thread scans, one root after the other (two scans would only fight over the disk).  It reads the catalog through a
connection of its own and posts what it finds to the owner loop, never more than ``OUTSTANDING`` batches ahead of it.
Another one looks every few seconds whether each root is there, and a third, the watcher's, hears of changes.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mediasearch.engine import sleep
from mediasearch.engine.loop import BULK, Loop
from mediasearch.errors import MediaSearchError
from mediasearch.ingest.candidates import Candidates
from mediasearch.ingest.disappearance import Verdict, judge
from mediasearch.ingest.roots import Presence, check_root, is_remote
from mediasearch.ingest.scan import ScanSummary, scan
from mediasearch.ingest.watch import Watcher
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Change, Root
from mediasearch.paths import Library

log = logging.getLogger(__name__)

#: The first scan waits so long at most.
CALM_SECONDS = 2.0
#: Scanned batches that may wait for the loop.
OUTSTANDING = 4
#: How often it is looked whether every root is there.
PRESENCE_SECONDS = 5.0
#: Known files looked at to tell a moved library from another volume.
SAMPLE = 20


@dataclass(frozen=True)
class Job:
    """A scan that was asked for.  ``total``: files the root is known to hold, also outside ``below``."""

    root: int
    below: tuple[bytes, ...]
    total: int


@dataclass(frozen=True)
class Scanned:
    """What became of a scan.  ``verdict``: of the files that are missing."""

    summary: ScanSummary
    verdict: Verdict
    below: tuple[bytes, ...]


class Listener(Protocol):
    """Who is told what was seen; on the owner loop."""

    def is_offline(self, root: int) -> bool:
        """Whether the root is believed absent.  Asked on any thread."""

    def is_there(self, root: int, presence: Presence) -> None:
        """Somebody has looked for the root, and scans it now if it is there."""

    def came_or_went(self, root: int, presence: Presence) -> None:
        """A root is there again, or is not there any more."""

    def take(self, changes: list[Change]) -> None:
        """A scan has found these."""

    def scanned(self, root: int, found: Scanned | None) -> None:
        """A scan is over; None when there was nothing to scan, or it failed."""

    def watched(self, changes: list[Change]) -> None:
        """The system has told of these."""

    def watch_trouble(self, root: int, sentence: str) -> None:
        """How the root is watched; "" when it is watched well."""

    def rescan(self, root: int, below: tuple[bytes, ...] = (b"",)) -> None:
        """Somebody should look again; root 0: at all of them."""


class Scanner:
    """Its methods may be called from any thread.  ``calm``: the first scan waits for it, but not for ever."""

    def __init__(self, loop: Loop, library: Library, calm: threading.Event, listener: Listener) -> None:
        self._loop = loop
        self._library = library
        self._calm = calm
        self._listener = listener
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._slots = threading.BoundedSemaphore(OUTSTANDING)
        self._stopping = threading.Event()
        self._gone: set[int] = set()  # roots that are none any more; their numbers are never given out again
        self._under_watch: set[int] = set()
        self._candidates: dict[int, Candidates] = {}  # what strangely named files turned out to be, per root
        self.polled: set[int] = set()  #: on network drives: nobody tells what other computers change there
        self._watcher = Watcher(
            lambda changes: loop.post(listener.watched, changes),
            lambda root, below: loop.post(listener.rescan, root, tuple(below)),
            lambda root, sentence: loop.post(listener.watch_trouble, root, sentence),
            library=library,
        )
        self._thread = threading.Thread(target=self._serve, name="scanner", daemon=True)
        self._presence = threading.Thread(target=self._look_around, name="presence", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._presence.start()

    def stop(self) -> None:
        self._stopping.set()
        self._jobs.put(None)
        self._watcher.stop()

    def scan(self, job: Job) -> None:
        self._jobs.put(job)

    def settle(self, root: int, paths: Sequence[bytes]) -> None:
        """Tell of these files, which a scan found half-written, once they stop changing."""
        self._watcher.settle(root, paths)

    def follows(self, root: int) -> bool:
        """Whether it is still one of the roots."""
        return root not in self._gone

    def forget(self, root: int) -> None:
        """It is no root any more: what is under way for it ends."""
        self._gone.add(root)
        self._under_watch.discard(root)
        self._watcher.unwatch(root)

    def moved(self, root: int) -> None:
        """Its folder is at another place now."""
        self._under_watch.discard(root)
        self._watcher.unwatch(root)
        self._candidates.pop(root, None)

    def watch_anew(self, root: int) -> None:
        """Its next scan watches it anew: what is watched now is not what comes back, or it is not watched well."""
        self._under_watch.discard(root)

    # --------------------------------------------------------------------------------- on the scanner thread

    def _serve(self) -> None:
        self._calm.wait(CALM_SECONDS)
        catalog = Catalog.open_readonly(self._library)
        try:
            while (job := self._jobs.get()) is not None and not self._stopping.is_set():
                found = None
                try:
                    found = self._scan(catalog, job)
                except Exception:
                    log.exception("scanning root %d failed", job.root)
                self._loop.post(self._listener.scanned, job.root, found, priority=BULK)
        finally:
            catalog.close()

    def _scan(self, catalog: Catalog, job: Job) -> Scanned | None:
        root = next((root for root in catalog.roots() if root.id == job.root), None)
        if root is None or not self.follows(root.id):
            return None
        sample = sample_of(catalog, root.id)
        presence = check_root(root, max(job.total, len(sample)), sample)
        self._loop.post(self._listener.is_there, root.id, presence)
        if not presence.online:
            return None
        (self.polled.add if is_remote(root.path) else self.polled.discard)(root.id)
        known = [file for folder in job.below for file in catalog.known_files(root.id, folder)]
        self._watch(root)  # before looking, so that nothing falls between the scan and the watch
        try:
            summary = scan(
                root,
                known,
                below=job.below,
                library=self._library,
                emit=self._emit,
                cancelled=lambda: self._stopping.is_set() or not self.follows(root.id),
                candidates=self._candidates.setdefault(root.id, Candidates()),
            )
        except OSError as error:
            log.warning("root %d could not be scanned: %s", root.id, error)
            return None
        held = frozenset(file.id for file in known if file.held)
        return Scanned(summary, judge(max(job.total, len(known)), summary.missing, held), job.below)

    def _watch(self, root: Root) -> None:
        if root.id not in self._under_watch:
            self._under_watch.add(root.id)
            self._watcher.watch(root)

    def _emit(self, changes: list[Change]) -> None:
        while not self._slots.acquire(timeout=0.5):
            if self._stopping.is_set():
                return
        self._loop.post(self._deliver, changes, priority=BULK)

    def _deliver(self, changes: list[Change]) -> None:
        try:
            self._listener.take(changes)
        finally:
            self._slots.release()

    # -------------------------------------------------------------------------------- on the presence thread

    def _look_around(self) -> None:
        """A drive that is pulled or comes back is noticed within seconds, without any event; so is a sleep."""
        while not self._stopping.is_set():
            if sleep.wait(self._stopping, PRESENCE_SECONDS):
                log.info("the computer slept; all folders are looked at again")
                self._loop.post(self._listener.rescan, 0)
            if self._stopping.is_set():
                return
            try:
                with Catalog.open_readonly(self._library) as catalog:
                    for root in catalog.roots():
                        sample = sample_of(catalog, root.id)
                        presence = check_root(root, len(sample), sample)
                        if presence.online == self._listener.is_offline(root.id):
                            self._loop.post(self._listener.came_or_went, root.id, presence)
            except (MediaSearchError, OSError) as error:  # the database is busy, say: look again later
                log.info("the roots could not be looked after: %s", error)


def sample_of(catalog: Catalog, root: int) -> list[bytes]:
    """Paths of some known files of a root."""
    paths: list[bytes] = []
    for file in catalog.known_files(root):
        paths.append(file.path)
        if len(paths) == SAMPLE:
            break
    return paths
