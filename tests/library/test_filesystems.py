"""Network drives are recognised by the longest mount that holds the path."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.library.filesystems import check_library_place, network_filesystem
from mediasearch.paths import Library


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's disks, of which some below ``tmp_path`` are elsewhere."""
    there = [
        ("/", "ext4"),
        (tmp_path / "nas", "NFS4"),
        (tmp_path / "nas" / "really local", "ext4"),
        (tmp_path / "phone", "fuse.sshfs"),
        (tmp_path / "twice", "cifs"),
        (tmp_path / "twice", "btrfs"),
    ]
    partitions = [SimpleNamespace(mountpoint=str(place), fstype=kind, opts="rw") for place, kind in there]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: partitions)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("nas", "nfs4"),
        ("nas/photos/library", "nfs4"),
        ("nas/really local/library", None),
        ("nas2/library", None),
        ("phone/x", "fuse.sshfs"),
        ("twice/x", None),
        ("local", None),
    ],
)
def test_the_file_system_is_that_of_the_innermost_mount(mounts: Path, place: str, kind: str | None) -> None:
    assert network_filesystem(mounts / place) == kind


def test_a_link_is_followed(mounts: Path) -> None:
    (mounts / "link").symlink_to(mounts / "nas" / "photos")
    assert network_filesystem(mounts / "link" / "library") == "nfs4"


def test_a_library_on_a_network_drive_is_refused(mounts: Path) -> None:
    with pytest.raises(MediaSearchError, match=r"on a network drive \(nfs4\).*--library"):
        check_library_place(Library.at(mounts / "nas" / "library"))
    check_library_place(Library.at(mounts / "local"))


def test_the_real_machine_answers(tmp_path: Path) -> None:
    check_library_place(Library.at(tmp_path))
