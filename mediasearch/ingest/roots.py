"""Whether a root is really there, and the same one as before.

A folder that is absent, unreadable or empty is *offline*, not deleted: an unplugged drive leaves an empty mount point
behind, and another drive may be plugged in at the same place.
"""

# File names are bytes here, which pathlib cannot hold.
# ruff: noqa: PTH100, PTH116, PTH118, PTH123

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mediasearch.errors import MediaSearchError
from mediasearch.library.records import Root
from mediasearch.paths import Library

#: File systems whose inode numbers survive being unmounted.  On the others (FAT, exFAT, SMB, most of FUSE) they are
#: made up anew, and the place of the folder inside the volume has to do.
_LASTING_INODES = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs",
                             "nfs", "nfs4", "ntfs3", "tmpfs", "overlay", "virtiofs"})  # fmt: skip
_LINUX: bool = sys.platform.startswith("linux")
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.rclone", "9p", "virtiofs", "davfs", "afs"})
#: What a freshly made or an otherwise empty volume contains.
_NOTHING = frozenset({"lost+found", "system volume information", "$recycle.bin"})


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a root is there.

    ``reason`` is a sentence when ``online`` is false; ``identity`` is to be stored when it differs from the root's.
    """

    online: bool
    reason: str
    identity: str


def identity_of(path: str) -> str:
    """A name for the volume and the folder that survives a restart; "" when the platform tells nothing."""
    try:
        status = os.stat(path)
    except OSError:
        return ""
    if _LINUX:
        return _linux_identity(path, status)
    # Windows: the volume's serial number and the file index.  macOS numbers devices as they come; where that changes
    # the identity, the sample of known files decides.
    return f"{status.st_dev:x}:{status.st_ino:x}" if status.st_ino else ""


def check_root(root: Root, known: int, sample: Sequence[bytes]) -> Presence:
    """Look whether ``root`` is there.

    ``known``: how many of its files the catalog holds; ``sample``: relative paths of some of them (20 are plenty),
    which decide whether a folder with another identity is still the same one.
    """

    def offline(reason: str) -> Presence:
        return Presence(False, reason, root.identity)

    try:
        status = os.stat(root.path)
        if not stat.S_ISDIR(status.st_mode):
            return offline("There is no folder at this place any more.")
        with os.scandir(root.path) as entries:
            empty = all(_negligible(entry.name) for entry in entries)
    except FileNotFoundError:
        return offline("The folder is not there. If it is on a drive, connect the drive.")
    except PermissionError:
        return offline("The folder may not be read. Check its permissions.")
    except OSError as error:
        return offline(f"The folder cannot be read: {error.strerror or error}.")
    if empty and known:
        return offline("The folder is empty. If it is on a drive, connect the drive.")
    identity = identity_of(root.path)
    if not root.identity or not identity or identity == root.identity:
        return Presence(True, "", identity or root.identity)
    if known and sample:
        there = sum(os.path.lexists(os.path.join(os.fsencode(root.path), path)) for path in sample)
        if there * 2 <= len(sample):
            return offline("Another drive or folder is at this place now, and the known pictures are not in it.")
    return Presence(True, "", identity)


def validate_new_root(path: str, library: Library) -> str:
    """The absolute, normalised path of a folder to add.  Raises :class:`mediasearch.errors.MediaSearchError`."""
    try:
        folder = os.path.abspath(Path(path).expanduser()) if path else ""
        # Links are resolved so that one folder is not added under two names; a Windows drive letter stays what it is.
        folder = os.path.realpath(folder) if folder and os.name == "posix" else folder
        status = os.stat(folder)
    except FileNotFoundError:
        raise MediaSearchError(f"The folder “{path}” does not exist", "Check how it is spelled.") from None
    except PermissionError:
        raise _unreadable(path) from None
    except (OSError, ValueError, RuntimeError) as error:
        detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise MediaSearchError(f"The folder “{path}” cannot be opened ({detail})", "Choose another folder.") from None
    if not stat.S_ISDIR(status.st_mode):
        raise MediaSearchError(f"“{path}” is a file", "Choose the folder that contains it.")
    if any(_within(folder, place) for place in (library.data, library.cache, library.logs)):
        raise MediaSearchError(
            f"The folder “{path}” belongs to Mediasearch’s own library", "Choose a folder that holds your pictures."
        )
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
    except OSError:
        raise _unreadable(path) from None
    return folder


def validate_new_place(root: Root, path: str, sample: Sequence[bytes], library: Library) -> str:
    """The normalised path of the folder where ``root`` is now.

    It is the same folder, or at least half of ``sample`` (relative paths of known files) is in it.  Raises
    :class:`mediasearch.errors.MediaSearchError`.
    """
    folder = validate_new_root(path, library)
    identity = identity_of(folder)
    there = sum(os.path.lexists(os.path.join(os.fsencode(folder), known)) for known in sample)
    if there * 2 < len(sample) and not (identity and identity == root.identity and there):
        raise MediaSearchError(
            f"The pictures of “{root.path}” are not in “{path}”",
            "Choose the folder that holds them now. To search other pictures as well, add their folder.",
        )
    return folder


def _unreadable(path: str) -> MediaSearchError:
    return MediaSearchError(f"The folder “{path}” may not be read", "Check its permissions, or choose another folder.")


def _within(folder: str, place: Path) -> bool:
    try:
        base = os.path.realpath(place)
        return os.path.commonpath([folder, base]) == base
    except (OSError, ValueError):
        return False  # another drive of Windows


def _negligible(name: str) -> bool:
    return name.lower() in _NOTHING or name.startswith((".Trash-", ".Spotlight-", ".fseventsd"))


def _linux_identity(path: str, status: os.stat_result) -> str:
    """The volume by its UUID or its server, and the folder in it.

    Device numbers are handed out anew at every start, and so are the ``f_fsid`` of XFS and FAT, which are made of them.
    """
    place = os.path.realpath(path)
    point, kind, source = _mount_of(place)
    if kind in _NETWORK:
        volume = f"{kind}={source}"
    else:
        volume = _uuid_of(source, status.st_dev)
        if not volume:
            try:
                volume = f"fsid={os.statvfs(path).f_fsid:x}"
            except OSError:
                return ""
    folder = f"{status.st_ino:x}" if kind in _LASTING_INODES else os.path.relpath(place, point) if point else place
    return f"{volume}:{folder}"


def _mount_of(place: str) -> tuple[str, str, str]:
    """Mount point, file system and source of the volume that ``place`` is on; empty strings when unknown."""
    best = ("", "", "")
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                left, _, right = line.partition(" - ")
                fields, tail = left.split(), right.split()
                if len(fields) < 5 or len(tail) < 2:
                    continue
                point = _unescape(fields[4])
                inside = place == point or place.startswith(point.rstrip("/") + "/")
                if inside and len(point) >= len(best[0]):  # the later of two on the same point covers the other
                    best = (point, tail[0], _unescape(tail[1]))
    except OSError:
        pass
    return best


def _unescape(field: str) -> str:
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(octal, character)
    return field


def _uuid_of(source: str, device: int) -> str:
    folder = "/dev/disk/by-uuid"
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                target = os.stat(entry.path)
                if target.st_rdev == device or (source and os.path.realpath(entry.path) == os.path.realpath(source)):
                    return f"uuid={entry.name}"
    except OSError:
        pass
    return ""


def is_remote(path: str) -> bool:
    """Whether ``path`` is on another computer, whose changes our system is not told of."""
    if os.name == "nt":
        return os.path.realpath(path).startswith("\\\\")
    return _mount_of(os.path.realpath(path))[1] in _NETWORK
