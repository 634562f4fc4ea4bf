"""A database that lost its last transactions does not meet the files that remember them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediasearch.library.catalog import Catalog
from mediasearch.library.rollback import distrust
from mediasearch.library.vectors import VectorIndex, build_graph
from mediasearch.paths import Library
from tests.library.album import DIMENSION, Album, make_model, vector_of


def opened(album: Album, library: Library) -> VectorIndex:
    index = VectorIndex(library.vectors, make_model().identity, DIMENSION, exact_limit=10)
    index.load(album.catalog, album.model)
    return index


def finds_everything(album: Album, library: Library) -> None:
    """As the database has it, after a start at which nothing was written."""
    rows = album.rows()
    snapshot = opened(album, library).snapshot()
    assert len(snapshot) == len(rows) == album.catalog.vector_count(album.model)
    for row in rows:
        assert snapshot.search(vector_of(row.hash), 1).contents.tolist() == [row.id]


def a_power_cut(library: Library, catalog: Catalog, copy: Path) -> Album:
    """The database as it was when it was copied, while the files of the index stay."""
    catalog.close()
    for name in ("", "-wal", "-shm"):
        Path(f"{library.database}{name}").unlink(missing_ok=True)
    shutil.copyfile(copy, library.database)
    again = Catalog.open(library)
    return Album(again, again.ensure_model(make_model()), again.roots()[0].id, clock=10_000)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.sqlite3"


def keep(album: Album, copy: Path) -> None:
    album.catalog._raw.execute("VACUUM INTO ?", (str(copy),))


def save(album: Album, library: Library) -> None:
    index = opened(album, library)
    graph = build_graph(index.snapshot())
    assert graph is not None
    index.adopt(graph)
    index.save()


@pytest.mark.expects_log("has lost")
def test_numbers_that_are_given_out_again_mean_other_pictures(album: Album, library: Library, copy: Path) -> None:
    album.fill(30)
    keep(album, copy)
    for number in range(10):
        album.put(f"lost{number}.jpg", f"lost {number}")
    save(album, library)
    after = a_power_cut(library, album.catalog, copy)
    assert distrust(after.catalog, library.vectors)  # a start, and the end before the index was saved
    for number in range(12):
        after.put(f"other{number}.jpg", f"other {number}")
    finds_everything(after, library)
    after.catalog.close()


@pytest.mark.expects_log("has lost")
def test_a_lost_deletion_is_not_made_up_for_by_another_one(album: Album, library: Library, copy: Path) -> None:
    album.fill(30)
    keep(album, copy)
    album.remove("5.jpg")
    album.catalog.collect_orphans(0)
    save(album, library)
    after = a_power_cut(library, album.catalog, copy)
    assert distrust(after.catalog, library.vectors)
    after.remove("6.jpg")
    after.catalog.collect_orphans(0)
    finds_everything(after, library)
    after.catalog.close()


def test_files_that_know_no_more_than_the_database_are_believed(album: Album, library: Library) -> None:
    album.fill(30)
    save(album, library)
    album.put("new.jpg", "new")
    album.remove("7.jpg")
    album.catalog.collect_orphans(0)
    generation = album.catalog.generation()
    assert not distrust(album.catalog, library.vectors) and album.catalog.generation() == generation
    assert opened(album, library).used_graph is not None
