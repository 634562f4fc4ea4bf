"""The disk fills up in the middle of a download: on a real disk of two megabytes where one can be had."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.models import disk, places
from mediasearch.models.download import download
from mediasearch.models.registry import Entry
from tests.models.hub_server import Hub


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may have a disk of its own")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs tmpfs")
def test_what_has_arrived_is_kept_and_gone_on_with_once_there_is_space(
    hub: Hub, entry: Entry, small_disk: Path
) -> None:
    models, filler = small_disk / "models", small_disk / "holiday.mp4"
    part = places.place(models, "small").partial / f"{places.WEIGHTS}.part"

    filled = threading.Event()

    def fill(name: str, sent: int) -> None:
        """Somebody copies a film at the same time, once something has arrived."""
        if name == places.WEIGHTS and sent > 300_000 and not filler.exists():
            late = time.monotonic() + 20
            while not (part.exists() and part.stat().st_size) and time.monotonic() < late:
                time.sleep(0.01)
            try:
                with contextlib.suppress(OSError), filler.open("wb", buffering=0) as film:
                    while True:
                        film.write(bytes(4096))
            finally:
                filled.set()

    hub.on_bytes = fill
    with pytest.raises(MediaSearchError) as caught:
        download(models, entry, lambda event: None)
    assert filled.wait(20)  # before the film goes: one that is still open would keep its place
    assert caught.value.title == "The disk is full"
    assert "Make space and go on" in caught.value.advice
    status = places.status(models, "small")
    have = part.stat().st_size
    assert status.state == "partial" and 0 < have <= status.done
    filler.unlink()
    hub.on_bytes = lambda name, sent: None
    download(models, entry, lambda event: None)
    kept = hub.repositories["small/model"].files[places.WEIGHTS]
    assert (places.place(models, "small").source / places.WEIGHTS).read_bytes() == kept
    assert hub.ranges_of(places.WEIGHTS)[-1] == f"bytes={have}-"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(hub: Hub, entry: Entry, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(MediaSearchError, match="cannot be read or written"):
            download(tmp_path / "models", entry, lambda event: None)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "The disk is full"),
        (OSError(errno.EIO, "Input/output error", "/a/b"), "/a/b cannot be read or written (Input/output error)"),
        (OSError("odd"), "A file cannot be read or written (odd)"),
    ],
)
def test_what_the_system_says_in_our_words(error: OSError, sentence: str) -> None:
    with pytest.raises(MediaSearchError) as caught, disk.disk_sentences():
        raise error
    assert caught.value.title == sentence and caught.value.advice


def test_a_folder_that_is_not_there_yet_has_the_space_of_the_one_it_will_be_in(tmp_path: Path) -> None:
    assert disk.free_space(tmp_path / "a" / "b") == pytest.approx(disk.free_space(tmp_path), rel=0.01)
    with pytest.raises(MediaSearchError, match=r"not enough space for it: it takes 1000000000\.0 GB, and .* are free"):
        disk.check_space(tmp_path, 10**18, "it")
