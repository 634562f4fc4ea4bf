"""One root under watch: what of it is ours, and which of its folders wait to be scanned again."""

from __future__ import annotations

import os
from typing import Any

from mediasearch.ingest import formats, tree
from mediasearch.ingest.candidates import Candidates
from mediasearch.ingest.ignore import RULE_FILES, IgnoreRules
from mediasearch.ingest.sidecars import is_sidecar
from mediasearch.library.records import Root
from mediasearch.paths import Library

#: A scan is asked for when its folders have been quiet for so long, or at the latest after so long.
_QUIET_S, _LATEST_S = 0.5, 3.0
#: More folders than this, and the whole root is scanned.
_MANY_FOLDERS = 200
_SEPARATOR = os.fsencode(os.sep)


class WatchedRoot:
    """Owned by the watcher's thread.  Times are seconds of ``time.monotonic``."""

    def __init__(self, root: Root, library: Library | None) -> None:
        self.root = root
        self.base = os.fsencode(root.path)
        self.place = tree.place_of(root.path)
        self.rules = IgnoreRules(root.path, library)
        self.candidates = Candidates()
        self.watch: Any = None  #: watchdog's, None while it could not be had
        self.folders: set[bytes] = set()  #: to be scanned again
        self.flooded = False  #: events are only counted until the whole root has been scanned
        self.poll_at: float | None = None  #: when to scan a root that the system does not watch well
        self.told: str | None = None  #: the last sentence about that, "" for good news; None before the first
        self._prefix = self.base.replace(_SEPARATOR, b"/").rstrip(b"/") + b"/"
        self._first = self._last = 0.0

    def relative(self, path: str | bytes) -> bytes | None:
        """The path of an event relative to the root, b"" for the root itself; None for one that is not below it."""
        if not path:
            return None
        absolute = os.fsencode(path).replace(_SEPARATOR, b"/").rstrip(b"/")
        if absolute == self._prefix[:-1]:
            return b""
        return absolute[len(self._prefix) :] if absolute.startswith(self._prefix) else None

    def ours(self, path: bytes | None, now: float) -> bytes | None:
        """``path`` when it may be a candidate, and no scan that will come is going to look at it anyway."""
        if not path or formats.nominated(formats.suffix_of(path)) is False:
            return None
        if any(tree.is_below(path, folder) for folder in self.folders):
            self._last = now
            return None
        return None if self.rules.ignored(path, is_folder=False) else path

    def folder_of_rule(self, path: bytes | None) -> bytes | None:
        """The folder whose rules change with ``path``, when anybody looks into that folder at all."""
        if path is None or tree.name(path) not in RULE_FILES:
            return None
        folder = tree.parent(path)
        self.rules.forget(folder)
        return folder if not folder or not self.rules.folder_ignored(tree.parent(folder)) else None

    def folder_of_sidecar(self, path: bytes | None) -> bytes | None:
        """The folder in which pictures are to be compared with their side-cars, because ``path`` is one."""
        if not path or not is_sidecar(path) or self.rules.ignored(path, is_folder=False):
            return None
        return tree.parent(path)

    def wants(self, folder: bytes) -> bool:
        """Whether a folder that came, went or moved is to be scanned."""
        self.rules.forget(folder)
        return not folder or not self.rules.folder_ignored(folder)

    def scan_again(self, folder: bytes, now: float) -> bytes:
        """Note that ``folder`` has to be scanned; gives the folder that will be, which may be the whole root."""
        if not self.folders:
            self._first = now
        self._last = now
        self.folders.add(folder)
        if len(self.folders) > _MANY_FOLDERS:
            folder = b""
            self.folders = {folder}
        return folder

    def still_flooded(self, now: float) -> bool:
        """Whether an event need not be looked at, because a scan of everything will come after it."""
        if self.flooded:
            self._last = now
        return self.flooded

    def take_folders(self, now: float) -> list[bytes]:
        """The folders to scan, once they have been quiet for a while; otherwise none."""
        if not self.folders or now < min(self._last + _QUIET_S, self._first + _LATEST_S):
            return []
        folders = tree.outermost(self.folders)
        self.folders, self.flooded = set(), False
        return folders
