"""The scanner against real folders: what it reports, and what it must not report."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediasearch.ingest.scan import BATCH, ScanSummary, scan
from mediasearch.library.records import Change, ChangeKind, KnownFile, Root
from mediasearch.paths import Library
from tests.ingest.conftest import age

ROOT = 7


class Ledger:
    """What the catalog would know after the changes so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[bytes, KnownFile] = {}
        self.batches: list[list[Change]] = []
        self._next = 1

    def scan(self, *below: bytes, library: Library | None = None) -> ScanSummary:
        self.batches = []
        summary = scan(
            Root(ROOT, str(self.folder), "", "ready"),
            list(self.files.values()),
            below=below or (b"",),
            library=library,
            emit=self.batches.append,
        )
        for change in self.changes:
            if change.source is not None:
                del self.files[change.source]
            if change.kind is ChangeKind.REMOVED:
                del self.files[change.path]
            else:
                stamp = (change.size, change.mtime_ns, change.inode)
                self.files[change.path] = KnownFile(self._next, change.path, *stamp, "indexed", sidecar=change.sidecar)
                self._next += 1
        return summary

    def forget(self, summary: ScanSummary) -> None:
        for file in summary.missing:
            del self.files[file.path]

    @property
    def changes(self) -> list[Change]:
        return [change for batch in self.batches for change in batch]

    def told(self) -> set[tuple[str, bytes]]:
        return {(change.kind.value, change.path) for change in self.changes}


@pytest.fixture
def ledger(folder: Path) -> Ledger:
    return Ledger(folder)


