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
class Tokenization:
    """How a text becomes token ids (open_clip's ``text_cfg`` and what its tokenizer files say).

    ``kind``: ``bpe`` (CLIP's own, ``bpe.txt.gz``) or ``hf`` (``tokenizer.json``, which holds padding and truncation as
    well).  ``clean``: ``whitespace``, ``lower`` or ``canonicalize``, as open_clip names them.  ``blank``: an id that
    is replaced by 0 afterwards.  ``frame``: the ids before and after the tokens, the padding and the last id of each
    row, where those are not in the file (open_clip's mode ``clips``).
    """

    kind: str = "bpe"
    clean: str = "lower"
    blank: int | None = None
    frame: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Model:
    """Weights and preprocessing under one name.  ``weights``: SHA-256 of what was trained.

    ``centring``: the part of the background's mean that ranking takes away from a description
    (:mod:`mediasearch.search.ranking`); 0 for a model on which nobody has measured a gain.
    ``templates`` are those for English, ``translated`` those for other languages: :meth:`templates_for`.
    ``prepared``: whether its towers run on the light runtime; if not, torch serves on the processor.
    ``precision`` (``f32`` or ``bf16``) is what the prepared towers were verified in, ``device`` the runtime's name of
    what encodes pictures.  ``runtime`` tells people about all this.  ``revision``: the commit of the repository that
    the weights were downloaded from, "" for others.
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
    translated: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tokenization: Tokenization = Tokenization()
    prepared: bool = True
    precision: str = "f32"
    device: str = "CPU"
    runtime: str = "OpenVINO, f32"
    revision: str = ""

    @property
    def identity(self) -> str:
        """Vectors of models with different identities must never be compared."""
        body = json.dumps([self.weights, asdict(self.preprocess), self.dimension], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()[:32]

    def templates_for(self, language: str) -> tuple[str, ...]:
        """The prompt templates for a description in ``language`` (ISO 639-1)."""
        return dict(self.translated).get(language, self.templates)


class ImageEncoder(Protocol):
    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """``uint8 (n, size, size, 3)`` → ``float32 (n, dimension)``, rows of length 1."""


class TextEncoder(Protocol):
    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """``n`` texts → ``float32 (n, dimension)``, rows of length 1.  Long texts are cut at the context length."""
