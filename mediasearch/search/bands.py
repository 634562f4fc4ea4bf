"""Best matches and less certain ones: how far a score stands out, never how high it is.

No one cosine tells matches from others: some pictures score high for everything, some descriptions on every picture.
So a score is standardised twice.  Against the picture's *own* scores for everyday names (:mod:`.calibration`): is this
description nearer to it than others are?  And against the *crowd*, the scores of all pictures that pass the filters,
by median and median absolute deviation: does this picture stand out among them?  A description is judged by the mean
of both, so that neither a folder full of dogs nor a picture near to everything misleads; what is asked with pictures,
which have no background of names, by the crowd alone.

A cut is fitted on one half of names and pictures so that what lies above it is right in 85 of 100, and checked on the
other half (``python -m tests.benchmarks.ranking``).  It says nothing about whether any true match exists: that can
hardly be known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model

    Rows = NDArray[np.float32]

#: Beside a model that was measured by itself.
FILE: Final = "calibration.json"

#: Pictures whose scores make the crowd; of more, so many evenly spread ones.
CROWD: Final = 4096
#: Fewer tell nothing.
LEAST: Final = 30


@dataclass(frozen=True)
class Cuts:
    """In standard deviations: the cut for descriptions and the one for what pictures are part of.

    ``reach``: how far closer and broader move them at most.
    """

    described: float
    pictured: float
    reach: float

    def at(self, breadth: float, *, described: bool) -> float:
        """The cut for a breadth from -1 (closer) to 1 (broader)."""
        return (self.described if described else self.pictured) - self.reach * min(1.0, max(-1.0, breadth))


#: Of CLIP's kind of model: fitted on OpenAI's ViT-B/32, 80 names over 2,500 photos, in standard deviations.
CLIP: Final = Cuts(described=4.1, pictured=4.7, reach=1.5)


def cuts_of(model: Model) -> Cuts | None:
    """The cuts kept beside ``model``; else those of its kind; None for a model that nobody has calibrated."""
    try:
        body = json.loads((Path(model.directory) / FILE).read_bytes())
        return Cuts(float(body["described"]), float(body["pictured"]), float(body["reach"]))
    except (OSError, ValueError, KeyError, TypeError):
        return CLIP if model.centring else None


def standardised(
    scores: NDArray[np.floating], own: NDArray[np.float64] | None, crowd: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """How far ``scores (n,)`` stand out: their distance from the crowd, or its mean with ``own``; None: unknown."""
    if len(crowd) < LEAST:
        return own
    middle = np.median(crowd)
    spread = 1.4826 * np.median(np.abs(crowd - middle))
    if spread <= 0:
        return own
    apart: NDArray[np.float64] = (scores - middle) / spread
    return apart if own is None else (apart + own) / 2


def own_distances(query: Rows, pictures: Rows, names: Rows) -> NDArray[np.float64]:
    """For each row of ``pictures (n, dimension)`` how many standard deviations ``query (dimension,)`` lies above what
    ``names (m, dimension)``, centred as the query is, score on it."""
    middle, spread = usual(pictures, names)
    distances: NDArray[np.float64] = ((pictures @ query).astype(np.float64) - middle) / spread
    return distances


def usual(pictures: Rows, names: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What ``names`` score on each picture: mean and standard deviation, float64 ``(n,)``."""
    scores = pictures @ names.T
    return scores.mean(axis=1, dtype=np.float64), np.maximum(scores.std(axis=1, dtype=np.float64), 1e-6)
