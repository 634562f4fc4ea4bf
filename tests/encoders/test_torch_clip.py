"""The torch model, which the prepared towers are held against and which stands in where there are none."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.encoders import tiny

TEXTS = ["the red snow", "雪", "", "a very long text " * 30]
DIMENSION = tiny.DIMENSION

#: open_clip's own kind of description, as small as its classes allow.
CONFIG = {
    "embed_dim": DIMENSION,
    "vision_cfg": {"image_size": tiny.SIZE, "layers": 1, "width": 32, "head_width": 16, "patch_size": 8},
    "text_cfg": {"context_length": tiny.CONTEXT, "vocab_size": tiny.VOCABULARY, "width": 32, "heads": 2, "layers": 1},
}


def oracle(command: str, work: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.encoders.oracle", command, str(work)], capture_output=True, text=True, timeout=170
    )


@pytest.fixture(scope="module")
def work(tiny_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small open_clip model with random weights, and questions for it."""
    folder = tmp_path_factory.mktemp("torch")
    directory = Path(shutil.copytree(tiny_directory, folder / "model"))
    config = json.loads((directory / "open_clip_config.json").read_text())
    (directory / "open_clip_config.json").write_text(json.dumps({**config, "model_cfg": CONFIG}))
    made = oracle("random_model", folder)
    assert made.returncode == 0, made.stderr
    description = json.loads((directory / "model.json").read_text())
    weights = (directory / "open_clip_model.safetensors").read_bytes()
    description["weights_sha256"] = hashlib.sha256(weights).hexdigest()
    (directory / "model.json").write_text(json.dumps(description))
    pixels = np.random.default_rng(4).integers(0, 256, (5, tiny.SIZE, tiny.SIZE, 3), dtype=np.uint8)
    np.save(folder / "pixels.npy", pixels)
    (folder / "texts.json").write_text(json.dumps(TEXTS), "ascii")
    return folder


def test_both_towers_follow_the_protocol_and_open_clip_s_own_transform(work: Path) -> None:
    done = oracle("model", work)
    assert done.returncode == 0, done.stderr
    with np.load(work / "vectors.npz") as vectors:
        assert vectors["image"].shape == (5, DIMENSION)
        assert vectors["text"].shape == (len(TEXTS), DIMENSION)
        for name in ("image", "text"):
            assert vectors[name].dtype == np.float32
            np.testing.assert_allclose(np.linalg.norm(vectors[name], axis=1), 1, atol=1e-5)
        # A picture that has the model's size already only needs to be normalised.
        np.testing.assert_allclose(vectors["image"], vectors["transformed"], atol=1e-5)


def test_weights_that_do_not_fit_are_reported_in_words(work: Path, tmp_path: Path) -> None:
    shutil.copytree(work, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "model" / "open_clip_config.json"
    config = json.loads(path.read_text())
    config["model_cfg"]["text_cfg"]["width"] = 48
    path.write_text(json.dumps(config))
    done = oracle("model", tmp_path)
    assert done.returncode != 0
    assert "MediaSearchError: The model tiny cannot be loaded. Install it again" in done.stderr.replace("\n", " ")
