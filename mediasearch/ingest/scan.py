"""The scanner: compares a root with what the catalog knows.  It is the truth; the watcher is a hint.

A scan of an unchanged tree is ``scandir`` and ``stat`` and a comparison; no file is opened.  Links are not followed:
what they point at is indexed where it is.
"""

# File names are bytes here, which pathlib cannot hold.
# ruff: noqa: PTH118

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mediasearch.ingest import formats, tree
from mediasearch.ingest.candidates import Candidates
from mediasearch.ingest.ignore import RULE_FILES, IgnoreRules, hidden
from mediasearch.ingest.pairing import Found, pair
from mediasearch.ingest.sidecars import is_sidecar, stamp_among
from mediasearch.ingest.tree import is_below, outermost, place_of
from mediasearch.library.records import Change, ChangeKind, KnownFile, Root
from mediasearch.paths import Library

#: One transaction of the catalog each; small enough that the first pictures appear soon.
BATCH = 500
#: A file written less than this long ago may still be growing.
FRESH_NS = 2_000_000_000

_LINUX: bool = sys.platform.startswith("linux")
_MOUNT_POINT = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)


@dataclass(slots=True)
class ScanSummary:
    """What a scan found.  Counts are of candidates; paths are relative to the root."""

    seen: int = 0
    unchanged: int = 0
    changes: int = 0
    missing: list[KnownFile] = field(default_factory=list)  #: for :func:`mediasearch.ingest.disappearance.judge`
    deferred: list[bytes] = field(default_factory=list)  #: written just now: for ``Watcher.settle``
    errors: list[tuple[bytes, str]] = field(default_factory=list)  #: folder that could not be read, and why
    seconds: float = 0.0
    cancelled: bool = False  #: then ``missing`` is empty: we did not look everywhere


def scan(
    root: Root,
    known: Iterable[KnownFile],
    *,
    below: Sequence[bytes] = (b"",),
    library: Library | None = None,
    emit: Callable[[list[Change]], None],
    cancelled: Callable[[], bool] = lambda: False,
    candidates: Candidates | None = None,
) -> ScanSummary:
    """Walk ``root`` (only the folders ``below``) and ``emit`` what differs from ``known``, at most 500 at a time.

    ``known`` holds the catalog's files of this root; those outside ``below`` are left alone.  Removed files are not
    emitted: they come back in ``missing``.  A new file with the size, time and inode of a missing one is emitted as
    moved.  A held file that is there again is emitted as added, one whose side-cars
    differ as modified.  Pass the same ``candidates`` to all scans of a root
    and strangely named files are opened once.  Known files that a rule leaves out now are emitted as removed: that
    is the person's word, not a disappearance.  Raises ``OSError`` when the root itself cannot be read, or went away
    meanwhile; what was emitted before that holds.
    """
    started = time.perf_counter()
    place = place_of(root.path)
    with os.scandir(root.path):
        pass  # a root that cannot be read must not look like one whose files are gone
    walk = _Scan(root, outermost(below), library, emit, cancelled, candidates or Candidates())
    walk.compare_with(known)
    for folder in walk.below:
        walk.walk(folder)
    if place_of(root.path) != place:
        walk.flush()
        raise OSError(errno.ESTALE, "the folder went away while it was scanned", root.path)
    walk.finish()
    walk.summary.seconds = time.perf_counter() - started
    return walk.summary


