"""The list of models as messages carry it, and as it stands on disk while no engine runs."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from mediasearch.library.catalog import Catalog
from mediasearch.library.models import Wanted
from mediasearch.models import places, registry
from mediasearch.models.places import Status
from mediasearch.models.registry import Entry
from mediasearch.paths import Library
from mediasearch.protocol import ModelInfo


def info_of(entry: Entry, status: Status, vectors: int) -> ModelInfo:
    """A model that nothing is done with at the moment.  ``vectors``: contents with an embedding of it."""
    info = ModelInfo(
        name=entry.name,
        title=entry.title,
        description=entry.description,
        languages=[*entry.languages],
        licence=entry.licence,
        architecture=entry.architecture,
        pretrained=entry.pretrained,
        dimension=entry.dimension,
        size=entry.size,
        state="absent",
        recommended=entry.recommended,
        vectors=vectors,
        trouble=status.trouble,
    )
    if status.state == "partial":
        info.state, info.paused, info.done, info.total = "downloading", True, status.done, status.total
    elif status.state == "source":
        info.state, info.paused = "preparing", True
    elif status.state in ("ready", "broken"):
        info.state = status.state
    return info


def stopped_filling(info: ModelInfo, contents: int) -> None:
    """Its filling has been begun and can go on."""
    info.state, info.paused, info.done, info.total = "filling", True, info.vectors, max(info.vectors, contents)


def on_disk(library: Library) -> list[ModelInfo]:
    """What an engine would tell, for a library that may not exist yet.  Raises :class:`MediaSearchError`."""
    active = ""
    rows = {}
    vectors: dict[int, int] = {}
    contents = 0
    if library.database.exists():
        with Catalog.open_readonly(library) as catalog:
            serving = catalog.active_model()
            active = serving.name if serving is not None else ""
            rows = {row.name: (row.id, wanted) for row, wanted in catalog.model_rows()}
            vectors, contents = catalog.vector_counts(), catalog.content_count()
    infos = []
    for entry in places.known(library.models):
        model_id, wanted = rows.get(entry.name, (0, Wanted.NO))
        info = info_of(entry, places.status(library.models, entry.name), vectors.get(model_id, 0))
        if entry.name == (active or registry.STARTER):
            info.state = "active" if info.state == "ready" else "broken"
        elif wanted in (Wanted.FILL, Wanted.STOPPED) and info.state == "ready":
            stopped_filling(info, contents)
        infos.append(info)
    return infos


def name_for(file: Path, taken: Collection[str]) -> str:
    """What an imported file's model is called: after the file, and unlike every other."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", file.stem).strip(".-") or "model"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def named(infos: Collection[ModelInfo], name: str) -> ModelInfo:
    """The model of that name.  Raises :class:`MediaSearchError` with near names for any other."""
    for info in infos:
        if info.name == name:
            return info
    entry = registry.find(name)  # one of the hub, or an error
    found = next((info for info in infos if info.name == entry.name), None)
    return found if found is not None else info_of(entry, Status("absent"), 0)
