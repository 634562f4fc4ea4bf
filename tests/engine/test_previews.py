"""Previews that belong to nothing: what a kill or a refused deletion left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.library.catalog import Catalog
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.support.below import files_below
from tests.support.engine import colour_engine, running
from tests.support.rainbow import rainbow


def files(library: Library) -> set[str]:
    return {path.name for path in files_below(library.thumbnails)}


@pytest.mark.expects_log("a preview could not be saved")
def test_a_preview_that_is_refused_has_the_previews_looked_through(library: Library) -> None:
    """The disk may have refused as well to take back what was begun."""
    previews = ThumbnailStore(library.thumbnails)
    (previews.path("a" * 40) / "in the way").mkdir(parents=True)
    index = VectorIndex(library.vectors, "model", 8)
    catalog = Catalog.open(library)
    store = Store(catalog, Serving(0, "model", "model", index, None), previews, lambda *_: None, lambda _: None)
    store.strays = False
    store.put_preview("b" * 40, b"jpeg")
    assert not store.strays
    store.put_preview("a" * 40, b"jpeg")
    assert store.strays
    catalog.close()


def test_what_belongs_to_no_picture_is_swept_away(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "photos")
    with running(library) as engine:
        engine.add(tmp_path / "photos")
        engine.settled()
    kept = files(library)
    assert len(kept) == 12
    store = ThumbnailStore(library.thumbnails)
    for name in ("0" * 40, "f" * 40):
        store.put(name, b"of a picture that was forgotten")
    half = store.path("0" * 40).with_name(f".{'0' * 40}.jpg.999999.tmp")
    half.write_bytes(b"killed while it was written")
    with running(library, [*colour_engine(library), "--hurry"]) as engine:
        engine.until(lambda: files(library), lambda found: found == kept)
    assert not half.parent.exists(), "no empty folders pile up"
