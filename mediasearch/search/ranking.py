"""How words become the query vector that ranks: what all descriptions have in common is taken away.

Text vectors lie in a narrow cone of their own (Liang et al. 2022, "Mind the Gap").  The cone's axis favours the same
pictures whatever was asked for; most of it is the mean of many unrelated descriptions, and subtracting a part of that
mean puts pictures first that are near to *this* description.  The same part of the direction in which unrelated
descriptions differ most goes, too (Mu and Viswanath 2018, "All-but-the-Top").  Both must be of the query's own style:
the same templates, the same language.  What remains is that some pictures are near to many names; their hubness counts
against them (:mod:`.calibration`), as the last element of the query vector says.

``python -m tests.benchmarks.ranking`` measures what each of these gains.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mediasearch.encoders.text import encode_query
from mediasearch.search.bands import cuts_of
from mediasearch.search.calibration import CHINESE, Background, Rows, background_of, language_of, stored_background

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model, TextEncoder

#: What hubness weighs beside a centred description of length 1.  On real vectors half as much and a third more gain
#: nearly the same.
HUBNESS: Final = 0.75

#: Chinese characters, or twice the words, of what is still like a name.  Longer descriptions have another style than
#: the background: of them only the mean is taken away, which is known not to hurt them; counting the hubness of names
#: against them cost the starter model 4 % of its recall@1.
LONGEST_NAME: Final = 8

_CHINESE: Final = re.compile(f"[{CHINESE}]")
_WORD: Final = re.compile(rf"[^\W{CHINESE}]+")


class Words:
    """A model's text encoder and its background; used by one thread at a time.

    ``cache``: the folder for the background of a model that came without one.
    """

    def __init__(self, encoder: TextEncoder, model: Model, cache: Path | None = None) -> None:
        self._encoder = encoder
        self._model = model
        self._cache = cache
        self._background: Background | None = None
        self._names: dict[str, NDArray[np.float32]] = {}

    def prepare(self) -> None:
        """Load or make the background now, if it is needed at all, so that the first query need not wait for it."""
        if self._model.centring or cuts_of(self._model) is not None:
            _ = self.background

    @property
    def background(self) -> Background:
        if self._background is None:
            self._background = background_of(self._model, self._encoder, self._cache)
        return self._background

    @property
    def hubness(self) -> Background | None:
        """What measures pictures for the last element of :meth:`vector`; None when that is 0."""
        return self.background if self._model.centring else None

    def vector(self, text: str) -> NDArray[np.float32]:
        """The query vector (:mod:`.fusion`) that ranks pictures for ``text``."""
        import numpy as np

        vector = encode_query(self._encoder, text, self._model.templates)
        part = self._model.centring
        if not part:
            return np.append(vector, np.float32(0))
        rows = self.background.of(language_of(text, self._model))
        if is_name(text):
            return np.append(centred(vector[None], rows, part)[0], np.float32(-HUBNESS))
        plain = replace(rows, axis=np.zeros_like(rows.axis))
        return np.append(centred(vector[None], plain, part)[0], np.float32(0))

    def names(self, text: str) -> NDArray[np.float32]:
        """The everyday names that ``text`` stands before, centred as it is: float32 ``(n, dimension)`` of length 1."""

        language = language_of(text, self._model)
        if language not in self._names:
            rows = self.background.of(language)
            self._names[language] = centred(rows.vectors, rows, self._model.centring)
        return self._names[language]


def probes(model: Model, cache: Path) -> NDArray[np.float32] | None:
    """Query vectors of everyday names, float32 ``(n, dimension + 1)``, to hold an index against; None without any."""
    import numpy as np

    background = stored_background(model, cache)
    if background is None:
        return None
    rows = background.of(next(iter(background.vectors)))
    vectors = centred(rows.vectors, rows, model.centring) if model.centring else rows.vectors
    return np.column_stack([vectors, np.full(len(vectors), -HUBNESS if model.centring else 0, np.float32)])


def is_name(text: str) -> bool:
    """Whether ``text`` is in the style of the background: a few words, no sentence."""
    return len(_CHINESE.findall(text)) + 2 * len(_WORD.findall(text)) <= LONGEST_NAME


def centred(vectors: NDArray[np.float32], background: Rows, part: float) -> NDArray[np.float32]:
    """Rows of ``vectors (n, dimension)`` without ``part`` of the background's mean and of what lies along its axis.

    The answer's rows have length 1.  Up to ``part`` 0.75 names of things gain and whole sentences do not lose; beyond
    it sentences do.
    """
    import numpy as np

    rest = vectors - np.float32(part) * background.mean
    rest = rest - np.float32(part) * np.outer(rest @ background.axis, background.axis)
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    # A description that is nothing but the background has no side to lean to.
    rest = np.where(lengths > 1e-6, rest, vectors)
    return np.asarray(rest / np.where(lengths > 1e-6, lengths, 1), dtype=np.float32)
