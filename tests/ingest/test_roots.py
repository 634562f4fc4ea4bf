"""A root that is not there, or another one, is offline and never deleted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.ingest.roots import check_root, identity_of, validate_new_root
from mediasearch.library.records import Root
from mediasearch.paths import Library


def root_at(folder: Path, identity: str | None = None) -> Root:
    return Root(1, str(folder), identity_of(str(folder)) if identity is None else identity, "ready")


def test_a_folder_keeps_its_identity_and_another_has_another(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert identity_of(str(folder)) == identity_of(str(folder)) != ""
    assert identity_of(str(folder)) != identity_of(str(tmp_path / "other"))
    assert identity_of(str(tmp_path / "absent")) == ""


def test_a_folder_renamed_is_the_same(folder: Path, tmp_path: Path) -> None:
    if identity_of(str(folder)).endswith(folder.name):
        pytest.skip("this file system numbers its folders anew")
    before = identity_of(str(folder))
    assert identity_of(str(folder.rename(tmp_path / "elsewhere"))) == before


def test_a_root_that_is_there_is_online(folder: Path) -> None:
    (folder / "a.jpg").touch()
    presence = check_root(root_at(folder), 1, [b"a.jpg"])
    assert presence.online
    assert presence.identity == identity_of(str(folder))


def test_the_first_look_gives_the_identity(folder: Path) -> None:
    presence = check_root(root_at(folder, ""), 0, [])
    assert presence.online
    assert presence.identity == identity_of(str(folder))


def test_an_absent_a_replaced_and_an_emptied_root_are_offline(folder: Path) -> None:
    root = root_at(folder)
    assert check_root(root, 0, []).online, "an empty folder of which nothing is known is simply empty"
    presence = check_root(root, 5, [b"a.jpg"])
    assert (presence.online, presence.identity) == (False, root.identity)
    assert "connect the drive" in presence.reason
    (folder / "lost+found").mkdir()
    assert not check_root(root, 5, [b"a.jpg"]).online, "what every new volume contains does not count"
    shutil.rmtree(folder)
    assert not check_root(root, 5, [b"a.jpg"]).online
    folder.write_text("now a file")
    assert not check_root(root, 5, [b"a.jpg"]).online


def test_an_unreadable_root_is_offline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = root_at(folder)

    def scandir(path: str) -> object:  # the tests may run as root, who may read everything
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", scandir)
    presence = check_root(root, 5, [b"a.jpg"])
    assert not presence.online
    assert "permissions" in presence.reason
    with pytest.raises(MediaSearchError, match="may not be read"):
        validate_new_root(str(folder), Library.at(folder.parent / "library"))


def test_another_volume_is_believed_only_with_the_known_pictures_on_it(folder: Path) -> None:
    known = [b"a.jpg", b"b.jpg", b"\xff.jpg"]
    (folder / "stranger.jpg").touch()
    presence = check_root(root_at(folder, "uuid=before:1"), 3, known)
    assert (presence.online, presence.identity) == (False, "uuid=before:1")
    for name in known[:2]:
        (folder / os.fsdecode(name)).touch()
    presence = check_root(root_at(folder, "uuid=before:1"), 3, known)
    assert presence.online
    assert presence.identity == identity_of(str(folder)), "copied to a new drive: its identity is taken over"


def test_a_new_root_is_made_absolute(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Library.at(tmp_path / "library")
    assert validate_new_root(str(folder) + "/../photos/", place) == os.path.realpath(folder)
    monkeypatch.chdir(tmp_path)
    assert validate_new_root("photos", place) == os.path.realpath(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert validate_new_root("~/photos", place) == os.path.realpath(folder)


def test_the_same_folder_through_a_link_is_the_same_root(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert validate_new_root(str(tmp_path / "link"), Library.at(tmp_path / "library")) == os.path.realpath(folder)


def test_a_root_around_the_library_is_fine(tmp_path: Path) -> None:
    place = Library.at(tmp_path / "library")
    place.create()
    assert validate_new_root(str(tmp_path), place) == os.path.realpath(tmp_path)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("absent", "does not exist"),
        ("file.jpg", "is a file"),
        ("library/cache", "own library"),
        ("", "cannot be opened|does not exist"),
    ],
)
def test_what_cannot_be_a_root_is_told_in_one_sentence(tmp_path: Path, path: str, sentence: str) -> None:
    place = Library.at(tmp_path / "library")
    place.create()
    (tmp_path / "file.jpg").touch()
    with pytest.raises(MediaSearchError, match=sentence) as caught:
        validate_new_root(str(tmp_path / path) if path else "", place)
    assert caught.value.advice
    assert "Errno" not in str(caught.value)


def test_a_path_with_a_null_byte_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(MediaSearchError):
        validate_new_root("a\0b", Library.at(tmp_path / "library"))
