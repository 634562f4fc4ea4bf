"""The full-text table follows files, texts and dates, and forgets for good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from mediasearch.errors import MediaSearchError
from mediasearch.library import migrations
from mediasearch.library.catalog import Catalog
from mediasearch.library.database import connect
from mediasearch.library.dates import date_tokens
from mediasearch.library.migrations import STEPS
from mediasearch.library.records import Change, ChangeKind
from mediasearch.library.roots import Forgetting
from mediasearch.library.texts import UNREAD, WordsRead
from mediasearch.library.tokens import kept, tokens
from mediasearch.library.words import COLUMNS
from mediasearch.paths import Library
from tests.library.album import Album


def words(catalog: Catalog, content: int) -> dict[str, str]:
    """What the full-text table holds of a content, empty columns left out."""
    while catalog.refresh_words(3):
        pass
    with catalog.transaction() as connection:
        query = f"SELECT {', '.join(COLUMNS)} FROM words WHERE rowid = {content}"  # noqa: S608 - a number
        row = connection.exec_driver_sql(query).first() or ()
    return {column: text for column, text in zip(COLUMNS, row, strict=False) if text and column != "date"}


def texts(catalog: Catalog, content: int) -> list[tuple[str, str]]:
    """All that is written in a content and beside its files."""
    with catalog.transaction() as connection:
        query = (
            "SELECT source, text FROM texts WHERE content = ? OR file IN (SELECT id FROM files WHERE content = ?)"
            " ORDER BY id"
        )
        return [(row.source, row.text) for row in connection.exec_driver_sql(query, (content, content))]


def remember(
    album: Album, path: str, *, inside: tuple[tuple[str, str], ...] = (), beside: tuple[tuple[str, str], ...] = ()
) -> int:
    """Index one file that says something; its content."""
    (file,) = [file for file in album.catalog.pending(album.model, 100) if file.path == path.encode()]
    decoded, vector = album.outcome(file)
    decoded.metadata = replace(decoded.metadata, texts=inside)
    decoded.beside = beside
    album.catalog.record(album.model, [(decoded, vector)])
    return album.content(decoded.content_hash)


# -------------------------------------------------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("IMG_2041", "img 2041"), ("2019-06-14 Anna's Birthday.jpg", "2019 06 14 anna s birthday jpg"),
        ("BirthdayParty", "birthday party birthdayparty"), ("DSC00123", "dsc 00123 dsc00123"),
        ("HTMLPage", "html page htmlpage"), ("Müllers Straße", "mullers strasse"), ("Mu\u0308ller", "muller"),
        ("ΌΜΗΡΟΣ", "ομηροσ"), ("海边的狗2019", "海 边 的 狗 2019"), ("六月", "6 月"), ("十二月", "12 月"),
        ("ｆｕｌｌ", "full"), ("ガラス", "ガ ラ ス"), ("हिन्दी", "हिन्दी"), ("ภาษา", "ภ า ษ า"),
        ("한국", "한국"), ("...", ""),
    ],
)  # fmt: skip
def test_names_are_cut_where_people_see_words(name: str, cut: str) -> None:
    assert kept(name) == cut


@given(st.text())
def test_any_text_is_cut_into_tokens_that_stay_as_they_are(text: str) -> None:
    for token in tokens(text):
        assert " " not in token
        assert token.encode("utf-8")
    assert "\0" not in kept(text)


def test_dates_are_written_in_both_languages() -> None:
    padded = f" {date_tokens('2019-06-04T10:00:00')} "
    for phrase in (
        "2019",
        "june",
        "jun",
        "june 4",
        "4 june 2019",
        "2019 年 6 月",
        "6 月 4 日",
        "2019 06 04",
        "20190604",
    ):
        assert f" {phrase} " in padded
    assert " 04 " in padded
    assert date_tokens(None) == date_tokens("") == date_tokens("2019") == date_tokens("soon") == ""


# -------------------------------------------------------------------------------------------------- keeping in step


def test_a_row_holds_names_folders_texts_and_the_camera(album: Album) -> None:
    album.write("Trip to Rome/IMG_1.jpg", "a")
    content = remember(
        album, "Trip to Rome/IMG_1.jpg",
        inside=(("title", "Forum"), ("keyword", "ruins"), ("place", "Roma")), beside=(("person", "Anna"),),
    )  # fmt: skip
    assert words(album.catalog, content) == {
        "name": "img 1 jpg", "folder": "photos \ue000 trip to rome", "caption": "forum",
        "keyword": "ruins \ue000 roma \ue000 anna",
    }  # fmt: skip
    assert texts(album.catalog, content) == [
        ("title", "Forum"), ("keyword", "ruins"), ("place", "Roma"), ("person", "Anna"),
    ]  # fmt: skip


def test_a_move_a_copy_and_a_deletion_change_the_names(album: Album) -> None:
    album.write("old.jpg", "a")
    content = remember(album, "old.jpg", beside=(("keyword", "fox"),))
    album.move("old.jpg", "Garden/new.jpg")
    assert words(album.catalog, content)["name"] == "new jpg"
    album.write("copy.jpg", "a")
    album.index()
    assert words(album.catalog, content)["name"] == "new jpg \ue000 copy jpg"
    album.remove("Garden/new.jpg")
    assert words(album.catalog, content) == {"name": "copy jpg", "folder": "photos"}, "the side-car went, too"
    album.remove("copy.jpg")
    assert words(album.catalog, content) == {}
    assert album.catalog.find_words('"copy"', 10) == []


def test_another_content_at_the_same_path(album: Album) -> None:
    album.write("a.jpg", "before")
    before = remember(album, "a.jpg", inside=(("caption", "a horse"),))
    album.write("a.jpg", "after")
    after = remember(album, "a.jpg", inside=(("caption", "a boat"),))
    assert words(album.catalog, before) == {}
    assert words(album.catalog, after)["caption"] == "a boat"


def test_a_parent_root_and_a_removed_root(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    content = album.content("a")
    assert words(album.catalog, content)["folder"] == "photos"
    parent = album.catalog.add_root("/")
    assert words(album.catalog, content)["folder"] == "photos"
    album.catalog.begin_forgetting(parent.id, Forgetting.EVERYTHING)
    while album.catalog.forget_some(parent.id, 10).more:
        pass
    assert words(album.catalog, content) == {}
    assert texts(album.catalog, content) == []


def test_only_what_changed_is_written_again(album: Album) -> None:
    for number in range(5):
        album.write(f"{number}.jpg", str(number))
    album.index()
    assert album.catalog.refresh_words(3) == 3
    assert album.catalog.has_stale_words()
    assert album.catalog.refresh_words(3) == 2
    assert not album.catalog.has_stale_words()
    album.write("6.jpg", "6")
    assert not album.catalog.has_stale_words(), "what is not decoded yet has no words"
    album.move("2.jpg", "two.jpg")
    assert album.catalog.refresh_words(10) == 1


def test_the_same_texts_read_again_change_nothing(album: Album) -> None:
    album.write("a.jpg", "a")
    content = remember(album, "a.jpg", inside=(("caption", "one"),), beside=(("keyword", "two"),))
    assert words(album.catalog, content)
    (file,) = album.files().values()
    again = WordsRead(file.id, 0, content, [("caption", "one")], [("keyword", "two")])
    album.catalog.record_words([again])
    assert not album.catalog.has_stale_words()
    album.catalog.record_words([replace(again, beside=())])
    assert words(album.catalog, content) == {"name": "a jpg", "folder": "photos", "caption": "one"}


# ------------------------------------------------------------------------------------------------------ side-cars


def beside(album: Album, path: str, sidecar: int) -> None:
    change = album.change(ChangeKind.MODIFIED, (album.root, path.encode()))
    album.catalog.apply([replace(change, sidecar=sidecar)])


def test_other_sidecars_make_the_words_unread_and_nothing_else(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    assert album.catalog.unread(10) == []
    beside(album, "a.jpg", 7)
    ((file, content),) = album.catalog.unread(10)
    assert (file.path, file.sidecar, content, album.state("a.jpg")) == (b"a.jpg", 7, album.content("a"), "indexed")
    assert album.catalog.has_unread()
    assert not album.catalog.has_unread([file.id])
    assert album.catalog.unread(10, [file.id]) == []
    beside(album, "a.jpg", 8)  # once more while it is being read
    album.catalog.record_words([WordsRead(file.id, 7, content, (), [("keyword", "old")])])
    ((file, content),) = album.catalog.unread(10)
    album.catalog.record_words([WordsRead(file.id, 8, content, (), [("keyword", "new")])])
    assert album.catalog.unread(10) == []
    assert words(album.catalog, content)["keyword"] == "new"


def test_asking_what_is_unread_looks_at_no_file_that_is_read(album: Album) -> None:
    """It is asked again and again while pictures are indexed, on the thread that everybody waits for."""
    asked = {"unread": 1, "count": 1, "exclude": "[]"}
    with album.catalog.transaction() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {UNREAD}"), asked).all()
    assert any("USING INDEX files_unread" in str(step) for step in plan), plan


def test_what_another_picture_said_is_not_kept(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    beside(album, "a.jpg", 7)
    ((file, content),) = album.catalog.unread(10)
    album.write("a.jpg", "b")
    album.index()
    album.catalog.record_words([WordsRead(file.id, 7, content, [("caption", "of the old one")])])
    assert texts(album.catalog, content) == []


def test_a_library_without_words_is_read_after_the_changed_sidecars(library: Library, album: Album) -> None:
    for name in ("a", "b", "c"):
        album.write(f"{name}.jpg", name)
    album.index()
    with closing(connect(library.database)) as raw:
        raw.execute("UPDATE files SET unread = 2")
    beside(album, "b.jpg", 7)
    assert album.catalog.unread(2)[0][0].path == b"b.jpg"
    assert len(album.catalog.unread(10)) == 3
    album.catalog.set_root(album.root, state="offline")
    assert album.catalog.unread(10) == []


def test_an_older_library_is_marked_to_be_read(tmp_path: Path) -> None:
    library = Library.at(tmp_path / "older")
    library.create()
    with closing(connect(library.database)) as raw:
        migrations.migrate(raw, library, STEPS[:1])
        raw.execute("INSERT INTO roots (path, display) VALUES (x'2f61', '/a')")
        raw.execute(
            "INSERT INTO contents (hash, hash_method, size, kind, format, width, height, palette)"
            " VALUES ('h', 'm', 1, 'image', 'JPEG', 1, 1, '')"
        )
        raw.execute(
            "INSERT INTO files (root, path, display, size, mtime_ns, inode, content, state)"
            " VALUES (1, CAST('b/c d.jpg' AS BLOB), 'b/c d.jpg', 1, 1, 1, 1, 'indexed')"
        )
    with Catalog.open(library) as catalog:
        assert [file.path for file, _ in catalog.unread(10)] == [b"b/c d.jpg"]
        assert words(catalog, 1)["name"] == "c d jpg"
        assert catalog.named("C D", 10) == [1]


# --------------------------------------------------------------------------------------------------------- names


def test_names_are_found_with_and_without_their_suffix_whatever_the_case(album: Album) -> None:
    for path in ("IMG_2041.JPG", "IMG_20410.jpg", "IMG_2041.2.jpg", "deep/below/Ärger.png", "no suffix", ".hidden.jpg"):
        album.write(path, path)
    album.index()

    def named(name: str) -> set[str]:
        return {row.hash for row in album.rows(album.catalog.named(name, 10))}

    assert named("img_2041") == named("IMG_2041.jpg") == {"IMG_2041.JPG"}
    assert named("Ärger") == named("Ärger.PNG") == {"deep/below/Ärger.png"}
    assert named("no suffix") == {"no suffix"}
    assert named("img") == named("") == named("%") == named("below/Ärger") == named("a\0b") == set()


# ---------------------------------------------------------------------------------------------------- forgetting


def test_a_picture_in_very_many_copies_costs_no_more_with_each(album: Album) -> None:
    for number in range(1_000):
        album.write(f"copy {number}.jpg", "same")
    album.index()
    content = album.content("same")
    assert "copy 7 jpg" in words(album.catalog, content)["name"]
    assert "copy 900" not in words(album.catalog, content)["name"], "that is enough"
    assert album.catalog.named("copy 900.jpg", 10) == [content], "and found all the same"


def test_deleted_words_are_gone_from_every_file(library: Library, album: Album) -> None:
    for number in range(300):
        album.write(f"keep {number}.jpg", f"k{number}")
    album.write("Folder Pemmicanary/Xylocanary.jpg", "gone")
    content = remember(album, "Folder Pemmicanary/Xylocanary.jpg", inside=(("caption", "the Zanzicanary"),))
    album.index()
    assert words(album.catalog, content)

    def traces() -> set[str]:
        said = (b"pemmicanary", b"xylocanary", b"zanzicanary")
        data = [path.read_bytes().lower() for path in library.data.iterdir() if path.is_file()]
        return {word.decode() for word in said if any(word in each for each in data)}

    assert len(traces()) == 3
    album.remove("Folder Pemmicanary/Xylocanary.jpg")
    album.catalog.collect_orphans(0)
    assert words(album.catalog, content) == {}
    slices = 1
    while album.catalog.purge_words(1):
        slices += 1
    assert slices > 2, "in slices"
    assert album.catalog.truncate_log()
    assert traces() == set()
    assert not album.catalog.purge_words(1), "done once"
    assert len(album.catalog.find_words('"keep"', 1000)) == 300


def test_an_interrupted_forgetting_goes_on_after_a_restart(library: Library, album: Album) -> None:
    album.write("Xylocanary.jpg", "gone")
    for number in range(50):
        album.write(f"keep {number}.jpg", f"k{number}")
    album.index()
    while album.catalog.refresh_words(7):
        pass
    album.remove("Xylocanary.jpg")
    album.catalog.collect_orphans(0)
    album.catalog.refresh_words(10)
    assert album.catalog.purge_words(1)
    album.catalog.close()
    with Catalog.open(library) as catalog:
        while catalog.purge_words(1):
            pass
    assert b"xylocanary" not in library.database.read_bytes().lower()


def test_words_are_forgotten_again_and_again(library: Library, album: Album) -> None:
    """Each round makes FTS5's record of its segments a little longer; SQLite 3.40 reads it only up to 1,000 rounds."""
    album.write("one.jpg", "1")
    remember(album, "one.jpg", inside=(("caption", " ".join(f"word{number}" for number in range(2_000))),))
    while album.catalog.refresh_words(10):
        pass
    longest = 0
    for number in range(1_100):
        with album.catalog.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM words WHERE rowid = 1000")
            connection.exec_driver_sql("INSERT INTO words (rowid, caption) VALUES (1000, ?)", (f"w{number}",))
            connection.exec_driver_sql("INSERT OR REPLACE INTO properties VALUES ('words_traces', ?)", (str(number),))
        while album.catalog.purge_words(16):
            pass
        longest = max(longest, record_length(album.catalog))
    assert 1_000 < longest < 4_000
    assert album.catalog.find_words('"w1099"', 10) and not album.catalog.find_words('"w1098"', 10)
    album.catalog.tidy_words()
    assert record_length(album.catalog) < 1_000
    assert album.catalog.find_words('"w1099"', 10) and len(album.catalog.find_words('"one"', 10)) == 1


