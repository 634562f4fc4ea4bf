"""Answers queries: words and pictures become one vector, the index ranks, the catalog tells what to show.

The owner loop only starts and finishes a query.  Encoding words and searching the index run on a thread of their own
(both release the GIL and work on an immutable snapshot); query pictures are decoded by a worker and encoded by the
image encoder, ahead of everything that is being indexed.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import itertools
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from mediasearch import protocol, reasons
from mediasearch.engine.clients import Client
from mediasearch.engine.loop import URGENT, Loop
from mediasearch.engine.serving import Serving
from mediasearch.errors import MediaSearchError
from mediasearch.library.records import Failed
from mediasearch.search.fusion import fuse
from mediasearch.search.grammar import Query
from mediasearch.search.hits import hit_of
from mediasearch.search.plan import Plan, plan
from mediasearch.search.ranking import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool, QueryPixels
    from mediasearch.library.catalog import Catalog
    from mediasearch.library.vectors import Snapshot

log = logging.getLogger(__name__)

_WARM = object()

#: Results kept so that their rows can be asked for: the windows' current ones, and some to go back to.
KEPT_RESULTS = 32


@dataclass
class _Query:
    client: Client
    command: protocol.Search
    plan: Plan
    serving: Serving  #: the model it began with; its vectors are of no use to another one
    parts: list[tuple[NDArray[np.float32], float]] = field(default_factory=list)
    waiting: int = 0  #: pictures on their way through decoder and encoder
    failed: bool = False
    snapshot: Snapshot | None = None
    margin: int = 0  #: contents that may be found and must not be shown: ask for so many more


@dataclass
class _Result:
    contents: Sequence[int]
    scores: Sequence[float] | None  #: None when nothing was compared (everything, newest first)


@dataclass(frozen=True)
class _Prepare:
    """Load the words of a model that is about to serve; then ``done(why not)`` on the loop."""

    serving: Serving
    done: Callable[[MediaSearchError | None], None]


@dataclass(frozen=True)
class _Keep:
    """Only this model's words are needed from now on."""

    serving: Serving


