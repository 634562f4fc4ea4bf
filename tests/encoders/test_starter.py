"""The model that comes with the program: its prepared towers give what open_clip's own code gives on torch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
from mediasearch.encoders.store import starter
from mediasearch.encoders.text import encode_query
from tests.encoders.strings import strings
from tests.support.load import A_PROGRAM


def test_the_prepared_towers_equal_torch(tmp_path: Path) -> None:
    model = starter()
    shutil.copytree(model.directory, tmp_path / "model")
    rng = np.random.default_rng(5)
    size = model.preprocess.size
    noise = rng.integers(0, 256, (4, size, size, 3), dtype=np.uint8)
    plain = np.broadcast_to(rng.integers(0, 256, (12, 1, 1, 3), dtype=np.uint8), (12, size, size, 3))
    blocks = rng.integers(0, 256, (16, size // 8, size // 8, 3), dtype=np.uint8).repeat(8, axis=1).repeat(8, axis=2)
    pixels = np.concatenate([noise, plain, blocks])
    texts = strings(300)
    np.save(tmp_path / "pixels.npy", pixels)
    (tmp_path / "texts.json").write_text(json.dumps(texts), "ascii")
    subprocess.run(
        [sys.executable, "-m", "tests.encoders.oracle", "model", str(tmp_path)], check=True, timeout=A_PROGRAM
    )
    with np.load(tmp_path / "vectors.npz") as torch_says:
        # The export folds batch norms into half-precision weights, which torch rounds apart: not the last digits.
        for ours, theirs in (
            (open_image_encoder(model).encode(pixels), torch_says["image"]),
            (open_text_encoder(model).encode(texts), torch_says["text"]),
        ):
            assert (ours * theirs).sum(axis=1).min() > 0.9999


def test_it_tells_colours_apart_in_both_languages() -> None:
    model = starter()
    colours = {"red": (220, 30, 30), "green": (40, 160, 50), "blue": (40, 70, 210), "yellow": (240, 220, 50)}
    size = model.preprocess.size
    pixels = np.array(list(colours.values()), np.uint8).reshape(-1, 1, 1, 3)
    pictures = open_image_encoder(model).encode(np.broadcast_to(pixels, (len(colours), size, size, 3)))
    text_encoder = open_text_encoder(model)
    for words in (list(colours), ["红色", "绿色", "蓝色", "黄色"]):
        queries = np.stack([encode_query(text_encoder, word, model.templates) for word in words])
        assert list(np.argmax(queries @ pictures.T, axis=1)) == [0, 1, 2, 3], words


def test_it_is_small_and_speaks_english_and_chinese() -> None:
    model = starter()
    assert sum(path.stat().st_size for path in model.directory.iterdir()) <= 12 * 2**20
    assert {"en", "zh"} <= set(model.languages)
