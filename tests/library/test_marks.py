"""What the person made of pictures stays with them, whatever happens to their files."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest

from mediasearch.library.filters import Filter
from mediasearch.library.records import Change, ChangeKind
from tests.library.album import Album, forget

FAVOURITE = [Filter("is", "favourite")]
HIDDEN = [Filter("is", "hidden")]


def stars(album: Album) -> set[str]:
    """What has a star now."""
    return {row.hash for row in album.rows() if row.favourite}


def star(album: Album, *names: str) -> None:
    album.catalog.mark([album.content(name) for name in names], "favourite")


def test_a_star_is_given_and_taken_away(album: Album) -> None:
    for name in ("a", "bb", "ccc"):
        album.put(f"{name}.jpg", name)
    a, b = album.content("a"), album.content("bb")
    assert album.catalog.mark([b, a], "favourite") == sorted([a, b])
    assert album.catalog.mark([a], "favourite") == [], "it had it already"
    assert stars(album) == {"a", "bb"}
    assert set(album.catalog.passing(FAVOURITE)) == {a, b}
    assert album.catalog.marked("favourite")[0] == a, "the last one first"
    assert album.catalog.mark([a], "favourite", on=False) == [a]
    assert stars(album) == {"bb"}


def test_copies_are_marked_at_once(album: Album) -> None:
    album.write("a.jpg", "same")
    album.put("copy.jpg", "same")
    star(album, "same")
    album.remove("a.jpg")
    assert stars(album) == {"same"}


def test_what_is_hidden_is_found_only_when_asked_for(album: Album) -> None:
    album.write("a.jpg", "a")
    album.put("b.jpg", "bb")
    a, b = album.content("a"), album.content("bb")
    album.catalog.mark([a], "hidden")
    assert album.catalog.newest() == [b]
    assert album.catalog.passing([Filter("in", "2024")]) == [b]
    assert album.catalog.passing([Filter("is", "hidden", True)]) == [b]
    assert album.catalog.passing(HIDDEN) == [a]
    assert album.catalog.left_out() == [a] and album.catalog.left_out(HIDDEN) == []
    album.catalog.mark([a], "favourite")
    assert album.catalog.passing([*FAVOURITE, *HIDDEN]) == [a] and album.catalog.passing(FAVOURITE) == []


def test_a_star_outlives_its_picture_and_finds_it_again(album: Album) -> None:
    album.put("a.jpg", "a")
    star(album, "a")
    album.remove("a.jpg")
    assert album.catalog.collect_orphans(-1.0).hashes == ["a"]
    with closing(sqlite3.connect(album.catalog.path)) as raw:
        assert raw.execute("SELECT path FROM marks").fetchall() == [(None,)], (
            "a picture that is gone has no name any more"
        )
    album.put("elsewhere/again.jpg", "a")
    assert stars(album) == {"a"}


def test_removing_a_folder_forgets_no_star(album: Album) -> None:
    album.put("a.jpg", "a")
    star(album, "a")
    forget(album.catalog, album.root)
    album.root = album.catalog.add_root("/photos").id
    album.put("a.jpg", "a")
    assert stars(album) == {"a"}


def test_an_edited_photo_keeps_its_star(album: Album) -> None:
    album.write("a.jpg", "a")
    album.put("b.jpg", "b")
    star(album, "a")
    album.put("a.jpg", "a, edited")
    assert stars(album) == {"a, edited"}
    album.put("a.jpg", "a, edited twice")
    assert stars(album) == {"a, edited twice"}


def test_a_photo_saved_by_deleting_and_writing_anew_keeps_its_star(album: Album) -> None:
    album.put("old name.jpg", "a")
    star(album, "a")
    album.move("old name.jpg", "a.jpg")
    album.remove("a.jpg")
    album.put("a.jpg", "a, edited")
    assert stars(album) == {"a, edited"}


def test_it_keeps_its_star_in_a_folder_that_has_moved_to_another_place_too(album: Album) -> None:
    album.put("trip/a.jpg", "a")
    star(album, "a")
    album.catalog.move_root(album.root, "/elsewhere", "")
    album.remove("trip/a.jpg")
    album.put("trip/a.jpg", "a, edited")
    assert stars(album) == {"a, edited"}


def test_a_photo_saved_over_a_backup_keeps_its_star(album: Album) -> None:
    """The old file is renamed, the new one written, the old one deleted: in one go, as it is seen."""
    album.put("a.jpg", "a")
    star(album, "a")
    key, backup = (album.root, b"a.jpg"), (album.root, b"a.jpg~")
    album.on_disk[backup] = album.on_disk[key]
    changes = [album.change(ChangeKind.MOVED, backup, source=key)]
    album.on_disk[key] = ("a, edited", 5000)
    changes += [album.change(ChangeKind.ADDED, key), Change(ChangeKind.REMOVED, *backup)]
    album.catalog.apply(changes)
    album.index()
    assert stars(album) == {"a, edited"}


def test_a_name_that_is_used_again_later_gets_no_star(album: Album) -> None:
    """Cameras begin again with IMG_0001 on an empty card."""
    album.put("IMG_0001.jpg", "last year")
    star(album, "last year")
    album.remove("IMG_0001.jpg")
    album.catalog.collect_orphans(-1.0)
    album.put("IMG_0001.jpg", "today")
    assert stars(album) == set()


def test_a_picture_that_also_lies_elsewhere_was_not_edited(album: Album) -> None:
    album.write("a.jpg", "a")
    album.put("archive/a.jpg", "a")
    star(album, "a")
    album.put("a.jpg", "another one")
    assert stars(album) == {"a"}


@pytest.mark.parametrize("batch", [1, 10])
def test_files_that_swap_their_contents_keep_the_stars_where_they_belong(album: Album, batch: int) -> None:
    album.write("1.jpg", "a")
    album.put("2.jpg", "b")
    star(album, "a")
    album.write("1.jpg", "b")
    album.write("2.jpg", "a")
    album.index(batch)
    assert stars(album) == {"a"}


@pytest.mark.parametrize("batch", [1, 10])
def test_files_of_one_size_that_are_edited_together_keep_their_stars(album: Album, batch: int) -> None:
    """Raw files are often of one size; which was edited and which renamed is clear only in the end."""
    for number in range(4):
        album.put(f"{number}.nef", f"raw{number}")
    star(album, "raw0", "raw2")
    for number in range(4):
        album.write(f"{number}.nef", f"new{number}")
    album.index(batch)
    album.catalog.collect_orphans(-1.0)
    assert stars(album) == {"new0", "new2"}


def test_a_marked_picture_is_not_forgotten_while_it_may_come_back(album: Album) -> None:
    album.write("1.jpg", "a")
    album.put("2.jpg", "b")
    star(album, "a")
    album.write("1.jpg", "b")
    album.write("2.jpg", "a")
    (first,) = [file for file in album.catalog.pending(album.model, 2) if file.path == b"1.jpg"]
    album.catalog.start_attempts([first.id])
    album.catalog.record(album.model, [album.outcome(first)])
    assert album.catalog.collect_orphans(-1.0).hashes == []
    album.index()
    album.remove("2.jpg")
    album.catalog.collect_orphans(-1.0)
    assert stars(album) <= {"a"} and set(album.shown()) == {"b"}


def test_what_took_its_place_for_a_while_gives_the_star_back(album: Album) -> None:
    album.put("a.jpg", "a")
    star(album, "a")
    album.put("a.jpg", "only in the cloud")
    album.write("a.jpg", "a")
    album.put("b.jpg", "only in the cloud")
    assert stars(album) == {"a"}
    album.put("a.jpg", "really edited")
    assert stars(album) == {"really edited"}


def test_a_star_that_was_taken_away_stays_away(album: Album) -> None:
    album.put("a.jpg", "a")
    star(album, "a")
    album.put("a.jpg", "edited")
    album.catalog.mark([album.content("edited")], "favourite", on=False)
    album.put("a.jpg", "edited again")
    assert stars(album) == set()


def test_the_last_place_is_known(album: Album) -> None:
    album.put("a.jpg", "a")
    star(album, "a")
    album.move("a.jpg", "trip/b.jpg")
    with closing(sqlite3.connect(album.catalog.path)) as raw:
        assert raw.execute("SELECT path FROM marks").fetchall() == [
            (os.fsencode(os.path.normpath("/photos/trip/b.jpg")),)
        ]


def test_a_thousand_at_once_and_unknown_ones(album: Album) -> None:
    for number in range(40):
        album.put(f"{number}.jpg", f"{number:02}")
    everything = album.catalog.newest()
    assert len(album.catalog.mark([*everything, *range(10_000, 11_000), -1], "viewed")) == 40
    assert album.catalog.passing([Filter("is", "viewed", True)]) == []
    assert album.catalog.mark([], "viewed") == []
    with pytest.raises(ValueError, match="no kind of mark"):
        album.catalog.mark(everything, "more")
