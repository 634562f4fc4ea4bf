"""The roots while the engine runs: who is there, what is asked of them, and what is believed to be deleted.

They are looked at by a :class:`~mediasearch.engine.scanner.Scanner`, which tells what it saw.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mediasearch.engine import writing
from mediasearch.engine.loop import BULK, Loop
from mediasearch.engine.meanwhile import Meanwhile
from mediasearch.engine.scanner import Job, Scanned, Scanner, sample_of
from mediasearch.errors import MediaSearchError
from mediasearch.ingest import ignore
from mediasearch.ingest.roots import Presence, identity_of, validate_new_place, validate_new_root
from mediasearch.ingest.tree import is_below, outermost, parent
from mediasearch.library.convert import inside, normalised
from mediasearch.library.records import Change, ChangeKind, KnownFile, Root, RootState
from mediasearch.library.roots import Forgetting
from mediasearch.library.troubles import TroubleKind
from mediasearch.paths import Library

if TYPE_CHECKING:
    from mediasearch.engine.store import Store

log = logging.getLogger(__name__)

#: A file that is still being written does not keep its root in the state "scanning" for longer than this.
SETTLE_PATIENCE = 15.0
#: Folders in which files were missed are looked into after this.
LOOK_SECONDS = 1.0
#: Removals applied at a time, so that a query can come in between.
SLICE = 200
#: Files forgotten at a time.
FORGOTTEN = 100


class Roots:
    """Everything public runs on the owner loop."""

    def __init__(
        self,
        loop: Loop,
        library: Library,
        store: Store,
        rescan_seconds: float,
        on_work: Callable[[], None],
        on_roots: Callable[[], None],
        on_trouble: Callable[[str, str], None],
        calm: threading.Event,
        on_scanned: Callable[[int], None],
    ) -> None:
        """``calm``: the first scan waits for it, but not for ever.  ``on_scanned(root)``: all of it was looked at."""
        self._on_scanned = on_scanned
        self._loop = loop
        self._library = library
        self._store = store
        self._rescan_seconds = rescan_seconds
        self._on_work = on_work
        self._on_roots = on_roots
        self._on_trouble = on_trouble
        self._scanning: dict[int, int] = {}  # root → scans queued or under way
        self._settling: dict[int, set[bytes]] = {}
        self._offline: dict[int, str] = {}  # root → the sentence
        self._unlooked: set[int] = set()  # a scan was asked for, and nobody has looked yet whether the root is there
        self._missed: dict[int, set[bytes]] = {}  # folders in which a file was not found
        self._given_up: set[int] = set()  # the person has said that their held files are gone; a scan looks once more
        self._meanwhile = Meanwhile()
        self._scanner = Scanner(loop, library, calm, self)

    def start(self) -> None:
        roots, forgetting = self._store.roots(), self._store.forgetting()
        self._given_up = {root.id for root in roots if root.id in forgetting}
        for going in forgetting:
            if going not in self._given_up:
                self._forget(going, self._on_roots)
        for root in roots:
            if root.state == RootState.OFFLINE:
                self._offline[root.id] = self._noted(root.id, TroubleKind.OFFLINE).get(b"", "")
            self.rescan(root.id)
        self._scanner.start()
        self._loop.after(self._rescan_seconds, self._periodic)

    def stop(self) -> None:
        self._scanner.stop()

    @property
    def polled(self) -> set[int]:
        """Roots on network drives: nobody tells what other computers change there."""
        return self._scanner.polled

    # -------------------------------------------------------------------------------------------------- asked

    def add(self, paths: Sequence[str]) -> MediaSearchError | None:
        """Add folders; the good ones are added even when another cannot be.  Returns the first complaint."""
        complaint: MediaSearchError | None = None
        for path in paths:
            before = {known.id for known in self._store.roots()}
            try:
                root = self._store.add_root(validate_new_root(path, self._library))
            except MediaSearchError as error:
                complaint = complaint or error
                continue
            # A parent takes over the roots inside it: stop looking at those.
            alive = {known.id for known in self._store.roots()}
            for gone in before - alive:
                self._drop(gone)
            self.rescan(root.id)
        self._on_roots()
        return complaint

    def remove(self, root: int, done: Callable[[], None]) -> None:
        """It is no root any more at once; its files go some at a time, then ``done`` is called.

        Raises ``MediaSearchError`` when that could not even be noted; nothing has happened then.
        """
        if not self._store.begin_forgetting(root, Forgetting.EVERYTHING):
            raise self._store.refusal("The folder could not be removed from the library")
        self._drop(root)
        self._forget(root, done)
        self._on_roots()

    def locate(self, root: int, path: str) -> None:
        """The root is at ``path`` now.  Raises ``MediaSearchError`` when its files are not there."""
        known = self._known(root)
        folder = validate_new_place(known, path, sample_of(self._store.catalog, root), self._library)
        self._store.move_root(root, folder, identity_of(folder))
        self._offline.pop(root, None)
        self._scanner.moved(root)
        self.rescan(root)

    def exclude(self, path: str, on: bool) -> None:
        """Leave a folder or file out of its root, or take it in again.  Raises ``MediaSearchError``."""
        place = normalised(path)
        found = next(
            ((root, below) for root in self._store.roots() if (below := inside(place, os.fsencode(root.path)))), None
        )
        if found is None:
            raise MediaSearchError(
                f"“{path}” is not inside a folder of the library", "Remove the folder itself from the library instead."
            )
        root, below = found
        if root.id in self._offline:
            raise MediaSearchError(f"“{root.path}” isn’t connected", "Connect its drive first.")
        try:
            if on:
                ignore.exclude(root.path, below, is_folder=os.path.isdir(place))  # noqa: PTH112 - bytes
            else:
                ignore.include(root.path, below)
        except OSError as error:
            raise MediaSearchError(
                f"“{path}” could not be excluded ({error.strerror or error})",
                f"It is noted in the file {os.fsdecode(ignore.IGNORE_FILE)} in “{root.path}”, which must be writable.",
            ) from error
        self.rescan(root.id, (below,))

    def _known(self, root: int) -> Root:
        for known in self._store.roots():
            if known.id == root:
                return known
        raise MediaSearchError("This folder is no longer in the library", "Add it again.")

    def look_again(self, root: int) -> None:
        """The person's word: scan one root, or all (0), and try once more to watch those that are not watched well."""
        for trouble in self._store.troubles():
            if trouble.kind == TroubleKind.WATCH and root in (0, trouble.root):
                self._scanner.watch_anew(trouble.root)
        self.rescan(root)

    def rescan(self, root: int, below: tuple[bytes, ...] = (b"",)) -> None:
        """Scan one root, or only some of its folders.  Root 0: all of them."""
        counts = self._store.root_counts()
        for known in [known.id for known in self._store.roots()] if root == 0 else [root]:
            self._scanning[known] = self._scanning.get(known, 0) + 1
            self._unlooked.add(known)
            total = counts[known].files if known in counts else 0
            self._scanner.scan(Job(known, below, total))
        self._on_roots()

    def confirm(self, root: int, forget: bool) -> None:
        """The person's word on a held disappearance.  Either way the files are looked for at once; to ``forget``, once
        more: what was mounted somewhere in the folder may be back, and nobody was told.

        Raises ``MediaSearchError`` when it could not be noted.
        """
        known = self._known(root)
        if forget and root in self._offline:
            raise MediaSearchError(f"“{known.path}” isn’t connected", "Connect its drive first.")
        if forget != (root in self._given_up):
            if not self._store.begin_forgetting(root, Forgetting.HELD if forget else Forgetting.NOTHING):
                raise self._store.refusal("The missing files could not be removed from the library")
            self._given_up.symmetric_difference_update({root})
        self.rescan(root)

    def _forget(self, root: int, done: Callable[[], None]) -> None:
        more = self._store.forget_some(root, FORGOTTEN)
        if more:
            self._loop.post(self._forget, root, done, priority=BULK)
        elif more is None:  # nothing can be written now
            self._loop.after(writing.RETRY_SECONDS, self._forget, root, done)
        else:
            done()

    def state(self, root: Root) -> str:
        """Ready, scanning or offline, as far as the roots know; the caller adds indexing and paused."""
        if root.id in self._offline and root.id not in self._unlooked:
            return RootState.OFFLINE
        if self._scanning.get(root.id) or self._settling.get(root.id):
            return RootState.SCANNING
        return RootState.READY

    def _noted(self, root: int, kind: TroubleKind) -> dict[bytes, str]:
        """The troubles of a root that are known, as sentences by path."""
        return {each.path: each.sentence for each in self._store.troubles() if (each.root, each.kind) == (root, kind)}

    @property
    def scanning(self) -> bool:
        return any(self._scanning.values()) or any(self._settling.values())

    def _drop(self, root: int) -> None:
        self._scanner.forget(root)
        self._unlooked.discard(root)
        self._given_up.discard(root)
        for places in (self._scanning, self._settling, self._offline):
            places.pop(root, None)

    def doubt(self, root: int) -> None:
        """Files vanish one after the other: believe the root away until somebody has looked."""
        if root not in self._offline:
            self.is_there(root, Presence(False, "The folder is not connected.", ""))
            self.rescan(root)

    def look_for(self, root: int, path: bytes) -> None:
        """A file was not where it is known to be: look into its folder in a moment, together with those of others."""
        if root not in self._missed:
            self._missed[root] = set()
            self._loop.after(LOOK_SECONDS, self._look_for_missed, root)
        self._missed[root].add(parent(path))

    def _look_for_missed(self, root: int) -> None:
        folders = self._missed.pop(root)
        if self._scanner.follows(root):
            self.rescan(root, tuple(outermost(folders)))

    def _periodic(self) -> None:
        self.rescan(0)
        self._loop.after(self._rescan_seconds, self._periodic)

    # -------------------------------------------------------------------- what the scanner and the watcher say

    def is_offline(self, root: int) -> bool:
        return root in self._offline

    def watched(self, changes: list[Change]) -> None:
        self._settled(changes)
        self._meanwhile.note(change for change in changes if change.root in self._scanning)
        if any(change.root in self._offline for change in changes):
            # An event below a root believed absent: look before anything is believed.
            for root in {change.root for change in changes}:
                self.rescan(root)
            return
        self.take(changes)

    def take(self, changes: list[Change]) -> None:
        kept = [change for change in changes if self._scanner.follows(change.root)]
        if kept and self._store.apply(kept):
            self._on_work()
            self._on_roots()

    def _settled(self, changes: list[Change]) -> None:
        for change in changes:
            waiting = self._settling.get(change.root)
            if waiting is not None:
                waiting.discard(change.path)

    def is_there(self, root: int, presence: Presence) -> None:
        if not self._scanner.follows(root):
            return
        self._unlooked.discard(root)
        if presence.online:
            came_back = self._offline.pop(root, None) is not None
            self._store.set_root(root, state=RootState.READY, identity=presence.identity)
            self._store.note_troubles(root, TroubleKind.OFFLINE, {})
            if came_back:
                log.info("root %d is back", root)
        else:
            if self._offline.get(root) != presence.reason:
                self._offline[root] = presence.reason
                self._scanner.watch_anew(root)
                log.info("root %d is offline: %s", root, presence.reason)
            if any(known.id == root and known.state != RootState.OFFLINE for known in self._store.roots()):
                self._store.set_root(root, state=RootState.OFFLINE)  # also when that was refused the last time
            self._store.note_troubles(root, TroubleKind.OFFLINE, {b"": presence.reason})
        self._on_roots()

    def came_or_went(self, root: int, presence: Presence) -> None:
        if not self._scanner.follows(root):
            return
        self.is_there(root, presence)
        if presence.online:
            self.rescan(root)

    def scanned(self, root: int, found: Scanned | None) -> None:
        if not self._scanner.follows(root) or found is None:
            self._scan_over(root)
            return
        summary, below = found.summary, found.below
        if summary.deferred:
            self._settling.setdefault(root, set()).update(summary.deferred)
            self._scanner.settle(root, summary.deferred)
            self._loop.after(SETTLE_PATIENCE, self._patience_over, root)
        hold, remove = found.verdict.hold, found.verdict.remove
        whole = b"" in below and not summary.cancelled
        given_up = whole and root in self._given_up
        if root in self._given_up:  # the word is about what is held by now; others are held when all was looked at
            remove = [*remove, *(file for file in hold if given_up and file.held)]
            hold = [file for file in hold if given_up and not file.held]
        for start in range(0, len(hold), SLICE):
            self._loop.post(self._hold, root, hold[start : start + SLICE], priority=BULK)
        for start in range(0, len(remove), SLICE):
            self._loop.post(self._remove, root, remove[start : start + SLICE], priority=BULK)
        if given_up:
            self._loop.post(self._have_forgotten, root, priority=BULK)
        if not summary.cancelled:
            noted = self._noted(root, TroubleKind.FOLDER).items()
            elsewhere = {path: why for path, why in noted if not any(is_below(path, folder) for folder in below)}
            self._store.note_troubles(root, TroubleKind.FOLDER, elsewhere | dict(summary.errors))
            if whole:
                self._on_scanned(root)
        # After the last slice, so that "ready" means that everything found is in the catalog.
        self._loop.post(self._scan_over, root, priority=BULK)

    def _hold(self, root: int, missing: Sequence[KnownFile]) -> None:
        self._store.hold(root, [file.id for file in self._still_missing(root, missing)])

    def _remove(self, root: int, missing: Sequence[KnownFile]) -> None:
        self.take([Change(ChangeKind.REMOVED, root, file.path) for file in self._still_missing(root, missing)])

    def _have_forgotten(self, root: int) -> None:
        if root in self._given_up and self._store.begin_forgetting(root, Forgetting.NOTHING):
            self._given_up.discard(root)

    def _still_missing(self, root: int, missing: Sequence[KnownFile]) -> list[KnownFile]:
        """Without those that have been seen since; they are looked for once more."""
        seen = [file.path for file in missing if self._meanwhile.has(root, file.path)]
        if seen:
            self.rescan(root, tuple(outermost(map(parent, seen))))
        return [file for file in missing if file.path not in seen]

    def _scan_over(self, root: int) -> None:
        left = self._scanning.get(root, 0) - 1
        self._meanwhile.scan_over(root, last=left <= 0)
        if left > 0:
            self._scanning[root] = left
        else:
            self._scanning.pop(root, None)
        self._on_roots()
        self._on_work()

    def _patience_over(self, root: int) -> None:
        if self._settling.pop(root, None):
            self._on_roots()

    def watch_trouble(self, root: int, sentence: str) -> None:
        """``sentence``: "" when the root is watched well."""
        if not self._scanner.follows(root):
            return
        new = sentence and sentence not in self._noted(root, TroubleKind.WATCH).values()
        self._store.note_troubles(root, TroubleKind.WATCH, {b"": sentence} if sentence else {})
        if new:
            self._on_trouble("Changes in a folder may be noticed late", sentence)
        self._on_roots()
