"""What a person is told of one picture of an answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.search.answer import Answer
from mediasearch.search.hits import hit_of
from tests.library.album import Album, make_model


def test_a_hit_tells_what_is_known_of_its_content(tmp_path: Path) -> None:
    with Catalog.open(Library.at(tmp_path)) as catalog:
        model = catalog.ensure_model(make_model())
        album = Album(catalog, model, catalog.add_root("/photos").id)
        album.write("party.mp4", "party")
        decoded, vector = album.outcome(catalog.pending(model, 1)[0])
        about = replace(decoded.metadata, kind="video", duration=12.5, camera="Pixel 8", latitude=48.2, longitude=16.4)
        catalog.record(model, [(replace(decoded, metadata=about), vector)])
        hit = hit_of(album.rows()[0], Answer(catalog.newest()), 0, lambda name: None)
    assert (hit.rank, Path(hit.path).name, hit.online, hit.size > 0) == (1, "party.mp4", True, True)
    assert (hit.kind, hit.duration, hit.camera, hit.latitude, hit.longitude) == ("video", 12.5, "Pixel 8", 48.2, 16.4)
    assert (hit.width, hit.height, hit.palette, hit.band, hit.stack) == (4, 3, "ff0000", "", 1)
