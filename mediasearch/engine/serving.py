"""A model at work: who makes its vectors, and the vectors that answer.

Two may be at work at once: the one that *serves*, and another whose embeddings are being filled in.  Whatever is under
way (a file in a worker, a batch in the encoder, a query) holds on to the one it began with, so that a result can never
be taken for another model's.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mediasearch.encoders.base import ImageEncoder, Model, Preprocess, TextEncoder
from mediasearch.engine.ahead import WORDS_THREADS, Ahead
from mediasearch.errors import MediaSearchError
from mediasearch.models import places, registry
from mediasearch.models.places import Status
from mediasearch.models.registry import Entry

if TYPE_CHECKING:
    from mediasearch.encoders.process import EncoderProcess
    from mediasearch.library.vectors import VectorIndex

#: For previews while no model can be opened: what a picture is scaled to for it is thrown away.
_PLAIN = Preprocess(size=32, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


class Encoders(Protocol):
    """Which models there are, and how their towers are opened; tests have one of their own."""

    @property
    def default(self) -> str:
        """The name of the model that a new library begins with."""

    def entries(self) -> list[Entry]:
        """Every model that could be had or is here."""

    def status(self, name: str) -> Status:
        """What there is of one of them; cheap."""

    def find(self, name: str) -> Model:
        """Raises :class:`MediaSearchError` when it is not ready or is damaged; reads its files."""

    def image(self, model: Model, threads: int | None) -> Callable[[], ImageEncoder]:
        """Picklable: called in the encoder process.  ``threads``: as many as it may use, None for all cores."""

    def text(self, model: Model) -> Callable[[], TextEncoder]:
        """Called on the query thread."""


@dataclass(frozen=True)
class LightEncoders:
    """The models of a library (``Library.models``) and the starter, on the light runtime.

    ``ahead``: where a text tower may be loaded already.
    """

    models: Path
    default: str = registry.STARTER
    ahead: Ahead | None = None

    def entries(self) -> list[Entry]:
        return places.known(self.models)

    def status(self, name: str) -> Status:
        return places.status(self.models, name)

    def find(self, name: str) -> Model:
        from mediasearch.encoders.store import load_model

        return load_model(places.prepared(self.models, name))

    def image(self, model: Model, threads: int | None) -> Callable[[], ImageEncoder]:
        from mediasearch.encoders.accelerated import open_batch_encoder

        return functools.partial(open_batch_encoder, model, threads)

    def text(self, model: Model) -> Callable[[], TextEncoder]:
        from mediasearch.encoders.resting import Resting
        from mediasearch.encoders.runtime import open_text_encoder

        if self.ahead is not None:
            return functools.partial(Resting, functools.partial(self.ahead.take, model))
        return functools.partial(Resting, functools.partial(open_text_encoder, model, WORDS_THREADS))


@dataclass(frozen=True, eq=False)
class Runner:
    """A model that can be opened, with the process that encodes pictures for it."""

    model_id: int  #: the catalog's
    model: Model
    encoder: EncoderProcess
    open_text: Callable[[], TextEncoder]


@dataclass(frozen=True, eq=False)
class Serving:
    """The model that answers.  Without a ``runner`` its files are gone or damaged, and ``trouble`` says it."""

    model_id: int
    name: str
    identity: str
    index: VectorIndex
    runner: Runner | None
    trouble: MediaSearchError | None = None

    def opened(self) -> Runner:
        """Raises :class:`MediaSearchError` when nothing can be encoded with this model."""
        if self.runner is None:
            raise self.trouble or MediaSearchError("There is no model", "Choose one in Settings.")
        return self.runner

    @property
    def preprocess(self) -> Preprocess:
        return self.runner.model.preprocess if self.runner is not None else _PLAIN
