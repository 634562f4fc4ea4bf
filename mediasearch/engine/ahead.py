"""The text tower of the model that will answer, loaded while the rest of the program is still being imported.

Importing SQLAlchemy and NumPy keeps one core busy for some tenths of a second, loading and warming a text tower another
one for as long.  Which model it will be stands in the catalog, where SQLite alone finds it in a millisecond.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Final

from mediasearch.encoders.runtime import import_openvino, open_text_encoder
from mediasearch.encoders.store import load_model
from mediasearch.errors import MediaSearchError
from mediasearch.models import places

if TYPE_CHECKING:
    from mediasearch.encoders.base import Model, TextEncoder
    from mediasearch.paths import Library

log = logging.getLogger(__name__)

#: Threads of an engine's text tower: a few words are encoded as fast with one, and indexing keeps the other cores.
WORDS_THREADS: Final = 1


def for_query(library: Library, text: str) -> Ahead | None:
    """For a command that asks for ``text`` and is about to import the rest; None when there is nothing to encode."""
    from mediasearch.search.grammar import parse

    return Ahead(library) if parse(text).describes else None


def for_engine(library: Library) -> Ahead:
    """For an engine somebody will type into."""
    return Ahead(library, WORDS_THREADS)


class Ahead:
    """``threads``: as many as the tower may use, None for all cores.

    It only guesses: whatever goes wrong here is told when the model is opened in the usual way.
    """

    def __init__(self, library: Library, threads: int | None = None) -> None:
        self._threads = threads
        self._loaded: tuple[Model, TextEncoder] | None = None
        self._thread: threading.Thread | None = None
        model = _model(library)
        if model is not None:
            import_openvino()  # here, where nothing else wants the interpreter: what follows leaves it free
            self._thread = threading.Thread(target=self._load, args=(model,), name="ahead", daemon=True)
            self._thread.start()

    def take(self, model: Model) -> TextEncoder:
        """The text tower of ``model``: the one that was loaded, the first time, else a new one.

        Raises :class:`MediaSearchError` when it cannot be loaded.
        """
        loaded = self.finish()
        if loaded is not None and loaded[0] == model:
            return loaded[1]
        return open_text_encoder(model, self._threads)

    def finish(self) -> tuple[Model, TextEncoder] | None:
        """Wait for what is being loaded, and let go of it: the interpreter must not end while a runtime loads."""
        if self._thread is not None:
            self._thread.join()
        loaded, self._loaded = self._loaded, None
        return loaded

    def _load(self, model: Model) -> None:
        try:
            encoder = open_text_encoder(model, self._threads)
            # The first inference takes memory and is several times slower: as many texts as a query has.
            encoder.encode([template.replace("{}", "a") for template in model.templates])
        except (MediaSearchError, OSError, RuntimeError) as error:
            log.info("nothing was loaded ahead: %s", error)
        else:
            self._loaded = (model, encoder)


def _model(library: Library) -> Model | None:
    """The one that answers, where there is one and the light runtime runs it."""
    if not library.database.exists():
        return None
    address = f"{library.database.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=1.0)) as catalog:
            found = catalog.execute("SELECT name FROM models WHERE active = 1").fetchone()
        model = load_model(places.prepared(library.models, str(found[0]))) if found is not None else None
    except (MediaSearchError, OSError, sqlite3.Error) as error:
        log.info("nothing is loaded ahead: %s", error)
        return None
    return model if model is not None and model.prepared else None
