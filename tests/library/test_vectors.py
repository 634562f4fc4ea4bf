"""The index follows the catalog; its files are believed only when they agree with it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mediasearch.library import stamped
from mediasearch.library.catalog import Catalog
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.library.album import DIMENSION, Album, make_model, vector_of

IDENTITY = make_model().identity


def _open(album: Album, library: Library, identity: str = IDENTITY) -> VectorIndex:
    index = VectorIndex(library.vectors, identity, DIMENSION)
    index.load(album.catalog, album.model)
    return index


def _agrees(index: VectorIndex, album: Album) -> None:
    """Every content of the catalog finds itself, and nothing else is there."""
    rows = {row.hash: row.id for row in album.rows()}
    assert len(index) == album.catalog.vector_count(album.model) == len(rows)
    for content_hash, content in rows.items():
        found = index.snapshot().search(vector_of(content_hash), 1)
        assert found.contents.tolist() == [content]
        assert found.scores[0] == pytest.approx(1, abs=2e-3)


@pytest.fixture
def saved(album: Album, library: Library) -> Album:
    """Twenty pictures, indexed and saved."""
    for number in range(20):
        album.write(f"{number}.jpg", f"{number}")
    album.index()
    index = _open(album, library)
    assert index.dirty
    index.save()
    assert not index.dirty
    _agrees(index, album)
    return album


def _file(library: Library) -> Path:
    (path,) = library.vectors.glob("*.matrix")
    return path


def _reads(album: Album, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where reading of vectors from the catalog began."""
    begun: list[int] = []
    original = album.catalog.vectors

    def vectors(model_id: int, after: int = 0) -> object:
        begun.append(after)
        return original(model_id, after)

    monkeypatch.setattr(album.catalog, "vectors", vectors)
    return begun


def test_a_saved_index_is_mapped_and_not_read_again(
    saved: Album, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = saved.catalog.last_embedding(saved.model)
    begun = _reads(saved, monkeypatch)
    index = _open(saved, library)
    assert begun == [last]
    assert not index.dirty
    _agrees(index, saved)
    if os.name == "posix":
        assert stat.S_IMODE(_file(library).stat().st_mode) == 0o600


def test_what_came_and_went_since_is_followed(saved: Album, library: Library) -> None:
    saved.write("new.jpg", "new")
    saved.index()
    saved.remove("3.jpg", "19.jpg")
    saved.catalog.collect_orphans(0)
    index = _open(saved, library)
    _agrees(index, saved)
    assert index.dirty
    index.save()
    _agrees(index, saved)
    assert not _open(saved, library).dirty
    assert len(list(library.vectors.glob("*.matrix"))) == 1


def test_saving_beside_a_living_index_keeps_what_happens_meanwhile(saved: Album, library: Library) -> None:
    index = _open(saved, library)
    saved.write("before.jpg", "before")
    for record in saved.index():
        index.add(np.array([record.embedding]), np.array([record.content]), record.vector[None])
    written = index.write(index.snapshot())
    gone = saved.content("7")
    saved.write("after.jpg", "after")
    for record in saved.index():
        index.add(np.array([record.embedding]), np.array([record.content]), record.vector[None])
    saved.remove("7.jpg")
    index.remove_contents([gone])
    saved.catalog.collect_orphans(0)
    before = index.snapshot()
    index.remap(written)
    _agrees(index, saved)
    assert index.dirty
    assert len(before) == len(index)
    saved.write("last.jpg", "last")
    for record in saved.index():
        index.add(np.array([record.embedding]), np.array([record.content]), record.vector[None])
    index.save()
    _agrees(_open(saved, library), saved)


def test_a_rested_index_answers_as_before(saved: Album, library: Library) -> None:
    index = _open(saved, library)
    saved.write("new.jpg", "new")  # which lies in memory alone
    saved.index()
    index.catch_up(saved.catalog, saved.model, ())
    before = index.snapshot()
    index.rest()
    _agrees(index, saved)
    after = index.snapshot()
    assert before.search(vector_of("3"), 3).contents.tolist() == after.search(vector_of("3"), 3).contents.tolist()


def test_catching_up_takes_what_came_and_drops_what_went(saved: Album, library: Library) -> None:
    """As when another model's index was loaded aside while the engine went on."""
    index = _open(saved, library)
    saved.write("new.jpg", "new")
    saved.index()
    gone = saved.content("3")
    saved.remove("3.jpg")
    collected = saved.catalog.collect_orphans(0)
    index.catch_up(saved.catalog, saved.model, collected.contents)
    assert collected.contents == [gone]
    _agrees(index, saved)


def test_an_empty_index_can_be_saved(album: Album, library: Library) -> None:
    index = _open(album, library)
    index.save()
    album.write("a.jpg", "a")
    album.index()
    index = _open(album, library)
    index.save()
    album.remove("a.jpg")
    album.catalog.collect_orphans(0)
    index = _open(album, library)
    index.save()
    assert len(_open(album, library)) == 0


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 0x10
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm",
    [
        *(lambda path, place=place: _flip(path, place) for place in (0, 1, 333, 700, -1, -9, -25, -60, -200)),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:400]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(os.urandom(5000)),
        lambda path: path.unlink(),
    ],
)
def test_a_damaged_file_is_never_believed(
    saved: Album, library: Library, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], object]
) -> None:
    harm(_file(library))
    begun = _reads(saved, monkeypatch)
    index = _open(saved, library)
    assert begun == [0], "everything comes from the catalog"
    _agrees(index, saved)
    index.save()
    assert not _open(saved, library).dirty


