"""Previews that belong to nothing: what a kill or a refused deletion left behind."""

from __future__ import annotations

from pathlib import Path

from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.paths import Library
from tests.support.below import files_below
from tests.support.engine import colour_engine, running
from tests.support.rainbow import rainbow


def files(library: Library) -> set[str]:
    return {path.name for path in files_below(library.thumbnails)}


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
