"""What is searched for, and what people are told about it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.errors import MediaSearchError
from mediasearch.search.fusion import fuse
from mediasearch.search.plan import MINUS, MOST_PARTS, plan, weight_of
from mediasearch.search.ranking import Words
from tests.support.encoders import ColourTextEncoder, colour_model

WORDS = Words(ColourTextEncoder(), colour_model())


def fused(text: str) -> NDArray[np.float32]:
    return fuse([(WORDS.vector(part.text), weight_of(part)) for part in plan(text).wanted])


def test_words_and_parts_are_weighted_descriptions() -> None:
    parts = plan('red 2:green -blue "a yellow wall"').wanted
    assert [(part.text, weight_of(part)) for part in parts] == [
        ("red", 1.0), ("green", 2.0), ("blue", -MINUS), ("a yellow wall", 1.0),
    ]  # fmt: skip
    assert plan("in:2019").wanted == []
    assert plan("red -blue").described and not plan("-blue").described and not plan("in:2019").described
    assert not plan("concept:Rex in snow").described, "nobody knows how high pictures of Rex score"


def test_what_is_left_out_moves_away_and_what_is_wanted_stays() -> None:
    red, blue = WORDS.vector("red"), WORDS.vector("blue")
    both = (red + blue) / np.linalg.norm(red + blue)
    assert fused("red -blue") @ red > fused("red -blue") @ both > fused("red -blue") @ blue
    assert fused("-blue") @ red > fused("-blue") @ both > fused("-blue") @ blue


@pytest.mark.parametrize(
    ("text", "passed", "sentence"),
    [
        ("dog", 7, ""),
        ("dog", 0, ""),  # an empty library is another matter
        ("", 0, ""),
        ("in:2019 dog folder:Trip", 0, "No photos match these filters: folder:Trip in:2019. Remove one of them."),
        ("in:2019", 3, ""),
        ("-leash", 7, "The query only says what to leave out; what is least like it comes first."),
        ("dog -Dog", 7, "“Dog” is both asked for and left out."),
        ("dog " * 1000, 7, "The query is very long; only its beginning was used."),
        (" ".join(f"-dog{place}" for place in range(99)) + " cat", 7, "The query is very long"),
    ],
)
def test_remarks(text: str, passed: int, sentence: str) -> None:
    assert plan(text).remark(passed).startswith(sentence) and bool(plan(text).remark(passed)) == bool(sentence)


@pytest.mark.parametrize(
    ("text", "misread", "while_typing"),
    [
        ("is:banana", ["is:banana"], ["is:banana"]),
        ("in:2023x dog", ["in:2023x"], ["in:2023x"]),
        ("dog type:", ["type:"], []),
        ("dog -is:fav", ["is:fav"], []),
        ("in:20", ["in:20"], []), ("in:2019-1", [], []), ("in:2019-", ["in:2019-"], []), ("in:", ["in:"], []),
        ("in:2019-1-", ["in:2019-1-"], ["in:2019-1-"]), ("in:2019-13", ["in:2019-13"], ["in:2019-13"]),
        ("after:2019年6", ["after:2019年6"], []), ("年:2019x", ["年:2019x"], ["年:2019x"]),
        ("in:20 dog", ["in:20"], ["in:20"]),
        ("is:banana has:x", ["is:banana", "has:x"], ["is:banana", "has:x"]),
        ("has:g", ["has:g"], []), ("is:", ["is:"], []),
        ("is:favourite in:2019 type:video", [], []),
        ("in:yest", ["in:yest"], []), ("before:tod", ["before:tod"], []), ("in:summ dog", ["in:summ"], ["in:summ"]),
        ("http://there re:you 16:9 2:red note:dog", [], []),
        ('"is:banana"', [], []),
    ],
)  # fmt: skip
def test_what_is_nearly_a_filter_is_remarked_on(text: str, misread: list[str], while_typing: list[str]) -> None:
    for typing, expected in ((False, misread), (True, while_typing)):
        said = " ".join(f"{each} is no filter and was read as words." for each in expected)
        assert plan(text, typing=typing).remark(7) == said


def test_what_a_date_was_read_as_is_told_where_no_chip_shows_it() -> None:
    read = '“from Summer 2019” was read as in:"summer 2019" (2019-06-01 – 2019-08-31); in quotation marks it is words.'
    assert plan("dog from Summer 2019").remark(3) == read
    assert plan("dog from Summer 2019", typing=True).remark(3) == ""
    for typing in (False, True):
        nothing = plan("from Summer 2019", typing=typing).remark(0)
        assert nothing == f'No photos match these filters: in:"summer 2019". Remove one of them. {read}'
    assert "“in May” was read as in:may; in" in plan("dog in May").remark(3)
    assert "“before 2019” was read as before:2019; in" in plan("before 2019").remark(3)


def test_a_picture_says_what_is_wanted() -> None:
    assert plan("-leash").remark(7, pictures=True) == ""


def test_a_long_query_is_cut_and_not_refused() -> None:
    found = plan(" ".join(f"2:dog{place}" for place in range(99)))
    assert len(found.wanted) == MOST_PARTS and found.cut
    assert not plan("dog" + " " * 5000).cut


def test_a_query_against_itself_is_a_sentence() -> None:
    with pytest.raises(MediaSearchError, match="cancel"):
        fused("red -2:red")
