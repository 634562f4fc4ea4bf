"""The hits of many selected rows, which the grid has not fetched: asked for page by page."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject

from mediasearch import protocol
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.results_model import ResultsModel
from mediasearch.protocol import Hit

PAGE: Final = 500


class Gathering(QObject):
    """One at a time; a new one replaces what is under way."""

    def __init__(self, client: EngineClient, model: ResultsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._model = model
        self._number = 0

    def gather(self, rows: Sequence[int], done: Callable[[list[Hit] | None], None]) -> None:
        """Call ``done`` with the hits of ``rows`` in order, or with None when the result is gone meanwhile.

        What is here already is not asked for; ``done`` may be called at once.
        """
        self.stop()
        model = self._model
        found = {row: hit for row in rows if (hit := model.peek(row)) is not None}
        wanted = {model.content(row): row for row in rows if row not in found}
        sources = (model.source(row) for row in wanted.values())
        starts = deque(sorted({source - source % PAGE for source in sources}))
        result, count = model.result_id, model.rowCount()

        def ask() -> None:
            if not starts:
                done([found[row] for row in rows if row in found])
                return
            start = starts.popleft()
            last = min(start + PAGE, count)
            self._number = self._client.request(protocol.Rows(0, result, start, last), took)

        def took(event: protocol.Event) -> None:
            self._number = 0
            if not isinstance(event, protocol.RowsReply) or model.result_id != result:
                done(None)
                return
            # By content: the engine leaves out what was removed meanwhile.
            found.update((wanted[hit.content], hit) for hit in event.rows if hit.content in wanted)
            ask()

        ask()

    def stop(self) -> None:
        """Nobody wants them any more."""
        if self._number:
            self._client.forget(self._number)
            self._number = 0
