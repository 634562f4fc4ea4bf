"""What is searched for, and what people are told about it."""

from __future__ import annotations

import numpy as np
import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.search.fusion import fuse
from mediasearch.search.plan import MINUS, MOST_PARTS, plan
from mediasearch.search.ranking import Words
from tests.support.encoders import ColourTextEncoder, colour_model

WORDS = Words(ColourTextEncoder(), colour_model())


def test_words_and_parts_become_weighted_vectors() -> None:
    parts = plan('red 2:green -blue "a yellow wall"').parts(WORDS)
    assert [weight for _, weight in parts] == [1.0, 2.0, -MINUS, 1.0]
    for (vector, _), text in zip(parts, ("red", "green", "blue", "yellow"), strict=True):
        np.testing.assert_allclose(vector, WORDS.vector(text), atol=1e-6)
    assert plan("in:2019").parts(WORDS) == []


def test_what_is_left_out_moves_away_and_what_is_wanted_stays() -> None:
    red, blue = WORDS.vector("red"), WORDS.vector("blue")
    both = (red + blue) / np.linalg.norm(red + blue)
    fused = fuse(plan("red -blue").parts(WORDS))
    assert fused @ red > fused @ both > fused @ blue
    only = fuse(plan("-blue").parts(WORDS))
    assert only @ red > only @ both > only @ blue


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


def test_a_picture_says_what_is_wanted() -> None:
    assert plan("-leash").remark(7, pictures=True) == ""


def test_a_long_query_is_cut_and_not_refused() -> None:
    found = plan(" ".join(f"2:dog{place}" for place in range(99)))
    assert len(found.parts(WORDS)) == MOST_PARTS and found.cut
    assert not plan("dog" + " " * 5000).cut


def test_a_query_against_itself_is_a_sentence() -> None:
    with pytest.raises(MediaSearchError, match="cancel"):
        fuse(plan("red -2:red").parts(WORDS))
