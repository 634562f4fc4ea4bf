"""How words become the vector that ranks: what all descriptions have in common is taken away.

Text vectors lie in a narrow cone of their own (Liang et al. 2022, "Mind the Gap").  The cone's axis favours the same
pictures whatever was asked for; most of it is the mean of many unrelated descriptions, and subtracting a part of that
mean puts pictures first that are near to *this* description (the additive cousin of the hubness corrections of
Bogolin et al. 2022, "Cross Modal Retrieval with Querybank Normalisation").  It changes the query alone, so it works
with any index.  The mean must be of the query's own style: the same templates, the same language.

``python -m tests.benchmarks.ranking`` measures what it gains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mediasearch.encoders.text import encode_query
from mediasearch.paths import resources

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model, TextEncoder

#: One Chinese character makes a query Chinese; Latin letters stand in Chinese sentences, not the other way round.
_CHINESE: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

#: Texts encoded at once.
_BATCH: Final = 32


class Words:
    """A model's text encoder, and the means of its background; used by one thread at a time."""

    def __init__(self, encoder: TextEncoder, model: Model) -> None:
        self._encoder = encoder
        self._model = model
        self._part = model.centring
        self._means: dict[str, NDArray[np.float32]] = {}

    def prepare(self) -> None:
        """Compute the means now, so that the first query need not wait for them."""
        if self._part:
            for language in {self._language(name) for names in background().values() for name in names[:1]}:
                self._mean(language)

    def vector(self, text: str) -> NDArray[np.float32]:
        """``float32 (dimension,)`` of length 1: what ranks pictures for ``text``."""
        vector = encode_query(self._encoder, text, self._model.templates)
        return centred(vector, self._mean(self._language(text)), self._part) if self._part else vector

    def _language(self, text: str) -> str:
        return "zh" if "zh" in self._model.languages and _CHINESE.search(text) else "en"

    def _mean(self, language: str) -> NDArray[np.float32]:
        if language not in self._means:
            vectors = encode_names(self._encoder, background()[language], self._model.templates)
            self._means[language] = vectors.mean(axis=0)
        return self._means[language]


def centred(vector: NDArray[np.float32], mean: NDArray[np.float32], part: float) -> NDArray[np.float32]:
    """``vector − part · mean``, float32 ``(dimension,)``, scaled to length 1.

    Up to ``part`` 0.75 names of things gain and whole sentences do not lose; beyond it sentences do.
    """
    import numpy as np

    rest = vector - np.float32(part) * mean
    length = float(np.linalg.norm(rest))
    # A description that is nothing but the background has no side to lean to.
    return np.asarray(rest / length, dtype=np.float32) if length > 1e-6 else vector


def encode_names(encoder: TextEncoder, names: Sequence[str], templates: Sequence[str]) -> NDArray[np.float32]:
    """What :func:`~mediasearch.encoders.text.encode_query` gives for each name, ``float32 (n, dimension)``."""
    import numpy as np

    texts = [template.replace("{}", name) for name in names for template in templates]
    parts = [encoder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    means = np.concatenate(parts).reshape(len(names), len(templates), -1).mean(axis=1, dtype=np.float64)
    unit: NDArray[np.float32] = (means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)).astype(
        np.float32
    )
    return unit


def background() -> dict[str, list[str]]:
    """Language → everyday names that have nothing to do with each other."""
    lines = (resources() / "search" / "background.tsv").read_text("utf-8").splitlines()
    english, chinese = zip(*(line.split("\t") for line in lines), strict=True)
    return {"en": list(english), "zh": list(chinese)}
