"""The text tower that is loaded while the rest of the program is still being imported."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mediasearch.encoders.runtime import OpenVinoTextEncoder
from mediasearch.encoders.store import load_model, starter
from mediasearch.engine.ahead import Ahead, for_query
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.support.load import A_PROGRAM


@pytest.fixture
def answered(library: Library) -> Library:
    """A library in which the starter model answers."""
    library.create()
    with Catalog.open(library) as catalog:
        catalog.set_active_model(catalog.ensure_model(starter()))
    return library


def test_the_model_that_answers_is_taken_once_and_then_made_anew(answered: Library) -> None:
    ahead = Ahead(answered, 1)
    model = starter()
    first, second = ahead.take(model), ahead.take(model)
    assert isinstance(first, OpenVinoTextEncoder)
    assert first is not second
    assert np.array_equal(first.encode(["snow"]), second.encode(["snow"]))


def test_another_model_than_it_guessed_is_opened_in_the_usual_way(answered: Library, tmp_path: Path) -> None:
    shutil.copytree(starter().directory, tmp_path / "other")
    other = load_model(tmp_path / "other")
    encoder = Ahead(answered).take(other)
    assert isinstance(encoder, OpenVinoTextEncoder)
    assert encoder.model is other


@pytest.mark.parametrize("content", [None, b"", b"no database" * 1000])
def test_without_a_library_that_can_be_read_nothing_is_loaded(library: Library, content: bytes | None) -> None:
    if content is not None:
        library.create()
        library.database.write_bytes(content)
    ahead = Ahead(library)
    assert ahead.finish() is None
    assert ahead.take(starter()).encode(["snow"]).shape == (1, starter().dimension)


def test_a_query_without_a_description_loads_nothing(answered: Library) -> None:
    assert for_query(answered, "type:png in:2019") is None
    ahead = for_query(answered, "snow in:2019")
    assert ahead is not None and ahead.finish() is not None


def test_it_brings_neither_the_database_nor_torch_along() -> None:
    code = "import json, sys, mediasearch.engine.ahead; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code], text=True, timeout=A_PROGRAM))
    assert {"sqlalchemy", "numpy", "torch", "openvino"} & set(loaded) == set()
