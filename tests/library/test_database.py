"""Opening a library: private, updated, repaired, or refused with a sentence."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from mediasearch.errors import LibraryBusyError, MediaSearchError
from mediasearch.library import migrations
from mediasearch.library.catalog import Catalog
from mediasearch.library.database import connect, suspicion
from mediasearch.library.filters import Filter
from mediasearch.library.migrations import STEPS, Step
from mediasearch.library.roots import Forgetting
from mediasearch.library.tables import metadata
from mediasearch.paths import Library
from tests.library.album import Album, file_count, forget, make_model

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def _fill(library: Library, pictures: int = 40) -> None:
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model())
        catalog.set_active_model(model)
        album = Album(catalog, model, catalog.add_root("/photos").id)
        for number in range(pictures):
            album.write(f"{number}.jpg", f"{number}")
        album.index()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.parametrize("another", [False, True])
def test_nothing_is_written_into_a_database_that_is_not_at_its_place(library: Library, another: bool) -> None:
    with Catalog.open(library) as catalog:
        catalog.add_root("/photos")
        aside = library.database.rename(library.database.with_name("aside"))
        if another:
            library.database.write_bytes(b"")
        for write in (lambda: catalog.add_root("/more"), catalog.check_writable):
            with pytest.raises(MediaSearchError, match="deleted or moved"):
                write()
        assert [root.path for root in catalog.roots()] == ["/photos"]
        aside.replace(library.database)
        catalog.add_root("/more")
        assert [root.path for root in catalog.roots()] == ["/photos", "/more"]


@posix
def test_everything_is_private(library: Library, tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        with Catalog.open(library) as catalog:
            catalog.add_root("/photos")
            _add_a_column(library)
            files = [path for path in library.data.rglob("*") if path.is_file()]
            assert {path.name for path in files} >= {"library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm"}
            assert {_mode(path) for path in files} == {0o600}
    finally:
        os.umask(previous)
    assert any(path.parent == library.backups for path in files)
    assert {_mode(path) for path in (library.data, *library.data.rglob("*")) if path.is_dir()} == {0o700}


def _add_a_column(library: Library) -> None:
    with closing(connect(library.database)) as raw:
        migrations.migrate(raw, library, [*STEPS, Step(len(STEPS) + 1, "colour", _colour)])


def _colour(raw: sqlite3.Connection) -> None:
    raw.execute("ALTER TABLE roots ADD COLUMN colour TEXT")


@posix
def test_a_database_that_others_could_read_is_made_private(library: Library) -> None:
    _fill(library, 1)
    library.database.chmod(0o644)
    Catalog.open(library).close()
    assert _mode(library.database) == 0o600


def test_closing_leaves_one_file_and_opening_again_finds_everything(library: Library) -> None:
    _fill(library)
    assert not library.database.with_name("library.sqlite3-wal").exists()
    with Catalog.open(library) as catalog:
        assert (catalog.content_count(), catalog.notices) == (40, [])
    catalog.close()  # twice does no harm


def test_a_reader_sees_what_the_writer_committed(library: Library) -> None:
    with Catalog.open(library) as writer, Catalog.open_readonly(library) as reader:
        assert reader.roots() == []
        root = writer.add_root("/photos")
        assert reader.roots() == [root]
        assert reader.generation() == writer.generation()
        with pytest.raises(MediaSearchError, match="may not be written"):
            reader.add_root("/other")


def test_a_reader_needs_a_library(library: Library) -> None:
    with pytest.raises(MediaSearchError, match=r"no library in .* yet\. Index a folder first"):
        Catalog.open_readonly(library)
    assert not library.data.exists(), "looking leaves nothing behind"


def test_a_library_that_is_just_being_made_is_none_yet(library: Library) -> None:
    library.create()
    with closing(connect(library.database)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(MediaSearchError, match=r"no library in .* yet"):
            Catalog.open_readonly(library)
        raw.execute("ROLLBACK")


def test_reading_leaves_nothing_behind_and_needs_no_writer(library: Library) -> None:
    _fill(library)
    with Catalog.open_readonly(library) as reader:
        assert reader.content_count() == 40
        assert len(reader.pending(1, 10)) == 0


def test_the_tables_are_the_sum_of_the_migrations(library: Library) -> None:
    Catalog.open(library).close()
    described = create_engine("sqlite://")
    metadata.create_all(described)
    real = create_engine("sqlite://", creator=lambda: sqlite3.connect(library.database))
    ours, theirs = inspect(real), inspect(described)
    tables = set(theirs.get_table_names())
    full_text = {"words", *(f"words_{part}" for part in ("data", "idx", "content", "docsize", "config"))}
    assert set(ours.get_table_names()) - {"sqlite_sequence"} - full_text == tables
    for table in tables:

        def columns(of: object, table: str = table) -> dict[str, tuple[str, bool]]:
            return {row["name"]: (str(row["type"]), row["nullable"]) for row in of.get_columns(table)}  # type: ignore[attr-defined]

        def indexes(of: object, table: str = table) -> set[tuple[object, ...]]:
            return {
                (row["name"], tuple(row["column_names"]), bool(row["unique"]), str(row["dialect_options"]))
                for row in of.get_indexes(table)  # type: ignore[attr-defined]
            }

        assert columns(ours) == columns(theirs)
        assert {name[:3] for name in indexes(ours)} == {name[:3] for name in indexes(theirs)}
        assert {tuple(key["constrained_columns"]) for key in ours.get_foreign_keys(table)} == {
            tuple(key["constrained_columns"]) for key in theirs.get_foreign_keys(table)
        }
    real.dispose()
    described.dispose()


def test_an_update_keeps_a_backup_and_everything_known(library: Library) -> None:
    _fill(library)
    _add_a_column(library)
    (copy,) = migrations.backups(library)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT count(*) FROM files").fetchone() == (40,)
        assert raw.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    with closing(sqlite3.connect(library.database)) as raw:
        assert raw.execute("SELECT colour FROM roots").fetchall() == [(None,)]


def test_a_new_library_needs_no_backup_and_old_backups_go(library: Library) -> None:
    _fill(library, 1)
    assert not library.backups.exists()
    with closing(connect(library.database)) as raw:
        copies = [migrations.backup(raw, library, 1) for _ in range(migrations.BACKUPS_KEPT + 2)]
    assert set(migrations.backups(library)) == set(copies[2:])


def test_an_update_that_fails_leaves_the_library_as_it_was(library: Library) -> None:
    _fill(library)
    before = sorted(_dump(library))

    def half(raw: sqlite3.Connection) -> None:
        _colour(raw)
        raw.execute("DELETE FROM files")
        raise OSError("no space left")

    number = len(STEPS) + 1
    with closing(connect(library.database)) as raw, pytest.raises(OSError, match="no space"):
        migrations.migrate(raw, library, [*STEPS, Step(number, "half", half)])
    assert sorted(_dump(library)) == before
    with Catalog.open(library) as catalog:
        assert catalog.content_count() == 40


def _dump(library: Library) -> Iterator[str]:
    with closing(sqlite3.connect(library.database)) as raw:
        yield from raw.iterdump()
        yield str(raw.execute("PRAGMA user_version").fetchone())


def test_without_a_backup_there_is_no_update(library: Library) -> None:
    _fill(library)
    library.backups.write_text("a file where the folder should be")
    with closing(connect(library.database)) as raw:
        with pytest.raises(MediaSearchError, match="could not be backed up"):
            migrations.migrate(raw, library, [*STEPS, Step(len(STEPS) + 1, "colour", _colour)])
        assert migrations.version_of(raw) == len(STEPS)


def test_steps_are_numbered_in_order() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_a_newer_library_is_refused_and_untouched(library: Library) -> None:
    _fill(library, 1)
    with closing(sqlite3.connect(library.database)) as raw:
        raw.execute("PRAGMA user_version = 999")
    for opening in (Catalog.open, Catalog.open_readonly):
        with pytest.raises(MediaSearchError, match=r"made by a newer version of Mediasearch\. Update"):
            opening(library)
    with closing(sqlite3.connect(library.database)) as raw:
        raw.execute(f"PRAGMA user_version = {len(STEPS)}")
    Catalog.open(library).close()


def test_an_older_library_is_not_updated_by_a_reader(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(library, 1)
    monkeypatch.setattr(migrations, "latest", lambda: len(STEPS) + 1)
    with pytest.raises(MediaSearchError, match=r"older version of Mediasearch\. Start Mediasearch once"):
        Catalog.open_readonly(library)


def test_somebody_elses_database_is_left_alone(library: Library) -> None:
    library.create()
    with closing(sqlite3.connect(library.database)) as raw:
        raw.execute("CREATE TABLE notes (text TEXT)")
    before = library.database.read_bytes()
    for opening in (Catalog.open, Catalog.open_readonly):
        with pytest.raises(MediaSearchError, match="another program's database"):
            opening(library)
    assert library.database.read_bytes()[100:] == before[100:]


@posix
@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(library: Library) -> None:
    library.data.mkdir(parents=True)
    library.data.chmod(0o500)
    with pytest.raises(MediaSearchError, match="cannot be used"):
        Catalog.open(library)


def test_a_library_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MediaSearchError, match="cannot be used"):
        Catalog.open(Library.at(tmp_path / "file" / "library"))


def test_a_second_writer_is_told_and_harms_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediasearch.library.database.BUSY_SECONDS", 0.05)
    busy = pytest.raises(LibraryBusyError, match="in use by another program")
    with Catalog.open(library) as first, Catalog.open(library) as second, first.transaction(), busy:
        second.add_root("/photos")


# ------------------------------------------------------------------------------------------------------------ damage


def _torn(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _no_database(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def _scribbled(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


DAMAGES = pytest.mark.parametrize("damage", [_torn, _no_database, _scribbled])


@DAMAGES
def test_a_damaged_database_is_set_aside_and_a_new_one_started(library: Library, damage: object) -> None:
    _fill(library)
    damage(library.database)  # type: ignore[operator]
    damaged = library.database.read_bytes()
    with Catalog.open(library) as catalog:
        assert "was damaged. It was set aside as" in catalog.notices[0]
        assert "indexed again" in catalog.notices[1]
        assert catalog.content_count() == 0
        catalog.add_root("/more")
    (aside,) = library.data.glob("library.damaged-*.sqlite3")
    assert aside.read_bytes() == damaged
    assert time.strftime("%Y") in aside.name
    assert str(aside) in catalog.notices[0]
    with Catalog.open(library) as catalog:
        assert catalog.notices == []


def test_roots_are_rescued_from_what_can_still_be_read(library: Library) -> None:
    _fill(library)
    _break(library, "files", "contents")
    with Catalog.open(library) as catalog:
        assert [root.path for root in catalog.roots()] == [os.path.normpath("/photos")]
        assert "list of folders could be rescued" in catalog.notices[-1]


@pytest.mark.parametrize("backed_up", [False, True])
def test_a_root_that_was_being_removed_does_not_come_back_with_a_rescue(library: Library, backed_up: bool) -> None:
    _fill(library)
    with Catalog.open(library) as catalog:
        kept = catalog.add_root("/kept")
    if backed_up:
        with closing(connect(library.database)) as raw:
            migrations.backup(raw, library, 1)
    with Catalog.open(library) as catalog:
        (photos, _) = catalog.roots()
        catalog.begin_forgetting(photos.id, Forgetting.EVERYTHING)
    _break(library, "files", "contents")
    with Catalog.open(library) as catalog:
        assert [root.path for root in catalog.roots()] == [kept.path]
        for root in catalog.forgetting():
            while catalog.forget_some(root, 100).more:
                pass
        assert (catalog.forgetting(), file_count(catalog), catalog.content_count()) == ([], 0, 0)


def test_roots_of_a_library_of_the_first_version_are_rescued(library: Library) -> None:
    library.create()
    with closing(connect(library.database)) as raw:
        migrations.migrate(raw, library, STEPS[:1])
        raw.execute("INSERT INTO roots (path, display) VALUES (?, ?)", (b"/photos", "/photos"))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _break(library, "files", "contents")
    with Catalog.open(library) as catalog:
        assert [os.fsencode(root.path) for root in catalog.roots()] == [b"/photos"]


def test_what_the_person_made_is_rescued_and_newer_than_a_backup(library: Library) -> None:
    _fill(library)
    with Catalog.open(library) as catalog:
        contents = catalog.newest()
        catalog.mark(contents[:3], "favourite")
        with closing(connect(library.database)) as raw:
            migrations.backup(raw, library, 1)
        catalog.mark(contents[:1], "favourite", on=False)
        catalog.mark(contents[5:6], "hidden")
        catalog.save_search("Snow", "snow -dog")
        catalog.save_concept("Rex", "", contents[7:9])
        hashes = {row.hash for row in catalog.rows(contents[1:3])}
    for backup in (True, False):
        if not backup:
            for copy in migrations.backups(library):
                copy.unlink()
        _break(library, "files", "embeddings")
        with Catalog.open(library) as catalog:
            assert "marks and saved searches could be rescued (7)" in catalog.notices[-1]
            assert catalog.searches()[0].name == "Snow" and catalog.concept_names() == ["Rex"]
            if backup:
                assert {row.hash for row in catalog.rows(catalog.passing([Filter("is", "favourite")]))} == hashes
                assert len(catalog.newest()) == 39
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model())
        album = Album(catalog, model, catalog.roots()[0].id)
        for number in range(40):
            album.write(f"{number}.jpg", f"{number}")
        album.index()
        assert {row.hash for row in catalog.rows(catalog.newest()) if row.favourite} == hashes
        concept = catalog.concept("rex")
        assert len(catalog.newest()) == 39 and concept is not None and len(concept.more) == 2


def test_marks_before_and_after_a_damaged_page_are_rescued(library: Library) -> None:
    _fill(library, 1)
    with closing(connect(library.database)) as raw:
        rows = [(f"{number:040}", number) for number in range(2000)]
        raw.executemany("INSERT INTO marks (hash, kind, at) VALUES (?, 'favourite', ?)", rows)
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    data = bytearray(library.database.read_bytes())
    for start in range(0, len(data), size):  # of the table and of its index
        if f"{1000:040}favourite".encode() in data[start : start + size]:
            data[start : start + size] = b"\xff" * size
    library.database.write_bytes(data)
    _break(library, "embeddings")
    with Catalog.open(library) as catalog, catalog.transaction() as connection:
        kept = set(connection.exec_driver_sql("SELECT at FROM marks").scalars())
        assert 1000 not in kept and {0, 1, 1998, 1999} <= kept and len(kept) > 1900


def _break(library: Library, *tables: str) -> None:
    """Overwrite the first page of each of these tables."""
    place = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    with closing(sqlite3.connect(library.database)) as raw:
        pages = [raw.execute(place, (table,)).fetchone() for table in tables]
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with library.database.open("r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)


@DAMAGES
def test_the_newest_sound_backup_takes_the_place_of_a_damaged_database(library: Library, damage: object) -> None:
    _fill(library)
    with closing(connect(library.database)) as raw:
        migrations.backup(raw, library, 1)
        newest = migrations.backup(raw, library, 1)
    newest.write_bytes(b"not sound")
    os.utime(newest, (2**31, 2**31))
    with Catalog.open(library) as catalog:
        generation = catalog.generation()
        catalog.add_root("/later")
    damage(library.database)  # type: ignore[operator]
    with Catalog.open(library) as catalog:
        assert catalog.content_count() == 40
        assert "took its place" in catalog.notices[1]
        assert catalog.generation() != generation, "caches of the damaged one must not be believed"
    assert len(list(library.data.glob("library.damaged-*.sqlite3"))) == 1


def test_backups_are_deleted_after_a_week(library: Library) -> None:
    """They hold what the person may have removed since."""
    _fill(library, 1)
    with closing(connect(library.database)) as raw:
        old, young = migrations.backup(raw, library, 1), migrations.backup(raw, library, 1)
    week = migrations.BACKUP_SECONDS
    os.utime(old, (time.time() - week - 60,) * 2)
    os.utime(young, (time.time() - week + 3600,) * 2)
    Catalog.open(library).close()
    assert migrations.backups(library) == [young]


def test_an_old_backup_still_replaces_a_database_that_is_damaged_now(library: Library) -> None:
    _fill(library, 3)
    with closing(connect(library.database)) as raw:
        copy = migrations.backup(raw, library, 1)
    os.utime(copy, (time.time() - 30 * 24 * 3600,) * 2)
    _break(library, "files", "contents")
    with Catalog.open(library) as catalog:
        assert catalog.content_count() == 3
    assert migrations.backups(library) == []


def test_an_empty_file_is_a_new_library_unless_there_was_one(library: Library) -> None:
    library.create()
    library.database.touch()
    with Catalog.open(library) as catalog:
        assert catalog.notices == []
    with closing(connect(library.database)) as raw:
        migrations.backup(raw, library, 1)
    library.database.write_bytes(b"")
    with Catalog.open(library) as catalog:
        assert "took its place" in catalog.notices[1]


def test_damage_met_while_in_use_is_told_and_repaired_at_the_next_start(library: Library) -> None:
    _fill(library, 400)
    with closing(sqlite3.connect(library.database)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contents_by_size'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with library.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    catalog = Catalog.open(library)  # what is looked at every time is sound
    assert catalog.notices == []
    album = Album(catalog, 1, 1)
    with pytest.raises(MediaSearchError, match=r"is damaged. Start Mediasearch again"):
        for number in range(50):
            album.write(f"new{number}.jpg", f"new{number}")
            album.index()
    assert suspicion(library.database).exists()
    catalog.close()
    with Catalog.open(library) as repaired:
        assert "set aside" in repaired.notices[0]
        assert [root.path for root in repaired.roots()] == [os.path.normpath("/photos")]
    assert not suspicion(library.database).exists()


def test_a_suspicion_that_proves_wrong_changes_nothing(library: Library) -> None:
    _fill(library)
    suspicion(library.database).touch()
    with Catalog.open(library) as catalog:
        assert (catalog.notices, catalog.content_count()) == ([], 40)
    assert not suspicion(library.database).exists()


def test_a_reader_does_not_repair(library: Library) -> None:
    _fill(library)
    _no_database(library.database)
    with pytest.raises(MediaSearchError, match=r"is damaged\. Start Mediasearch again"):
        Catalog.open_readonly(library)
    assert list(library.data.glob("library.damaged-*")) == []


def test_a_library_that_lacks_a_table_is_damaged(library: Library) -> None:
    _fill(library)
    with closing(sqlite3.connect(library.database)) as raw:
        raw.execute("DROP TABLE embeddings")
    with Catalog.open(library) as catalog:
        assert "was damaged" in catalog.notices[0]
        assert [root.path for root in catalog.roots()] == [os.path.normpath("/photos")]


def test_nothing_removed_can_be_read_from_the_file(library: Library) -> None:
    """The names of removed pictures must not be found on the disk by whoever gets it next."""
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model())
        album = Album(catalog, model, catalog.add_root("/photos").id)
        album.write("very-secret-name.jpg", "secretcontent")
        album.index()
        forget(catalog, album.root)
    data = b"".join(path.read_bytes() for path in library.data.rglob("*") if path.is_file())
    assert b"very-secret-name" not in data
    assert b"secretcontent" not in data


def test_a_full_disk_is_told_and_nothing_is_lost(library: Library) -> None:
    _fill(library)
    with Catalog.open(library) as catalog:
        album = Album(catalog, 1, 1)
        with catalog.transaction() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(MediaSearchError, match=r"disk of .* is full\. Free some space"):
            for number in range(10_000):
                album.write(f"new{number}.jpg", "x" * 20)
        assert catalog.content_count() == 40
        before = file_count(catalog)
        with catalog.transaction() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
        album.write("later.jpg", "later")
        assert file_count(catalog) == before + 1


WRITE = """
import sys
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.library.album import Album, make_model

