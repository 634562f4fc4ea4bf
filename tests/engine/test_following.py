"""The folder changes while the engine runs: results follow within seconds, and nothing is encoded twice."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, running
from tests.support.rainbow import picture, rainbow

#: The promise is 5 s on an idle machine; tests share theirs with others.
SOON = 15.0


def shown(engine: RunningEngine, *names: str) -> None:
    """Wait until exactly these files are shown beside the untouched ones."""
    expected = sorted(names)
    engine.until(lambda: sorted(engine.names()), lambda found: found == expected, SOON)


def all_names(photos: Path) -> list[str]:
    return [path.name for path in photos.rglob("*.jpg")]


def test_a_new_file_appears(engine: RunningEngine, photos: Path) -> None:
    picture(photos / "new.jpg", "red", seed=7)
    shown(engine, *all_names(photos))
    assert "new.jpg" in engine.names("red")[:2]


def test_a_deleted_file_goes(engine: RunningEngine, photos: Path) -> None:
    (photos / "red-0.jpg").unlink()
    shown(engine, *all_names(photos))


def test_a_file_that_comes_back_is_news(engine: RunningEngine, photos: Path, tmp_path: Path) -> None:
    """As out of the trash: its content is known still, and the window must hear of it all the same."""
    (photos / "red-0.jpg").rename(tmp_path / "aside.jpg")
    engine.until(lambda: "red-0.jpg" in engine.names(), lambda there: not there)
    engine.events.clear()
    (tmp_path / "aside.jpg").rename(photos / "red-0.jpg")
    engine.until(lambda: "red-0.jpg" in engine.names(), bool)
    engine.until(
        lambda: (engine.status(), [e for e in engine.events if isinstance(e, protocol.LibraryChanged)])[1],
        lambda events: any(event.added for event in events),
    )
    assert engine.encoded == 12


def test_a_renamed_folder_keeps_its_vectors(engine: RunningEngine, photos: Path) -> None:
    (photos / "trip").mkdir()
    rainbow_in_trip = rainbow(photos / "trip", each=2)[1::2]
    engine.until(lambda: engine.status().roots[0], lambda root: root.files == 36 and root.indexed == 36, SOON)
    encoded = engine.encoded
    (photos / "trip").rename(photos / "journey")
    wanted = {str(photos / "journey" / path.name) for path in rainbow_in_trip}
    engine.until(
        lambda: {file for hit in engine.search().rows for file in hit.files},
        lambda files: wanted <= files and not any("trip" in Path(file).parts for file in files),
        SOON,
    )
    assert engine.encoded == encoded


def test_a_renamed_file_is_recognised(engine: RunningEngine, photos: Path) -> None:
    (photos / "red-0.jpg").rename(photos / "crimson.jpg")
    shown(engine, *all_names(photos))
    assert engine.names("red")[0] == "crimson.jpg"
    assert engine.encoded == 12


def test_a_changed_file_replaces_its_content(engine: RunningEngine, photos: Path) -> None:
    picture(photos / "red-0.jpg", "blue", seed=3)
    engine.until(lambda: engine.names("blue")[:2], lambda names: "red-0.jpg" in names, SOON)
    assert engine.status().roots[0].indexed == 12


def test_an_atomic_save_is_a_change(engine: RunningEngine, photos: Path) -> None:
    picture(photos / ".saving.jpg", "green", seed=4)
    (photos / ".saving.jpg").replace(photos / "red-0.jpg")
    engine.until(lambda: engine.names("green")[:2], lambda names: "red-0.jpg" in names, SOON)


def test_a_half_written_file_waits_until_it_is_whole(engine: RunningEngine, photos: Path, tmp_path: Path) -> None:
    whole = picture(tmp_path / "whole.jpg", "red", seed=11, size=(800, 600)).read_bytes()
    with (photos / "slow.jpg").open("wb", buffering=0) as file:
        for start in range(0, len(whole), len(whole) // 8):
            file.write(whole[start : start + len(whole) // 8])
            time.sleep(0.25)  # a camera card being copied; the writing is the subject here
    engine.until(lambda: engine.names(), lambda names: "slow.jpg" in names, SOON)
    assert engine.status().failed == []


def test_a_folder_moved_in_and_out(engine: RunningEngine, photos: Path, tmp_path: Path) -> None:
    rainbow(tmp_path / "card", each=2)
    shutil.move(tmp_path / "card", photos / "card")
    engine.until(lambda: engine.status().roots[0].indexed, lambda count: count == 36, SOON)
    shutil.move(photos / "card", tmp_path / "card")
    engine.until(lambda: engine.status().roots[0].files, lambda count: count == 12, SOON)


def test_a_forgotten_change_is_found_by_the_next_scan(library: Library, photos: Path) -> None:
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
    (photos / "red-0.jpg").rename(photos / "renamed.jpg")
    (photos / "blue-0.jpg").unlink()
    picture(photos / "while away.jpg", "pink", seed=8)
    with running(library) as engine:
        engine.settled()
        shown(engine, *all_names(photos))
        assert engine.encoded == 13


def test_what_is_deleted_leaves_no_trace(engine: RunningEngine, library: Library, photos: Path) -> None:
    before = engine.status().vectors
    (photos / "red-0.jpg").unlink()
    engine.until(lambda: engine.status().vectors, lambda count: count == before - 1, 60.0)
    assert len(list(library.thumbnails.rglob("*.jpg"))) == 11


def test_a_hidden_folder_and_nomedia_are_left_out(engine: RunningEngine, photos: Path) -> None:
    rainbow(photos / ".hidden")
    (photos / "private").mkdir()
    (photos / "private" / ".nomedia").touch()
    rainbow(photos / "private")
    picture(photos / "last.jpg", "cyan", seed=6)
    engine.until(lambda: engine.names(), lambda names: "last.jpg" in names, SOON)
    assert engine.settled().roots[0].files == 13


def test_a_name_in_any_bytes(engine: RunningEngine, photos: Path, tmp_path: Path) -> None:
    made = picture(tmp_path / "x.jpg", "brown", seed=2)
    odd = os.path.join(os.fsencode(photos), b"\xff\xfe caf\xe9.jpg")  # noqa: PTH118 - bytes have no Path
    shutil.copy(os.fsencode(made), odd)
    engine.until(lambda: [os.fsencode(hit.path) for hit in engine.search().rows], lambda paths: odd in paths, SOON)