class _Scan:
    def __init__(
        self,
        root: Root,
        below: list[bytes],
        library: Library | None,
        emit: Callable[[list[Change]], None],
        cancelled: Callable[[], bool],
        candidates: Candidates,
    ) -> None:
        self.root = root
        self.base = os.fsencode(root.path)
        self.below = below
        self.rules = IgnoreRules(root.path, library)
        self.emit = emit
        self.cancelled = cancelled
        self.candidates = candidates
        self.summary = ScanSummary()
        self.known: dict[bytes, KnownFile] = {}
        self.unseen: dict[bytes, KnownFile] = {}
        self.twins: dict[tuple[int, int], int] | None = None
        self.suspects: list[Found] = []  # new files that look like a known one: perhaps moved
        self.unread: list[bytes] = []
        self.batch: list[Change] = []

    def compare_with(self, known: Iterable[KnownFile]) -> None:
        everything = self.below == [b""]
        for file in known:
            if everything or any(is_below(file.path, folder) for folder in self.below):
                self.known[file.path] = file
        self.unseen = dict(self.known)

    # ------------------------------------------------------------------------------------------------------ walking

    def walk(self, start: bytes) -> None:
        if start and self.rules.folder_ignored(start):
            return
        start_path = tree.absolute(self.base, start)
        if start and not _is_real_folder(start_path, self.base):
            self._blame_unreadable_ancestor(start)
            return
        stack = [start]
        while stack:
            if self.cancelled():
                self.summary.cancelled = True
                return
            stack.extend(self._folder(stack.pop()))

    def _folder(self, folder: bytes) -> list[bytes]:
        """Compare the files of one folder; gives its subfolders."""
        subfolders: list[bytes] = []
        absolute = tree.absolute(self.base, folder)
        prefix = folder + b"/" if folder else b""
        try:
            with os.scandir(absolute) as entries:
                listed = list(entries)
        except FileNotFoundError:
            return []  # gone while we walked
        except OSError as error:
            self.unread.append(folder)
            self.summary.errors.append((folder, error.strerror or str(error)))
            return []
        if self.rules.folder_ignored(folder):
            return []
        sidecars = {entry.name: entry for entry in listed if is_sidecar(entry.name)}
        for entry in listed:
            try:
                if entry.is_dir(follow_symlinks=False):
                    path = prefix + entry.name
                    if not self.rules.folder_ignored(path) and not _leads_elsewhere(entry):
                        subfolders.append(path)
                elif entry.is_file(follow_symlinks=False):
                    self._file(prefix + entry.name, folder, entry, sidecars)
            except FileNotFoundError:
                continue
            except OSError as error:
                # Listed, but not to be looked at: a failing disk, say.  Not gone.
                self.unread.append(prefix + entry.name)
                self.summary.errors.append((prefix + entry.name, error.strerror or str(error)))
        return subfolders

    def _file(
        self, path: bytes, folder: bytes, entry: os.DirEntry[bytes], sidecars: Mapping[bytes, os.DirEntry[bytes]]
    ) -> None:
        known = self.known.get(path)
        if known is None and formats.nominated(formats.suffix_of(entry.name)) is False:
            return
        if entry.name in RULE_FILES or self.rules.file_ignored(folder, entry.name):
            return
        status = entry.stat(follow_symlinks=False)
        if hidden(status):
            return
        size, mtime_ns = status.st_size, status.st_mtime_ns
        sidecar = stamp_among(entry.name, sidecars) if sidecars else 0
        if known is not None and known.size == size and known.mtime_ns == mtime_ns:
            del self.unseen[path]
            self.summary.seen += 1
            if known.held:
                self._change(ChangeKind.ADDED, path, status, sidecar=sidecar)
            elif known.sidecar != sidecar:
                self._change(ChangeKind.MODIFIED, path, status, sidecar=sidecar)
            else:
                self.summary.unchanged += 1
            return
        skip = self.candidates.skip(entry.path, path, size, mtime_ns)
        if skip is None:
            return
        self.summary.seen += 1
        if known is not None:
            del self.unseen[path]
        if _fresh(mtime_ns) and not (known is None and self._has_twin(size, mtime_ns)):
            self.summary.deferred.append(path)
        elif known is not None:
            self._change(ChangeKind.MODIFIED, path, status, skip, sidecar)
        elif self._has_twin(size, mtime_ns):
            self.suspects.append(Found(path, size, mtime_ns, status.st_ino, skip, sidecar))
        else:
            self._change(ChangeKind.ADDED, path, status, skip, sidecar)

    def _has_twin(self, size: int, mtime_ns: int) -> bool:
        """Whether some known file has this size and time: only then a new file may be a moved one."""
        if self.twins is None:
            self.twins = defaultdict(int)
            for file in self.known.values():
                self.twins[file.size, file.mtime_ns] += 1
        return (size, mtime_ns) in self.twins

    # ---------------------------------------------------------------------------------------------------- reporting

    def _change(self, kind: ChangeKind, path: bytes, status: os.stat_result, skip: str = "", sidecar: int = 0) -> None:
        stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
        self._add(Change(kind, self.root.id, path, *stamp, skip=skip, sidecar=sidecar))

    def _add(self, change: Change) -> None:
        self.batch.append(change)
        self.summary.changes += 1
        if len(self.batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self.batch:
            self.emit(self.batch)
            self.batch = []

    def finish(self) -> None:
        """Pair what is new with what is gone, and report the rest."""
        missing: list[KnownFile] = []
        for file in () if self.summary.cancelled else self.unseen.values():
            if self.rules.ignored(file.path, is_folder=False):
                self._add(Change(ChangeKind.REMOVED, self.root.id, file.path))
            elif self._looked_for(file):
                missing.append(file)
        sources = pair(self.suspects, missing)
        for found in self.suspects:
            source = sources.get(found.path)
            if source is None and _fresh(found.mtime_ns):
                self.summary.deferred.append(found.path)
                continue
            self._add(
                Change(
                    ChangeKind.ADDED if source is None else ChangeKind.MOVED,
                    self.root.id,
                    found.path,
                    found.size,
                    found.mtime_ns,
                    found.inode,
                    source=None if source is None else source.path,
                    source_root=0 if source is None else self.root.id,
                    skip=found.skip,
                    sidecar=found.sidecar,
                )
            )
        self.flush()
        moved = {source.path for source in sources.values()}
        self.summary.missing = [file for file in missing if file.path not in moved]

    def _looked_for(self, file: KnownFile) -> bool:
        """Not when a folder above it could not be read: we have not looked."""
        return not any(is_below(file.path, folder) for folder in self.unread)

    def _blame_unreadable_ancestor(self, folder: bytes) -> None:
        """A folder that is not there is missing, unless one above it could not be read."""
        while folder:
            folder = tree.parent(folder)
            try:
                with os.scandir(tree.absolute(self.base, folder)):
                    return
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                self.unread.append(folder)
                self.summary.errors.append((folder, error.strerror or str(error)))
                return


def _fresh(mtime_ns: int) -> bool:
    """Written a moment ago.  A time far in the future is a wrong clock and no writer."""
    return abs(time.time_ns() - mtime_ns) < FRESH_NS


def _is_real_folder(absolute: bytes, base: bytes) -> bool:
    """A folder reached without passing a link: a link below the root leads elsewhere, or in circles."""
    try:
        if not stat.S_ISDIR(os.lstat(absolute).st_mode):
            return False
    except OSError:
        return False
    return os.path.realpath(absolute) == os.path.join(os.path.realpath(base), os.path.relpath(absolute, base))


def _leads_elsewhere(entry: os.DirEntry[bytes]) -> bool:
    """Hidden folders and junctions of Windows, hidden folders of macOS; costs nothing on Linux."""
    if _LINUX:
        return False
    status = entry.stat(follow_symlinks=False)
    return hidden(status) or getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT
