"""Filters as chips: what is typed becomes one, what it says, and that nothing changes its meaning by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.gui import terms
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.terms import Term
from mediasearch.search import grammar

IN_2019 = Term("in", "2019")


@pytest.mark.parametrize(
    ("typed", "left", "found"),
    [
        ("in:2019 ", "", [IN_2019]),
        ("red in:2019 ", "red ", [IN_2019]),
        ("red in:2019", "red in:2019", []),  # it may become in:2019-06
        ('camera:"Canon EOS" dog', "dog", [Term("camera", "Canon EOS")]),
        ('camera:"Canon ', 'camera:"Canon ', []),
        ("-folder:Trip type:video x", "x", [Term("folder", "Trip", True), Term("type", "video")]),
        ("concept:Rex ", "", [Term("concept", "Rex")]),
        ("without in:2019 ", "without in:2019 ", []),  # the word in front of it means it
        ("in:nowhen dog ", "in:nowhen dog ", []),
        ("16:9 2:beach ", "16:9 2:beach ", []),
        ("类型:视频 ", "", [Term("type", "video")]),
    ],
)
def test_a_filter_becomes_a_chip_once_a_space_ends_it(typed: str, left: str, found: list[Term]) -> None:
    assert terms.take(typed, len(typed)) == (left, found, len(left))


def test_a_filter_in_which_one_types_stays_text() -> None:
    assert terms.take("in:2019 dog", 7)[:2] == ("in:2019 dog", [])
    assert terms.take("in:2019 dog", 9) == ("dog", [IN_2019], 1)


@given(
    st.lists(st.sampled_from(["dog", "in:2019", "-type:video", '"red car"', "without", "folder:A/B", "不要", "2:x"]))
)
def test_chips_never_change_what_is_meant(words: list[str]) -> None:
    text = " ".join(words)
    assert grammar.parse(Query.read(text).asked) == grammar.parse(text)


@pytest.mark.parametrize(
    ("text", "label", "spoken"),
    [
        ("in:2019", "2019", "Date: 2019"),
        ("in:2019-06", "June 2019", "Date: June 2019"),
        ("before:2019", "before 2019", "Date: before 2019"),
        ("type:video", "Videos", "Type: Videos"),
        ("type:png", "PNG", "Type: PNG"),
        ("folder:Pictures/2019/Trip", "Trip", "Folder: Pictures/2019/Trip"),
        ("-folder:Trip", "not Trip", "Folder: not Trip"),
        ("is:favourite", "Favourites", "Favourites"),
    ],
)
def test_a_chip_says_what_it_is(text: str, label: str, spoken: str) -> None:
    (term,) = Query.read(text).terms
    assert (term.label, term.spoken) == (label, spoken)
    assert term.text == text


def test_what_is_a_chip_and_what_is_text_means_the_same() -> None:
    assert Query("red in:2019").means(Query("red", (), (IN_2019,)))
    assert not Query("red").means(Query("red", (), (IN_2019,)))
    assert not Query("red").means(Query("red", (Picture(path="/p.jpg"),)))


def test_filters_alone_choose_and_do_not_describe() -> None:
    assert not Query("", (), (IN_2019,)).describes
    assert not Query("type:video").describes
    assert Query("dog", (), (IN_2019,)).describes
    assert Query("", (Picture(path="/p.jpg"),)).describes
    assert Query("", (), (Term("concept", "Rex"),)).describes
