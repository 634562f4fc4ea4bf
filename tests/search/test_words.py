"""Finding by words: what people type, in any script and with any characters, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.search.grammar import Part, Query, parse
from mediasearch.search.words import WordMatch, find, sayable
from tests.library.album import Album, make_model

#: Path → when it was taken, the camera, what is written in it.
PHOTOS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "IMG_2041.JPG": ("2019-06-14T10:00:00", "Apple iPhone 8", ()),
    "IMG_20410.jpg": ("2019-07-01T10:00:00", "Apple iPhone 8", ()),
    "backup/IMG_2041.1.jpg": ("2019-06-14T10:00:00", "", ()),
    "2019-06-14 Anna's Birthday.jpg": ("2019-06-14T10:00:00", "", ()),
    "Summer in Rome/DSC0001.jpg": ("2018-08-06T10:00:00", "Canon EOS 5D", (("caption", "A red car by the fountain"),)),
    "Summer in Rome/DSC0002.jpg": ("2018-08-16T10:00:00", "Canon EOS 5D", (("caption", "A car, red as wine"),)),
    "dogs/rex.jpg": (
        "2020-12-24T10:00:00", "", (("keyword", "Dackel"), ("person", "Jürgen Groß"), ("place", "München"))
    ),
    "旅行/海边的狗.png": ("2019-10-01T10:00:00", "", (("title", "国庆节"),)),
    "RexKennel/0.gif": ("2022-03-31T10:00:00", "", ()),
    "MyBirthdayParty.png": ("2021-01-31T10:00:00", "", ()),
    "Отпуск/Море.jpg": ("2017-05-02T10:00:00", "", ()),
}  # fmt: skip


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(Library.at(tmp_path_factory.mktemp("words") / "library")) as catalog:
        model = catalog.ensure_model(make_model())
        catalog.set_active_model(model)
        album = Album(catalog, model, catalog.add_root("/home/anna/Pictures").id)
        for path in PHOTOS:
            album.write(path, path)
        for file in catalog.pending(model, 100):
            decoded, vector = album.outcome(file)
            taken_at, camera, texts = PHOTOS[file.path.decode()]
            decoded.metadata = replace(decoded.metadata, taken_at=taken_at, camera=camera or None, texts=texts)
            catalog.record(model, [(decoded, vector)])
        while catalog.refresh_words(4):
            pass
        yield catalog


def hits(catalog: Catalog, text: str) -> dict[str, WordMatch]:
    """Stems of what ``text`` finds, in order."""
    found = find(catalog, parse(text), 100)
    names = {row.id: Path(row.files[0][0]).stem for row in catalog.rows(list(found))}
    return {names[content]: match for content, match in found.items()}


def test_an_exact_name_comes_first(catalog: Catalog) -> None:
    for text in ("IMG_2041", "img_2041", "IMG_2041.JPG"):
        (first, match), *others = hits(catalog, text).items()
        assert (first, match.exact, match.why[0]) == ("IMG_2041", True, "name"), text
        assert not any(other.exact for _, other in others)
    assert next(iter(hits(catalog, "2019-06-14 Anna's Birthday").values())).exact
    assert next(iter(hits(catalog, '"MyBirthdayParty"').values())).exact


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("birthday", {"2019-06-14 Anna's Birthday", "MyBirthdayParty"}),
        ("birthday anna", {"2019-06-14 Anna's Birthday"}),
        ("the birthday of anna", {"2019-06-14 Anna's Birthday"}), ("mybirthdayparty", {"MyBirthdayParty"}),
        ("birthday rome", set()), ("summer rome fountain", {"DSC0001"}), ("iphone", {"IMG_2041", "IMG_20410"}),
        ("dackel", {"rex"}), ("jurgen gross", {"rex"}), ("MÜNCHEN", {"rex"}), ("отпуск", {"Море"}),
        ("狗", {"海边的狗"}), ("海边", {"海边的狗"}), ("狗海", set()), ("旅行 国庆", {"海边的狗"}),
        ("海边的狗", {"海边的狗"}),
        ("dsc0001", {"DSC0001"}), ("jpg zebra", set()), ("", set()), ("...", set()),
    ],
)  # fmt: skip
def test_all_words_must_be_there_somewhere(catalog: Catalog, text: str, names: set[str]) -> None:
    assert set(hits(catalog, text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"June 2019"', {"IMG_2041", "IMG_2041.1", "2019-06-14 Anna's Birthday"}),
        ('"6月" 2019', {"IMG_2041", "IMG_2041.1", "2019-06-14 Anna's Birthday"}),
        ('"2019年六月"', {"IMG_2041", "IMG_2041.1", "2019-06-14 Anna's Birthday"}),
        ("2019-06", {"IMG_2041", "IMG_2041.1", "2019-06-14 Anna's Birthday"}),
        ('"1月"', {"MyBirthdayParty"}), ("10月1日", {"海边的狗"}), ("december", {"rex"}), ("24 dec", {"rex"}),
        ("August 6", {"DSC0001"}), ('"August 16" 2018', {"DSC0002"}), ("August 7", set()), ("2017", {"Море"}),
        ("6", set()), ("1 december", set()),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(catalog: Catalog, text: str, names: set[str]) -> None:
    assert set(hits(catalog, text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the birthday of anna", ["birthday", "anna"]), ('"red car" rex', ["rex", "red car"]), ("狗", ["狗"]),
        ("海边的狗", ["海边", "狗"]), ("IMG_2041.jpg", ["IMG_2041.jpg"]), ("dog -cat in:2019", ["dog"]),
        ("ba", []), ("anna b", []), ("in:2019", []), ("...", []), (" ".join(f"word{n}" for n in range(99)), []),
    ],
)  # fmt: skip
def test_what_a_name_may_hold(text: str, names: list[str]) -> None:
    assert sayable(parse(text)) == names


def test_a_phrase_in_quotation_marks_is_taken_literally(catalog: Catalog) -> None:
    assert set(hits(catalog, "red car")) == {"DSC0001", "DSC0002"}
    assert set(hits(catalog, '"red car"')) == {"DSC0001"}
    assert set(hits(catalog, '"summer in rome" "car red"')) == {"DSC0002"}
    assert hits(catalog, '"in summer"') == {}


def test_what_is_to_be_left_out_is_left_out(catalog: Catalog) -> None:
    assert set(hits(catalog, "rome -fountain")) == {"DSC0002"}
    assert hits(catalog, "-fountain") == {}, "a search needs something to look for"


def test_a_word_that_is_being_typed(catalog: Catalog) -> None:
    found = hits(catalog, "birthd")
    assert set(found) == {"2019-06-14 Anna's Birthday", "MyBirthdayParty"}
    assert not any(match.whole for match in found.values())
    assert hits(catalog, "bi") == {}
    assert hits(catalog, '"birthd"') == {}
    best, worse = hits(catalog, "IMG_2041").values(), hits(catalog, "IMG_204").values()
    assert max(match.score for match in worse) < max(match.score for match in best)


def test_why_and_how_well(catalog: Catalog) -> None:
    assert hits(catalog, "rome car")["DSC0001"].why == ("caption", "folder")
    assert hits(catalog, "Canon 2018")["DSC0001"].why == ("date", "camera")
    dogs = hits(catalog, "dogs")["rex"]
    dackel = hits(catalog, "dackel")["rex"]
    assert (dogs.why, dackel.why) == (("folder",), ("keyword",))
    assert 0 < dogs.score < dackel.score <= 1


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("dogs", True), ("Summer in Rome", True), ("summer rome", False), ("rome", False), ("旅行", True),
        ("旅", False), ("Pictures", True), ("dackel", True), ("jurgen gross", True), ("groß", False),
        ("国庆节", True), ("国庆", False), ("canon eos 5d", True), ("dog", False), ("dogs dackel", False),
        ("png", False), ("rexkennel", True), ("RexKennel", True), ("rex kennel", False), ("kennel", False),
    ],
)  # fmt: skip
def test_a_query_that_is_a_whole_folder_keyword_title_or_camera(catalog: Catalog, text: str, entry: bool) -> None:
    found = hits(catalog, text).values()
    assert found and {match.entry for match in found} == {entry}


def test_only_so_many(catalog: Catalog) -> None:
    assert len(find(catalog, parse("jpg"), 3)) == 3
    assert find(catalog, parse("jpg"), 0) == {}


def test_among_those_that_pass_filters_also_when_many_others_match(catalog: Catalog) -> None:
    (oldest,) = find(catalog, parse("Canon fountain"), 10)
    assert list(find(catalog, parse("jpg"), 1)) != [oldest]
    assert list(find(catalog, parse("jpg"), 1, frozenset({oldest}))) == [oldest]
    assert find(catalog, parse("IMG_2041"), 10, frozenset({oldest})) == {}
    assert find(catalog, parse("jpg"), 10, frozenset()) == {}


@given(st.text(max_size=60))
def test_no_text_is_an_error(catalog: Catalog, text: str) -> None:
    find(catalog, parse(text), 20)
    find(catalog, Query(words=text.replace("\ud800", "?"), parts=(Part("a" + text), Part("b" + text, -1.0))), 20)


@given(st.lists(st.sampled_from(['"', "*", "(", ")", "^", ":", "{name}", "AND", "OR", "NOT", "NEAR(a b)", "-", "+",
                                 "name:", "'", ";", "--", "\\", "%", "\ue000", "a", "𐓀", "½", "²", "か\u3099", "的",
                                 "月"]), max_size=12))  # fmt: skip
def test_operators_of_the_full_text_table_are_words(catalog: Catalog, pieces: list[str]) -> None:
    for joined in ("".join(pieces), " ".join(pieces)):
        find(catalog, parse(joined), 20)
        find(catalog, Query(words=joined), 20)
