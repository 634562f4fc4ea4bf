"""The colour encoder that other rooms test with means what it says."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from mediasearch.encoders.text import encode_query
from tests.support.encoders import (
    CHINESE,
    COLOURS,
    DIMENSION,
    SIZE,
    ColourEncoder,
    ColourFactory,
    ColourTextEncoder,
    colour_model,
    encoded,
)

NAMES = list(COLOURS)


def plain(name: str) -> np.ndarray:
    return np.broadcast_to(np.array(COLOURS[name], np.uint8), (SIZE, SIZE, 3))


def pictures() -> np.ndarray:
    """A noisy picture of each colour, with a corner of something else."""
    rng = np.random.default_rng(3)
    noisy = np.stack([plain(name) for name in NAMES]) + rng.integers(-12, 13, (len(NAMES), SIZE, SIZE, 3))
    noisy[:, :6, :6] = rng.integers(0, 256, (len(NAMES), 6, 6, 3))
    return noisy.clip(0, 255).astype(np.uint8)


def test_every_colour_word_finds_its_picture_in_both_languages() -> None:
    vectors = ColourEncoder().encode(pictures())
    for index, name in enumerate(NAMES):
        chinese = next(character for character, meaning in CHINESE.items() if meaning == name)
        for text in (name, f"something {name.upper()} here", chinese, f"{chinese}色的海"):
            assert int(np.argmax(vectors @ encode_query(ColourTextEncoder(), text))) == index, text


def test_a_copy_is_nearer_than_anything_else() -> None:
    original = pictures()
    darker = (original * 0.93).astype(np.uint8)
    cropped = np.stack([np.kron(each[8:24, 8:24], np.ones((2, 2, 1), np.uint8)) for each in original])
    encoder = ColourEncoder()
    for copy in (darker, cropped, original[:, :, ::-1]):
        np.testing.assert_array_equal(np.argmax(encoder.encode(copy) @ encoder.encode(original).T, axis=1), range(12))


def test_vectors_have_the_shape_the_model_promises() -> None:
    model = colour_model()
    vectors = ColourEncoder().encode(np.zeros((3, model.preprocess.size, model.preprocess.size, 3), np.uint8))
    assert vectors.shape == (3, model.dimension) == (3, DIMENSION)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert ColourTextEncoder().encode(["red", "nothing known"]).shape == (2, DIMENSION)


def test_it_counts_what_it_encoded_also_through_pickle(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert encoded(log) == 0
    encoder = pickle.loads(pickle.dumps(ColourFactory(log)))()
    encoder.encode(pictures())
    encoder.encode(pictures()[:2])
    assert encoded(log) == 14