def record_length(catalog: Catalog) -> int:
    with catalog.transaction() as connection:
        return int(connection.exec_driver_sql("SELECT length(block) FROM words_data WHERE id = 10").scalar() or 0)


def test_what_is_deleted_during_a_round_is_left_for_the_next(library: Library, album: Album) -> None:
    """Begun anew with every change, a round would not end while files come and go."""
    for number in range(300):
        album.write(f"{number}.jpg", str(number))
    album.index()
    while album.catalog.refresh_words(7):
        pass
    rounds, number = 0, 0
    while rounds < 3:
        album.remove(f"{number}.jpg")
        number += 1
        album.catalog.collect_orphans(0)
        album.catalog.refresh_words(10)
        rounds += not album.catalog.purge_words(1)
        assert number < 300
    assert record_length(album.catalog) < 200
    while album.catalog.purge_words(1):
        pass
    assert not album.catalog.purge_words(1), "done"


def test_emptying_the_log_waits_for_nobody(library: Library, album: Album) -> None:
    album.write("a.jpg", "a")
    with closing(sqlite3.connect(library.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM files").fetchone()
        album.write("b.jpg", "b")
        assert not album.catalog.truncate_log()
        reader.execute("ROLLBACK")
        reader.execute("BEGIN IMMEDIATE")
        assert not album.catalog.truncate_log()
        reader.execute("ROLLBACK")
    assert album.catalog.truncate_log()
    assert library.database.with_name("library.sqlite3-wal").stat().st_size == 0


def test_a_change_of_a_file_that_is_gone_is_harmless(album: Album) -> None:
    album.catalog.apply([Change(ChangeKind.REMOVED, album.root, b"never.jpg")])
    album.catalog.record_words([WordsRead(999, 0, 888, [("caption", "x")], [("keyword", "y")])])
    assert album.catalog.refresh_words(10) == 0


def test_a_disk_that_fails_while_the_log_is_emptied_is_told_with_a_sentence(library: Library, album: Album) -> None:
    album.write("a.jpg", "a")
    library.database.with_name("library.sqlite3-wal").write_bytes(b"")  # the pages in it can be read no more
    with pytest.raises(MediaSearchError, match="could not be read or written"):
        album.catalog.truncate_log()
