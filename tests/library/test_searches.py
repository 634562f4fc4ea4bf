"""Saved searches, history and concepts."""

from __future__ import annotations

import os

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.library.searches import HISTORY, KeptPicture, KeptSearch
from tests.library.album import Album


def kept(album: Album, kind: str) -> list[KeptSearch]:
    return [each for each in album.catalog.searches() if each.kind == kind]


def test_a_saved_search_is_kept_renamed_and_removed(album: Album) -> None:
    album.catalog.save_search("Snow", "snow -dog in:2019")
    album.catalog.save_search("  beach   days ", "beach")
    assert [(each.name, each.text) for each in album.catalog.searches()] == [
        ("beach days", "beach"), ("Snow", "snow -dog in:2019")]  # fmt: skip
    album.catalog.save_search("SNOW", "ice")
    (snow,) = [each for each in album.catalog.searches() if each.name == "SNOW"]
    assert snow.text == "ice" and len(album.catalog.searches()) == 2
    with pytest.raises(MediaSearchError, match="Another saved search is called “Beach Days”"):
        album.catalog.rename_search(snow.id, "Beach Days")
    album.catalog.rename_search(snow.id, "Winter")
    assert album.catalog.remove_search(snow.id) and not album.catalog.remove_search(snow.id)
    assert [each.name for each in album.catalog.searches()] == ["beach days"]
    with pytest.raises(MediaSearchError, match="gone"):
        album.catalog.rename_search(snow.id, "Winter")


@pytest.mark.parametrize("name", ["", "  \n", "\0"])
def test_a_search_needs_a_name(album: Album, name: str) -> None:
    with pytest.raises(MediaSearchError, match="needs a name"):
        album.catalog.save_search(name, "dog")


def test_names_of_any_kind_and_length(album: Album) -> None:
    with pytest.raises(MediaSearchError, match="too long"):
        album.catalog.save_search("x" * 1000, "dog")
    for name in ("x" * 100, "'); DROP TABLE searches; --", "狗", "a\udc80b", '"quoted"'):
        album.catalog.save_search(name, "dog")
    assert len(album.catalog.searches()) == 5


def test_the_history_has_the_latest_first_and_each_once(album: Album) -> None:
    for query in ("dog", "cat", "Dog", "bird"):
        assert album.catalog.note_search(query)
    assert [each.text for each in kept(album, "history")] == ["bird", "Dog", "cat"]
    (_, _, cat) = kept(album, "history")
    album.catalog.remove_search(cat.id)
    album.catalog.save_search("Birds", "bird")
    album.catalog.remove_search(0)
    assert [each.name for each in album.catalog.searches()] == ["Birds"]


def test_the_history_is_bounded(album: Album) -> None:
    for number in range(HISTORY + 5):
        album.catalog.note_search(f"dog {number}")
    texts = [each.text for each in kept(album, "history")]
    assert len(texts) == HISTORY and (texts[0], texts[-1]) == (f"dog {HISTORY + 4}", "dog 5")


def test_what_is_not_noted(album: Album) -> None:
    assert not album.catalog.note_search("")
    assert not album.catalog.note_search("dog", [KeptPicture(data="aGVsbG8=")])
    assert album.catalog.searches() == []


def test_pictures_of_a_search_are_found_again(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    a = album.content("a")
    pictures = [KeptPicture(content=a), KeptPicture(-1.0, path="/tmp/\udcff.jpg"), KeptPicture(data="aGVsbG8=")]
    album.catalog.save_search("Like it", "snow", pictures)
    (saved,) = album.catalog.searches()
    assert saved.pictures == tuple(pictures)
    album.write("a.jpg", "edited")
    album.index()
    (saved,) = album.catalog.searches()
    place = os.path.normpath("/photos/a.jpg")
    assert saved.pictures[0] == KeptPicture(path=place), "by its place, now that its content is another one"
    with pytest.raises(MediaSearchError, match="gone"):
        album.catalog.save_search("Like it", "", [KeptPicture(content=999)])
    with pytest.raises(MediaSearchError, match="too large"):
        album.catalog.save_search("Big", "", [KeptPicture(data="x" * 5_000_000)])


def test_a_concept_has_examples_and_a_name_in_any_case(album: Album) -> None:
    for name in ("a", "b", "c"):
        album.write(f"{name}.jpg", name)
    album.index()
    a, b, c = (album.content(name) for name in "abc")
    album.catalog.save_concept("Rex", "dog", [b, a], [c, a])
    found = album.catalog.concept("rEX")
    assert found is not None and (found.name, found.text) == ("Rex", "dog")
    assert set(found.more) == {a, b} and found.less == (c,), "what is right cannot be wrong as well"
    album.catalog.save_concept("rex", "", [c])
    (only,) = album.catalog.concepts()
    assert (only.name, only.text, only.more, only.less) == ("rex", "", (c,), ())
    assert album.catalog.concept_names() == ["rex"]
    assert album.catalog.remove_concept("REX") and not album.catalog.remove_concept("REX")
    assert album.catalog.concept("rex") is None and album.catalog.searches() == []


def test_a_concept_needs_something_to_go_by(album: Album) -> None:
    with pytest.raises(MediaSearchError, match="something to go by"):
        album.catalog.save_concept("Rex", " ", [999])
    assert album.catalog.concepts() == []
    album.catalog.save_concept("Rex", "a brown dog", [])
    assert album.catalog.concept_names() == ["Rex"]


def test_examples_of_a_concept_follow_their_pictures(album: Album) -> None:
    album.write("a.jpg", "a")
    album.index()
    album.catalog.save_concept("Rex", "", [album.content("a")])
    album.write("a.jpg", "edited")
    album.index()
    (concept,) = album.catalog.concepts()
    assert concept.more == (album.content("edited"),)
