"""Vectors come from the library where it has them, and from the encoder otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mediasearch.encoders.base import ImageEncoder, Model
from mediasearch.evaluate.vectors import Pictures, picture_vectors
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.support.encoders import ColourEncoder, colour_model, encoded
from tests.support.engine import running
from tests.support.rainbow import picture, rainbow

MODEL = colour_model()


def vectors_of(library: Library, paths: list[Path], log: Path) -> Pictures:
    def open_encoder(model: Model) -> ImageEncoder:
        return ColourEncoder(log)

    return picture_vectors(library, MODEL, paths, lambda done, total: None, open_encoder)


@pytest.fixture
def indexed(library: Library, tmp_path: Path) -> list[Path]:
    paths = rainbow(tmp_path / "photos")
    with running(library) as engine:
        engine.add(tmp_path / "photos")
        engine.settled()
    return paths


def test_what_is_indexed_is_not_encoded_again(library: Library, indexed: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "evaluated.log"
    found = vectors_of(library, indexed, log)
    assert (found.known, found.numbers, encoded(log)) == (12, list(range(12)), 0)
    fresh = vectors_of(Library.at(tmp_path / "none"), indexed, log)
    assert (fresh.known, encoded(log)) == (0, 12)
    # In the catalog they are in half precision, and a picture that needs a preview is decoded at another size.
    assert (found.vectors * fresh.vectors).sum(axis=1).min() > 0.999


def test_new_and_changed_files_are_encoded_and_not_added(library: Library, indexed: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "evaluated.log"
    changed, new = indexed[0], picture(tmp_path / "new.jpg", "red", seed=5)
    picture(changed, "blue", seed=77)
    os.utime(changed, (1_500_000_000, 1_500_000_000))
    found = vectors_of(library, [*indexed, new], log)
    assert (found.known, len(found.numbers), encoded(log)) == (11, 13, 2)
    with Catalog.open_readonly(library) as catalog:
        assert catalog.content_count() == 12


def test_missing_and_unreadable_files_are_told_apart(library: Library, tmp_path: Path) -> None:
    good, text = picture(tmp_path / "good.jpg"), tmp_path / "text.jpg"
    text.write_text("no picture")
    found = vectors_of(library, [tmp_path / "gone.jpg", good, text], tmp_path / "log")
    assert found.numbers == [1] and found.vectors.shape == (1, MODEL.dimension)
    assert found.missing == [tmp_path / "gone.jpg"]
    assert [(error.path, error.reason) for error in found.unreadable] == [(str(text), "not-an-image")]


def test_progress_counts_up_to_all_pictures(tmp_path: Path) -> None:
    paths, seen = rainbow(tmp_path / "photos", each=3), []
    picture_vectors(
        Library.at(tmp_path / "none"), MODEL, paths, lambda *now: seen.append(now), lambda model: ColourEncoder()
    )
    assert seen[0] == (0, 36) and seen[-1] == (36, 36) and seen == sorted(seen)
