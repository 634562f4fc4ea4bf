"""The torch model, which the prepared towers are held against and which stands in where there are none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.encoders import tiny
from tests.support.load import A_PROGRAM

TEXTS = ["the red snow", "雪", "", "a very long text " * 30]
DIMENSION = tiny.DIMENSION

#: open_clip's own kind of description, as small as its classes allow.
CONFIG = {
    "embed_dim": DIMENSION,
    "vision_cfg": {"image_size": tiny.SIZE, "layers": 1, "width": 32, "head_width": 16, "patch_size": 8},
    "text_cfg": {"context_length": tiny.CONTEXT, "vocab_size": tiny.VOCABULARY, "width": 32, "heads": 2, "layers": 1},
}


@pytest.fixture(scope="module")
def work(tiny_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small open_clip model with random weights, and questions for it."""
    folder = tmp_path_factory.mktemp("torch")
    directory = Path(shutil.copytree(tiny_directory, folder / "model"))
    config = json.loads((directory / "open_clip_config.json").read_text())
    (directory / "open_clip_config.json").write_text(json.dumps({**config, "model_cfg": CONFIG}))
    pixels = np.random.default_rng(4).integers(0, 256, (5, tiny.SIZE, tiny.SIZE, 3), dtype=np.uint8)
    np.save(folder / "pixels.npy", pixels)
    (folder / "texts.json").write_text(json.dumps(TEXTS), "ascii")
    subprocess.run([sys.executable, "-m", "tests.encoders.oracle", "small", str(folder)], check=True, timeout=A_PROGRAM)
    return folder


def test_both_towers_follow_the_protocol_and_open_clip_s_own_transform(work: Path) -> None:
    with np.load(work / "vectors.npz") as vectors:
        assert vectors["image"].shape == (5, DIMENSION)
        assert vectors["text"].shape == (len(TEXTS), DIMENSION)
        for name in ("image", "text"):
            assert vectors[name].dtype == np.float32
            np.testing.assert_allclose(np.linalg.norm(vectors[name], axis=1), 1, atol=1e-5)
        # A picture that has the model's size already only needs to be normalised.
        np.testing.assert_allclose(vectors["image"], vectors["transformed"], atol=1e-5)


def test_weights_that_do_not_fit_are_reported_in_words(work: Path) -> None:
    assert (work / "refusal.txt").read_text() == (
        "The weights do not fit the architecture (text pos_embed width changed). "
        "Choose the architecture they were trained with, or another model."
    )
