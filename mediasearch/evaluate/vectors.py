"""The vectors of pictures: the library's own where a file is indexed as it is now, encoded on the spot otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from mediasearch.encoders.runtime import open_image_encoder
from mediasearch.errors import FileError
from mediasearch.ingest.decode import decode_query
from mediasearch.library.catalog import Catalog
from mediasearch.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mediasearch.encoders.base import ImageEncoder, Model
    from mediasearch.paths import Library

#: Pictures encoded at once.
_BATCH: Final = 16


@dataclass(frozen=True)
class Pictures:
    """``vectors`` float32 ``(n, dimension)`` of the pictures numbered ``numbers``; ``known`` of them were indexed."""

    numbers: list[int]
    vectors: NDArray[np.float32]
    known: int
    missing: list[Path]
    unreadable: list[FileError]


def picture_vectors(
    library: Library,
    model: Model,
    paths: Sequence[Path],
    progress: Callable[[int, int], None],
    open_encoder: Callable[[Model], ImageEncoder] = open_image_encoder,
) -> Pictures:
    """The vectors of ``paths``; nothing is added to the library.  ``progress(done, total)`` counts pictures."""
    vectors = _indexed(library, model, paths)
    known = len(vectors)
    missing = [path for place, path in enumerate(paths) if place not in vectors and not path.is_file()]
    absent = set(missing)
    waiting = [place for place, path in enumerate(paths) if place not in vectors and path not in absent]
    progress(len(paths) - len(waiting), len(paths))
    unreadable: list[FileError] = []
    size, limit = model.preprocess.size, Settings(library.settings).integer("max_megapixels") * 1_000_000
    encoder = open_encoder(model) if waiting else None
    for start in range(0, len(waiting), _BATCH):
        part = waiting[start : start + _BATCH]
        pixels: dict[int, bytes] = {}
        for place in part:
            try:
                pixels[place] = decode_query(str(paths[place]), model.preprocess, limit)
            except FileError as error:
                unreadable.append(error)
        if pixels and encoder is not None:
            batch = np.frombuffer(b"".join(pixels.values()), np.uint8).reshape(len(pixels), size, size, 3)
            vectors.update(zip(pixels, encoder.encode(batch), strict=True))
        progress(len(paths) - len(waiting) + start + len(part), len(paths))
    numbers = sorted(vectors)
    rows = [vectors[place] for place in numbers]
    stacked = np.stack(rows).astype(np.float32) if rows else np.zeros((0, model.dimension), np.float32)
    return Pictures(numbers, stacked, known, missing, unreadable)


def _indexed(library: Library, model: Model, paths: Sequence[Path]) -> dict[int, NDArray[np.float32]]:
    """By place in ``paths``: vectors of files that the library holds, unchanged, for this model."""
    if not library.database.exists():
        return {}
    found: dict[int, NDArray[np.float32]] = {}
    with Catalog.open_readonly(library) as catalog:
        row = next((row for row, _ in catalog.model_rows() if row.identity == model.identity), None)
        if row is None:
            return {}
        for place, path in enumerate(paths):
            try:
                about = path.stat()
            except OSError:
                continue
            content = catalog.find_file(str(path.absolute()), size=about.st_size, mtime_ns=about.st_mtime_ns)
            vector = None if content is None else catalog.content_vector(content, row.id)
            if vector is not None:
                found[place] = vector
    return found