class Queries:
    """``open_catalog`` opens a reader of its own for filters; it and the text tower stay on the query thread."""

    def __init__(
        self,
        loop: Loop,
        store: Store,
        pool: DecodePool,
        serving: Serving,
        open_catalog: Callable[[], Catalog],
        max_pixels: int,
    ) -> None:
        self._loop = loop
        self._store = store
        self._pool = pool
        self._serving = serving
        self._open_catalog = open_catalog
        self._max_pixels = max_pixels
        self._numbers = itertools.count(1)
        self._results: OrderedDict[int, _Result] = OrderedDict()
        self._pictures: dict[int, tuple[_Query, float]] = {}  # ticket → whose picture, its weight
        self._jobs: queue.SimpleQueue[object] = queue.SimpleQueue()  # _Query, _Prepare, _Keep, _WARM, or None to end
        self._words: dict[int, Words] = {}  #: by model; the query thread's own
        self._stopping = False
        self._catalog: Catalog | None = None  #: the query thread's own
        self._thread = threading.Thread(target=self._serve, name="queries", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------------------------------- on the loop

    def search(self, client: Client, command: protocol.Search) -> None:
        query = _Query(client, command, plan(command.text), self._serving)
        if query.plan.query == Query() and not command.images:
            self._reply(query, _Result(self._store.newest(), None))
            return
        for image in command.images:
            self._start_picture(query, image)
        if not query.failed and not query.waiting:
            self._hand_over(query)

    def rows(self, client: Client, command: protocol.Rows) -> None:
        result = self._results.get(command.result)
        if result is None:
            self._fail(client, command.request, "This result is too old to be shown", "Search again.")
            return
        start = max(0, command.start)
        rows = self._hits(result, start, min(command.stop, start + 1000))
        client.send(protocol.RowsReply(command.request, command.result, start, rows))

    def picture_decoded(self, result: QueryPixels | Failed) -> None:
        ticket = result.file if isinstance(result, Failed) else result.ticket
        if ticket not in self._pictures:
            return
        if isinstance(result, Failed):
            query, _ = self._pictures.pop(ticket)
            sentence = reasons.describe(result.reason)
            self._fail_query(query, f"The query picture cannot be used: {sentence}", "Try another picture.")
            return
        self._pictures[ticket][0].serving.opened().encoder.submit(ticket, [result.pixels], urgent=True)

    def picture_encoded(self, result: Encoded) -> None:
        waiting = self._pictures.pop(result.ticket, None)
        if waiting is None:
            return
        query, weight = waiting
        query.parts.append((result.vectors[0], weight))
        query.waiting -= 1
        if not query.waiting and not query.failed:
            self._hand_over(query)

    def encoder_trouble(self, result: EncodeFailed | EncoderDied) -> None:
        tickets = getattr(result, "tickets", None) or [getattr(result, "ticket", 0)]
        for ticket in tickets:
            waiting = self._pictures.pop(ticket, None)
            if waiting is not None:
                self._fail_query(waiting[0], "The model could not read the query picture", "Try again.")

    def warm(self) -> None:
        """Load the model for words now: somebody is about to type.  Otherwise the first query does."""
        self._jobs.put(_WARM)

    def prepare(self, serving: Serving, done: Callable[[MediaSearchError | None], None]) -> None:
        """Load the words of another model, while this one answers; ``done`` is called on the loop."""
        self._jobs.put(_Prepare(serving, done))

    def serve(self, serving: Serving) -> None:
        """Queries that come from now on are another model's; those under way end with the one they began with."""
        self._serving = serving
        self._jobs.put(_Keep(serving))

    def stop(self, timeout: float = 2.0) -> None:
        """Let the query thread end: a runtime that is still loading when the interpreter goes aborts the process."""
        self._stopping = True
        self._jobs.put(None)
        self._thread.join(timeout)

    def _start_picture(self, query: _Query, image: protocol.QueryImage) -> None:
        if query.failed:
            return
        if image.content is not None:
            vector = self._store.content_vector(image.content)
            if vector is None:
                self._fail_query(query, "This picture has not been indexed yet", "Try again in a moment.")
            else:
                query.parts.append((vector, image.weight))
            return
        source: bytes | str
        if image.data is not None:
            try:
                source = base64.b64decode(image.data, validate=True)
            except (binascii.Error, ValueError):
                self._fail_query(query, "The pasted picture arrived damaged", "Copy it again.")
                return
        elif image.path:
            known = self._store.vector_of_file(image.path)
            if known is not None:
                query.parts.append((known, image.weight))
                return
            source = image.path
        else:
            self._fail_query(query, "The query holds an empty picture", "Drop a picture file.")
            return
        if query.serving.runner is None:
            trouble = query.serving.trouble
            self._fail_query(query, trouble.title if trouble else "", trouble.advice if trouble else "")
            return
        ticket = next(self._numbers)
        query.waiting += 1
        self._pictures[ticket] = (query, image.weight)
        self._pool.submit_query(
            ticket,
            source,
            query.serving.preprocess,
            self._max_pixels,
            lambda done: self._loop.post(self.picture_decoded, done, priority=URGENT),
        )

    def _hand_over(self, query: _Query) -> None:
        query.snapshot = query.serving.index.snapshot()
        query.margin = len(self._store.hidden(query.plan.filters))
        self._jobs.put(query)

    def _finish(self, query: _Query, contents: list[int], scores: list[float], passed: int | None) -> None:
        hidden = self._store.hidden(query.plan.filters)
        if hidden:
            kept = [(content, score) for content, score in zip(contents, scores, strict=True) if content not in hidden]
            contents, scores = [content for content, _ in kept], [score for _, score in kept]
        limit = query.command.limit
        self._reply(query, _Result(contents[:limit], scores[:limit]), passed)

    def _show(self, query: _Query, contents: list[int]) -> None:
        """Everything that passes the filters, newest first."""
        hidden = self._store.hidden(query.plan.filters)
        shown = [content for content in contents if content not in hidden]
        self._reply(query, _Result(shown, None), len(shown))

    def _reply(self, query: _Query, result: _Result, passed: int | None = None) -> None:
        """``passed``: contents that went through the filters; None when there are none."""
        command = query.command
        number = next(self._numbers)
        self._results[number] = result
        while len(self._results) > KEPT_RESULTS:
            self._results.popitem(last=False)
        counts = self._store.counts()
        total = counts.contents if passed is None else passed
        query.client.send(
            protocol.SearchReply(
                request=command.request,
                result=number,
                count=len(result.contents),
                total=total,
                indexed=counts.indexed,
                files=counts.files,
                contents=protocol.pack(result.contents),
                rows=self._hits(result, 0, command.page),
                model=query.serving.name,
                generation=self._store.generation,
                note=query.plan.remark(total, bool(command.images)),
            )
        )

    def _hits(self, result: _Result, start: int, stop: int) -> list[protocol.Hit]:
        contents = list(result.contents[start:stop])
        ranks = {content: start + place for place, content in enumerate(contents)}
        return [
            hit_of(row, ranks[row.id], result.scores[ranks[row.id]] if result.scores else 0.0, self._store.locate)
            for row in self._store.rows(contents)
        ]

    def _fail_query(self, query: _Query, title: str, advice: str) -> None:
        if not query.failed:
            query.failed = True
            self._fail(query.client, query.command.request, title, advice)

    def _fail(self, client: Client, request: int, title: str, advice: str) -> None:
        client.send(protocol.Failure(request, title, advice))

    # ----------------------------------------------------------------------------------- on the query thread

    def _serve(self) -> None:
        with contextlib.ExitStack() as opened:
            while (job := self._jobs.get()) is not None and not self._stopping:
                if job is _WARM:
                    self._warm_up()
                    continue
                if isinstance(job, _Prepare):
                    self._prepare(job)
                    continue
                if isinstance(job, _Keep):
                    self._words = {key: kept for key, kept in self._words.items() if key == job.serving.model_id}
                    continue
                query = cast(_Query, job)
                try:
                    self._answer(query, opened)
                except MediaSearchError as error:
                    self._loop.post(self._fail_query, query, error.title, error.advice, priority=URGENT)
                except Exception:
                    log.exception("query failed")
                    self._loop.post(
                        self._fail_query, query, "This search failed", "Try other words; the log has the details.",
                        priority=URGENT,
                    )  # fmt: skip

    def _warm_up(self) -> None:
        try:
            self._words_of(self._serving)
        except MediaSearchError as error:
            log.info("text encoder: %s", error)  # whoever asks is told

    def _prepare(self, job: _Prepare) -> None:
        try:
            self._words_of(job.serving)
        except MediaSearchError as error:
            self._loop.post(job.done, error)
        else:
            self._loop.post(job.done, None)

    def _words_of(self, serving: Serving) -> Words:
        """Raises :class:`MediaSearchError` when the model's text tower cannot be loaded."""
        words = self._words.get(serving.model_id)
        if words is None:
            runner = serving.opened()
            words = Words(runner.open_text(), runner.model)
            words.prepare()
            self._words[serving.model_id] = words
        return words

    def _answer(self, query: _Query, opened: contextlib.ExitStack) -> None:
        allowed: list[int] | None = None
        if query.plan.filters:
            if self._catalog is None:
                self._catalog = opened.enter_context(self._open_catalog())
            allowed = self._catalog.passing(query.plan.filters)
        passed = None if allowed is None else len(allowed)
        if allowed is not None and not query.plan.query.describes and not query.parts:
            self._loop.post(self._show, query, allowed, priority=URGENT)
            return
        parts = list(query.parts)
        if query.plan.query.describes:
            parts = query.plan.parts(self._words_of(query.serving)) + parts
        assert query.snapshot is not None
        matches = query.snapshot.search(fuse(parts), query.command.limit + query.margin, allowed)
        found = matches.contents.tolist(), matches.scores.tolist()
        self._loop.post(self._finish, query, *found, passed, priority=URGENT)
