"""A catalog with a model, and a person's photos reduced to what the catalog sees of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.library.album import Album, make_model


@pytest.fixture
def catalog(library: Library) -> Iterator[Catalog]:
    with Catalog.open(library) as opened:
        yield opened


@pytest.fixture
def album(catalog: Catalog) -> Album:
    """The catalog with an active model and one root, /photos."""
    model = catalog.ensure_model(make_model())
    catalog.set_active_model(model)
    return Album(catalog, model, catalog.add_root("/photos").id)
