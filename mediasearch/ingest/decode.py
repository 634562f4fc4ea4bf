"""From a file to the model's pixels, a thumbnail and what the picture says about itself.  Runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from mediasearch.encoders.base import Preprocess
from mediasearch.library.records import Decoded, PendingFile

THUMBNAIL_EDGE = 512  # the largest card (400 px) on a display of ordinary density, and a decent preview on others


@dataclass(frozen=True, slots=True)
class DecodeTask:
    """One file to decode.  ``max_pixels`` is checked against the header, before anything is decoded."""

    file: PendingFile
    preprocess: Preprocess
    max_pixels: int
    thumbnail_edge: int = THUMBNAIL_EDGE


def decode_file(task: DecodeTask) -> Decoded:
    """Hash and decode one file.  Raises :class:`mediasearch.errors.FileError`, and nothing else."""
    raise NotImplementedError


def decode_query(source: bytes | str, preprocess: Preprocess, max_pixels: int) -> bytes:
    """The model's pixels, ``uint8 (size, size, 3)``, of a picture given as encoded bytes or as a path.

    Raises :class:`mediasearch.errors.FileError`, and nothing else.
    """
    raise NotImplementedError
