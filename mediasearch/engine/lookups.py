"""Quick questions about the library, answered on a thread of their own with a reader of their own."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.engine.folders import FolderTree
from mediasearch.engine.suggestions import Vocabulary
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog

log = logging.getLogger(__name__)

#: A vocabulary is gathered anew at most this often, and never for more than this part of the time.
GATHER_SECONDS: Final = 2.0
GATHER_SHARE: Final = 0.05
_Question = protocol.Suggest | protocol.ListFolders
_WARM: Final = object()
#: A question and who asks it, :data:`_WARM`, or None to end.
_Job = tuple[Client, _Question] | object | None

#: A window has more urgent things to do when it opens.
LOOKUP_SECONDS: Final = 3.0
#: Suggestions that are asked for; more are of no use to anybody.
MOST: Final = 100


class Lookups:
    """Everything public may be called from the owner loop; it only puts things on a queue."""

    def __init__(self, open_catalog: Callable[[], Catalog]) -> None:
        self._open_catalog = open_catalog
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._vocabulary = Vocabulary(())
        self._folders = FolderTree()
        self._state: int | None = None  #: of the database when the vocabulary was gathered
        self._gatherer: threading.Thread | None = None
        self._gather_at = 0.0
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="lookups", daemon=True)
        self._thread.start()

    def warm(self) -> None:
        """Somebody is about to type."""
        self._jobs.put(_WARM)

    def carry_out(self, client: Client, message: protocol.Message) -> bool:
        """Whether it was one of these questions."""
        if not isinstance(message, protocol.Suggest | protocol.ListFolders):
            return False
        self._jobs.put((client, message))
        return True

    def stop(self, timeout: float) -> None:
        self._stopping = True
        self._jobs.put(None)
        self._thread.join(timeout)

    # ------------------------------------------------------------------------------------------ on the thread

    def _serve(self) -> None:
        with contextlib.ExitStack() as opened:
            catalog: Catalog | None = None
            while (job := self._jobs.get()) is not None and not self._stopping:
                client, message = job if isinstance(job, tuple) else (None, None)
                try:
                    if catalog is None:
                        catalog = opened.enter_context(self._open_catalog())
                    if client is not None and message is not None:
                        client.send(self._answer(catalog, message))
                    self._keep_up(catalog)
                except MediaSearchError as error:
                    self._fail(client, message, error.title, error.advice)
                except Exception:
                    log.exception("a question was not answered")
                    self._fail(client, message, "This could not be looked up", "The log says more.")

    def _answer(self, catalog: Catalog, message: _Question) -> protocol.Event:
        if isinstance(message, protocol.ListFolders):
            return self._folders.answer(catalog, message)
        return protocol.Suggestions(message.request, self._vocabulary.complete(message.text, min(message.limit, MOST)))

    def _fail(self, client: Client | None, message: _Question | None, title: str, advice: str) -> None:
        if client is not None and message is not None:
            client.send(protocol.Failure(message.request, title, advice))

    def _keep_up(self, catalog: Catalog) -> None:
        """Have the vocabulary gathered anew when the library has changed, beside the answering."""
        busy = self._gatherer is not None and self._gatherer.is_alive()
        if busy or time.monotonic() < self._gather_at or (state := catalog.state()) == self._state:
            return
        self._state = state
        self._gatherer = threading.Thread(target=self._gather, name="vocabulary", daemon=True)
        self._gatherer.start()

    def _gather(self) -> None:
        began = time.monotonic()
        try:
            with self._open_catalog() as catalog:
                self._vocabulary = Vocabulary.of(catalog, lambda: self._stopping)
        except MediaSearchError as error:
            log.info("nothing can be suggested: %s", error)
        now = time.monotonic()
        self._gather_at = now + max(GATHER_SECONDS, (now - began) / GATHER_SHARE)
