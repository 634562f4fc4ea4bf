"""Makes the index that answers a better one aside, on a thread: pictures' hubness is measured, a graph is built."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.engine.loop import Loop
from mediasearch.engine.serving import Serving
from mediasearch.search.ranking import probes

if TYPE_CHECKING:
    from mediasearch.library.vectors import Snapshot, VectorIndex

log = logging.getLogger(__name__)

_Adopt = Callable[[], None]


class Improving:
    """Runs on the owner loop.  ``backgrounds``: the folder for what models lack; ``stopping`` is set when the engine
    ends."""

    def __init__(self, loop: Loop, backgrounds: Path, stopping: threading.Event) -> None:
        self._loop = loop
        self._backgrounds = backgrounds
        self._stopping = stopping
        self._busy = False
        self._failed: tuple[VectorIndex, int] | None = None  # and how many rows it had

    def look(self, serving: Serving) -> None:
        """Begin what there is to do for the index of ``serving``; one thing at a time."""
        index = serving.index
        if self._busy or not (index.needs_hubness() or index.needs_graph()):
            return
        if self._failed is not None and self._failed[0] is index and len(index) <= 1.1 * self._failed[1]:
            return
        self._busy = True
        make = self._measure_hubness if index.needs_hubness() else self._build_graph
        # All of it is of one model, whichever answers when the thread comes to it.
        about = (make, serving, index.snapshot())
        threading.Thread(target=self._make, args=about, name="improve", daemon=True).start()

    def _done(self, adopt: _Adopt) -> None:
        self._busy = False
        adopt()

    # ------------------------------------------------------------------------------------------ on the thread

    def _make(self, make: Callable[[Serving, Snapshot], _Adopt], serving: Serving, snapshot: Snapshot) -> None:
        try:
            adopt = make(serving, snapshot)
        except Exception:  # no memory, say: the search goes on as it is
            log.exception("the index could not be improved; it is tried again when there are a tenth more vectors")
            self._loop.post(self._done, lambda: self._fail(serving.index))
        else:
            self._loop.post(self._done, lambda: self._adopt(adopt))

    def _measure_hubness(self, serving: Serving, snapshot: Snapshot) -> _Adopt:
        """Until it is adopted hubness weighs nothing."""
        measured = serving.index.measure(snapshot)
        return lambda: serving.index.adopt_hubness(measured)

    def _build_graph(self, serving: Serving, snapshot: Snapshot) -> _Adopt:
        """Minutes for a million vectors.  Until it is adopted the search stays exact."""
        from mediasearch.library.vectors import build_graph

        queries = probes(serving.runner.model, self._backgrounds) if serving.runner is not None else None
        graph = build_graph(snapshot, self._stopping, queries=queries)
        return (lambda: serving.index.adopt(graph)) if graph is not None else serving.index.refuse_graph

    # -------------------------------------------------------------------------------------------- on the loop

    def _adopt(self, adopt: _Adopt) -> None:
        self._failed = None
        adopt()

    def _fail(self, index: VectorIndex) -> None:
        self._failed = (index, len(index))
