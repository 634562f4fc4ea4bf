"""What is shown, and what is finally forgotten."""

from __future__ import annotations

import os

import numpy as np
import pytest

from tests.library.album import Album, vector_of


def test_rows_come_in_the_given_order_and_without_what_has_no_file(album: Album) -> None:
    for name in ("a", "bb", "ccc"):
        album.write(f"{name}.jpg", name)
    album.index()
    a, b, c = (album.content(name) for name in ("a", "bb", "ccc"))
    album.remove("bb.jpg")
    rows = album.catalog.rows([c, b, a, 999, c])
    assert [row.id for row in rows] == [c, a, c]
    assert (rows[0].width, rows[0].height, rows[0].palette, rows[0].size) == (4, 3, "ff0000", 103)
    assert album.catalog.rows([]) == []
    assert album.catalog.rows(list(np.array([a, c]))) == [rows[1], rows[0]]


def test_everything_is_listed_newest_first(album: Album) -> None:
    for name in ("a", "ccc", "bb"):  # their dates follow the length of their names
        album.write(f"{name}.jpg", name)
    album.index()
    order = [album.content(name) for name in ("ccc", "bb", "a")]
    assert album.catalog.newest() == order
    assert album.catalog.newest(2) == order[:2]
    assert list(album.catalog.visible()) == sorted(order)
    assert album.catalog.content_count() == 3


def test_a_content_answers_for_itself(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    content = album.content("a")
    vector = album.catalog.content_vector(content, album.model)
    assert vector is not None and vector.dtype == np.float32
    assert vector == pytest.approx(vector_of("a"), abs=1e-3)
    assert album.catalog.content_vector(content, album.model + 1) is None
    assert album.catalog.hash_of(content) == "a"
    assert album.catalog.file_of(content) == os.path.normpath("/photos/a.jpg")
    assert (album.catalog.hash_of(99), album.catalog.file_of(99)) == (None, None)


def test_a_file_is_found_by_its_path_only_as_it_is_now(album: Album) -> None:
    album.write("trip/a.jpg", "a")
    album.index()
    file = album.files()[b"trip/a.jpg"]
    known = album.content("a")

    def find(path: str, size: int = file.size) -> int | None:
        return album.catalog.find_file(path, size=size, mtime_ns=file.mtime_ns)

    assert find("/photos/trip/a.jpg") == find("/photos/x/../trip//a.jpg") == known
    assert find("/photos/trip/a.jpg", size=file.size + 1) is None
    assert find("/photos/a.jpg") is find("/elsewhere/trip/a.jpg") is find("/photos") is None
    album.write("trip/a.jpg", "another")
    assert find("/photos/trip/a.jpg") is None


def test_a_content_without_files_is_kept_for_a_grace_period(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    content = album.content("a")
    assert album.remove("a.jpg").contents == {content}
    assert album.catalog.left_out() == [content]
    assert album.catalog.collect_orphans(3600).contents == []
    album.write("back again.jpg", "a")
    assert album.index() == [], "nothing is encoded again"
    assert album.catalog.left_out() == []
    album.remove("back again.jpg")
    collected = album.catalog.collect_orphans(0)
    assert (collected.contents, collected.hashes, len(collected.embeddings)) == ([content], ["a"], 1)
    assert album.catalog.collect_orphans(0).contents == []
    assert album.catalog.vector_count(album.model) == 0


def test_the_grace_counts_from_the_last_file(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("mediasearch.library.contents.time.time", lambda: clock[0])
    album.write("a.jpg", "same")
    album.write("b.jpg", "same")
    album.index()
    album.remove("a.jpg")
    clock[0] = 2000
    assert album.catalog.collect_orphans(0).contents == []
    album.remove("b.jpg")
    clock[0] = 2059
    assert album.catalog.collect_orphans(60).contents == []
    clock[0] = 2060
    assert len(album.catalog.collect_orphans(60).contents) == 1


def test_a_clock_that_was_set_back_keeps_no_deleted_picture(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100_000.0]
    monkeypatch.setattr("mediasearch.library.contents.time.time", lambda: clock[0])
    album.put("a.jpg", "deleted")
    album.remove("a.jpg")
    clock[0] -= 3600
    assert album.catalog.collect_orphans(20).hashes == ["deleted"]


def test_orphans_can_be_collected_a_few_at_a_time_the_oldest_first(album: Album) -> None:
    for name in ("a", "b", "c"):
        album.write(f"{name}.jpg", name)
    album.index()
    for name in ("b", "c", "a"):
        album.remove(f"{name}.jpg")
    assert set(album.catalog.collect_orphans(0, limit=2).hashes) == {"b", "c"}
    assert album.catalog.collect_orphans(0, limit=2).hashes == ["a"]


def test_ids_are_never_used_twice(album: Album) -> None:
    """A cache that still has the old ones must not show another picture for them."""
    album.write("a.jpg", "a")
    (first,) = album.index()
    album.remove("a.jpg")
    album.catalog.collect_orphans(0)
    album.write("b.jpg", "b")
    (second,) = album.index()
    assert second.content > first.content
    assert second.embedding > first.embedding


def test_a_vector_that_the_disk_has_spoilt_spoils_nothing_else(album: Album) -> None:
    for number in range(5):
        album.write(f"{number}.jpg", f"{number}")
    album.index()
    spoilt = {2: b"\xff" * 16, 3: b"short", 4: b"\x00\x7c" * 8}  # not a number, torn, infinite
    with album.catalog.transaction() as connection:
        for embedding, blob in spoilt.items():
            connection.exec_driver_sql("UPDATE embeddings SET vector = ? WHERE id = ?", (blob, embedding))
    ((ids, _, vectors),) = album.catalog.vectors(album.model)
    lengths = np.linalg.norm(vectors, axis=1)
    assert {int(embedding) for embedding in ids[lengths == 0]} == set(spoilt)
    assert lengths[lengths > 0] == pytest.approx(1, abs=1e-3)


def test_vectors_come_in_order_and_in_slices(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediasearch.library.models.SLICE", 3)
    for number in range(8):
        album.write(f"{number}.jpg", f"{number}")
    recorded = album.index()
    slices = list(album.catalog.vectors(album.model))
    assert [len(ids) for ids, _, _ in slices] == [3, 3, 2]
    ids, contents, vectors = (np.concatenate(part) for part in zip(*slices, strict=True))
    assert list(ids) == [record.embedding for record in recorded]
    assert list(contents) == [record.content for record in recorded]
    assert np.array_equal(vectors, np.stack([record.vector for record in recorded]))
    (after,) = album.catalog.vectors(album.model, after=int(ids[5]))
    assert list(after[0]) == list(ids[6:])
    assert album.catalog.last_embedding(album.model) == ids[-1]
    assert album.catalog.vector_count(album.model, int(ids[2])) == 3
    assert list(album.catalog.embedding_ids(album.model, int(ids[2]))) == list(ids[:3])
