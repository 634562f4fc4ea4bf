"""The shipped starter model: small enough, loadable by open_clip, the same in both runtimes, and good enough."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pytest
from evaluate import held_out_scenes, recall
from plain import CHINESE, COLOURS, SHAPES, collection
from shipped import HOME, Starter
from towers import import_open_clip, tokenizer

FILES = {
    "MODEL_CARD.md",
    "bpe.txt.gz",
    "image.bin",
    "image.xml",
    "model.json",
    "open_clip_config.json",
    "open_clip_model.safetensors",
    "text.bin",
    "text.xml",
    "background.npz",
    "calibration.json",
}


@pytest.fixture(scope="module")
def starter() -> Starter:
    return Starter()


@pytest.fixture(scope="module")
def torch_model() -> Any:
    """The model as open_clip itself builds and loads it."""
    open_clip = import_open_clip()
    return open_clip.create_model(f"local-dir:{HOME}").eval()


def test_the_files_are_complete_and_small() -> None:
    assert {path.name for path in HOME.iterdir()} == FILES
    assert sum(path.stat().st_size for path in HOME.iterdir()) <= 12_000_000


def test_model_json_describes_the_files() -> None:
    about = json.loads((HOME / "model.json").read_text("utf-8"))
    config = json.loads((HOME / "open_clip_config.json").read_text("utf-8"))
    weights = (HOME / "open_clip_model.safetensors").read_bytes()
    assert about["name"] == "starter"
    assert about["languages"] == ["en", "zh"]
    assert about["weights_sha256"] == hashlib.sha256(weights).hexdigest()
    assert about["dimension"] == config["model_cfg"]["embed_dim"]
    assert about["context_length"] == config["model_cfg"]["text_cfg"]["context_length"]
    assert about["preprocess"] == config["preprocess_cfg"]
    assert all("{}" in template for template in about["templates"])


def test_best_matches_begin_where_they_are_right_and_say_how_that_was_measured() -> None:
    told = json.loads((HOME / "calibration.json").read_text("utf-8"))
    measured = told["measured"]
    for language in ("en", "zh"):
        assert measured[f"best matches of {language} descriptions: precision"] >= 0.93
        assert measured[f"best matches of {language} descriptions: recall"] >= 0.15
    assert measured["best matches of pictures: precision"] >= 0.9
    wrong = measured["best matches of descriptions among photographs"] - measured["right ones of these"]
    assert wrong <= measured["descriptions of photographs"] / 100, "few of what it cannot know are called sure"


def test_the_tokenizer_knows_our_words_and_takes_any_other(starter: Starter) -> None:
    words = tokenizer(HOME / "bpe.txt.gz")
    assert (
        words.vocab_size
        == json.loads((HOME / "open_clip_config.json").read_text())["model_cfg"]["text_cfg"]["vocab_size"]
    )
    for known in ("red", "snow", "people", "beach", "雪", "海"):
        assert len(words.encode(known)) == 1
    for text in ("grandmother's birthday", "Żubrówka", "お寿司", "🐈", "", "x" * 500):
        tokens = words(text)
        assert tokens.shape == (1, starter.about["context_length"])
        assert words.decode(words.encode(text)).replace(" ", "") == text.lower().replace(" ", "")
    assert starter.texts(["", "🐈", "x" * 500]).shape == (3, starter.about["dimension"])


def test_the_export_equals_torch(starter: Starter, torch_model: Any) -> None:
    import torch

    images, captions = held_out_scenes(8, first=600_000)
    texts = [*captions["en"], *captions["zh"], "red", "雪"]
    pixels = torch.from_numpy(np.stack([starter.pixels(image) for image in images]))
    with torch.no_grad():
        seen = torch_model.encode_image(pixels, normalize=True).float().numpy()
        told = torch_model.encode_text(tokenizer(HOME / "bpe.txt.gz")(texts), normalize=True).float().numpy()
    assert (seen * starter.images(images)).sum(axis=1).min() >= 0.999
    assert (told * starter.texts(texts)).sum(axis=1).min() >= 0.999


def test_our_pixels_are_those_of_open_clips_own_transform(starter: Starter) -> None:
    open_clip = import_open_clip()
    image = held_out_scenes(1, first=700_000)[0][0]
    told = starter.about["preprocess"]
    transform = open_clip.image_transform(
        told["size"], is_train=False, mean=told["mean"], std=told["std"],
        interpolation=told["interpolation"], resize_mode=told["resize_mode"],
    )  # fmt: skip
    assert np.abs(transform(image).numpy() - starter.pixels(image)).max() < 0.05


def test_embeddings_are_rows_of_length_one_whatever_the_batch(starter: Starter) -> None:
    images = held_out_scenes(5, first=800_000)[0]
    together = starter.images(images)
    assert together.shape == (5, starter.about["dimension"]) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-4)
    alone = np.concatenate([starter.images([image]) for image in images])
    assert np.allclose(together, alone, atol=1e-3)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["colour", "shape"])
def test_colour_and_shape_words_find_theirs(starter: Starter, kind: str, language: str) -> None:
    pictures = collection(seed=42, each=4)
    found = starter.images([picture.image for picture in pictures])
    names = tuple(COLOURS) if kind == "colour" else SHAPES
    asked = starter.texts([name if language == "en" else CHINESE[name] for name in names])
    truth = np.array([getattr(picture, kind) for picture in pictures])
    best = np.argsort(-(asked @ found.T), axis=1)[:, :10]
    precision = np.mean([(truth[row] == name).mean() for name, row in zip(names, best, strict=True)])
    assert precision >= 0.9


def test_fresh_scenes_are_found_by_their_captions(starter: Starter) -> None:
    images, captions = held_out_scenes(60, first=900_000)
    found = starter.images(images)
    assert recall(starter.texts(captions["en"]), found, 1) >= 0.9
    assert recall(starter.texts(captions["zh"]), found, 1) >= 0.8


def test_a_crop_and_a_mirror_image_find_their_picture(starter: Starter) -> None:
    from evaluate import copies

    images = held_out_scenes(60, first=950_000)[0]
    found = starter.images(images)
    rng = np.random.default_rng(1)
    altered = [copies(image, rng) for image in images]
    for name in ("crop", "mirror", "160 px", "quality 30"):
        assert recall(starter.images([pictures[name] for pictures in altered]), found, 3) >= 0.9
