"""The shipped starter model as functions: pictures and words in, embeddings out. Numpy, Pillow and OpenVINO only."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

HOME = Path(__file__).resolve().parents[2] / "resources" / "models" / "starter"


class Starter:
    """The two exported towers with their preprocessing and open_clip's tokenizer."""

    def __init__(self, home: Path = HOME, threads: int = 1) -> None:
        sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
        import openvino

        self.about: dict[str, Any] = json.loads((home / "model.json").read_text("utf-8"))
        core = openvino.Core()
        hints = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads}
        self._image = core.compile_model(home / "image.xml", "CPU", hints)
        self._text = core.compile_model(home / "text.xml", "CPU", hints)
        from towers import tokenizer

        self._tokenizer = tokenizer(home / "bpe.txt.gz")

    def pixels(self, image: Image.Image) -> np.ndarray:
        """The picture squashed and normalised as the model was trained, float32 (3, size, size)."""
        told = self.about["preprocess"]
        size = told["size"]
        small = image.convert("RGB").resize((size, size), Image.Resampling.BICUBIC)
        mean, std = np.array(told["mean"], np.float32), np.array(told["std"], np.float32)
        array = (np.asarray(small, np.float32) / 255.0 - mean) / std
        return np.ascontiguousarray(array.transpose(2, 0, 1), dtype=np.float32)

    def images(self, pictures: Sequence[Image.Image], batch: int = 32) -> np.ndarray:
        """Embeddings float32 (n, dimension), rows of length 1."""
        rows = [
            self._image(np.stack([self.pixels(picture) for picture in pictures[at : at + batch]]))[0].copy()
            for at in range(0, len(pictures), batch)
        ]
        return np.concatenate(rows)

    def texts(self, texts: Sequence[str], batch: int = 64) -> np.ndarray:
        """Embeddings float32 (n, dimension), rows of length 1; the mean over the templates of the model."""
        total = np.zeros((len(texts), self.about["dimension"]), np.float32)
        for template in self.about["templates"]:
            tokens = self._tokenizer([template.format(text) for text in texts]).numpy()
            total += np.concatenate(
                [self._text(tokens[at : at + batch])[0].copy() for at in range(0, len(tokens), batch)]
            )
        rows: np.ndarray = total / np.linalg.norm(total, axis=1, keepdims=True)
        return rows


def merges(home: Path = HOME) -> list[str]:
    """The lines of the merges file, without its header."""
    return gzip.decompress((home / "bpe.txt.gz").read_bytes()).decode("utf-8").split("\n")[1:]
