"""Pictures inside a query: their vectors from the library, or through a decoder and the encoder ahead of indexing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediasearch import protocol, reasons
from mediasearch.engine.loop import URGENT, Loop
from mediasearch.errors import MediaSearchError
from mediasearch.library.records import Failed

if TYPE_CHECKING:
    from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied
    from mediasearch.engine.serving import Serving
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool, QueryPixels
    from mediasearch.search.fusion import Weighted


@dataclass
class Gathering:
    """The pictures of one query.  One of the two is called on the loop, once: at once or later."""

    serving: Serving
    done: Callable[[list[Weighted]], None]
    failed: Callable[[MediaSearchError], None]
    found: list[Weighted] = field(default_factory=list)
    waiting: int = 0  #: pictures on their way through decoder and encoder
    over: bool = False


class QueryPictures:
    """Used on the loop.  ``numbers``: tickets, positive, so that they are told from those of indexing."""

    def __init__(self, loop: Loop, store: Store, pool: DecodePool, numbers: Iterator[int], max_pixels: int) -> None:
        self._loop = loop
        self._store = store
        self._pool = pool
        self._numbers = numbers
        self._max_pixels = max_pixels
        self._waiting: dict[int, tuple[Gathering, float]] = {}  # ticket → whose picture, its weight

    def gather(self, gathering: Gathering, images: list[protocol.QueryImage]) -> None:
        try:
            for image in images:
                self._start(gathering, image)
        except MediaSearchError as error:
            self._fail(gathering, error)
        else:
            self._end(gathering)

    def decoded(self, result: QueryPixels | Failed) -> None:
        ticket = result.file if isinstance(result, Failed) else result.ticket
        if ticket not in self._waiting:
            return
        gathering, _ = self._waiting[ticket]
        if isinstance(result, Failed):
            del self._waiting[ticket]
            sentence = reasons.describe(result.reason)
            self._fail(gathering, MediaSearchError(f"The query picture cannot be used: {sentence}", "Try another."))
            return
        try:
            gathering.serving.opened().encoder.submit(ticket, [result.pixels], urgent=True)
        except RuntimeError:  # decoding took so long that the encoder of the model it began with has ended
            self.dropped([ticket])

    def encoded(self, result: Encoded) -> None:
        waiting = self._waiting.pop(result.ticket, None)
        if waiting is not None:
            gathering, weight = waiting
            gathering.found.append((result.vectors[0], weight))
            gathering.waiting -= 1
            self._end(gathering)

    def trouble(self, result: EncodeFailed | EncoderDied) -> None:
        tickets = getattr(result, "tickets", None) or [getattr(result, "ticket", 0)]
        for ticket in tickets:
            waiting = self._waiting.pop(ticket, None)
            if waiting is not None:
                self._fail(waiting[0], MediaSearchError("The model could not read the query picture", "Try again."))

    def dropped(self, tickets: Iterable[int]) -> None:
        """The model that they were for has been replaced, and its encoder has ended."""
        for ticket in tickets:
            waiting = self._waiting.pop(ticket, None)
            if waiting is not None:
                self._fail(waiting[0], MediaSearchError("Another model answers by now", "Search again."))

    def _start(self, gathering: Gathering, image: protocol.QueryImage) -> None:
        """Raises :class:`MediaSearchError`."""
        source: bytes | str
        if image.content is not None:
            vector = self._store.content_vector(image.content)
            if vector is None:
                raise MediaSearchError(
                    "A picture of this query is not in the library, or not indexed yet",
                    "Try again in a moment, or remove it from the query.",
                )
            gathering.found.append((vector, image.weight))
            return
        if image.data is not None:
            try:
                source = base64.b64decode(image.data, validate=True)
            except (binascii.Error, ValueError):
                raise MediaSearchError("The pasted picture arrived damaged", "Copy it again.") from None
        elif image.path:
            known = self._store.vector_of_file(image.path)
            if known is not None:
                gathering.found.append((known, image.weight))
                return
            source = image.path
        else:
            raise MediaSearchError("The query holds an empty picture", "Drop a picture file.")
        gathering.serving.opened()  # before it is decoded for nothing
        ticket = next(self._numbers)
        gathering.waiting += 1
        self._waiting[ticket] = (gathering, image.weight)
        self._pool.submit_query(
            ticket,
            source,
            gathering.serving.preprocess,
            self._max_pixels,
            lambda done: self._loop.post(self.decoded, done, priority=URGENT),
        )

    def _end(self, gathering: Gathering) -> None:
        if not gathering.waiting and not gathering.over:
            gathering.over = True
            gathering.done(gathering.found)

    def _fail(self, gathering: Gathering, error: MediaSearchError) -> None:
        if not gathering.over:
            gathering.over = True
            gathering.failed(error)
