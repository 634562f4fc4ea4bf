"""Adding, taking in and removing folders."""

from __future__ import annotations

import os

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import RootState
from tests.library.album import Album, forget, make_model


def test_the_same_folder_is_added_once_however_it_is_written(catalog: Catalog) -> None:
    first = catalog.add_root("/photos")
    assert catalog.add_root("/photos/") == first
    assert catalog.add_root("/photos/../photos//.") == first
    assert catalog.add_root("//photos") == first
    assert [root.path for root in catalog.roots()] == [os.path.normpath("/photos")]


def test_a_folder_inside_a_root_is_covered_already(catalog: Catalog) -> None:
    catalog.add_root("/photos")
    with pytest.raises(MediaSearchError, match=r"trip is already covered by .*photos\. "):
        catalog.add_root("/photos/2024/trip")
    catalog.add_root("/photos 2")  # a neighbour whose name begins alike
    assert len(catalog.roots()) == 2


def test_a_parent_takes_in_its_folders_and_encodes_nothing_again(album: Album) -> None:
    other = album.catalog.add_root("/elsewhere").id
    album.write("a.jpg", "a")
    album.write(b"d\xfc/\xff.jpg", "strange")
    album.write("kept.jpg", "kept", root=other)
    album.index()
    before = album.shown()
    parent = album.catalog.add_root("/")
    assert [root.id for root in album.catalog.roots()] == [parent.id]
    assert album.shown() == before
    assert set(album.files(parent.id)) == {b"photos/a.jpg", b"photos/d\xfc/\xff.jpg", b"elsewhere/kept.jpg"}
    assert album.catalog.pending(album.model, 10) == []


def test_a_removed_root_takes_only_its_own_contents_along(album: Album) -> None:
    other = album.catalog.add_root("/other").id
    album.write("a.jpg", "only here")
    album.write("b.jpg", "in both")
    album.write("b.jpg", "in both", root=other)
    album.index()
    gone = album.content("only here")
    collected = forget(album.catalog, album.root)
    assert (collected.contents, collected.hashes, len(collected.embeddings)) == ([gone], ["only here"], 1)
    assert set(album.shown()) == {"in both"}
    assert album.catalog.vector_count(album.model) == 1
    assert [root.id for root in album.catalog.roots()] == [other]


def test_an_offline_root_is_shown_last_and_not_read(album: Album) -> None:
    other = album.catalog.add_root("/other").id
    album.write("a.jpg", "both")
    album.write("a.jpg", "both", root=other)
    album.index()
    album.write("new.jpg", "new")
    album.catalog.set_root(album.root, state=RootState.OFFLINE)
    (row,) = album.rows()
    assert row.files == ((os.path.normpath("/other/a.jpg"), True), (os.path.normpath("/photos/a.jpg"), False))
    assert album.catalog.file_of(row.id) == os.path.normpath("/other/a.jpg")
    assert album.catalog.pending(album.model, 10) == []
    album.catalog.set_root(album.root, state=RootState.READY)
    assert len(album.catalog.pending(album.model, 10)) == 1


def test_a_root_remembers_its_identity_and_state(album: Album) -> None:
    album.catalog.set_root(album.root, identity="disk-1")
    album.catalog.set_root(album.root, state=RootState.SCANNING)
    (root,) = album.catalog.roots()
    assert (root.identity, root.state) == ("disk-1", "scanning")


def test_counts_add_up_and_are_of_one_model(album: Album) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg"):
        album.write(name, name)
    album.write("v.mp4", "video", skip="video")
    album.index()
    album.write("c.jpg", "changed")
    album.write("d.jpg", "broken")
    from mediasearch.library.records import Failed

    album.catalog.record_failures([Failed(album.files()[b"d.jpg"].id, "damaged")], quarantine=True)
    counts = album.catalog.root_counts(album.model)[album.root]
    assert (counts.files, counts.indexed, counts.pending, counts.failed, counts.skipped) == (5, 2, 1, 1, 1)
    second = album.catalog.ensure_model(make_model("second", weights="other"))
    counts = album.catalog.root_counts(second)[album.root]
    assert (counts.files, counts.indexed, counts.pending, counts.failed, counts.skipped) == (5, 0, 3, 1, 1)
