"""Filters as chips: what is typed becomes one, what it says, and that nothing changes its meaning by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QLocale

from mediasearch.gui import terms
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.terms import Term
from mediasearch.search import grammar

IN_2019 = Term("in", "2019")
LAST_SUMMER = Term("in", "last summer")


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
        ("beach last summer ", "beach ", [LAST_SUMMER]),
        ("beach last summer", "beach last summer", []),
        ("from last summer, beach ", "beach ", [LAST_SUMMER]),
        ("yesterday ", "", [Term("in", "yesterday")]),
        ("the day before yesterday ", "", [Term("in", "2 days ago")]),
        ("in May ", "in May ", []),  # it may become in May 2021
        ("in May 2021 ", "", [Term("in", "2021-05")]),
        ("in may dog ", "dog ", [Term("in", "may")]),
        ("from 2019 ", "from 2019 ", []),
        ("from 2019 to 2021 ", "", [Term("in", "2019..2021")]),
        ("昨天的狗 ", "狗 ", [Term("in", "yesterday")]),
        ("海边 去年夏天 ", "海边 ", [Term("in", "summer last year")]),
        ("-yesterday dog ", "dog ", [Term("in", "yesterday", True)]),
        ('"last summer" ', '"last summer" ', []),
        ("usa today newspaper ", "usa today newspaper ", []),
    ],
)
def test_a_filter_becomes_a_chip_once_a_space_ends_it(typed: str, left: str, found: list[Term]) -> None:
    assert terms.take(typed, len(typed)) == (left, found, len(left))


def test_a_filter_in_which_one_types_stays_text() -> None:
    assert terms.take("in:2019 dog", 7)[:2] == ("in:2019 dog", [])
    assert terms.take("in:2019 dog", 9) == ("dog", [IN_2019], 1)
    assert terms.take("last summer dog", 8)[:2] == ("last summer dog", [])
    assert terms.take("last summer dog", 13) == ("dog", [LAST_SUMMER], 1)
    assert terms.take("昨天的狗 海", 6) == ("狗 海", [Term("in", "yesterday")], 3)


def test_what_was_said_can_be_read_again() -> None:
    (term,) = Query.read("dog from last Summer").terms
    assert (term, term.said) == (LAST_SUMMER, "from last Summer")
    assert term.spoken == f"Date: {term.label} (“from last Summer”)"
    assert [term.said for term in Query.read("-yesterday in:today").terms] == ["yesterday", ""]


@given(
    st.lists(
        st.sampled_from(
            [
                "dog",
                "in:2019",
                "-type:video",
                '"red car"',
                "without",
                "folder:A/B",
                "不要",
                "2:x",
                "last",
                "summer",
                "yesterday",
                "昨天的狗",
                "in",
                "may",
                "2021",
                "from",
                "to",
                "the",
            ]
        )
    )
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
        ('in:"summer 2019"', "Jun – Aug 2019", "Date: Jun – Aug 2019"),
        ('in:"winter 2019"', "Dec 2019 – Feb 2020", "Date: Dec 2019 – Feb 2020"),
        ("in:2019..2021", "2019 – 2021", "Date: 2019 – 2021"),
        ("in:may", "May, any year", "Date: May, any year"),
        ("in:winter", "December – February, any year", "Date: December – February, any year"),
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


def test_days_are_written_as_the_person_is_used_to() -> None:
    eve, day, after = (
        QLocale().toString(QDate(2022, 12, each), QLocale.FormatType.ShortFormat) for each in (24, 25, 26)
    )
    assert Term("in", "2022-12-25").label == day
    assert Term("in", "christmas 2022").label == f"{eve} – {after}"
    assert Term("in", "2022-12-25..2022-12-25").label == day


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
