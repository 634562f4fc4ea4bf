"""A tiny random model in the layout of the starter model, and the same mathematics in NumPy.

It means nothing, but it has every file a model has, so that this room is tested without a trained one.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from mediasearch.encoders.runtime import import_openvino
from mediasearch.encoders.store import digests

SIZE, DIMENSION, CONTEXT, GRID, WIDTH = 16, 12, 16, 4, 8
MEAN, STD = (0.48, 0.46, 0.41), (0.27, 0.26, 0.28)
MERGES = ["t h", "i n", "a n", "r e", "th e</w>", "re d</w>", "å ħ", "s n", "sn o", "sno w</w>"]
VOCABULARY = 512 + len(MERGES) + 2


class Networks:
    """The two towers in NumPy: pixels are averaged in a grid, tokens are looked up, both are projected."""

    def __init__(self) -> None:
        rng = np.random.default_rng(7)
        self.image = rng.standard_normal((3 * GRID * GRID, DIMENSION), dtype=np.float32)
        self.table = rng.standard_normal((VOCABULARY, WIDTH), dtype=np.float32)
        self.places = rng.standard_normal((CONTEXT, 1), dtype=np.float32)
        self.text = rng.standard_normal((WIDTH, DIMENSION), dtype=np.float32)

    def encode_image(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        normal = (pixels / np.float32(255) - np.float32(MEAN)) / np.float32(STD)
        planes = normal.transpose(0, 3, 1, 2).astype(np.float32)
        step = SIZE // GRID
        means = planes.reshape(-1, 3, GRID, step, GRID, step).mean(axis=(3, 5))
        return unit(means.reshape(-1, 3 * GRID * GRID) @ self.image)

    def encode_tokens(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        return unit((self.table[tokens] * self.places).mean(axis=1) @ self.text)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def write_model(directory: Path) -> None:
    """Fill ``directory`` with every file of a model."""
    directory.mkdir(parents=True)
    preprocess = {
        "size": SIZE,
        "mean": MEAN,
        "std": STD,
        "interpolation": "bilinear",
        "resize_mode": "squash",
    }
    save_file({"logit_scale": np.zeros(3, np.float16)}, directory / "open_clip_model.safetensors")
    weights = hashlib.sha256((directory / "open_clip_model.safetensors").read_bytes()).hexdigest()
    (directory / "open_clip_config.json").write_text(json.dumps({"model_cfg": {}, "preprocess_cfg": preprocess}))
    (directory / "bpe.txt.gz").write_bytes(gzip.compress("\n".join(["#version: tiny", *MERGES]).encode()))
    _write_towers(directory)
    description = {
        "name": "tiny",
        "dimension": DIMENSION,
        "context_length": CONTEXT,
        "languages": ["en", "zh"],
        "weights_sha256": weights,
        "preprocess": preprocess,
        "templates": ["{}", "a photo of {}"],
        "files": digests(directory),
    }
    (directory / "model.json").write_text(json.dumps(description))


def _write_towers(directory: Path) -> None:
    ov = import_openvino()
    import openvino.opset13 as ops

    networks = Networks()
    pixels = ops.parameter([-1, 3, SIZE, SIZE], np.float32, name="pixels")
    step = SIZE // GRID
    means = ops.avg_pool(pixels, [step, step], [0, 0], [0, 0], [step, step], exclude_pad=True)
    flat = ops.reshape(means, np.array([-1, 3 * GRID * GRID]), special_zero=False)
    _save(ov, _unit(ops, ops.matmul(flat, networks.image, False, False)), pixels, directory / "image.xml")

    tokens = ops.parameter([-1, CONTEXT], np.int64, name="tokens")
    rows = ops.gather(networks.table, tokens, np.array(0, np.int64))
    mean = ops.reduce_mean(ops.multiply(rows, networks.places[None]), np.array([1]))
    _save(ov, _unit(ops, ops.matmul(mean, networks.text, False, False)), tokens, directory / "text.xml")


def _unit(ops: Any, rows: Any) -> Any:
    return ops.divide(rows, ops.sqrt(ops.reduce_sum(ops.multiply(rows, rows), np.array([1]), keep_dims=True)))


def _save(ov: Any, result: Any, parameter: Any, path: Path) -> None:
    parameter.output(0).get_tensor().set_names({parameter.get_friendly_name()})
    ov.save_model(ov.Model([result], [parameter], path.stem), path, compress_to_fp16=False)
