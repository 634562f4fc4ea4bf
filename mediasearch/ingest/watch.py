"""The watcher: reports what happens to files while the program runs, once they have settled.

It is a hint, not the truth: whatever is more than a few files (a folder that comes, goes or moves, a burst, events
that the system lost) becomes a request to scan.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent, FileSystemEvent
from watchdog.observers import Observer

from mediasearch.ingest import formats, tree, watch_limits
from mediasearch.ingest.ignore import hidden
from mediasearch.ingest.observation import EVENTS, Handler, OverflowListener, is_done
from mediasearch.ingest.roots import is_remote
from mediasearch.ingest.settling import Key, Settled, Settling, regular
from mediasearch.ingest.sidecars import stamp_of
from mediasearch.ingest.watched import WatchedRoot
from mediasearch.library.records import Change, ChangeKind, Root
from mediasearch.paths import Library

log = logging.getLogger(__name__)
# It says on the terminal when it meets a new folder twice, which does no harm.
warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")

#: More paths than this pending in one root, and scanning it is cheaper than going on path by path.
BURST = 2000
#: More removals at once than this are not believed without a look at the whole.
MASS_REMOVAL = 100
#: Events waiting to be looked at; beyond, the root is scanned instead.
_QUEUE_LIMIT = 50_000
_BATCH = 500
#: Roots that the system cannot watch, or not fully, are scanned this often.
_POLL_S = 120.0
_LIMIT_CHECK_S = 30.0
#: How often it is looked whether a root's folder is still the one that is watched: the system watches the folder, not
#: its path, and says nothing when another takes its place.
_PLACE_EVERY_S = 5.0
#: While something is pending; looking after every single event would take most of the time of a burst.
_LOOK_EVERY_S = 0.05


class Watcher:
    """Watches roots with watchdog.  Callbacks come on the watcher's thread and must only put things on a queue."""

    def __init__(
        self,
        on_changes: Callable[[list[Change]], None],
        on_rescan: Callable[[int, list[bytes]], None],
        on_trouble: Callable[[int, str], None],
        *,
        library: Library | None = None,
        settle_seconds: float = 1.0,
    ) -> None:
        """``on_rescan(root, folders)``: scan these folders again, together (moves are paired).  ``on_trouble(root,
        sentence)``: the root cannot be watched (fully), and is scanned every two minutes instead; "": it can be."""
        self._on_changes = on_changes
        self._on_rescan = on_rescan
        self._on_trouble = on_trouble
        self._library = library
        self._queue: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._roots: dict[int, WatchedRoot] = {}
        self._settling = Settling(settle_seconds, self._look)
        self._observer: Any = None
        self._limit_checked = 0.0
        self._working = True
        self._stopped = threading.Event()
        self._overflow = OverflowListener(lambda: self._queue.put(self._lost_events))
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def watch(self, root: Root) -> None:
        """Start watching; a root already watched is watched anew.  Never raises for a root that cannot be.

        Watch first and scan then, so that nothing falls in between.
        """
        self._queue.put(lambda: self._watch(root))

    def unwatch(self, root: int) -> None:
        """Stop watching; what has not been reported yet is dropped."""
        self._queue.put(lambda: self._unwatch(root))

    def settle(self, root: int, paths: Iterable[bytes]) -> None:
        """Report these files (found half-written by a scan) once they stop changing."""
        keys = [(root, path) for path in paths]
        self._queue.put(lambda: self._settle(keys))

    def busy(self) -> bool:
        """Whether something has happened that is not reported yet, as far as we were told of it."""
        return self._working or not self._queue.empty() or self._pending()

    def stop(self) -> None:
        """End all threads (within a second).  No callback comes afterwards."""
        self._stopped.set()
        self._queue.put(lambda: None)
        if threading.current_thread() is not self._thread:
            self._thread.join(1.0)

    # ------------------------------------------------------------------------------------------------ on our own thread

    def _run(self) -> None:
        next_look = 0.0
        next_check = time.monotonic() + _PLACE_EVERY_S
        try:
            while not self._stopped.is_set():
                now = time.monotonic()
                if now >= next_check:
                    self._check_places()
                    next_check = now + _PLACE_EVERY_S
                if now >= next_look:
                    self._report(now)
                    next_look = now + _LOOK_EVERY_S
                self._work_off(next_look if self._pending() else next_check)
        finally:
            self._overflow.close()
            if self._observer is not None:
                self._observer.stop()
                self._observer.join(1.0)

    def _work_off(self, until: float) -> None:
        """Do what is in the queue until ``until``, or until something has come and there is time to look at it."""
        polls = [watched.poll_at for watched in list(self._roots.values()) if watched.poll_at is not None]
        timeout = max(0.0, min([until, *polls]) - time.monotonic())
        try:
            self._working = False
            work = self._queue.get(timeout=timeout)
            self._working = True
            work()
            enough = min(until, time.monotonic() + _LOOK_EVERY_S)
            while time.monotonic() < enough and not self._stopped.is_set():
                self._queue.get_nowait()()
        except queue.Empty:
            pass

    def _pending(self) -> bool:
        return bool(self._settling) or any(watched.folders for watched in list(self._roots.values()))

    def _check_places(self) -> None:
        for watched in list(self._roots.values()):
            if tree.place_of(watched.root.path) not in (watched.place, tree.NOWHERE):
                self._watch(watched.root)
                self._on_rescan(watched.root.id, [b""])

    def _watch(self, root: Root) -> None:
        before = self._roots.get(root.id)
        self._unwatch(root.id)
        watched = self._roots[root.id] = WatchedRoot(root, self._library)
        watched.told = before.told if before is not None else None
        try:
            if self._observer is None:
                self._observer = Observer()
                self._observer.start()
            handler = Handler(lambda event: self._happened(root.id, event))
            watched.watch = self._observer.schedule(handler, root.path, recursive=True, event_filter=EVENTS)
        except Exception as error:  # watchdog lets through whatever its platform's part raises
            self._observer_failed(watched, error)
        else:
            if is_remote(root.path):
                watched.poll_at = time.monotonic() + _POLL_S  # what other computers do there is told to nobody
            if not self._check_limits(watched):
                self._tell(watched, "")

    def _observer_failed(self, watched: WatchedRoot, error: Exception) -> None:
        if watched.place == tree.NOWHERE:
            return  # the engine knows, and watches again when it comes back
        number = error.errno if isinstance(error, OSError) else None
        watched.poll_at = time.monotonic() + _POLL_S
        self._tell(
            watched,
            watch_limits.sentence(number)
            or f"Changes in this folder are noticed late, because the system cannot watch it ({error}).",
        )

    def _check_limits(self, watched: WatchedRoot) -> bool:
        """Whether a limit is used up, so that folders of the root are not watched."""
        self._limit_checked = time.monotonic()
        if complaint := watch_limits.used_up(watched.root.path):
            watched.poll_at = watched.poll_at or time.monotonic() + _POLL_S
            self._tell(watched, complaint)
        return bool(complaint)

    def _tell(self, watched: WatchedRoot, sentence: str) -> None:
        if watched.told != sentence and not self._stopped.is_set():
            watched.told = sentence
            self._on_trouble(watched.root.id, sentence)

    def _unwatch(self, root: int) -> None:
        watched = self._roots.pop(root, None)
        self._settling.forget_below(root, b"")
        if watched is not None and watched.watch is not None:
            try:
                self._observer.unschedule(watched.watch)
            except (KeyError, OSError) as error:
                log.debug("unscheduling %s: %r", watched.root.path, error)

    def _settle(self, keys: list[Key]) -> None:
        now = time.monotonic()
        for key in keys:
            if key[0] in self._roots:
                self._settling.found(key, now)

    def _look(self, key: Key) -> os.stat_result | None:
        watched = self._roots.get(key[0])
        return regular(tree.absolute(watched.base, key[1])) if watched is not None else None

    # ----------------------------------------------------------------------------------------------------------- events

    def _happened(self, root: int, event: FileSystemEvent) -> None:
        """Called on watchdog's thread."""
        if self._queue.qsize() < _QUEUE_LIMIT:
            self._queue.put(lambda: self._take(root, event))
        elif self._queue.qsize() < 2 * _QUEUE_LIMIT:
            self._queue.put(lambda: self._flood(root))

    def _take(self, root: int, event: FileSystemEvent) -> None:
        watched, now = self._roots.get(root), time.monotonic()
        if watched is None or watched.still_flooded(now):
            return
        source, target = watched.relative(event.src_path), watched.relative(event.dest_path)
        if event.is_directory:
            for folder in (source, target):
                if folder is not None and watched.wants(folder):
                    self._scan_again(watched, folder, now)
            return
        for path in (source, target):
            for folder in (watched.folder_of_rule(path), watched.folder_of_sidecar(path)):
                if folder is not None:
                    self._scan_again(watched, folder, now)
        self._file_event(watched, event, watched.ours(source, now), watched.ours(target, now), now)
        if self._settling.count(root) > BURST:
            self._flood(root)

    def _file_event(
        self, watched: WatchedRoot, event: FileSystemEvent, source: bytes | None, target: bytes | None, now: float
    ) -> None:
        root = watched.root.id
        if isinstance(event, FileMovedEvent):
            if source is not None or target is not None:
                before = (root, source) if source is not None else None
                after = (root, target) if target is not None else None
                self._settling.moved(before, after, now)
        elif source is None:
            return
        elif isinstance(event, FileCreatedEvent):
            self._settling.created((root, source), now)
        elif isinstance(event, FileModifiedEvent):
            self._settling.modified((root, source), now)
        elif isinstance(event, FileDeletedEvent):
            self._settling.gone((root, source), now)
            if os.name == "nt" and formats.nominated(formats.suffix_of(source)) is None:
                self._scan_again(watched, source, now)  # Windows does not tell a removed folder from a file
        elif is_done(event):
            self._settling.closed((root, source), now)

    def _scan_again(self, watched: WatchedRoot, folder: bytes, now: float) -> None:
        self._settling.forget_below(watched.root.id, watched.scan_again(folder, now))

    def _flood(self, root: int) -> None:
        watched = self._roots.get(root)
        if watched is not None and not watched.flooded:
            watched.flooded = True
            self._scan_again(watched, b"", time.monotonic())

    def _lost_events(self) -> None:
        for root in self._roots:
            self._flood(root)

    # ---------------------------------------------------------------------------------------------------------- reports

    def _report(self, now: float) -> None:
        for watched in list(self._roots.values()):
            if folders := watched.take_folders(now):
                self._on_rescan(watched.root.id, folders)
                if watched.poll_at is None and now - self._limit_checked > _LIMIT_CHECK_S:
                    self._check_limits(watched)
            elif watched.poll_at is not None and now >= watched.poll_at:
                watched.poll_at = now + _POLL_S
                if watched.told and not watch_limits.used_up(watched.root.path):
                    self._watch(watched.root)  # there is room again, perhaps for all of it
                self._on_rescan(watched.root.id, [b""])
        changes = self._changes(self._settling.collect(now))
        for start in range(0, len(changes), _BATCH):
            if not self._stopped.is_set():
                self._on_changes(changes[start : start + _BATCH])

    def _changes(self, settled: list[Settled]) -> list[Change]:
        changes: list[Change] = []
        explained: set[Key] = set()  # gone, because moved
        for item in settled:
            if item.status is not None:
                change = self._there(item, settled, explained)
                if change is not None:
                    changes.append(change)
        gone: dict[int, list[bytes]] = {}
        for item in settled:
            if item.status is None and item.key not in explained and not item.created:
                gone.setdefault(item.key[0], []).append(item.key[1])
        for root, paths in gone.items():
            watched = self._roots[root]
            if tree.place_of(watched.root.path) != watched.place:
                self._on_rescan(root, [b""])  # the root itself went away; the scan finds it offline
            elif len(paths) > MASS_REMOVAL:
                self._on_rescan(root, tree.outermost(map(tree.parent, paths)))
            else:
                changes.extend(Change(ChangeKind.REMOVED, root, path) for path in paths)
        return changes

    def _there(self, item: Settled, settled: list[Settled], explained: set[Key]) -> Change | None:
        """The change of a file that exists."""
        root, path = item.key
        watched, status = self._roots[root], item.status
        if status is None or hidden(status):
            return None
        skip = watched.candidates.skip(tree.absolute(watched.base, path), path, status.st_size, status.st_mtime_ns)
        if skip is None:
            return None
        source = item.origin
        if source is not None and self._look(source) is not None:
            source = None  # something else is there now; both are reported as they are
        if source is None and item.created and item.origin is None:
            source = self._told_as_gone(item.key, settled, explained)
        if source is not None:
            explained.add(source)
            self._settling.forget([source])
        kind = ChangeKind.MOVED if source else ChangeKind.ADDED if item.created else ChangeKind.MODIFIED
        stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
        sidecar = stamp_of(tree.absolute(watched.base, path))
        if source is None:
            return Change(kind, root, path, *stamp, skip=skip, sidecar=sidecar)
        return Change(kind, root, path, *stamp, source=source[1], source_root=source[0], skip=skip, sidecar=sidecar)

    def _told_as_gone(self, key: Key, settled: list[Settled], explained: set[Key]) -> Key | None:
        """Where a new file was before, when the system told the two ends of its move apart: as a removal in one root
        and a new file of the same name in another.  (The catalog believes it only if size and time agree.)"""
        name = tree.name(key[1])

        def fits(other: Key) -> bool:
            return other[0] != key[0] and other not in explained and tree.name(other[1]) == name

        for item in settled:
            if item.status is None and not item.created and fits(item.key):
                return item.key
        return self._settling.take_gone(fits)
