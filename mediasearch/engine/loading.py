"""Loads the words of models on a thread of its own, so that a query without any need not wait for them."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.errors import MediaSearchError
from mediasearch.search.ranking import Words

if TYPE_CHECKING:
    from mediasearch.engine.serving import Serving

log = logging.getLogger(__name__)


class Loading:
    """``cache``: the folder for backgrounds; ``loaded(serving, words)`` is called on the loading thread."""

    def __init__(self, cache: Path, loaded: Callable[[Serving, Words], None]) -> None:
        self._cache = cache
        self._loaded = loaded
        self._lock = threading.Lock()
        self._words: dict[int, Future[Words]] = {}  # by model
        self._jobs: queue.SimpleQueue[tuple[Serving, Future[Words]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="words", daemon=True)
        self._thread.start()

    def start(self, serving: Serving) -> Future[Words]:
        """Load the words of a model, unless they are there or under way; failing is tried again next time."""
        with self._lock:
            known = self._words.get(serving.model_id)
            if known is None or (known.done() and known.exception() is not None):
                known = self._words[serving.model_id] = Future()
                self._jobs.put((serving, known))
            return known

    def of(self, serving: Serving) -> Words:
        """Waits for them.  Raises :class:`MediaSearchError` when the model's text tower cannot be loaded."""
        return self.start(serving).result()

    def keep(self, serving: Serving) -> None:
        """Only this model's words are needed from now on."""
        with self._lock:
            self._words = {key: words for key, words in self._words.items() if key == serving.model_id}

    def stop(self, timeout: float) -> None:
        """A runtime that is still loading when the interpreter goes aborts the process."""
        self._jobs.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            serving, future = job
            try:
                runner = serving.opened()
                words = Words(runner.open_text(), runner.model, self._cache)
                words.prepare()
                self._loaded(serving, words)
            except MediaSearchError as error:
                log.info("text encoder: %s", error)  # whoever asks is told
                future.set_exception(error)
            except Exception as error:
                log.exception("text encoder")
                advice = "Choose another model in Settings; the log has the details."
                trouble = MediaSearchError("The model for descriptions could not be loaded", advice)
                trouble.__cause__ = error
                future.set_exception(trouble)
            else:
                future.set_result(words)
