"""What is the matter with roots: it is remembered with the time since when it is so."""

from __future__ import annotations

import time

from mediasearch.library.catalog import Catalog
from mediasearch.library.roots import Forgetting
from mediasearch.library.troubles import TroubleKind
from mediasearch.paths import Library
from tests.library.album import Album, forget

OFFLINE, FOLDER = TroubleKind.OFFLINE, TroubleKind.FOLDER


def test_what_lasts_keeps_its_time_and_what_is_over_goes(library: Library) -> None:
    with Catalog.open(library) as catalog:
        root = catalog.add_root("/photos").id
        began = time.time()
        catalog.note_troubles(root, FOLDER, {b"a": "denied", b"\xff": "denied"})
        catalog.note_troubles(root, OFFLINE, {b"": "not there"})
        first = {trouble.path: trouble.since for trouble in catalog.troubles() if trouble.kind == FOLDER}
        assert all(began <= since <= time.time() for since in first.values()) and len(first) == 2
    with Catalog.open(library) as catalog:  # the next start knows it still
        catalog.note_troubles(root, FOLDER, {b"\xff": "disk error", b"new": "denied"})
        found = {trouble.path: trouble for trouble in catalog.troubles() if trouble.kind == FOLDER}
        assert set(found) == {b"\xff", b"new"}
        assert (found[b"\xff"].since, found[b"\xff"].sentence) == (first[b"\xff"], "disk error")
        assert found[b"new"].since >= first[b"\xff"]
        assert [trouble.kind for trouble in catalog.troubles()] == [FOLDER, FOLDER, OFFLINE]
        forget(catalog, root)
        assert catalog.troubles() == []
        catalog.note_troubles(root, OFFLINE, {b"": "of a root that is gone"})
        assert catalog.troubles() == []


def held(catalog: Catalog) -> list[tuple[int, float]]:
    return [(trouble.root, trouble.since) for trouble in catalog.troubles() if trouble.kind == TroubleKind.HELD]


def test_a_disappearance_is_as_old_as_its_first_file(album: Album) -> None:
    for name in ("a", "b", "c"):
        album.write(name, name)
    ids = {path: file.id for path, file in album.files().items()}
    album.catalog.hold(album.root, [ids[b"a"]])
    ((root, since),) = held(album.catalog)
    assert root == album.root and abs(since - time.time()) < 60
    album.catalog.hold(album.root, [ids[b"b"]])
    assert held(album.catalog) == [(root, since)]

    parent = album.catalog.add_root("/").id  # which takes the files in, the time along with them
    assert held(album.catalog) == [(parent, since)]
    album.remove("photos/a", root=parent)
    assert held(album.catalog) == [(parent, since)]
    forget(album.catalog, parent, Forgetting.HELD)
    assert held(album.catalog) == []


def test_a_disappearance_ends_with_the_last_file_that_comes_back(album: Album) -> None:
    for name in ("a", "b"):
        album.write(name, name)
    album.catalog.hold(album.root, [file.id for file in album.files().values()])
    album.write("a", "a")
    assert len(held(album.catalog)) == 1
    album.write("b", "b")
    assert held(album.catalog) == []
