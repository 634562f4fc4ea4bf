"""Changing the model without a moment in which nothing answers.

The other model's embeddings are filled in while the old one serves; then its index is loaded aside, its words are
loaded on the query thread, and one transaction makes it the one that answers.  What is to become of a model stands in
the catalog (:class:`~mediasearch.library.models.Wanted`), so a restart goes on where the last engine ended; a kill
costs the batch in flight.  Going back is the same in the other direction: the old embeddings are still there.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from mediasearch.encoders.base import Model
from mediasearch.engine import writing
from mediasearch.engine.loop import BULK, Loop
from mediasearch.engine.runners import Runners
from mediasearch.engine.serving import Encoders, Runner, Serving
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.models import Wanted
from mediasearch.library.outcomes import Lacking, ModelRow
from mediasearch.library.vectors import VectorIndex, forget_caches
from mediasearch.paths import Library
from mediasearch.search.calibration import use_stored_background

if TYPE_CHECKING:
    from mediasearch.engine.indexer import Indexer
    from mediasearch.engine.queries import Queries
    from mediasearch.engine.rate import Rate
    from mediasearch.engine.store import Store

log = logging.getLogger(__name__)

#: The old model's encoder ends so long after a switch: a query that began before it may still need it.
RETIRE_SECONDS = 10.0
#: Embeddings deleted at a time, so that a query can come in between.
FORGOTTEN = 500


class Switching:
    """Runs on the owner loop.  ``tell()`` after anything a person might see has changed."""

    def __init__(
        self,
        loop: Loop,
        library: Library,
        store: Store,
        encoders: Encoders,
        runners: Runners,
        indexer: Indexer,
        queries: Queries,
        tell: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._library = library
        self._store = store
        self._encoders = encoders
        self._runners = runners
        self._indexer = indexer
        self._queries = queries
        self._tell = tell
        self.filling: Runner | None = None
        self._loading = False  # the index or the words of the model that was filled are being loaded
        self._searching = False  # whether a thread looks for what lacks an embedding
        self._now = False  # switch although some pictures cannot be read now
        self._wish = itertools.count()
        self._asked = 0  # the newest wish: what was begun for an older one is dropped
        self.troubles: dict[str, str] = {}  #: name → what went wrong last and what to do
        self.stopped: set[str] = set()  #: models whose filling was stopped and can go on

    def start(self) -> None:
        """Go on with what the last engine had begun."""
        for row, wanted in self._store.model_rows():
            if wanted is Wanted.FILL:
                self._begin(row.name)
            elif wanted is Wanted.STOPPED:
                self.stopped.add(row.name)
            elif wanted is Wanted.REMOVE:
                self._loop.post(self._forget, row, priority=BULK)

    @property
    def rate(self) -> Rate | None:
        return self._indexer.filling_rate

    # --------------------------------------------------------------------------------------------- asked

    def use(self, name: str) -> None:
        """Fill in what is missing of a ready model, then let it answer.  A second wish for it does not wait for
        pictures that cannot be read now; the wish for the one that answers stops the other."""
        serving = self._store.serving
        if name == serving.name and serving.runner is not None:
            self.stop()
        elif self.filling is not None and self.filling.model.name == name:
            self._now = True
            self._indexer.look()
        else:
            self._begin(name)

    def stop(self) -> None:
        """Stop filling.  What is there stays, and :meth:`use` goes on with it."""
        self._asked = next(self._wish)
        runner = self.filling
        if runner is not None:
            self._store.want_model(runner.model_id, Wanted.STOPPED)
            self.stopped.add(runner.model.name)
            self._drop(runner)
        self._tell()

    def forget(self, name: str) -> None:
        """Delete the embeddings of a model, some at a time; over a restart as well.

        Raises :class:`MediaSearchError` for the one that answers.
        """
        if name == self._store.serving.name:
            raise MediaSearchError(f"The model {name} is in use", "Change to another one first.")
        if self.filling is not None and self.filling.model.name == name:
            self.stop()
        self.stopped.discard(name)
        for row, _ in self._store.model_rows():
            if row.name == name and row.id != self._store.serving.model_id:
                self._store.want_model(row.id, Wanted.REMOVE)
                self._loop.post(self._forget, row, priority=BULK)

    def reload(self, name: str) -> None:
        """The files of ``name`` are there again: when it should answer and could not, it does from now on."""
        if name == self._store.serving.name and self._store.serving.runner is None:
            self._begin(name)

    # ------------------------------------------------------------------------------------------- filling

    def _begin(self, name: str) -> None:
        self._asked = wish = next(self._wish)
        self.troubles.pop(name, None)

        def find() -> None:  # reads the model's files
            try:
                model = self._encoders.find(name)
            except MediaSearchError as error:
                self._loop.post(self._failed, name, error)
            else:
                self._loop.post(self._found, wish, name, model)

        threading.Thread(target=find, name="find model", daemon=True).start()

    def _failed(self, name: str, error: MediaSearchError) -> None:
        """It cannot be used; another one that is being filled goes on."""
        log.warning("%s: %s", name, error)
        self.troubles[name] = str(error)
        self._tell()

    def _found(self, wish: int, name: str, model: Model) -> None:
        if wish != self._asked:
            return
        if self.filling is not None:
            self._drop(self.filling)
        model_id = self._store.ensure_model(model)
        if model_id is None or not self._store.want_model(model_id, Wanted.FILL):
            return  # nothing can be written; the trouble has been told
        self.stopped = {row.name for row, wanted in self._store.model_rows() if wanted is Wanted.STOPPED}
        self.filling = self._runners.open(model_id, model)
        self._now = self._store.serving.runner is None  # better some answers than none
        if self._now:
            self._load(self.filling)
        else:
            self._indexer.fill(self.filling)
        self._tell()

    def _drop(self, runner: Runner) -> None:
        self.filling = None
        self._loading = False
        self._now = False
        self._indexer.fill(None)
        self._runners.retire(runner)

    def filled(self) -> None:
        """The indexer has nothing left to do for the model that fills, as far as it was told."""
        runner = self.filling
        if runner is None or self._loading or self._searching:
            return
        self._searching = True
        recorded = self._store.recorded

        def search() -> None:
            try:
                with Catalog.open_readonly(self._library) as catalog:
                    lacking = catalog.lacking(runner.model_id)
            except MediaSearchError as error:
                self._loop.post(self._not_searched, runner, error)
            else:
                self._loop.post(self._searched, runner, lacking, recorded)

        threading.Thread(target=search, name="search for lacking", daemon=True).start()

    def _searched(self, runner: Runner, lacking: Lacking, recorded: int) -> None:
        self._searching = False
        if runner is not self.filling:
            self._indexer.look()
            return
        if lacking.files and self._indexer.offer(lacking.files):
            return
        if not lacking.files and not lacking.away and recorded == self._store.recorded:
            self._store.note_complete(runner.model_id)
        self._complete(runner, lacking.away)

    def _complete(self, runner: Runner, away: int) -> None:
        """Everything that can be read now has an embedding of the model."""
        name = runner.model.name
        if away and not self._now:
            self.troubles[name] = (
                f"{away} pictures are in folders that are not connected. Connect them, or choose the model once more"
                " to change to it without them."
            )
            self._tell()
            return
        self._load(runner)

    # --------------------------------------------------------------------------------------- switching

    def _load(self, runner: Runner) -> None:
        """Its index, aside; meanwhile the loop goes on recording and forgetting."""
        self._loading = True
        self._store.gather()

        def load() -> None:
            index = VectorIndex(self._library.vectors, runner.model.identity, runner.model.dimension)
            use_stored_background(index, runner.model, self._library.backgrounds)
            try:
                with Catalog.open_readonly(self._library) as catalog:
                    index.load(catalog, runner.model_id)
                index.save()
            except (MediaSearchError, OSError) as error:
                self._loop.post(self._not_loaded, runner, error)
            else:
                self._loop.post(self._loaded, runner, index)

        threading.Thread(target=load, name="load index", daemon=True).start()

    def _not_searched(self, runner: Runner, error: MediaSearchError) -> None:
        self._searching = False
        self._not_loaded(runner, error)

    def _not_loaded(self, runner: Runner, error: Exception) -> None:
        if runner is self.filling:
            log.error("the model %s cannot serve: %s", runner.model.name, error)
            self.troubles[runner.model.name] = str(error)
            self._loading = False
            self._tell()

    def _loaded(self, runner: Runner, index: VectorIndex) -> None:
        if runner is self.filling:
            serving = Serving(runner.model_id, runner.model.name, runner.model.identity, index, runner)
            self._queries.prepare(serving, lambda error: self._prepared(serving, error))

    def _prepared(self, serving: Serving, error: MediaSearchError | None) -> None:
        runner = serving.runner
        if runner is None or runner is not self.filling:
            return
        if error is not None:
            self._not_loaded(runner, error)
            return
        old = self._store.serving
        if not self._store.serve(serving):
            self._loading = False  # nothing can be written; the next look of the indexer tries again
            return
        self.filling = None
        self._loading = self._now = False
        self.troubles.pop(runner.model.name, None)
        self.stopped.discard(runner.model.name)
        self._indexer.serve(runner)
        self._queries.serve(serving)
        if old.runner is not None:
            self._loop.after(RETIRE_SECONDS, self._runners.retire, old.runner)
        log.info("the model %s answers now", runner.model.name)
        self._tell()

    # ---------------------------------------------------------------------------------------- forgetting

    def _forget(self, row: ModelRow) -> None:
        gone = self._store.forget_embeddings(row.id, FORGOTTEN)
        if gone is None:  # nothing can be written now
            self._loop.after(writing.RETRY_SECONDS, self._forget, row)
        elif gone == FORGOTTEN:
            self._loop.post(self._forget, row, priority=BULK)
        elif row.identity not in {kept.identity for kept, _ in self._store.model_rows()}:
            forget_caches(self._library.vectors, row.identity)
            self._tell()
