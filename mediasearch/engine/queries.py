"""Answers queries: the loop starts and finishes them, a thread of its own does the work in between.

On the loop: pictures become vectors (:mod:`.query_pictures`), later hits become rows, some at a time.  On the query
thread: :func:`mediasearch.search.answer.answer` and the first page of rows, with a reader of the catalog of its own and
an immutable snapshot of the index.  The words of a model are loaded on a third thread (:mod:`.loading`).
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.engine.loading import Loading
from mediasearch.engine.loop import URGENT, Loop
from mediasearch.engine.query_pictures import Gathering, QueryPictures
from mediasearch.engine.serving import Serving
from mediasearch.errors import MediaSearchError
from mediasearch.models import registry
from mediasearch.search.answer import Answer, Question, Source, answer
from mediasearch.search.bands import cuts_of
from mediasearch.search.hits import hit_of
from mediasearch.search.languages import suggested
from mediasearch.search.plan import Plan, plan
from mediasearch.search.words import sayable

if TYPE_CHECKING:
    from mediasearch.engine.store import Store
    from mediasearch.ingest.workers import DecodePool
    from mediasearch.library.catalog import Catalog
    from mediasearch.library.vectors import Snapshot
    from mediasearch.search.fusion import Weighted
    from mediasearch.search.ranking import Words

log = logging.getLogger(__name__)

#: Results kept so that their rows can be asked for: the windows' current ones, and some to go back to.
KEPT_RESULTS = 32
#: Rows sent at once.
MOST_ROWS = 1000
#: Files that go before others because of one query.
MOST_WAITING = 64
#: Rows made in one turn of the loop: 4 ms of work.
ROWS_IN_A_TURN = 200


@dataclass(frozen=True, eq=False)
class _Query:
    client: Client
    command: protocol.Search
    plan: Plan
    serving: Serving  #: the model it began with; its vectors are of no use to another one


@dataclass(frozen=True)
class _Job:
    query: _Query
    pictures: list[Weighted]
    snapshot: Snapshot


@dataclass(frozen=True)
class _Found:
    """An answer, and what is sent of it."""

    answer: Answer
    contents: str  #: packed
    rows: list[protocol.Hit]


class Queries:
    """``open_catalog`` opens a reader for the query thread; ``cache``: the folder for what models lack.

    ``calm`` is set when a description has been answered.  ``on_waiting`` hears on the loop of files that are not
    indexed yet and are called what was just searched for.
    """

    def __init__(
        self,
        loop: Loop,
        store: Store,
        pool: DecodePool,
        serving: Serving,
        open_catalog: Callable[[], Catalog],
        max_pixels: int,
        cache: Path,
        calm: threading.Event,
        on_waiting: Callable[[list[int]], None],
    ) -> None:
        self._on_waiting = on_waiting
        self._calm = calm
        self._loop = loop
        self._store = store
        self._serving = serving
        self._open_catalog = open_catalog
        self._numbers = itertools.count(1)
        self._results: OrderedDict[int, Answer] = OrderedDict()
        self.pictures = QueryPictures(loop, store, pool, self._numbers, max_pixels)
        self._loading = Loading(cache, self._words_loaded)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="queries", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------------------------------- on the loop

    def search(self, client: Client, command: protocol.Search) -> None:
        asked = plan(command.text, self._store.concept_names(), command.typing)
        query = _Query(client, command, asked, self._serving)
        self.pictures.gather(
            Gathering(
                query.serving,
                lambda found: self._jobs.put(_Job(query, found, query.serving.index.snapshot())),
                lambda error: self._fail(query, error.title, error.advice),
            ),
            command.images,
        )

    def rows(self, client: Client, command: protocol.Rows) -> None:
        result = self._result(command.result)
        start = max(0, command.start)
        places = range(start, min(command.stop, start + MOST_ROWS, len(result.contents)))
        self._more_rows(client, protocol.RowsReply(command.request, command.result, start, []), result, places)

    def _more_rows(self, client: Client, reply: protocol.RowsReply, result: Answer, places: range) -> None:
        """Some of them; the rest in other turns of the loop."""
        reply.rows += self._hits(self._store.catalog, result, places[:ROWS_IN_A_TURN])
        if len(places) > ROWS_IN_A_TURN:
            left = places[ROWS_IN_A_TURN:]
            self._loop.post(self._more_rows, client, reply, result, left, priority=URGENT)
        else:
            client.send(reply)

    def stack(self, client: Client, command: protocol.Stack) -> None:
        result = self._result(command.result)
        if command.content not in result.contents:
            raise MediaSearchError("This picture is not among the results any more", "Search again.")
        place = result.contents.index(command.content)  # of what stands for all of them
        members = self._store.rows(list(result.stacks.get(command.content, (command.content,))))
        rows = [
            replace(hit_of(row, result, place, self._store.locate), rank=rank, stack=1)
            for rank, row in enumerate(members, 1)
        ]
        spared = sum(row.size * len(row.files) for row in rows) - (rows[0].size if rows else 0)
        client.send(protocol.StackReply(command.request, rows, spared))

    def warm(self) -> None:
        """Load the model for words now: somebody is about to type.  Otherwise the first query does."""
        self._loading.start(self._serving)

    def prepare(self, serving: Serving, done: Callable[[MediaSearchError | None], None]) -> None:
        """Load the words of another model, while this one answers; ``done(why not)`` is called on the loop."""

        def tell() -> None:
            error = words.exception()
            done(error if isinstance(error, MediaSearchError) else None)

        words = self._loading.start(serving)
        words.add_done_callback(lambda _: self._loop.post(tell))

    def serve(self, serving: Serving) -> None:
        """Queries that come from now on are another model's; those under way end with the one they began with."""
        self._serving = serving
        self._loading.keep(serving)

    def stop(self, timeout: float = 2.0) -> None:
        self._jobs.put(None)
        self._loading.stop(timeout)
        self._thread.join(timeout)

    def _words_loaded(self, serving: Serving, words: Words) -> None:
        """On the loading thread: the index is to know hubness, if the model ranks by it."""
        if words.hubness is not None:
            self._loop.post(serving.index.use, words.hubness)

    def _result(self, number: int) -> Answer:
        result = self._results.get(number)
        if result is None:
            raise MediaSearchError("This result is too old to be shown", "Search again.")
        return result

    def _finish(self, query: _Query, found: _Found) -> None:
        command, result = query.command, found.answer
        number = next(self._numbers)
        self._results[number] = result
        while len(self._results) > KEPT_RESULTS:
            self._results.popitem(last=False)
        counts = self._store.counts()
        query.client.send(
            protocol.SearchReply(
                request=command.request,
                result=number,
                count=len(result.contents),
                total=counts.contents if result.total is None else result.total,
                indexed=counts.indexed,
                files=counts.files,
                contents=found.contents,
                rows=found.rows,
                model=query.serving.name,
                generation=self._store.generation,
                note=result.note,
                best=result.best,
                months=[protocol.Month(name, count) for name, count in result.months],
                query=query.plan.query.text,
                behind=sum(len(stack) - 1 for stack in result.stacks.values()),
                suggestion=_suggestion(query),
            )
        )
        if query.plan.query.describes:
            self._calm.set()

    def _hits(self, catalog: Catalog, result: Answer, places: range) -> list[protocol.Hit]:
        """On the loop or on the query thread, each with its own ``catalog``."""
        place_of = {result.contents[place]: place for place in places}
        return [hit_of(row, result, place_of[row.id], self._store.locate) for row in catalog.rows(list(place_of))]

    def _fail(self, query: _Query, title: str, advice: str) -> None:
        query.client.send(protocol.Failure(query.command.request, title, advice))

    # ----------------------------------------------------------------------------------- on the query thread

    def _run(self) -> None:
        with contextlib.ExitStack() as opened:
            catalog: Catalog | None = None
            while (job := self._jobs.get()) is not None:
                query = job.query
                try:
                    if catalog is None:
                        catalog = opened.enter_context(self._open_catalog())
                    found = self._answer(job, catalog)
                except MediaSearchError as error:
                    self._loop.post(self._fail, query, error.title, error.advice, priority=URGENT)
                except Exception:
                    log.exception("query failed")
                    advice = "Try other words; the log has the details."
                    self._loop.post(self._fail, query, "This search failed", advice, priority=URGENT)
                else:
                    self._loop.post(self._finish, query, found, priority=URGENT)
                    if self._jobs.empty():
                        self._look_at_waiting(query.plan, catalog)

    def _look_at_waiting(self, asked: Plan, catalog: Catalog) -> None:
        """A name is known long before its picture: what was asked for by name is to be read first."""
        if not (names := sayable(asked.query)):
            return
        try:
            waiting = catalog.waiting_named(names, MOST_WAITING, lambda: not self._jobs.empty())
        except Exception:  # nobody asked for it
            log.exception("files that wait were not looked at")
            return
        if waiting:
            self._loop.post(self._on_waiting, waiting, priority=URGENT)

    def _answer(self, job: _Job, catalog: Catalog) -> _Found:
        command, serving = job.query.command, job.query.serving
        question = Question(
            job.query.plan,
            job.pictures,
            command.more,
            command.less,
            max(0, command.limit),
            command.sort,
            command.breadth,
            command.stacked,
        )
        cuts = cuts_of(serving.runner.model) if serving.runner is not None else None
        found = answer(question, Source(catalog, job.snapshot, lambda: self._loading.of(serving), cuts))
        first = range(min(command.page, MOST_ROWS, len(found.contents)))
        return _Found(found, protocol.pack(found.contents), self._hits(catalog, found, first))


def _suggestion(query: _Query) -> str:
    """The name of a model that knows the language of this query, when the one that answers does not."""
    runner = query.serving.runner
    if runner is None or not query.plan.wanted:
        return ""
    text = " ".join(part.text for part in query.plan.wanted)
    return suggested(text, runner.model.languages, ((entry.name, entry.languages) for entry in registry.entries()))
