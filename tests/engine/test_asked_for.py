"""A picture whose name is searched for while it waits to be read is read before all others."""

from __future__ import annotations

import os
from pathlib import Path

from mediasearch import protocol
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.support.engine import running
from tests.support.rainbow import picture, rainbow


def test_what_is_searched_for_by_name_is_read_first(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos, each=20)
    oldest = picture(photos / "Grandma's accordion.jpg", "red", seed=99)
    os.utime(oldest, (1_000_000_000, 1_000_000_000))  # the last in turn
    with running(library) as engine:
        engine.ask(protocol.SetPaused(0, True))
        engine.add(photos)
        engine.until(lambda: engine.root, lambda root: root.pending == 241)
        for text in ("g", "gr", "grandma", "grandma accord", "accordion"):  # it is looked for behind each answer
            assert engine.names(text) == []
        engine.ask(protocol.SetPaused(0, False))
        engine.until(lambda: engine.names("accordion")[:1], lambda names: names == [oldest.name])
        engine.settled()
        assert engine.root.indexed == 241
    with Catalog.open_readonly(library) as catalog:
        order = [Path(row.files[0][0]).name for row in catalog.rows(sorted(catalog.newest()))]
    assert order.index(oldest.name) < 120, "among the first, where it would have been the last"
