"""The models of tests: the deterministic colour encoder under two identities, instead of those on disk.

``colours`` is what a new library begins with.  ``shades`` sees the same pictures in another space of another dimension
and another size of input, so vectors of one are no use to the other.  A file ``gone-NAME`` or ``damaged-NAME`` in the
models' folder makes a model disappear or break.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.encoders.base import ImageEncoder, Model, TextEncoder
from mediasearch.errors import MediaSearchError
from mediasearch.models import places
from mediasearch.models.places import Status
from mediasearch.models.registry import Entry
from tests.support.encoders import DIMENSION, ColourFactory, ColourTextEncoder, colour_model

COLOURS, SHADES = "colours", "shades"


def shades_model(directory: Path = Path("shades")) -> Model:
    return replace(
        colour_model(directory, size=24),
        name=SHADES,
        weights="1" * 64,
        dimension=DIMENSION + 3,
        languages=("en",),
    )


@dataclass(frozen=True)
class ColourModels:
    """``log``: a file with a line for each batch; a batch takes at least ``seconds``.

    The batches of ``shades`` are logged beside it, in ``LOG.shades``.
    """

    models: Path
    log: Path | None = None
    seconds: float = 0.0
    default: str = COLOURS

    def entries(self) -> list[Entry]:
        ours = [
            Entry(COLOURS, "Colours", "Knows colours.", ("en", "zh"), "none", dimension=DIMENSION),
            Entry(SHADES, "Shades", "Knows shades.", ("en",), "none", dimension=DIMENSION + 3),
        ]
        return ours + places.known(self.models)

    def status(self, name: str) -> Status:
        if name not in (COLOURS, SHADES):
            return places.status(self.models, name)
        return Status("absent" if (self.models / f"gone-{name}").exists() else "ready")

    def find(self, name: str) -> Model:
        if name not in (COLOURS, SHADES):
            raise MediaSearchError(f"The model {name} is not ready", "Download it.")
        if (self.models / f"damaged-{name}").exists() or (self.models / f"gone-{name}").exists():
            raise MediaSearchError(f"The model in {self.models / name} is damaged", "Get it again.")
        return colour_model() if name == COLOURS else shades_model()

    def image(self, model: Model, threads: int | None) -> Callable[[], ImageEncoder]:
        if model.name == COLOURS:
            return ColourFactory(self.log, self.seconds)
        return _ShadeFactory(self.log.with_suffix(".shades") if self.log is not None else None, self.seconds)

    def text(self, model: Model) -> Callable[[], TextEncoder]:
        return ColourTextEncoder if model.name == COLOURS else _ShadeTexts


@dataclass(frozen=True)
class _ShadeFactory:
    log: Path | None
    seconds: float

    def __call__(self) -> ImageEncoder:
        return _ShadeImages(ColourFactory(self.log, self.seconds)())


@dataclass(frozen=True)
class _ShadeImages:
    colours: ImageEncoder

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        return _shaded(self.colours.encode(pixels))


class _ShadeTexts:
    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return _shaded(ColourTextEncoder().encode(texts))


def _shaded(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same distances in another basis, and three dimensions more."""
    turned = np.roll(vectors, 7, axis=1) * np.where(np.arange(DIMENSION) % 2, 1, -1).astype(np.float32)
    return np.concatenate([turned, np.zeros((len(vectors), 3), np.float32)], axis=1)
