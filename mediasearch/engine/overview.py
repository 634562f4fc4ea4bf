"""What the library holds, counted aside: a look at a million rows must not keep the owner loop from a query."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library

log = logging.getLogger(__name__)


class Overview:
    """One thread with a reader of its own, started when somebody asks."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._thread = ThreadPoolExecutor(1, "overview")

    def values(self, client: Client, message: protocol.ListValues) -> None:
        """Answer ``message`` when it is counted."""
        self._thread.submit(self._count, client, message)

    def stop(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _count(self, client: Client, message: protocol.ListValues) -> None:
        try:
            with Catalog.open_readonly(self._library) as catalog:
                found = catalog.values(message.name)
        except MediaSearchError as error:
            client.send(protocol.Failure(message.request, error.title, error.advice))
        except Exception:
            log.exception("the values of %s could not be counted", message.name)
            client.send(protocol.Failure(message.request, "Something went wrong inside Mediasearch"))
        else:
            values = [protocol.Value(value, count) for value, count in found]
            client.send(protocol.ValuesReply(message.request, message.name, values))