with Catalog.open(Library.at(sys.argv[1])) as catalog:
    model = catalog.ensure_model(make_model())
    catalog.set_active_model(model)
    album = Album(catalog, model, catalog.add_root("/photos").id, clock=int(sys.argv[2]))
    number = 0
    while True:
        number += 1
        album.write(f"{number % 50}.jpg", f"{sys.argv[2]}-{number}")
        album.remove(f"{number * 7 % 50}.jpg")
        for file in catalog.pending(model, 1):
            if (file.root, file.path) in album.on_disk:
                catalog.start_attempts([file.id])
                catalog.record(model, [album.outcome(file)])
        if number % 9 == 0:
            catalog.collect_orphans(0)
        if number == 40:
            print("busy", flush=True)
"""


def test_a_writer_that_is_killed_leaves_a_sound_library(library: Library) -> None:
    for start in (1_000, 1_000_000, 2_000_000):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(library.data), str(start)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "busy\n"
        writer.kill()
        writer.wait(10)
        writer.stdout.close()
        suspicion(library.database).touch()  # look at every page
        with Catalog.open(library) as catalog:
            assert catalog.notices == []
            with catalog.transaction() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            album = Album(catalog, 1, 1)
            indexed = [file for file in album.files().values() if file.state == "indexed"]
            assert catalog.root_counts(1)[1].indexed == len(indexed)
            shown = {path for row in album.rows() for path, _ in row.files}
            assert {os.path.normpath(f"/photos/{file.path.decode()}") for file in indexed} <= shown
