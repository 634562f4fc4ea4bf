"""A deterministic encoder that understands colours, for tests that need meaning and no model.

A vector is a histogram: how much of the picture lies near each of :data:`COLOURS`, with a little of *where* (four
quarters), so that a crop or a recompressed copy stays near its original and another picture does not.  A colour word
is the vector of a picture full of that colour.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.encoders.base import Model, Preprocess

#: Words (English and Chinese) and the colours they mean.
COLOURS: dict[str, tuple[int, int, int]] = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "grey": (128, 128, 128),
    "red": (220, 20, 20),
    "orange": (255, 140, 0),
    "yellow": (245, 225, 30),
    "green": (30, 150, 40),
    "cyan": (0, 200, 210),
    "blue": (30, 60, 220),
    "purple": (130, 30, 160),
    "pink": (250, 150, 190),
    "brown": (120, 70, 30),
}
CHINESE: dict[str, str] = {
    "黑": "black", "白": "white", "灰": "grey", "红": "red", "橙": "orange", "黄": "yellow", "绿": "green",
    "青": "cyan", "蓝": "blue", "紫": "purple", "粉": "pink", "棕": "brown",
}  # fmt: skip

SIZE = 32
DIMENSION = 5 * len(COLOURS)  #: the whole picture, then its four quarters

_PALETTE = np.array(list(COLOURS.values()), dtype=np.float32)
_NAMES = list(COLOURS)
#: How wide a colour word reaches, in units of RGB: a shade counts for its colour, a neighbour hardly.
_SPREAD = 60.0
#: Weight of each quarter beside the whole picture.
_QUARTER = 0.25


def colour_model(directory: Path = Path("colours"), size: int = SIZE) -> Model:
    """What :class:`ColourEncoder` calls itself; ``directory`` need not exist."""
    return Model(
        name="colours",
        dimension=DIMENSION,
        context_length=16,
        languages=("en", "zh"),
        weights="0" * 64,
        preprocess=Preprocess(size=size, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)),
        directory=directory,
    )


@dataclass(frozen=True)
class ColourEncoder:
    """An image encoder.  ``log``: a file that gets one line with the number of pictures per call (:func:`encoded`).
    ``seconds``: how long each call takes at least.
    """

    log: Path | None = None
    seconds: float = 0.0

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        if self.log is not None:
            with self.log.open("a", encoding="ascii") as file:
                file.write(f"{len(pixels)}\n")
        if self.seconds:
            time.sleep(self.seconds)
        return _vectors(pixels)


@dataclass(frozen=True)
class ColourTextEncoder:
    """A text encoder: the mean of the colours that are named; a text that names none is near to nothing."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), np.float32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        named = [name for name in _NAMES if name in text.lower()]
        named += [name for character, name in CHINESE.items() if character in text]
        if not named:
            return np.full(DIMENSION, DIMENSION**-0.5, dtype=np.float32)
        pictures = np.array([COLOURS[name] for name in named], dtype=np.uint8).reshape(-1, 1, 1, 3)
        mean = _vectors(np.broadcast_to(pictures, (len(named), 2, 2, 3))).mean(axis=0, keepdims=True)
        row: NDArray[np.float32] = _unit(mean)[0]
        return row


@dataclass(frozen=True)
class ColourFactory:
    """Picklable: makes a :class:`ColourEncoder` in the encoder process."""

    log: Path | None = None
    seconds: float = 0.0

    def __call__(self) -> ColourEncoder:
        return ColourEncoder(self.log, self.seconds)


def encoded(log: Path) -> int:
    """How many pictures were encoded by all encoders that write to ``log``."""
    return sum(int(line) for line in log.read_text("ascii").split()) if log.exists() else 0


def _vectors(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    if not len(pixels):
        return np.zeros((0, DIMENSION), np.float32)
    n, height, width, _ = pixels.shape
    distance = np.linalg.norm(pixels[..., None, :].astype(np.float32) - _PALETTE, axis=-1)
    shares = np.exp(-((distance / _SPREAD) ** 2))
    shares /= shares.sum(axis=-1, keepdims=True) + 1e-3
    top, left = height // 2, width // 2
    parts = [shares]
    parts += [
        shares[:, rows, columns]
        for rows in (slice(top), slice(top, None))
        for columns in (slice(left), slice(left, None))
    ]
    means = np.stack([part.reshape(n, -1, len(COLOURS)).mean(axis=1) for part in parts], axis=1)
    # Roots of shares, so that a small area still counts (the Bhattacharyya coefficient is then the product).
    vectors = np.sqrt(means) * np.array([1.0] + [_QUARTER] * 4, np.float32)[:, None]
    return _unit(vectors.reshape(n, DIMENSION))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit
