"""The watcher on a real file system, doing to it what people and programs do."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mediasearch.ingest import watch_limits
from mediasearch.ingest.watch import Watcher
from mediasearch.library.records import Change, Root
from mediasearch.paths import Library
from tests.ingest.conftest import age, photo, wait_until
from tests.support.load import PATIENCE, budget


class Watching:
    """A watcher on two roots, 1 and 2, and what it told."""

    def __init__(self, first: Path, second: Path, library: Library | None, settle_seconds: float = 0.25) -> None:
        self.changes: list[Change] = []
        self.rescans: list[tuple[int, list[bytes]]] = []
        self.trouble: list[tuple[int, str]] = []
        self.first, self.second = first, second
        self.watcher = Watcher(
            self.changes.extend,
            lambda root, folders: self.rescans.append((root, folders)),
            lambda root, sentence: self.trouble.append((root, sentence)) if sentence else None,
            library=library,
            settle_seconds=settle_seconds,
        )
        for number, folder in ((1, first), (2, second)):
            self.watcher.watch(Root(number, str(folder), "", "ready"))
        self.until_watching()

    def until_watching(self) -> None:
        """Until a change in both roots is noticed."""
        wait_until(lambda: not self.watcher.busy())
        if sys.platform != "linux":  # elsewhere events begin to flow some time after they were asked for
            for folder in (self.first, self.second):
                wait_until(lambda folder=folder: self.marked(folder))  # type: ignore[misc]
            self.quiet()
        self.forget()

    def marked(self, folder: Path) -> bool:
        (folder / "mark.jpg").write_bytes(b"\xff\xd8\xff")
        deadline = time.monotonic() + 0.2
        while time.monotonic() < deadline:
            if any(change.path == b"mark.jpg" and self.folder(change) == folder for change in self.changes):
                return True
            time.sleep(0.02)
        return False

    def folder(self, change: Change) -> Path:
        return self.first if change.root == 1 else self.second

    def forget(self) -> None:
        self.changes.clear()
        self.rescans.clear()

    def told(self) -> list[tuple[str, int, bytes]]:
        return [(change.kind.value, change.root, change.path) for change in self.changes]

    def quiet(self, seconds: float = 0.3) -> None:
        """Until nothing was told or pending for a while."""
        last, since, deadline = -1, time.monotonic(), time.monotonic() + PATIENCE
        while time.monotonic() - since < seconds:
            now = len(self.changes) + len(self.rescans)
            if now != last or self.watcher.busy():
                last, since = now, time.monotonic()
            assert time.monotonic() < deadline, "it never became quiet"
            time.sleep(0.01)


@pytest.fixture
def watching(folder: Path, tmp_path: Path) -> Iterator[Watching]:
    second = tmp_path / "second"
    second.mkdir()
    place = Library.at(folder / "library")
    place.create()
    found = Watching(folder, second, place)
    yield found
    found.watcher.stop()


def picture(path: Path, width: int = 64) -> Path:
    photo(width, 48).save(path)
    return path


def test_a_new_picture_is_told_once_with_its_stamp(watching: Watching, folder: Path) -> None:
    status = picture(folder / "a.jpg").stat()
    watching.quiet()
    (change,) = watching.changes
    assert (change.kind, change.root, change.path, change.skip) == ("added", 1, b"a.jpg", "")
    assert (change.size, change.mtime_ns, change.inode) == (status.st_size, status.st_mtime_ns, status.st_ino)


def test_other_files_are_not_told(watching: Watching, folder: Path) -> None:
    for name in ("letter.txt", ".hidden.jpg", "._a.jpg", "film.mp4.part", "unknown", "library/cache/x.jpg"):
        (folder / name).write_bytes(b"whatever")
    (folder / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom")
    (folder / "no suffix").write_bytes(picture(watching.second / "b.png").read_bytes())
    watching.quiet()
    assert sorted((change.path, change.skip) for change in watching.changes if change.root == 1) == [
        (b"film.mp4", "video"), (b"no suffix", ""),
    ]  # fmt: skip


def test_a_file_written_slowly_is_told_when_it_is_whole(watching: Watching, folder: Path) -> None:
    content = picture(watching.second / "b.jpg", 400).read_bytes()
    watching.quiet()
    watching.forget()
    with (folder / "a.jpg").open("wb") as file:
        for start in range(0, len(content), len(content) // 8 + 1):
            file.write(content[start : start + len(content) // 8 + 1])
            file.flush()
            time.sleep(0.2)  # a slow writer
            assert watching.changes == []
    watching.quiet()
    assert [change.size for change in watching.changes] == [len(content)]


def test_a_file_from_the_future_is_not_waited_for(watching: Watching, folder: Path) -> None:
    age(picture(folder / "a.jpg"), -1e6)
    wait_until(lambda: watching.told() == [("added", 1, b"a.jpg")])


def test_saving_beside_and_renaming_is_one_change(watching: Watching, folder: Path) -> None:
    picture(folder / "a.jpg")
    watching.quiet()
    watching.forget()
    for width in range(70, 90):
        photo(width, 48).save(folder / "a.jpg.tmp", "JPEG")
        (folder / "a.jpg.tmp").replace(folder / "a.jpg")
    watching.quiet()
    assert watching.changes[-1].size == (folder / "a.jpg").stat().st_size
    assert {told[1:] for told in watching.told()} == {(1, b"a.jpg")}
    assert len(watching.changes) <= 3, "told per path, not per event"


def test_saving_under_a_temporary_picture_name_leaves_no_trace_of_it(watching: Watching, folder: Path) -> None:
    picture(folder / "tmp1.jpg").rename(folder / "a.jpg")
    watching.quiet()
    assert watching.told() == [("added", 1, b"a.jpg")]


def test_a_renamed_picture_is_moved(watching: Watching, folder: Path) -> None:
    (folder / "sub").mkdir()
    picture(folder / "a.jpg")
    watching.quiet()
    watching.forget()
    (folder / "a.jpg").rename(folder / "b.jpg")
    (folder / "b.jpg").rename(folder / "sub" / "c.jpg")
    watching.quiet()
    moved = [change for change in watching.changes if change.kind == "moved"]
    assert [(change.path, change.source, change.source_root) for change in moved] == [(b"sub/c.jpg", b"a.jpg", 1)]
    assert {told for told in watching.told() if told[0] == "removed"} <= {("removed", 1, b"b.jpg")}


def test_two_pictures_that_change_names_are_both_looked_at(watching: Watching, folder: Path) -> None:
    picture(folder / "a.jpg", 60), picture(folder / "b.jpg", 90)
    watching.quiet()
    watching.forget()
    (folder / "a.jpg").rename(folder / "x.tmp")
    (folder / "b.jpg").rename(folder / "a.jpg")
    (folder / "x.tmp").rename(folder / "b.jpg")
    watching.quiet()
    told = {change.path: change.size for change in watching.changes if change.kind in ("added", "modified")}
    assert told == {b"a.jpg": (folder / "a.jpg").stat().st_size, b"b.jpg": (folder / "b.jpg").stat().st_size}
    assert not [change for change in watching.changes if change.kind in ("moved", "removed")]


def test_a_deleted_picture_is_removed(watching: Watching, folder: Path) -> None:
    picture(folder / "a.jpg")
    watching.quiet()
    watching.forget()
    (folder / "a.jpg").unlink()
    watching.quiet()
    assert watching.told() == [("removed", 1, b"a.jpg")]


# watchdog holds back for half a second that a file was moved out: hence the longer quiet in the next two.


def test_a_picture_moved_to_another_root_is_moved(watching: Watching, folder: Path) -> None:
    picture(folder / "a.jpg")
    watching.quiet(0.8)
    watching.forget()
    (folder / "a.jpg").rename(watching.second / "a.jpg")
    watching.quiet(0.8)
    (change,) = watching.changes
    assert (change.kind, change.root, change.path, change.source_root, change.source) == (
        "moved", 2, b"a.jpg", 1, b"a.jpg",
    )  # fmt: skip


def test_a_picture_moved_in_is_added_and_one_moved_out_is_removed(
    watching: Watching, folder: Path, tmp_path: Path
) -> None:
    picture(tmp_path / "outside.jpg").rename(folder / "in.jpg")
    watching.quiet(0.8)
    assert watching.told() == [("added", 1, b"in.jpg")]
    watching.forget()
    (folder / "in.jpg").rename(tmp_path / "outside.jpg")
    watching.quiet(0.8)
    assert watching.told() == [("removed", 1, b"in.jpg")]


def test_folders_that_come_move_and_go_are_scanned(watching: Watching, folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    picture(folder / "a" / "b" / "1.jpg")
    watching.quiet()
    assert watching.rescans[0] == (1, [b"a"])
    watching.forget()
    (folder / "a").rename(folder / "c")
    watching.quiet()
    assert watching.rescans == [(1, [b"a", b"c"])], "both ends together, so that the scan can pair them"
    assert watching.changes == []
    watching.forget()
    shutil.rmtree(folder / "c")
    watching.quiet()
    assert {folder for _, folders in watching.rescans for folder in folders} == {b"c"}
    assert watching.changes == []


def test_a_new_folder_is_watched_too(watching: Watching, folder: Path) -> None:
    (folder / "new").mkdir()
    watching.quiet()
    watching.forget()
    picture(folder / "new" / "a.jpg")
    watching.quiet()
    assert watching.told() == [("added", 1, b"new/a.jpg")]


def test_rules_that_change_lead_to_a_scan_of_their_folder(watching: Watching, folder: Path) -> None:
    (folder / "sub").mkdir()
    watching.quiet()
    for act in (
        lambda: (folder / "sub" / ".nomedia").touch(),
        lambda: (folder / "sub" / ".nomedia").unlink(),
        lambda: (folder / "sub" / ".mediasearchignore").write_text("*.png\n"),
    ):
        watching.forget()
        act()
        watching.quiet()
        assert watching.rescans and {tuple(folders) for _, folders in watching.rescans} == {(b"sub",)}
    watching.forget()
    picture(folder / "sub" / "a.png"), picture(folder / "sub" / "a.jpg")
    watching.quiet()
    assert watching.told() == [("added", 1, b"sub/a.jpg")]


@pytest.fixture
def patient(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    """A watcher with low limits, and slow to settle: so that many files are pending together on a busy machine too."""
    monkeypatch.setattr("mediasearch.ingest.watch.BURST", 200)
    monkeypatch.setattr("mediasearch.ingest.watch.MASS_REMOVAL", 20)
    second = folder.with_name("second")
    second.mkdir()
    found = Watching(folder, second, None, settle_seconds=2)
    yield found
    found.watcher.stop()


def test_a_burst_becomes_one_scan(patient: Watching, folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.jpg").touch()
    wait_until(lambda: (1, [b""]) in patient.rescans)
    assert patient.changes == []


def test_many_removals_are_for_the_judge(folder: Path, patient: Watching) -> None:
    patient.watcher.unwatch(1)
    for number in range(60):
        (folder / f"{number}.jpg").write_bytes(b"x")
    patient.watcher.watch(Root(1, str(folder), "", "ready"))
    wait_until(lambda: not patient.watcher.busy())
    for number in range(60):
        (folder / f"{number}.jpg").unlink()
    wait_until(lambda: (1, [b""]) in patient.rescans)
    assert patient.changes == []


def test_a_root_that_goes_away_is_no_removal(watching: Watching, folder: Path) -> None:
    picture(folder / "a.jpg")
    watching.quiet()
    watching.forget()
    folder.rename(folder.with_name("unplugged"))
    folder.mkdir()
    shutil.rmtree(folder.with_name("unplugged"))
    watching.quiet()
    assert not [change for change in watching.changes if change.kind == "removed"]
    assert watching.rescans and {root for root, _ in watching.rescans} == {1}


def test_a_root_that_is_replaced_is_watched_anew(watching: Watching, folder: Path) -> None:
    folder.rename(folder.with_name("before"))
    folder.mkdir()
    wait_until(lambda: (1, [b""]) in watching.rescans)
    wait_until(lambda: watching.marked(folder))


def test_deferred_files_are_told_when_they_have_settled(watching: Watching, folder: Path) -> None:
    (folder / "sub").mkdir()
    watching.quiet()
    watching.watcher.unwatch(1)
    picture(folder / "sub" / "a.jpg")
    watching.watcher.watch(Root(1, str(folder), "", "ready"))
    watching.watcher.settle(1, [b"sub/a.jpg", b"sub/vanished.jpg"])
    watching.watcher.settle(99, [b"of no root.jpg"])
    wait_until(lambda: ("modified", 1, b"sub/a.jpg") in watching.told())
    wait_until(lambda: ("removed", 1, b"sub/vanished.jpg") in watching.told())


def test_an_unwatched_root_is_quiet(watching: Watching, folder: Path) -> None:
    watching.watcher.unwatch(1)
    picture(folder / "a.jpg")
    picture(watching.second / "b.jpg")
    watching.quiet()
    assert watching.told() == [("added", 2, b"b.jpg")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names in Unicode")
def test_names_that_are_not_utf8(watching: Watching, folder: Path) -> None:
    name = b"caf\xe9 \xff.jpg"
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"\xff\xd8\xff")
    watching.quiet()
    assert watching.told() == [("added", 1, name)]


def test_a_root_that_is_not_there_is_no_trouble_of_the_watcher(watching: Watching, tmp_path: Path) -> None:
    watching.watcher.watch(Root(3, str(tmp_path / "absent"), "", "offline"))
    picture(watching.first / "a.jpg")
    wait_until(lambda: ("added", 1, b"a.jpg") in watching.told())
    assert watching.trouble == []


@pytest.mark.expects_log("overflowed")
def test_lost_events_lead_to_a_scan_of_everything(watching: Watching) -> None:
    # What watchdog logs when the kernel's queue runs over; making it run over takes tens of thousands of files.
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; filesystem events were lost")
    wait_until(lambda: sorted(watching.rescans) == [(1, [b""]), (2, [b""])])


def test_stopping_is_quick_and_final(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    before = set(threading.enumerate())
    watching = Watching(folder, tmp_path / "second", None)
    picture(folder / "a.jpg")
    started = time.monotonic()
    watching.watcher.stop()
    assert time.monotonic() - started < budget(1)
    told = len(watching.changes)
    wait_until(lambda: set(threading.enumerate()) <= before)
    assert len(watching.changes) == told
    watching.watcher.stop()


def test_a_root_on_another_computer_is_scanned_now_and_then(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediasearch.ingest.watch.is_remote", lambda path: path == str(folder))
    monkeypatch.setattr("mediasearch.ingest.watch._POLL_S", 0.1)
    (tmp_path / "second").mkdir()
    watching = Watching(folder, tmp_path / "second", None)
    wait_until(lambda: watching.rescans.count((1, [b""])) >= 3)
    assert (2, [b""]) not in watching.rescans and watching.trouble == []
    watching.watcher.stop()


LIMITED = """
import sys, time
from pathlib import Path
Path("/proc/sys/user/max_inotify_{limit}").write_text("{value}")
from mediasearch.ingest.watch import Watcher
from mediasearch.library.records import Root
told = []
watcher = Watcher(lambda changes: None, lambda root, folders: None, lambda root, sentence: told.append(sentence))
watcher.watch(Root(1, sys.argv[1], "", "ready"))
deadline = time.monotonic() + 20
while not told and time.monotonic() < deadline:
    time.sleep(0.02)
