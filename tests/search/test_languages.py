"""A model that knows the language is suggested, and only when it is clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.search.languages import suggested

MODELS = [("starter", ("en", "zh")), ("clip", ("en",)), ("many", ("en", "zh", "de", "ru", "ja", "ko", "ar", "hi"))]


@pytest.mark.parametrize(
    "query",
    [
        "собака на снегу",
        "كلب على الشاطئ",
        "日本の山",
        "カメラ",
        "강아지",
        "कुत्ता",
        "Hund und Katze",
        "ein Hund auf der Wiese",
        "weiße Katze",
        "un chien avec une balle",
        "niños en el jardín con balón",
        "un cane nella neve",
        "dog собака",
    ],
)
def test_a_query_the_model_cannot_read(query: str) -> None:
    assert suggested(query, ("en", "zh"), MODELS) == "many"
    assert suggested(query, ("*",), MODELS) == ""


@pytest.mark.parametrize(
    "query",
    [
        "",
        "red car",
        "café",
        "a naïve painting",
        "Las Vegas at night",
        "van Gogh",
        "El Capitan",
        "Big Sur",
        "MIT campus",
        "bir",  # a bird, in a moment
        "12:30 ★ ☂",
        "雪山",
        "a 狗 on the beach",
        "jalapeño on a plate",
        "Ω",
    ],
)
def test_what_may_be_english_or_chinese(query: str) -> None:
    assert suggested(query, ("en", "zh", "el"), MODELS) == ""


def test_chinese_for_an_english_model() -> None:
    assert suggested("雪山", ("en",), MODELS) == "starter"
    assert suggested("μ", ("en",), MODELS) == ""  # nobody here knows Greek


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    assert suggested(text, ("en",), MODELS) in ("", "starter", "many")
    assert suggested(text, ("en",), []) == ""
