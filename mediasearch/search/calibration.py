"""What a model says of everyday names that have nothing to do with each other: what every score stands before.

Three things come from it.  What descriptions of each language have in common, a part of which is taken away from a
description (:mod:`.ranking`).  The *hubness* of a picture, one number: how near it is to names in general, whichever
they are (Bogolin et al. 2022, "Cross Modal Retrieval with Querybank Normalisation"; their inverted softmax, of which
this is the logarithm).  And the spread by which :mod:`.bands` tells a high score from a usual one.

The vectors are made once, when a model is prepared, and kept beside it; for a model that came without them they are
made when its words are loaded, and kept in the cache.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from mediasearch.paths import private_folder, private_opener, resources

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model, TextEncoder
    from mediasearch.library.vectors import VectorIndex

#: Beside a prepared model.
FILE: Final = "background.npz"

#: Raise it when other vectors or numbers come from the same model and names.
FORMAT: Final = 1

#: How sharply hubness looks at the nearest names alone: the inverse of the temperature that CLIP's training ends at.
SHARPNESS: Final = 100.0

#: Languages with names of their own.
LANGUAGES: Final = ("en", "zh")

#: Chinese characters, in a regular expression's brackets.
CHINESE: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
#: One of them makes a text Chinese; Latin letters stand in Chinese sentences, not the other way round.
_CHINESE: Final = re.compile(f"[{CHINESE}]")

#: Behind the name of a language in the file.
_AXIS: Final = "-axis"

#: Texts encoded at once, and pictures measured at once.
_BATCH: Final = 32
_SLICE: Final = 4096


@dataclass(frozen=True, eq=False)
class Rows:
    """Names of one language: ``vectors`` float32 ``(n, dimension)`` of length 1, and what they have in common.

    ``mean``: shorter than 1.  ``axis``, of length 1: the first principal direction, in which they differ most.
    """

    vectors: NDArray[np.float32]
    mean: NDArray[np.float32]
    axis: NDArray[np.float32]

    @classmethod
    def made(cls, vectors: NDArray[np.float32], axis: NDArray[np.float32] | None = None) -> Rows:
        """``axis``: where it is known already; finding it takes a tenth of a second."""
        mean = vectors.mean(axis=0)
        if axis is None:
            around = (vectors - mean).astype(np.float64)
            _, axes = np.linalg.eigh(around.T @ around)
            axis = axes[:, -1].astype(np.float32)
        return cls(vectors, mean, axis)


@dataclass(frozen=True, eq=False)
class Background:
    """``vectors``: language → float32 ``(n, dimension)``, rows of length 1; ``axes``: those of :class:`Rows`, if known.

    ``identity``: equal ones give equal numbers.
    """

    identity: str
    vectors: Mapping[str, NDArray[np.float32]]
    axes: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)

    @functools.lru_cache(maxsize=len(LANGUAGES))  # noqa: B019 - there is one background for each model
    def of(self, language: str) -> Rows:
        return Rows.made(self.vectors[language], self.axes.get(language))

    def hubness(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 ``(n,)`` for pictures float32 ``(n, dimension)``: the softened maximum of their scores for names."""
        names = next(iter(self.vectors.values()))
        found = np.empty(len(pictures), np.float32)
        for start in range(0, len(pictures), _SLICE):
            scores = SHARPNESS * (pictures[start : start + _SLICE] @ names.T)
            most = scores.max(axis=1, keepdims=True)
            sums = np.exp(scores - most).mean(axis=1)
            found[start : start + _SLICE] = (most[:, 0] + np.log(sums)) / SHARPNESS
        # Products differ in their last bits with what stands beside them; equal pictures are to have equal numbers.
        return np.round(found, 5)


def language_of(text: str, model: Model) -> str:
    """Which of the model's backgrounds ``text`` stands before."""
    return "zh" if "zh" in model.languages and _CHINESE.search(text) else "en"


