"""The background of a model: made once, kept beside it, believed only when it is that model's."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.encoders.store import starter
from mediasearch.search.bands import cuts_of
from mediasearch.search.calibration import (
    FILE,
    Background,
    background_of,
    names,
    prepare_background,
    stored_background,
)
from tests.search.test_ranking import DIMENSION, MODEL, ConeEncoder


def random_rows(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows: NDArray[np.float64] = np.random.default_rng(seed).normal(size=(count, DIMENSION))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_what_is_prepared_beside_a_model_is_what_is_found(tmp_path: Path) -> None:
    model = dataclasses.replace(MODEL, directory=tmp_path)
    assert stored_background(model) is None
    prepare_background(model, ConeEncoder())
    found = stored_background(model)
    assert found is not None and list(found.vectors) == ["en", "zh"]
    made = background_of(dataclasses.replace(model, directory=tmp_path / "elsewhere"), ConeEncoder())
    np.testing.assert_array_equal(found.vectors["zh"], made.vectors["zh"])
    assert found.identity == made.identity


def test_a_model_that_came_without_one_gets_one_in_the_cache(tmp_path: Path) -> None:
    encoder = ConeEncoder()
    made = background_of(MODEL, encoder, tmp_path / "cache")
    asked = len(encoder.asked)
    again = background_of(MODEL, encoder, tmp_path / "cache")
    assert len(encoder.asked) == asked and again.identity == made.identity


@pytest.mark.parametrize("harm", ["other model", "other templates", "cut short", "a flipped byte", "no zip"])
def test_a_background_that_is_not_the_models_is_made_anew(tmp_path: Path, harm: str) -> None:
    model = dataclasses.replace(MODEL, directory=tmp_path)
    prepare_background(model, ConeEncoder())
    path = tmp_path / FILE
    whole = path.read_bytes()
    if harm == "other model":
        model = dataclasses.replace(model, weights="1" * 64)
    elif harm == "other templates":
        model = dataclasses.replace(model, templates=("a photo of {}",))
    elif harm == "cut short":
        path.write_bytes(whole[: len(whole) // 2])
    elif harm == "a flipped byte":
        path.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    else:
        path.write_bytes(b"nothing")
    assert stored_background(model) is None
    assert background_of(model, ConeEncoder()).vectors["en"].shape == (len(names()["en"]), DIMENSION)


def test_no_damage_keeps_a_program_from_starting(tmp_path: Path) -> None:
    model = dataclasses.replace(MODEL, directory=tmp_path)
    prepare_background(model, ConeEncoder())
    path = tmp_path / FILE
    whole, chance = path.read_bytes(), random.Random(1)
    for _ in range(300):
        harmed = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            harmed[chance.choice((chance.randrange(200), chance.randrange(len(harmed)), -chance.randint(1, 400)))] ^= (
                1 << chance.randrange(8)
            )
        path.write_bytes(harmed)
        stored_background(model)


def test_hubness_is_the_softened_maximum_over_the_names() -> None:
    background = Background("test", {"en": random_rows(300)})
    pictures = random_rows(20, 1)
    scores = pictures @ background.vectors["en"].T
    found = background.hubness(pictures)
    assert found.dtype == np.float32 and found.shape == (20,)
    assert (found < scores.max(axis=1)).all() and (found > scores.mean(axis=1)).all()
    np.testing.assert_allclose(found, np.log(np.exp(100.0 * scores.astype(np.float64)).mean(axis=1)) / 100, atol=1e-4)
    assert background.hubness(pictures[:0]).shape == (0,)


def test_equal_pictures_are_equally_near_whatever_stands_beside_them() -> None:
    background = Background("test", {"en": random_rows(300)})
    pictures = random_rows(50, 1)
    alone = np.concatenate([background.hubness(pictures[place : place + 1]) for place in range(50)])
    np.testing.assert_allclose(background.hubness(pictures), alone, atol=1.01e-5)


def test_there_are_hundreds_of_different_names_in_both_languages() -> None:
    both = names()
    assert len(both["en"]) == len(both["zh"]) >= 100
    for language in both.values():
        assert len(set(language)) == len(language) and all(name == name.strip() != "" for name in language)


def test_the_starter_model_comes_with_what_it_needs() -> None:
    """After a change of the names: python packaging/starter/calibrate.py."""
    model = starter()
    assert stored_background(model) is not None and cuts_of(model) is not None
