"""Once a day, while nobody asks anything: whether the search graph still finds what exact search finds.

A graph is checked when it is built; afterwards rows come and go, disks rot and programs have bugs.  One that finds too
little is given up at once, because exact search is always right, and built anew.  Within the exact range no graph is
searched with, and none is kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mediasearch.engine.loop import Loop
from mediasearch.engine.serving import Serving

if TYPE_CHECKING:
    from mediasearch.engine.store import Store
    from mediasearch.library.graph import Graph

log = logging.getLogger(__name__)

DAY_SECONDS: Final = 24 * 3600.0
#: After this it is not begun again at once: somebody came, or there was no memory.
AGAIN_SECONDS: Final = 600.0
#: Under this name the catalog keeps the model's identity and when its graph was last checked (of the epoch).
_NOTED: Final = "graph checked"


class SelfCheck:
    """Runs on the owner loop.  ``backgrounds``: the folder of what models measured; ``wanted()``, asked on a thread:
    whether still nobody wants anything of the engine; ``over()`` afterwards."""

    def __init__(
        self, loop: Loop, store: Store, backgrounds: Path, wanted: Callable[[], bool], over: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._store = store
        self._backgrounds = backgrounds
        self._wanted = wanted
        self._over = over
        self._busy = False
        self._not_before = 0.0
        self._last: str | None = None  # as the catalog has it

    def look(self, serving: Serving) -> None:
        """Begin, unless it was done within a day, or is under way."""
        if self._busy or time.monotonic() < self._not_before or not self._due(serving):
            return
        graph = serving.index.used_graph
        if graph is None:
            if not serving.index.needs_graph():  # otherwise one will be built, and checked then
                serving.index.discard_graph(serving.index.snapshot().graph)
                self._note(serving)
            return
        self._busy = True
        self._not_before = time.monotonic() + AGAIN_SECONDS
        threading.Thread(target=self._check, args=(serving, graph), name="self-check", daemon=True).start()

    def _due(self, serving: Serving) -> bool:
        if self._last is None:
            self._last = self._store.catalog.noted(_NOTED)
        identity, _, checked = self._last.rpartition(" ")
        # A time in the future is a clock that was set back since.
        return identity != serving.identity or not 0 <= time.time() - float(checked) < DAY_SECONDS

    def _note(self, serving: Serving) -> None:
        self._last = f"{serving.identity} {time.time():.0f}"
        self._store.note(_NOTED, self._last)

    # ------------------------------------------------------------------------------------------ on the thread

    def _check(self, serving: Serving, graph: Graph) -> None:
        try:
            found, intact = self._measure(serving), serving.index.graph_intact(graph)
        except Exception:  # no memory, say: it is tried again later
            log.exception("the search graph could not be checked")
            self._loop.post(self._done, serving, graph, None, True)
        else:
            self._loop.post(self._done, serving, graph, found, intact)

    def _measure(self, serving: Serving) -> float | None:
        """Of words and of pictures, the lower; None when it was not done."""
        import numpy as np

        from mediasearch.library.recall import QUERIES, recall, sample
        from mediasearch.search.ranking import probes

        snapshot = serving.index.snapshot()
        kinds = [sample(snapshot, QUERIES, np.random.default_rng())]
        words = probes(serving.runner.model, self._backgrounds) if serving.runner is not None else None
        if words is not None and len(words):
            kinds.append(words[:: -(-len(words) // QUERIES)])
        shares = []
        for queries in kinds:
            share = recall(snapshot, queries, self._wanted)
            if share is None:
                return None
            shares.append(share)
        return min(shares)

    # -------------------------------------------------------------------------------------------- on the loop

    def _done(self, serving: Serving, graph: Graph, found: float | None, intact: bool) -> None:
        from mediasearch.library.recall import ENOUGH

        self._busy = False
        if found is None:
            self._over()
            return
        self._note(serving)
        log.info("the search graph finds %.3f of the ten nearest", found)
        if found < ENOUGH:
            log.warning("the search graph finds only %.3f of the ten nearest, and is built anew", found)
            serving.index.discard_graph(graph)
        elif not intact:
            log.warning("the file of the search graph is damaged, and is written anew")
            serving.index.save_graph_again(graph)
        self._over()
