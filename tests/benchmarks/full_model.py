"""The full model that is recommended, with random weights, prepared just as after its download.

:func:`install` puts it into a library; made once in a run, since preparing takes half a minute.  ``python -m
tests.benchmarks.full_model MODELS ARCHITECTURE`` is the process that makes it ("small" is an architecture of ours, for
trying this out).
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from mediasearch.encoders.base import Model
from mediasearch.encoders.store import load_model
from mediasearch.library.catalog import Catalog
from mediasearch.models import places, registry
from mediasearch.paths import Library
from tests.benchmarks.commands import python

#: Its name in the registry; ViT-B-32-256.
NAME: Final = "clip-b32"


def install(library: Library, scale: str) -> Model:
    """Put the model into ``library`` and let it answer there; nothing of the library's is compiled yet."""
    library.create()
    here = places.place(library.models, NAME)
    shutil.copytree(places.place(made(scale), NAME).folder, here.folder, copy_function=os.link)
    model = load_model(here.prepared)
    with Catalog.open(library) as catalog:
        catalog.set_active_model(catalog.ensure_model(model))
    return model


def source(scale: str) -> Path:
    """The model as open_clip reads it."""
    return places.place(made(scale), NAME).source


@functools.cache
def made(scale: str) -> Path:
    """A folder like ``Library.models`` with nothing but this model in it, gone when this process ends."""
    models = Path(_kept().name) / scale
    python("full_model", str(models), "small" if scale == "quick" else registry.find(NAME).architecture)
    return models


@functools.cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="msb-model-")


def _make(models: Path, architecture: str) -> None:
    from mediasearch.encoders.prepare import prepare
    from mediasearch.encoders.runtime import open_text_encoder
    from mediasearch.encoders.torch_clip import import_open_clip
    from mediasearch.search.calibration import prepare_background
    from tests.encoders.sources import MODELS, write_config, write_weights

    open_clip = import_open_clip()
    config = MODELS["clip"][0] if architecture == "small" else open_clip.get_model_config(architecture)
    here = places.place(models, NAME)
    write_config(here.source, config, {})
    (here.source / places.SOURCE).write_text(json.dumps(registry.to_json(registry.find(NAME))))
    write_weights(here.source)
    model = prepare(here.source, here.prepared)
    prepare_background(model, open_text_encoder(model))
    shutil.rmtree(here.prepared / "compiled", ignore_errors=True)  # which knows the place it lay in
    (here.prepared / "compiled").mkdir()


if __name__ == "__main__":
    _make(Path(sys.argv[1]), sys.argv[2])
