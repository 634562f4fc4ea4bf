"""The light runtime gives what the network means, for any batch, in peace with everything around it."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from mediasearch.encoders.base import Model
from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
from mediasearch.encoders.store import load_model
from mediasearch.encoders.tokenizer import BpeTokenizer
from mediasearch.errors import MediaSearchError
from tests.encoders import tiny


def pictures(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, tiny.SIZE, tiny.SIZE, 3), dtype=np.uint8)


def test_pictures_are_normalised_and_encoded_as_the_network_says(tiny_model: Model) -> None:
    pixels = pictures(9)
    vectors = open_image_encoder(tiny_model).encode(pixels)
    assert vectors.dtype == np.float32
    assert vectors.shape == (9, tiny.DIMENSION)
    np.testing.assert_allclose(vectors, tiny.Networks().encode_image(pixels), atol=1e-5)


def test_texts_are_encoded_as_the_network_says(tiny_model: Model, tiny_directory: Path) -> None:
    texts = ["the red snow", "雪", "", "thing " * 50]
    tokens = BpeTokenizer(tiny_directory / "bpe.txt.gz", tiny.CONTEXT)(texts)
    vectors = open_text_encoder(tiny_model).encode(texts)
    np.testing.assert_allclose(vectors, tiny.Networks().encode_tokens(tokens), atol=1e-5)


@pytest.mark.parametrize("threads", [1, 2, None])
def test_a_picture_gets_the_same_vector_alone_and_in_company(tiny_model: Model, threads: int | None) -> None:
    encoder = open_image_encoder(tiny_model, threads)
    pixels = pictures(33)
    together = encoder.encode(pixels)
    alone = np.concatenate([encoder.encode(pixels[i : i + 1]) for i in range(len(pixels))])
    np.testing.assert_allclose(together, alone, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


def test_vectors_stay_what_they_were_when_the_next_batch_is_encoded(tiny_model: Model) -> None:
    encoder = open_image_encoder(tiny_model)
    first = encoder.encode(pictures(4, seed=1))
    before = first.copy()
    encoder.encode(pictures(4, seed=2))
    np.testing.assert_array_equal(first, before)


def test_nothing_in_gives_nothing_out(tiny_model: Model) -> None:
    empty = np.zeros((0, tiny.SIZE, tiny.SIZE, 3), np.uint8)
    assert open_image_encoder(tiny_model).encode(empty).shape == (0, tiny.DIMENSION)
    assert open_text_encoder(tiny_model).encode([]).shape == (0, tiny.DIMENSION)


def test_pixels_may_be_a_view(tiny_model: Model) -> None:
    encoder = open_image_encoder(tiny_model)
    pixels = pictures(6)
    mirrored = pixels[::2, :, ::-1]
    np.testing.assert_array_equal(encoder.encode(mirrored), encoder.encode(mirrored.copy()))


def test_compiled_networks_are_kept_where_asked(tiny_model: Model, tmp_path: Path) -> None:
    cache = tmp_path / "compiled"
    first = open_text_encoder(tiny_model, cache=cache).encode(["red"])
    assert any(cache.iterdir())
    np.testing.assert_array_equal(open_text_encoder(tiny_model, cache=cache).encode(["red"]), first)


def test_a_model_may_lie_in_any_folder(own_copy: Path, tmp_path: Path) -> None:
    folder = own_copy.rename(tmp_path / "my modèle 模型")
    model = load_model(folder)
    assert len(open_text_encoder(model, cache=folder / "缓存").encode(["red"])) == 1
    assert len(open_image_encoder(model).encode(pictures(1))) == 1


def test_an_encoder_may_be_made_and_used_on_another_thread(tiny_model: Model) -> None:
    results: list[np.ndarray] = []
    thread = threading.Thread(target=lambda: results.append(open_text_encoder(tiny_model).encode(["red"])))
    thread.start()
    thread.join(30)
    np.testing.assert_allclose(results[0], open_text_encoder(tiny_model).encode(["red"]), atol=1e-6)


@pytest.mark.parametrize("tower", ["image", "text"])
def test_a_network_that_cannot_be_read_is_reported_in_words(own_copy: Path, tower: str) -> None:
    model = load_model(own_copy)
    (own_copy / f"{tower}.xml").write_text("<net></net>")
    with pytest.raises(MediaSearchError, match=f"{tower} part of the model tiny cannot be loaded. Install"):
        open_image_encoder(model) if tower == "image" else open_text_encoder(model)


def test_a_network_of_another_model_is_refused(own_copy: Path) -> None:
    description = (own_copy / "model.json").read_text()
    (own_copy / "model.json").write_text(description.replace('"dimension": 12', '"dimension": 13'))
    with pytest.raises(MediaSearchError):
        open_image_encoder(load_model(own_copy))