watcher.stop()
print(*told)
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a user namespace, in which limits can be set")
@pytest.mark.parametrize(("limit", "value"), [("watches", 3), ("instances", 0)])
def test_a_used_up_limit_is_told_with_the_remedy(
    folder: Path, limit: str, value: int, run_isolated: Callable[..., str]
) -> None:
    for number in range(5):
        (folder / str(number)).mkdir()
    told = run_isolated(LIMITED.format(limit=limit, value=value), str(folder))
    name = "max_user_watches" if limit == "watches" else "max_user_instances"
    assert f"sudo sysctl fs.inotify.{name}=" in told


RAISED = """
import sys, time
from pathlib import Path
limit = Path("/proc/sys/user/max_inotify_watches")
limit.write_text("3")
from mediasearch.ingest import watch
from mediasearch.library.records import Root
watch._POLL_S = 0.2
told, changed, scanned, folder = [], [], [], Path(sys.argv[1])

def until(true):
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, (told, changed, scanned)
        time.sleep(0.02)

watcher = watch.Watcher(changed.extend, lambda root, folders: scanned.append(folders),
    lambda root, sentence: told.append(sentence), settle_seconds=0.2)
watcher.watch(Root(1, str(folder), "", "ready"))
until(lambda: told and len(scanned) > 3)  # scanned from time to time, as long as it is not watched
assert "sudo sysctl" in told[0] and len(told) == 1, told
limit.write_text("1000")
until(lambda: told[1:] == [""])
(folder / "4" / "new.jpg").write_bytes(b"\\xff\\xd8\\xff")
until(lambda: any(change.path == b"4/new.jpg" for change in changed))
watcher.stop()
print("watched again")
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a user namespace, in which limits can be set")
def test_a_folder_is_scanned_while_a_limit_is_used_up_and_watched_when_it_was_raised(
    folder: Path, run_isolated: Callable[..., str]
) -> None:
    for number in range(5):
        (folder / str(number)).mkdir()
    assert run_isolated(RAISED, str(folder)) == "watched again\n"


def test_the_remedy_names_a_larger_value_than_now() -> None:
    sentence = watch_limits.sentence(28)
    if sys.platform == "linux":
        now = int(Path("/proc/sys/fs/inotify/max_user_watches").read_text())
        assert int(sentence.rpartition("=")[2]) > now
    assert watch_limits.sentence(13) == watch_limits.sentence(None) == ""


def test_there_is_room_for_more_folders(folder: Path) -> None:
    assert watch_limits.used_up(str(folder)) == ""