@pytest.mark.parametrize("foreign", ["model", "generation", "format"])
def test_a_file_of_another_model_database_or_format_is_never_believed(
    saved: Album, library: Library, monkeypatch: pytest.MonkeyPatch, foreign: str
) -> None:
    identity = IDENTITY
    if foreign == "model":  # somebody renamed it
        identity = "other"
        path = _file(library)
        path.rename(path.with_name(path.name.replace(IDENTITY, identity)))
    elif foreign == "generation":  # the database was restored from a backup since
        with saved.catalog.transaction() as connection:
            connection.exec_driver_sql("UPDATE properties SET value = 'restored'")
    else:
        monkeypatch.setattr("mediasearch.library.vectors.FORMAT", 99)
    begun = _reads(saved, monkeypatch)
    _agrees(_open(saved, library, identity), saved)
    assert begun == [0]


def test_a_file_that_knows_more_than_the_catalog_is_never_believed(saved: Album, library: Library) -> None:
    """A power cut may take the catalog's last transactions, whose ids are then given to other pictures."""
    path = _file(library)
    with saved.catalog.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM embeddings WHERE id > 10")
        connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = 10 WHERE name = 'embeddings'")
    index = _open(saved, library)
    assert len(index) == 10
    assert path.exists()
    assert index.dirty


def test_the_newest_sound_file_is_taken(saved: Album, library: Library) -> None:
    first = _file(library).read_bytes()
    saved.write("more.jpg", "more")
    saved.index()
    _open(saved, library).save()
    newest = _file(library)
    older = newest.with_name(newest.name.replace("00000002", "00000001"))
    older.write_bytes(first)
    _flip(newest, 5)
    index = _open(saved, library)
    _agrees(index, saved)
    index.save()
    assert _file(library).name.endswith("00000003.matrix"), "and the others are gone"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_leaves_the_old_file(
    saved: Album, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved.write("more.jpg", "more")
    saved.index()
    index = _open(saved, library)
    before = _file(library).read_bytes()
    real = os.open
    monkeypatch.setattr(
        "mediasearch.library.stamped.private_opener", lambda path, flags: real("/dev/full", os.O_WRONLY)
    )
    with pytest.raises(OSError, match="No space left"):
        index.save()
    monkeypatch.undo()
    assert _file(library).read_bytes() == before
    assert [path.name for path in library.vectors.iterdir()] == [_file(library).name]
    _agrees(index, saved)
    index.save()
    _agrees(_open(saved, library), saved)


def test_what_an_interrupted_write_left_is_cleared_away(saved: Album, library: Library) -> None:
    left = library.vectors / f".{IDENTITY}-00000009.matrix.123.tmp"
    left.write_bytes(b"half")
    saved.write("more.jpg", "more")
    saved.index()
    _open(saved, library).save()
    assert not left.exists()


def test_a_reader_follows_a_library_that_is_being_written(saved: Album, library: Library) -> None:
    saved.write("more.jpg", "more")
    saved.index()
    with Catalog.open_readonly(library) as reader:
        index = VectorIndex(library.vectors, IDENTITY, DIMENSION)
        index.load(reader, saved.model)
        _agrees(index, saved)
    assert len(list(library.vectors.iterdir())) == 1, "a reader writes nothing"


def test_stamps_survive_any_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamped, "_CHUNK", 100)
    for size in (0, 1, 99, 100, 101, 250, 300):
        data = os.urandom(size)
        path = tmp_path / "file"
        stamped.write(path, [data[:70], data[70:]], {"of": size})
        stamp = stamped.read(path)
        assert stamp is not None
        assert (stamp["of"], stamp["size"], len(stamp["checksums"])) == (size, size, -(-size // 100))
        assert path.read_bytes()[:size] == data
        for place in range(0, path.stat().st_size, 7):
            _flip(path, place)
            assert stamped.read(path) is None
            _flip(path, place)
        assert stamped.read(path) == stamp
