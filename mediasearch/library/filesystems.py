"""Which kind of file system a path lies on; SQLite's WAL needs shared memory, which network drives do not give."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library

#: As ``psutil.disk_partitions`` names them, in lower case; https://www.sqlite.org/wal.html says why they are refused.
NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "9p", "ncpfs", "coda", "ceph", "glusterfs"}
    | {"lustre", "beegfs", "gpfs", "davfs", "davfs2", "webdav", "virtiofs", "vboxsf", "prl_fs", "osxfuse.sshfs"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.ceph"}
    | {"fuse.curlftpfs", "fuse.smbnetfs", "fuse.vmhgfs-fuse", "fuse.goofys", "fuse.gcsfuse"}
)


def network_filesystem(path: str | os.PathLike[str]) -> str | None:
    """The name of the network file system that ``path`` lies on (``nfs4``, ``cifs``), or None for a local disk."""
    import psutil  # not needed by those who only read the names above

    place = os.path.realpath(path)
    if sys.platform == "win32" and place.startswith("\\\\"):  # \\server\share
        return "smb"
    best: tuple[int, str, str] = (-1, "", "")
    for partition in psutil.disk_partitions(all=True):
        # Of two mounts at one place the later one is seen, hence >=.
        if _inside(place, partition.mountpoint) and len(partition.mountpoint) >= best[0]:
            best = (len(partition.mountpoint), partition.fstype.lower(), partition.opts)
    _, kind, options = best
    if kind in NETWORK:
        return kind
    if sys.platform == "win32" and "remote" in options.split(","):
        return "smb"
    return None


def check_library_place(library: Library) -> None:
    """Raises ``MediaSearchError`` when the database would lie on a network drive."""
    place = library.data
    kind = network_filesystem(place)
    if kind is not None:
        raise MediaSearchError(
            f"The library folder {Path(place)} is on a network drive ({kind}), where its database would be damaged",
            "Choose a folder on this computer's own disk with --library. The photos may stay where they are.",
        )


def _inside(place: str, mountpoint: str) -> bool:
    place, mountpoint = os.path.normcase(place), os.path.normcase(mountpoint)
    return place == mountpoint or place.startswith(mountpoint.rstrip(os.sep) + os.sep)