def write(path: Path, content: bytes = b"\xff\xd8\xff picture", seconds_ago: float = 100.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    age(path, seconds_ago)
    return path


def test_everything_is_new_at_first_and_nothing_afterwards(folder: Path, ledger: Ledger) -> None:
    for name in ("a.jpg", "deep/er/b.PNG", "c.mp4", "letter.txt", "deep/d.nef"):
        write(folder / name, b"x" * len(name))
    summary = ledger.scan()
    assert ledger.told() == {
        ("added", b"a.jpg"),
        ("added", b"deep/er/b.PNG"),
        ("added", b"c.mp4"),
        ("added", b"deep/d.nef"),
    }
    assert {change.path: change.skip for change in ledger.changes} == {
        b"a.jpg": "", b"deep/er/b.PNG": "", b"c.mp4": "video", b"deep/d.nef": "raw",
    }  # fmt: skip
    assert (summary.seen, summary.unchanged, summary.changes) == (4, 0, 4)
    status = (folder / "a.jpg").stat()
    found = next(change for change in ledger.changes if change.path == b"a.jpg")
    assert (found.root, found.size, found.mtime_ns, found.inode) == (ROOT, 5, status.st_mtime_ns, status.st_ino)

    again = ledger.scan()
    assert (again.seen, again.unchanged, again.changes, again.missing) == (4, 4, 0, [])
    assert ledger.batches == []


def test_a_changed_file_is_modified_and_a_deleted_one_is_missing(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg"), write(folder / "b.jpg")
    ledger.scan()
    write(folder / "a.jpg", b"longer than before")
    (folder / "b.jpg").unlink()
    summary = ledger.scan()
    assert ledger.told() == {("modified", b"a.jpg")}
    assert [file.path for file in summary.missing] == [b"b.jpg"], "removal is for the judge"


def test_a_renamed_and_a_moved_file_are_moved(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg", b"aaaa", 50), write(folder / "sub/b.jpg", b"bbbb", 60)
    ledger.scan()
    (folder / "a.jpg").rename(folder / "renamed.jpg")
    (folder / "sub").rename(folder / "other")
    summary = ledger.scan()
    assert ledger.told() == {("moved", b"renamed.jpg"), ("moved", b"other/b.jpg")}
    assert {(change.source, change.source_root) for change in ledger.changes} == {
        (b"a.jpg", ROOT),
        (b"sub/b.jpg", ROOT),
    }
    assert summary.missing == []


def test_a_copy_with_its_time_is_new(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg")
    ledger.scan()
    shutil.copy2(folder / "a.jpg", folder / "copy.jpg")
    assert ledger.scan().missing == []
    assert ledger.told() == {("added", b"copy.jpg")}


def test_a_move_is_recognised_without_lasting_inodes(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg", b"a", 50.25), write(folder / "b.jpg", b"bb", 60.25)
    ledger.scan()
    ledger.files = {  # as on FAT after the drive was plugged in again
        path: KnownFile(file.id, path, file.size, file.mtime_ns, file.inode + 1000, file.state)
        for path, file in ledger.files.items()
    }
    (folder / "a.jpg").rename(folder / "moved.jpg")
    assert ledger.scan().missing == []
    assert ledger.told() == {("moved", b"moved.jpg")}


def test_files_with_one_time_from_an_archive_are_not_confused(folder: Path, ledger: Ledger) -> None:
    for name in ("a.bmp", "b.bmp"):
        write(folder / name, name.encode())
        os.utime(folder / name, (946_684_800, 946_684_800))
    ledger.scan()
    shutil.rmtree(folder)
    for name in ("c.bmp", "d.bmp"):
        write(folder / name, name.encode())
        os.utime(folder / name, (946_684_800, 946_684_800))
    ledger.files = {
        path: KnownFile(file.id, path, file.size, file.mtime_ns, file.inode + 10**9, file.state)
        for path, file in ledger.files.items()
    }
    summary = ledger.scan()
    assert ledger.told() == {("added", b"c.bmp"), ("added", b"d.bmp")}
    assert len(summary.missing) == 2


def test_files_written_just_now_are_deferred(folder: Path, ledger: Ledger) -> None:
    write(folder / "old.jpg")
    ledger.scan()
    write(folder / "new.jpg", seconds_ago=0)
    write(folder / "old.jpg", b"being written", seconds_ago=0)
    write(folder / "future.jpg", seconds_ago=-3600)
    summary = ledger.scan()
    assert sorted(summary.deferred) == [b"new.jpg", b"old.jpg"]
    assert ledger.told() == {("added", b"future.jpg")}, "a wrong clock is no reason to wait"
    assert summary.missing == []


def test_a_file_renamed_just_after_it_was_written_is_still_a_move(folder: Path, ledger: Ledger) -> None:
    path = write(folder / "a.jpg", seconds_ago=0)
    status = path.stat()
    ledger.files[b"a.jpg"] = KnownFile(1, b"a.jpg", status.st_size, status.st_mtime_ns, status.st_ino, "indexed")
    path.rename(folder / "b.jpg")
    assert ledger.scan().deferred == []
    assert ledger.told() == {("moved", b"b.jpg")}


def test_a_held_file_that_is_there_again_is_told(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg")
    ledger.scan()
    known = ledger.files[b"a.jpg"]
    ledger.files[b"a.jpg"] = KnownFile(
        known.id, known.path, known.size, known.mtime_ns, known.inode, known.state, held=True
    )
    ledger.scan()
    assert ledger.told() == {("added", b"a.jpg")}


def test_only_the_asked_folders_are_looked_at(folder: Path, ledger: Ledger) -> None:
    for name in ("a/1.jpg", "b/2.jpg", "ab/3.jpg"):
        write(folder / name, name.encode())
    ledger.scan()
    shutil.rmtree(folder / "a"), shutil.rmtree(folder / "b")
    write(folder / "ab/4.jpg")
    summary = ledger.scan(b"a", b"a/deeper", b"nowhere")
    assert [file.path for file in summary.missing] == [b"a/1.jpg"]
    assert ledger.changes == []


def test_a_folder_moved_is_paired_when_both_ends_are_asked_for(folder: Path, ledger: Ledger) -> None:
    write(folder / "a/1.jpg"), write(folder / "a/deep/2.jpg", b"2")
    ledger.scan()
    (folder / "a").rename(folder / "b")
    assert ledger.scan(b"a", b"b").missing == []
    assert ledger.told() == {("moved", b"b/1.jpg"), ("moved", b"b/deep/2.jpg")}


def test_links_are_not_followed_and_loops_end(folder: Path, ledger: Ledger) -> None:
    write(folder / "real/a.jpg")
    (folder / "real/loop").symlink_to(folder, target_is_directory=True)
    (folder / "link").symlink_to(folder / "real", target_is_directory=True)
    (folder / "b.jpg").symlink_to(folder / "real/a.jpg")
    (folder / "dangling.jpg").symlink_to(folder / "nowhere")
    ledger.scan()
    assert ledger.told() == {("added", b"real/a.jpg")}
    ledger.scan(b"link")
    assert ledger.changes == [], "nor when a link is asked for"


@pytest.mark.skipif(os.name != "posix", reason="pipes have names on POSIX only")
def test_a_pipe_named_like_a_picture_is_not_waited_for(folder: Path, ledger: Ledger) -> None:
    os.mkfifo(folder / "pipe.jpg")
    os.mkfifo(folder / "pipe")
    assert ledger.scan().seen == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names in Unicode")
def test_names_that_are_not_utf8_travel_byte_for_byte(folder: Path, ledger: Ledger) -> None:
    name = b"caf\xe9 \xff.jpg"
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(b"x")  # noqa: PTH118
    age(Path(os.fsdecode(os.fsencode(folder) + b"/" + name)))
    ledger.scan()
    assert ledger.told() == {("added", name)}
    assert ledger.scan().unchanged == 1


def test_ignored_things_are_not_seen_and_what_becomes_ignored_is_removed(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg"), write(folder / "private/b.jpg"), write(folder / "raw/c.jpg"), write(folder / ".hidden.jpg")
    ledger.scan()
    assert ledger.told() == {("added", b"a.jpg"), ("added", b"private/b.jpg"), ("added", b"raw/c.jpg")}
    (folder / "private/.nomedia").touch()
    (folder / ".mediasearchignore").write_text("raw/\n")
    summary = ledger.scan()
    assert ledger.told() == {("removed", b"private/b.jpg"), ("removed", b"raw/c.jpg")}
    assert summary.missing == [], "left out by the person: nothing to be held"
    (folder / "private/.nomedia").unlink()
    ledger.scan(b"private")
    assert ledger.told() == {("added", b"private/b.jpg")}


def test_the_librarys_own_previews_are_not_indexed(folder: Path, ledger: Ledger) -> None:
    place = Library.at(folder / "library")
    place.create()
    write(place.thumbnails / "1.jpg"), write(folder / "a.jpg")
    ledger.scan(library=place)
    assert ledger.told() == {("added", b"a.jpg")}


def test_what_lies_below_an_unreadable_folder_is_not_missing(
    folder: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "locked/a.jpg"), write(folder / "locked/deep/b.jpg"), write(folder / "gone.jpg")
    ledger.scan()
    (folder / "gone.jpg").unlink()
    # The tests may run as root, who may read everything: the system call answers as it would for others.
    real, locked = os.scandir, os.fsencode(folder / "locked")

    def scandir(path: object) -> object:
        if path == locked:
            raise PermissionError(13, "Permission denied", path)
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)
    summary = ledger.scan()
    assert [file.path for file in summary.missing] == [b"gone.jpg"]
    assert summary.errors == [(b"locked", "Permission denied")]
    partial = ledger.scan(b"locked/deep/deeper")
    assert partial.missing == []


def test_a_root_that_cannot_be_read_is_an_error_and_no_deletion(folder: Path, ledger: Ledger) -> None:
    write(folder / "a.jpg")
    ledger.scan()
    shutil.rmtree(folder)
    with pytest.raises(OSError, match="No such file"):
        ledger.scan()


def test_a_root_that_goes_away_meanwhile_is_an_error_and_no_deletion(folder: Path, ledger: Ledger) -> None:
    write(folder / "a/1.jpg"), write(folder / "b/2.jpg")
    ledger.scan()
    known = list(ledger.files.values())

    def unplug() -> bool:
        if folder.exists():
            folder.rename(folder.with_name("unplugged"))
            folder.mkdir()  # the empty mount point
        return False

    with pytest.raises(OSError, match="went away"):
        scan(Root(ROOT, str(folder), "", "ready"), known, emit=lambda changes: None, cancelled=unplug)


def test_a_cancelled_scan_calls_nothing_missing(folder: Path, ledger: Ledger) -> None:
    for number in range(5):
        write(folder / f"{number}/a.jpg")
    ledger.scan()
    shutil.rmtree(folder / "3")
    asked = iter([False, False, True])
    summary = scan(
        Root(ROOT, str(folder), "", "ready"),
        list(ledger.files.values()),
        emit=lambda changes: None,
        cancelled=lambda: next(asked, True),
    )
    assert summary.cancelled
    assert summary.missing == []


def test_many_files_come_in_batches(folder: Path, ledger: Ledger) -> None:
    for number in range(BATCH + 20):
        (folder / f"{number}.jpg").touch()
        os.utime(folder / f"{number}.jpg", (1e9, 1e9))
    ledger.scan()
    assert [len(batch) for batch in ledger.batches] == [BATCH, 20]


NAMES = st.sampled_from([f"{folder}{name}" for folder in ("", "a/", "a/b/", "c/") for name in ("1.jpg", "2.png", "3")])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, st.integers(0, 5)),
        st.tuples(st.just("delete"), NAMES, st.none()),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.just("copy"), NAMES, NAMES),
        st.tuples(st.just("ignore"), st.sampled_from(["a", "a/b", "c"]), st.none()),
        st.tuples(st.just("rename folder"), st.sampled_from(["a", "a/b", "c"]), st.sampled_from(["c", "d", "a/e"])),
        st.tuples(st.just("scan"), st.none(), st.none()),
    ),
    max_size=25,
)


def on_disk(folder: Path) -> dict[bytes, tuple[int, int]]:
    """The naive answer to what the catalog should know."""
    found = {}
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        left_out = any((folder / parent / ".nomedia").exists() for parent in relative.parents)
        if path.is_file() and path.suffix in (".jpg", ".png") and not left_out:
            found[relative.as_posix().encode()] = (path.stat().st_size, path.stat().st_mtime_ns)
    return found


@settings(max_examples=60)
@given(steps=STEPS)
def test_the_ledger_always_agrees_with_the_disk(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("root")
    ledger = Ledger(folder)
    clock = 1_000_000_000.5
    for step, name, other in [*steps, ("scan", "", None)]:
        path = folder / name if name else folder
        clock += 1
        if step == "write":
            write(path, b"x" * int(str(other)))
            os.utime(path, (clock, clock))
        elif step == "delete":
            path.unlink(missing_ok=True)
        elif step in ("rename", "copy") and path.is_file():
            (folder / str(other)).parent.mkdir(parents=True, exist_ok=True)
            if step == "rename":
                path.replace(folder / str(other))
            elif path != folder / str(other):
                shutil.copy2(path, folder / str(other))
        elif step == "ignore" and path.is_dir():
            (path / ".nomedia").touch()
        elif step == "rename folder" and path.is_dir() and not (folder / str(other)).exists():
            if not str(other).startswith(f"{name}/"):
                (folder / str(other)).parent.mkdir(parents=True, exist_ok=True)
                path.rename(folder / str(other))
        elif step == "scan":
            ledger.forget(ledger.scan())
            assert {path: (file.size, file.mtime_ns) for path, file in ledger.files.items()} == on_disk(folder)
    shutil.rmtree(folder)
