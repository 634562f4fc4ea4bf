"""A query is the mean over the prompt templates."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.encoders.base import Model
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.encoders.text import encode_query


class Known:
    """Knows the vectors of some texts."""

    def __init__(self, **vectors: list[float]) -> None:
        self.vectors = {text.replace("_", " "): vector for text, vector in vectors.items()}

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return np.array([self.vectors[text] for text in texts], np.float32)


def test_the_mean_of_the_templates_has_length_one() -> None:
    encoder = Known(red=[1, 0], a_photo_of_red=[0, 1])
    vector = encode_query(encoder, "red", ("{}", "a photo of {}"))
    assert vector.dtype == np.float32
    np.testing.assert_allclose(vector, [0.5**0.5, 0.5**0.5], atol=1e-7)


def test_braces_in_a_query_are_text() -> None:
    encoder = Known(**{"{0} {name}": [1, 0]})
    np.testing.assert_array_equal(encode_query(encoder, "{0} {name}"), [1, 0])


def test_opposite_templates_still_give_a_direction() -> None:
    encoder = Known(red=[0, 1], not_red=[0, -1])
    np.testing.assert_array_equal(encode_query(encoder, "red", ("{}", "not {}")), [0, 1])


@pytest.mark.parametrize("text", ["red snow", "雪", "", "&&& " * 100])
def test_any_text_gives_a_unit_vector(tiny_model: Model, text: str) -> None:
    vector = encode_query(open_text_encoder(tiny_model), text, tiny_model.templates)
    assert vector.shape == (tiny_model.dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
