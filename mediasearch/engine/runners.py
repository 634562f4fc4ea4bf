"""The encoder processes of the models in use, and what answers when the engine starts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from mediasearch.encoders.base import Model
from mediasearch.encoders.process import EncoderProcess, Outcome
from mediasearch.engine import limits
from mediasearch.engine.serving import Encoders, Runner, Serving
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.outcomes import ModelRow
from mediasearch.library.rollback import distrust
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from mediasearch.search.calibration import use_stored_background
from mediasearch.settings import Settings

log = logging.getLogger(__name__)


class Runners:
    """Makes the encoder process of a model, and ends all of them.

    ``on_result`` is called on their threads, and ``on_dropped`` with the tickets of queries that a retired one leaves.
    """

    def __init__(
        self,
        encoders: Encoders,
        settings: Settings,
        on_result: Callable[[Runner, Outcome], None],
        on_dropped: Callable[[tuple[int, ...]], None],
    ) -> None:
        self._encoders = encoders
        self._idle_seconds = settings.integer("encoder_idle_seconds")
        self._cores = settings.integer("cores")
        self._on_result = on_result
        self._on_dropped = on_dropped
        self._all: list[Runner] = []

    def open(self, model_id: int, model: Model) -> Runner:
        """Costs nothing yet: the process starts with its first batch."""
        factory = self._encoders.image(model, limits.threads(self._cores))
        encoder = EncoderProcess(
            limits.OnFewCores(factory, self._cores) if self._cores else factory,
            lambda result: self._on_result(runner, result),
            size=model.preprocess.size,
            idle_seconds=self._idle_seconds,
        )
        runner = Runner(model_id, model, encoder, self._encoders.text(model))
        self._all.append(runner)
        return runner

    def retire(self, runner: Runner) -> None:
        """End its process, which may take a moment: not on the owner loop."""
        if runner in self._all:
            self._all.remove(runner)
            threading.Thread(target=lambda: self._on_dropped(runner.encoder.stop()), name="retire", daemon=True).start()

    def stop(self) -> None:
        for runner in self._all:
            runner.encoder.stop()


def first_serving(library: Library, catalog: Catalog, encoders: Encoders, runners: Runners) -> Serving:
    """What answers at the start: the model that answered last, or in a new library the one that comes with us.

    When its files are gone or damaged nothing takes its place, because another model's vectors are no use to its words
    and the other way round; names and filters work on.  A model that was replaced by a newer one of the same name (the
    program was updated) answers at once and is filled in: of the old one there is nothing left to ask with.
    """
    row = catalog.active_model()
    name = row.name if row is not None else encoders.default
    model: Model | None = None
    trouble: MediaSearchError | None = None
    try:
        model = encoders.find(name)
    except MediaSearchError as error:
        if row is None:
            raise  # not even the model that comes with the program
        log.error("%s", error)
        trouble = MediaSearchError(
            f"The model {name} cannot be used: {error.title}",
            f"Get it again or choose another one in Settings, or run: mediasearch model download {name}",
        )
    if model is not None and (row is None or row.identity != model.identity):
        model_id = catalog.ensure_model(model)
        catalog.set_active_model(model_id)
        row = ModelRow(model_id, model.name, model.identity, model.dimension)
    assert row is not None
    distrust(catalog, library.vectors)
    index = VectorIndex(library.vectors, row.identity, row.dimension)
    if model is not None:
        use_stored_background(index, model, library.backgrounds)
    index.load(catalog, row.id)
    runner = runners.open(row.id, model) if model is not None else None
    return Serving(row.id, name, row.identity, index, runner, trouble)
