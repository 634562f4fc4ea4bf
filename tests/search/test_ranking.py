"""Centring: what all descriptions have in common does not rank."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.search.calibration import Rows, names
from mediasearch.search.ranking import HUBNESS, Words, centred, is_name
from tests.support.encoders import colour_model

DIMENSION = 64
MODEL = dataclasses.replace(colour_model(), dimension=DIMENSION, centring=0.75)


def unit(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def meaning(text: str) -> NDArray[np.float32]:
    """A direction that belongs to ``text`` alone."""
    return unit(np.random.default_rng(list(text.encode())).normal(size=DIMENSION))


@dataclass
class ConeEncoder:
    """Like CLIP's text tower: what a text means is small beside an axis that all texts of its language share."""

    asked: list[str] = field(default_factory=list)

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.stack([unit(3.0 * meaning("en" if text.isascii() else "zh") + meaning(text)) for text in texts])


def test_a_picture_near_to_everything_no_longer_comes_before_one_near_to_the_query() -> None:
    hub, lighthouse = meaning("en"), unit(0.5 * meaning("en") + meaning("lighthouse"))
    raw = Words(ConeEncoder(), dataclasses.replace(MODEL, centring=0.0)).vector("lighthouse")[:-1]
    vector = Words(ConeEncoder(), MODEL).vector("lighthouse")
    ranked = vector[:-1]
    assert raw @ hub > raw @ lighthouse
    assert ranked @ hub < ranked @ lighthouse
    assert ranked.dtype == np.float32 and np.linalg.norm(ranked) == pytest.approx(1.0, abs=1e-6)
    assert vector[-1] == np.float32(-HUBNESS)


def test_chinese_words_are_centred_on_chinese_ones() -> None:
    vector = Words(ConeEncoder(), MODEL).vector("一只狗 dog")[:-1]
    before = ConeEncoder().encode(["一只狗 dog"])[0]
    assert abs(vector @ meaning("zh")) < abs(before @ meaning("zh")) - 0.2
    english_only = dataclasses.replace(MODEL, languages=("en",))
    encoder = ConeEncoder()
    Words(encoder, english_only).vector("一只狗")
    assert not set(names()["zh"]) & set(encoder.asked)


def test_the_background_is_in_the_style_of_the_query() -> None:
    encoder = ConeEncoder()
    Words(encoder, dataclasses.replace(MODEL, templates=("a photo of {}", "{} in a picture"))).vector("dog")
    assert {"a photo of dog", "a photo of tree", "tree in a picture"} <= set(encoder.asked)
    assert "tree" not in encoder.asked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dog", True), ("a red car", True), ("一只狗", True), ("穿红衣服的小孩", True), ("iPhone 手机", True),
        ("two dogs running along a beach", False), ("一个人在雪地里牵着两只大狗散步", False),
    ],
)  # fmt: skip
def test_names_are_told_from_sentences_and_hubness_counts_against_names_alone(text: str, name: bool) -> None:
    assert is_name(text) is name
    assert Words(ConeEncoder(), MODEL).vector(text)[-1] == np.float32(-HUBNESS if name else 0)


def test_the_background_is_encoded_once() -> None:
    encoder = ConeEncoder()
    words = Words(encoder, MODEL)
    words.prepare()
    assert set(names()["en"]) | set(names()["zh"]) == set(encoder.asked)
    asked = len(encoder.asked)
    words.vector("dog")
    words.vector("狗")
    assert len(encoder.asked) == asked + 2


def test_a_model_that_nobody_has_measured_ranks_by_its_bare_vectors() -> None:
    encoder = ConeEncoder()
    words = Words(encoder, colour_model())
    words.prepare()
    assert encoder.asked == []
    np.testing.assert_allclose(words.vector("dog"), [*ConeEncoder().encode(["dog"])[0], 0.0], atol=1e-6)
    assert words.hubness is None


def test_a_description_that_is_nothing_but_the_background_stays_what_it_is() -> None:
    background = Rows(np.stack([meaning("en")] * 2), meaning("en"), meaning("axis"))
    np.testing.assert_allclose(centred(meaning("en")[None], background, 1.0)[0], meaning("en"), atol=1e-6)


def test_the_direction_in_which_all_names_differ_most_counts_less() -> None:
    rng = np.random.default_rng(0)
    spread = rng.normal(size=(300, DIMENSION)) + np.outer(5 * rng.normal(size=300), meaning("alive or not"))
    background = Rows.made(np.stack([unit(row) for row in spread]))
    assert abs(background.axis @ meaning("alive or not")) > 0.9
    asked = unit(meaning("alive or not") + meaning("lighthouse"))
    found = centred(asked[None], background, 0.75)[0]
    assert found @ meaning("lighthouse") > asked @ meaning("lighthouse") + 0.1
