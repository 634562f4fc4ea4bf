"""The catalog follows the disk."""

from __future__ import annotations

import os

import pytest

from mediasearch.library.records import Change, ChangeKind
from mediasearch.library.roots import Forgetting
from tests.library.album import Album, file_count, forget, vector_of


def test_a_new_picture_waits_is_indexed_and_is_shown(album: Album) -> None:
    assert album.write("trip/beach.jpg", "beach").pending == 1
    assert album.shown() == {}
    (recorded,) = album.index()
    assert recorded.new_content
    assert recorded.vector == pytest.approx(vector_of("beach"), abs=1e-3)
    assert album.shown() == {"beach": {os.path.normpath("/photos/trip/beach.jpg")}}
    assert album.catalog.pending(album.model, 10) == []


def test_an_unchanged_file_is_left_as_it_is(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    again = album.catalog.apply([album.change(ChangeKind.ADDED, (album.root, b"a.jpg"))])
    assert (again.pending, again.contents) == (0, set())
    assert album.state("a.jpg") == "indexed"


def test_a_changed_file_shows_its_old_content_until_it_was_read_again(album: Album) -> None:
    album.write("a.jpg", "old")
    album.index()
    assert album.write("a.jpg", "newer").pending == 1
    assert album.state("a.jpg") == "pending"
    assert set(album.shown()) == {"old"}
    album.index()
    assert set(album.shown()) == {"newer"}


def test_a_copy_needs_no_encoding(album: Album) -> None:
    album.write("a.jpg", "same")
    album.index()
    album.write("copy of a.jpg", "same")
    (waiting,) = album.catalog.pending(album.model, 10)
    assert "same" in waiting.known_hashes
    assert album.index() == []
    assert album.catalog.vector_count(album.model) == 1
    assert len(album.shown()["same"]) == 2


def test_a_renamed_file_keeps_its_content(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    applied = album.move("a.jpg", "holiday/b.jpg")
    assert (applied.moved, applied.pending, applied.removed) == (1, 0, 0)
    assert applied.contents == {album.content("a")}
    assert set(album.files()) == {b"holiday/b.jpg"}
    assert album.catalog.pending(album.model, 10) == []


def test_a_move_onto_another_file_replaces_it(album: Album) -> None:
    album.write("a.jpg", "a")
    album.write("b.jpg", "bb")
    album.index()
    assert album.move("a.jpg", "b.jpg").removed == 1
    assert set(album.shown()) == {"a"}


def test_two_files_swap_their_names_in_one_batch(album: Album) -> None:
    album.write("a.jpg", "a")
    album.write("b.jpg", "b")
    album.index()
    a, b = album.on_disk[album.root, b"a.jpg"], album.on_disk[album.root, b"b.jpg"]

    def moved(source: bytes, target: bytes, what: tuple[str, int]) -> Change:
        album.on_disk[album.root, target] = what
        return album.change(ChangeKind.MOVED, (album.root, target), source=(album.root, source))

    changes = [moved(b"a.jpg", b"tmp", a), moved(b"b.jpg", b"a.jpg", b), moved(b"tmp", b"b.jpg", a)]
    assert album.catalog.apply(changes).moved == 3
    assert {name: album.on_disk[album.root, name][1] for name in (b"a.jpg", b"b.jpg")} == {
        name: file.mtime_ns for name, file in album.files().items()
    }
    assert album.catalog.pending(album.model, 10) == []


def test_a_move_that_also_changed_the_file_is_a_removal_and_an_addition(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    album.on_disk[album.root, b"a.jpg"] = ("changed", 99)
    applied = album.move("a.jpg", "b.jpg")
    assert (applied.moved, applied.removed, applied.pending) == (0, 1, 1)
    assert album.state("b.jpg") == "pending"


def test_a_file_that_came_and_went_within_one_batch_leaves_nothing(album: Album) -> None:
    key = (album.root, b"a.jpg")
    album.on_disk[key] = ("a", 1)
    applied = album.catalog.apply([album.change(ChangeKind.ADDED, key), Change(ChangeKind.REMOVED, *key)])
    assert applied.pending == 0
    assert album.files() == {}


def test_a_kind_that_is_not_read_is_skipped_and_counted(album: Album) -> None:
    assert album.write("clip.mp4", "clip", skip="video").pending == 0
    assert album.state("clip.mp4") == "skipped"
    assert album.catalog.skipped_counts() == {"video": 1}
    assert album.catalog.pending(album.model, 10) == []


def test_a_skipped_file_is_tried_when_its_name_promises_a_picture(album: Album) -> None:
    album.write("a.mp4", "picture", skip="video")
    album.move("a.mp4", "a.jpg")
    assert album.state("a.jpg") == "pending"


def test_a_picture_replaced_by_a_video_is_no_longer_found(album: Album) -> None:
    album.write("a", "picture")
    album.index()
    content = album.content("picture")
    assert album.write("a", "a video", skip="video").contents == {content}
    assert album.shown() == {}


def test_names_may_be_any_bytes(album: Album) -> None:
    name = b"gr\xfc\xdfe \n'\"%_.jpg"
    album.write(name, "a")
    (waiting,) = album.catalog.pending(album.model, 1)
    assert waiting.path == name
    assert os.fsencode(waiting.absolute).endswith(b"photos" + os.fsencode(os.sep) + name)
    album.index()
    (row,) = album.rows()
    assert os.fsencode(row.files[0][0]).endswith(name)
    assert album.catalog.find_file(row.files[0][0], size=waiting.size, mtime_ns=waiting.mtime_ns) == row.id


@pytest.mark.parametrize(("inode", "mtime_ns"), [(2**64 - 1, 0), (1, 2**64), (2**63, -1), (0, -(2**70))])
def test_what_a_strange_file_system_says_is_kept_or_cut_but_never_refused(
    album: Album, inode: int, mtime_ns: int
) -> None:
    change = Change(ChangeKind.ADDED, album.root, b"a.jpg", 1, mtime_ns, inode)
    assert album.catalog.apply([change]).pending == 1
    assert album.files()[b"a.jpg"].inode == inode
    assert album.catalog.apply([change]).pending == 0, "it must not look changed at every scan"


def test_files_below_a_folder_are_those_and_no_others(album: Album) -> None:
    for name in ("a/b.jpg", "a/c/d.jpg", "a!.jpg", "a0.jpg", "a", "ab/x.jpg", "z.jpg"):
        album.write(name, name)
    assert [file.path for file in album.catalog.known_files(album.root, b"a")] == [b"a", b"a/b.jpg", b"a/c/d.jpg"]
    assert len(list(album.catalog.known_files(album.root))) == 7


def test_known_files_come_in_slices_and_are_complete(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediasearch.library.files.SLICE", 3)
    names = [f"{number}.jpg" for number in range(10)]
    for name in names:
        album.write(name, name)
    assert [file.path.decode() for file in album.catalog.known_files(album.root)] == names


def test_changes_of_a_root_that_was_removed_meanwhile_are_passed_over(album: Album) -> None:
    forget(album.catalog, album.root)
    assert album.write("a.jpg", "a").pending == 0
    assert file_count(album.catalog) == 0


def test_held_files_are_shown_as_offline_and_not_read(album: Album) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        album.write(name, name)
    album.index()
    album.write("c.jpg", "changed")
    ids = [album.files()[name].id for name in (b"a.jpg", b"c.jpg")]
    assert album.catalog.hold(album.root, ids).contents == {album.content("a.jpg"), album.content("c.jpg")}
    online = {path for row in album.rows() for path, present in row.files if present}
    assert online == {os.path.normpath("/photos/b.jpg")}
    assert album.catalog.pending(album.model, 10) == []
    assert album.catalog.roots()[0].held == 2
    assert album.catalog.root_counts(album.model)[album.root].held == 2


def test_a_held_file_that_is_there_again_is_no_longer_held(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    album.catalog.hold(album.root, [album.files()[b"a.jpg"].id])
    applied = album.catalog.apply([album.change(ChangeKind.ADDED, (album.root, b"a.jpg"))])
    assert (applied.pending, applied.contents) == (0, {album.content("a")})
    assert album.rows()[0].files[0][1]


def test_a_held_file_that_turns_up_elsewhere_is_no_longer_held(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    album.catalog.hold(album.root, [album.files()[b"a.jpg"].id])
    album.move("a.jpg", "b.jpg")
    assert not album.files()[b"b.jpg"].held
    assert album.rows()[0].files[0][1]


def test_the_person_may_let_held_files_be_forgotten(album: Album) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg"):
        album.write(name, name)
    album.index()
    held = [file.id for path, file in album.files().items() if path != b"b.jpg"]
    album.catalog.hold(album.root, held)
    assert forget(album.catalog, album.root, Forgetting.HELD).contents == []
    assert set(album.files()) == {b"b.jpg"} and set(album.shown()) == {"b.jpg"}
    assert len(album.catalog.left_out()) == 3
    (root,) = album.catalog.roots()
    assert root.held == 0 and album.catalog.forgetting() == []