def prepare_background(model: Model, encoder: TextEncoder) -> None:
    """Make the background of ``model`` and keep it in its folder.  Raises ``OSError``."""
    _write(model.directory / FILE, _made(model, encoder))


def stored_background(model: Model, cache: Path | None = None) -> Background | None:
    """The background that was kept beside ``model`` or in the folder ``cache``; None where there is no sound one."""
    for path in _places(model, cache):
        found = _read(path, identity_of(model))
        if found is not None:
            return found
    return None


def use_stored_background(index: VectorIndex, model: Model, cache: Path) -> None:
    """Let ``index`` know the pictures' hubness from the start, where the model ranks by it."""
    found = stored_background(model, cache) if model.centring else None
    if found is not None:
        index.use(found)


def background_of(model: Model, encoder: TextEncoder, cache: Path | None = None) -> Background:
    """The stored background, or a new one, which is then kept in the folder ``cache`` if that can be written."""
    found = stored_background(model, cache)
    if found is None:
        found = _made(model, encoder)
        if cache is not None:
            with suppress(OSError):  # a reader of a library that it may not write makes it again next time
                private_folder(cache)
                _write(_places(model, cache)[-1], found)
    return found


def identity_of(model: Model) -> str:
    """Of the background that belongs to ``model``, as it is and with the names that there are."""
    about = [FORMAT, SHARPNESS, model.identity, model.templates, model.languages]
    digest = hashlib.sha256(json.dumps(about).encode())
    digest.update(_table().read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:32]


def names() -> dict[str, list[str]]:
    """Language → everyday names that have nothing to do with each other."""
    rows = [line.split("\t") for line in _table().read_text("utf-8").splitlines()]
    return {language: list(column) for language, column in zip(LANGUAGES, zip(*rows, strict=True), strict=True)}


def encode_names(encoder: TextEncoder, names: Sequence[str], templates: Sequence[str]) -> NDArray[np.float32]:
    """What :func:`~mediasearch.encoders.text.encode_query` gives for each name, ``float32 (n, dimension)``."""
    texts = [template.replace("{}", name) for name in names for template in templates]
    parts = [encoder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    means = np.concatenate(parts).reshape(len(names), len(templates), -1).mean(axis=1, dtype=np.float64)
    unit: NDArray[np.float32] = (means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)).astype(
        np.float32
    )
    return unit


def _made(model: Model, encoder: TextEncoder) -> Background:
    chosen = {name: rows for name, rows in names().items() if name == "en" or name in model.languages}
    made = {name: encode_names(encoder, rows, model.templates) for name, rows in chosen.items()}
    # As it will be read: the numbers must not depend on whether it was made or found.
    return Background(identity_of(model), {name: _stored(rows).astype(np.float32) for name, rows in made.items()})


def _stored(rows: NDArray[np.float32]) -> NDArray[np.float16]:
    return rows.astype(np.float16)


def _table() -> Path:
    return resources() / "search" / "background.tsv"


def _places(model: Model, cache: Path | None) -> list[Path]:
    return [model.directory / FILE, *([cache / f"{identity_of(model)}.npz"] if cache is not None else [])]


def _write(path: Path, background: Background) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    arrays = {name: _stored(rows) for name, rows in background.vectors.items()}
    axes = {name + _AXIS: background.of(name).axis for name in background.vectors}
    try:
        with open(temporary, "wb", opener=private_opener) as file:
            np.savez(file, allow_pickle=False, identity=np.array(background.identity), **arrays, **axes)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _read(path: Path, identity: str) -> Background | None:
    try:
        with np.load(path, allow_pickle=False) as arrays:  # a zip archive: its checksums notice damage
            if str(arrays["identity"]) != identity:
                return None
            vectors = {name: arrays[name].astype(np.float32) for name in LANGUAGES if name in arrays.files}
            axes = {name: arrays[name + _AXIS] for name in vectors if name + _AXIS in arrays.files}
    except Exception:  # what NumPy and zipfile raise for damage is no closed list; the file is a cache
        return None
    return Background(identity, vectors, axes) if vectors else None
