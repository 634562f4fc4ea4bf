"""Several models beside each other: what one lacks, which one is wanted, and how one goes."""

from __future__ import annotations

import pytest

from mediasearch.library.models import Wanted
from mediasearch.library.records import RootState
from tests.library.album import Album, make_model


def names(album: Album, files: list[int]) -> list[str]:
    known = {file.id: file.path.decode() for file in album.files().values()}
    return [known[file] for file in files]


def test_a_second_model_lacks_what_was_viewed_and_then_the_newest_first(album: Album) -> None:
    for name in ("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"):
        album.write(name, name)
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    assert names(album, album.catalog.lacking(second).files) == ["5.jpg", "4.jpg", "3.jpg", "2.jpg", "1.jpg"]
    album.catalog.mark([album.content("2.jpg")], "viewed")
    album.catalog.mark([album.content("1.jpg")], "viewed")
    lacking = album.catalog.lacking(second)
    assert names(album, lacking.files) == ["1.jpg", "2.jpg", "5.jpg", "4.jpg", "3.jpg"] and lacking.away == 0
    first = album.catalog.files_lacking(second, lacking.files[:3], exclude=lacking.files[1:2])
    assert [file.path for file in first] == [b"1.jpg", b"5.jpg"]
    album.catalog.record(second, [album.outcome(file) for file in first])
    assert names(album, album.catalog.lacking(second).files) == ["2.jpg", "4.jpg", "3.jpg"]
    assert album.catalog.files_lacking(second, lacking.files[:1]) == []
    assert album.state("1.jpg") == "indexed" and album.catalog.pending(album.model, 10) == []


def test_what_is_away_lacks_it_too_and_a_copy_elsewhere_helps(album: Album) -> None:
    other = album.catalog.add_root("/other").id
    album.write("only.jpg", "only", root=other)
    album.write("both.jpg", "both", root=other)
    album.write("both.jpg", "both")
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    album.catalog.set_root(other, state=RootState.OFFLINE)
    lacking = album.catalog.lacking(second)
    assert names(album, lacking.files) == ["both.jpg"] and lacking.away == 1


def test_complete_means_that_nothing_is_searched_for_until_something_is_indexed(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    album.catalog.note_complete(second)
    assert album.catalog.lacking(second).files == []
    album.write("b.jpg", "b")
    album.index()
    assert names(album, album.catalog.lacking(second).files) == ["b.jpg", "a.jpg"]


def test_at_most_one_model_is_being_filled(album: Album) -> None:
    second, third = (album.catalog.ensure_model(make_model(name, weights=name)) for name in ("second", "third"))
    for model in (second, third):
        album.catalog.want_model(model, Wanted.FILL)
    wanted = {row.name: wanted for row, wanted in album.catalog.model_rows()}
    assert wanted == {"test": Wanted.NO, "second": Wanted.STOPPED, "third": Wanted.FILL}
    album.catalog.set_active_model(third)
    assert {row.name: wanted for row, wanted in album.catalog.model_rows()}["third"] is Wanted.NO
    active = album.catalog.active_model()
    assert active is not None and active.id == third


def test_embeddings_of_another_model_go_some_at_a_time(album: Album) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        album.write(name, name)
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    files = album.catalog.files_lacking(second, album.catalog.lacking(second).files)
    album.catalog.record(second, [album.outcome(file) for file in files])
    assert album.catalog.vector_counts() == {album.model: 3, second: 3}
    assert album.catalog.forget_embeddings(album.model, 10) == 0  # nobody wants that
    album.catalog.want_model(second, Wanted.REMOVE)
    assert album.catalog.forget_embeddings(second, 2) == 2
    assert album.catalog.vector_counts() == {album.model: 3, second: 1}
    assert album.catalog.forget_embeddings(second, 2) == 1
    assert [row.id for row, _ in album.catalog.model_rows()] == [album.model]
    assert set(album.shown()) == {"a.jpg", "b.jpg", "c.jpg"}


def test_a_model_that_is_chosen_again_while_its_embeddings_go_keeps_the_rest_and_gets_the_others_back(
    album: Album,
) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        album.write(name, name)
    album.index()
    second = album.catalog.ensure_model(make_model("second", weights="2"))
    files = album.catalog.files_lacking(second, album.catalog.lacking(second).files)
    album.catalog.record(second, [album.outcome(file) for file in files])
    album.catalog.note_complete(second)
    album.catalog.want_model(second, Wanted.REMOVE)
    assert album.catalog.forget_embeddings(second, 2) == 2
    album.catalog.want_model(second, Wanted.FILL)
    assert album.catalog.forget_embeddings(second, 2) == 0  # the slice that was on its way
    assert album.catalog.vector_counts()[second] == 1 and len(album.catalog.lacking(second).files) == 2


def test_vectors_of_another_identity_are_refused(album: Album) -> None:
    album.write("a.jpg", "a")
    outcome = album.outcome(album.catalog.pending(album.model, 1)[0])
    with pytest.raises(ValueError, match="model"):
        album.catalog.record(album.model, [outcome], make_model("second", weights="2").identity)
    assert album.catalog.vector_count(album.model) == 0 and album.state("a.jpg") == "pending"
    assert len(album.catalog.record(album.model, [outcome], make_model().identity)) == 1
