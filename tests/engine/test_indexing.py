"""A person points at a folder; the engine finds, encodes and answers."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, indexed, running
from tests.support.rainbow import picture, rainbow


def test_a_folder_is_indexed_and_found_by_words(library: Library, photos: Path) -> None:
    with running(library) as engine:
        engine.add(photos)
        status = engine.settled()
        assert (status.roots[0].files, status.roots[0].indexed, status.vectors) == (12, 12, 12)
        assert engine.names("red")[0] == "red-0.jpg"
        assert engine.names("蓝")[0] == "blue-0.jpg"


def test_a_picture_finds_itself_and_its_like(library: Library, photos: Path, tmp_path: Path) -> None:
    unseen = picture(tmp_path / "outside.png", "green", seed=9)
    with indexed(library, photos) as engine:
        assert engine.names("", protocol.QueryImage(path=str(unseen)))[0] == "green-0.jpg"
        green = engine.search("green").rows[0]
        assert engine.names("", protocol.QueryImage(content=green.content))[0] == "green-0.jpg"
        away = protocol.QueryImage(content=green.content, weight=-1.0)
        assert engine.names("", away)[-1] == "green-0.jpg"


def test_everything_is_shown_newest_first_without_a_query(library: Library, tmp_path: Path) -> None:
    for age, colour in enumerate(("red", "green", "blue")):
        path = picture(tmp_path / "photos" / f"{colour}.jpg", colour)
        os.utime(path, (1_600_000_000 - age * 86_400,) * 2)
    with indexed(library, tmp_path / "photos") as engine:
        assert engine.names() == ["red.jpg", "green.jpg", "blue.jpg"]


def test_a_second_start_encodes_nothing(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        assert engine.encoded == 12
    with running(library) as engine:
        engine.settled()
        assert engine.names("red")[0] == "red-0.jpg"
        assert engine.encoded == 12


def test_copies_are_one_hit_that_lists_its_files(library: Library, photos: Path) -> None:
    shutil.copy(photos / "red-0.jpg", photos / "again.jpg")
    (photos / "deeper").mkdir()
    shutil.copy(photos / "red-0.jpg", photos / "deeper" / "once more.png")
    with running(library) as engine:
        engine.add(photos)
        status = engine.settled()
        assert (status.roots[0].indexed, status.vectors, engine.encoded) == (14, 12, 12)
        hit = engine.search("red").rows[0]
        assert {Path(path).name for path in hit.files} == {"red-0.jpg", "again.jpg", "once more.png"}


def test_bad_files_are_listed_and_the_rest_goes_on(library: Library, photos: Path) -> None:
    (photos / "empty.jpg").write_bytes(b"")
    whole = (photos / "red-0.jpg").read_bytes()
    (photos / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (photos / "text.png").write_text("this is no picture")
    (photos / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64))
    shutil.copy(photos / "blue-0.jpg", photos / "blue as.png")
    with running(library) as engine:
        engine.add(photos)
        status = engine.settled()
        reasons = {Path(problem.path).name: problem.reason for problem in status.failed}
        assert set(reasons) == {"empty.jpg", "cut.jpg", "text.png"}
        assert reasons["empty.jpg"] == "empty" and reasons["cut.jpg"] == "truncated"
        assert status.skipped == {"video": 1}
        assert status.roots[0].indexed == 13


def test_a_failed_file_is_tried_again_when_it_changes(library: Library, photos: Path) -> None:
    (photos / "late.jpg").write_bytes(b"")
    with running(library) as engine:
        engine.add(photos)
        assert engine.settled().roots[0].failed == 1
        picture(photos / "late.jpg", "purple", seed=5)
        status = engine.until(engine.status, lambda status: status.roots[0].failed == 0 and not status.roots[0].pending)
        assert status.roots[0].indexed == 13


def test_folders_that_cannot_be_added_say_why(library: Library, photos: Path, tmp_path: Path) -> None:
    with running(library) as engine:
        for wrong in (tmp_path / "nowhere", photos / "red-0.jpg"):
            with pytest.raises(MediaSearchError, match=wrong.name):
                engine.add(wrong)
        assert engine.status().roots == []


def test_a_query_picture_that_is_none_says_so(library: Library, photos: Path) -> None:
    text = photos / "note.txt"
    text.write_text("no picture")
    with indexed(library, photos) as engine:
        with pytest.raises(MediaSearchError, match="picture"):
            engine.search("", protocol.QueryImage(path=str(text)))
        assert engine.names("red")[0] == "red-0.jpg"


def test_everything_in_the_library_is_private(library: Library, photos: Path) -> None:
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
    for path in [library.data, *library.data.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), f"{path}: {mode:o}"


def test_pausing_stops_indexing_and_not_searching(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        engine.ask(protocol.SetPaused(0, True))
        picture(photos / "new.jpg", "red", seed=77)
        paused = engine.until(engine.status, lambda status: status.roots[0].pending == 1)
        assert paused.roots[0].state == "paused"
        assert engine.names("red")[0] == "red-0.jpg"
        engine.ask(protocol.SetPaused(0, False))
        engine.until(engine.status, lambda status: status.roots[0].indexed == 13)


def test_removing_a_root_forgets_it_and_leaves_the_files(library: Library, photos: Path) -> None:
    with running(library) as engine:
        engine.add(photos)
        root = engine.settled().roots[0].id
        engine.ask(protocol.RemoveRoot(0, root))
        assert engine.names() == [] and engine.names("red") == []
        assert engine.status().vectors == 0
    assert len(list(photos.iterdir())) == 12
    assert not list(library.thumbnails.rglob("*.jpg"))


def test_a_killed_engine_loses_nothing(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=6)
    engine = RunningEngine(library)
    engine.add(photos)
    engine.until(engine.status, lambda status: status.roots[0].indexed > 10)
    engine.kill()
    with running(library) as engine:
        status = engine.settled()
        assert (status.roots[0].indexed, status.vectors, status.failed) == (72, 72, [])
        assert len(engine.names()) == 72


def test_a_file_that_changes_unseen_is_read_once_more_and_not_for_ever(library: Library, photos: Path) -> None:
    with indexed(library, photos) as engine:
        engine.ask(protocol.SetPaused(0, True))
        late = picture(photos / "late.jpg", "pink", seed=4)
        outside = photos.parent / "outside.jpg"
        engine.until(engine.status, lambda status: status.roots[0].pending == 1)
        os.link(late, outside)
        os.utime(outside, (1_500_000_000, 1_500_000_000))  # through another name: no watcher sees it
        engine.ask(protocol.SetPaused(0, False))
        status = engine.settled()
        assert (status.roots[0].indexed, status.failed, engine.encoded) == (13, [], 13)
