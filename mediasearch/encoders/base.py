"""What an encoder is: text and pictures into one space of unit vectors.

Nothing heavy is imported here, so that every process can name a model without loading it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Preprocess:
    """How a picture becomes the model's input (open_clip's ``preprocess_cfg``).

    ``resize_mode``: ``shortest`` (scale the short side, crop the centre), ``squash`` (ignore the aspect ratio) or
    ``longest`` (fit inside and fill).  ``interpolation``: ``bicubic`` or ``bilinear``.
    """

    size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: str = "bicubic"
    resize_mode: str = "shortest"
    fill: int = 0


@dataclass(frozen=True)
class Model:
    """Weights and preprocessing under one name.  ``weights``: SHA-256 of what was trained.

    ``centring``: the part of the background's mean that ranking takes away from a description
    (:mod:`mediasearch.search.ranking`); 0 for a model on which nobody has measured a gain.
    """

    name: str
    dimension: int
    context_length: int
    languages: tuple[str, ...]
    weights: str
    preprocess: Preprocess
    directory: Path
    templates: tuple[str, ...] = ("{}",)
    centring: float = 0.0

    @property
    def identity(self) -> str:
        """Vectors of models with different identities must never be compared."""
        body = json.dumps([self.weights, asdict(self.preprocess), self.dimension], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()[:32]


class ImageEncoder(Protocol):
    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """``uint8 (n, size, size, 3)`` → ``float32 (n, dimension)``, rows of length 1."""


class TextEncoder(Protocol):
    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """``n`` texts → ``float32 (n, dimension)``, rows of length 1.  Long texts are cut at the context length."""
