"""Previews on disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mediasearch.library.thumbnails import ThumbnailStore


def test_a_preview_is_kept_found_replaced_and_removed(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails")
    assert store.locate("abcdef") is None
    store.put("abcdef", b"first")
    store.put("abcdef", b"second")
    store.put("abcd99", b"neighbour")
    path = store.locate("abcdef")
    assert path == str(store.path("abcdef")) and Path(path).is_absolute()
    assert Path(path).read_bytes() == b"second"
    assert Path(path).relative_to(tmp_path).as_posix() == "thumbnails/ab/cd/abcdef.jpg"
    assert store.remove(["abcdef", "nosuch"])
    assert store.locate("abcdef") is None
    assert store.locate("abcd99") is not None
    store.remove(["abcd99"])
    assert list((tmp_path / "thumbnails").iterdir()) == [], "no empty folders pile up"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_previews_are_private(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails")
    path = store.put("abcdef", b"jpeg")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in list(path.parents)[:3]} == {0o700}


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a/b", "a.b"])
def test_a_hash_that_is_none_becomes_no_file_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a content hash"):
        ThumbnailStore(tmp_path).path(name)


def test_a_preview_that_cannot_be_written_raises(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        ThumbnailStore(tmp_path / "file").put("abcdef", b"jpeg")


def test_a_preview_that_cannot_be_deleted_is_told(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path)
    store.put("abcdef", b"jpeg")
    (store.path("fedcba") / "in the way").mkdir(parents=True)
    assert not store.remove(["fedcba", "abcdef"])
    assert store.locate("abcdef") is None, "the others are deleted all the same"


def test_what_belongs_to_nothing_is_found_and_deleted(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path)
    for name in ("abcdef", "abcd99", "123456"):
        store.put(name, b"jpeg")
    store.path("123456").with_name(".123456.jpg.7.tmp").write_bytes(b"half")
    for files in store.files():
        assert store.remove_unknown(files, lambda hashes: {"123456", "abcd99"} & set(hashes))
    assert [path.name for files in store.files() for path in files] == ["abcdef.jpg"]
    assert [path.name for path in tmp_path.iterdir()] == ["ab"]
