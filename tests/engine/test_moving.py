"""Folders that moved, folders that are left out, and what there is to filter by."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, indexed, running
from tests.support.rainbow import rainbow


def complaint(engine: RunningEngine, command: protocol.Command) -> str:
    with pytest.raises(MediaSearchError) as caught:
        engine.ask(command)
    return caught.value.title


def test_a_root_that_was_moved_is_found_again_without_encoding(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    with indexed(library, photos) as engine:
        root = engine.root
        photos.rename(tmp_path / "album")
        engine.until(lambda: engine.root.state, lambda state: state == "offline")
        assert isinstance(engine.ask(protocol.LocateRoot(0, root.id, str(tmp_path / "album"))), protocol.Done)
        engine.settled()
        found = engine.root
        assert (found.id, found.path, found.state, found.indexed) == (root.id, str(tmp_path / "album"), "ready", 12)
        first = engine.search("red").rows[0]
        assert Path(first.path) == tmp_path / "album" / "red-0.jpg"
        assert first.online
        assert engine.encoded == 12
        # It is watched at its new place.
        (tmp_path / "album" / "red-0.jpg").unlink()
        engine.until(lambda: engine.status().vectors, lambda count: count == 11, 60.0)


def test_a_copy_on_another_drive_may_take_the_place_of_a_root(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    with indexed(library, photos) as engine:
        shutil.copytree(photos, tmp_path / "copy")
        engine.ask(protocol.LocateRoot(0, engine.root.id, str(tmp_path / "copy")))
        engine.settled()
        assert Path(engine.search("red").rows[0].path).parent == tmp_path / "copy"
        assert engine.encoded == 12


def test_a_root_is_not_moved_to_other_pictures_nor_into_another_root(library: Library, tmp_path: Path) -> None:
    one, other, empty = tmp_path / "one", tmp_path / "other", tmp_path / "empty"
    rainbow(one)
    rainbow(other / "inside")
    empty.mkdir()
    with indexed(library, one, other) as engine:
        root = engine.root
        assert "are not in" in complaint(engine, protocol.LocateRoot(0, root.id, str(empty)))
        assert "overlap" in complaint(engine, protocol.LocateRoot(0, root.id, str(other / "inside")))
        assert "does not exist" in complaint(engine, protocol.LocateRoot(0, root.id, str(tmp_path / "nowhere")))
        assert "no longer" in complaint(engine, protocol.LocateRoot(0, 999, str(one)))
        assert engine.root.path == str(one)


def test_an_excluded_folder_leaves_and_comes_back_without_encoding(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos / "keep")
    rainbow(photos / "trip [1]", each=3)
    with indexed(library, photos) as engine:
        assert engine.status().roots[0].files == 48
        trip = str(photos / "trip [1]")
        assert isinstance(engine.ask(protocol.Exclude(0, [trip])), protocol.Done)
        engine.until(lambda: engine.root.files, lambda count: count == 12)
        assert (photos / ".mediasearchignore").read_text() == "/trip \\[1\\]/\n"
        assert engine.root.held == 0  # the person's word, not a disappearance
        engine.ask(protocol.Exclude(0, [trip], on=False))
        engine.until(lambda: engine.root, lambda root: root.files == 48 and root.pending == 0)
        assert not (photos / ".mediasearchignore").exists()


def test_only_what_is_inside_the_library_can_be_excluded(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    with indexed(library, photos) as engine:
        assert "not inside" in complaint(engine, protocol.Exclude(0, [str(tmp_path)]))
        assert "not inside" in complaint(engine, protocol.Exclude(0, [str(photos)]))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_so(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos / "trip")
    with indexed(library, photos) as engine:
        photos.chmod(0o500)
        try:
            assert "could not be excluded" in complaint(engine, protocol.Exclude(0, [str(photos / "trip")]))
        finally:
            photos.chmod(0o700)


def test_the_values_of_a_filter_are_counted(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    with running(library) as engine:
        engine.add(photos)
        engine.settled()

        def values(name: str) -> dict[str, int]:
            answer = engine.ask(protocol.ListValues(0, name))
            assert isinstance(answer, protocol.ValuesReply)
            assert answer.name == name
            return {value.value: value.count for value in answer.values}

        assert values("type") == {"image": 12, "jpeg": 12}
        assert values("camera") == {}
        assert values("nonsense") == {}
