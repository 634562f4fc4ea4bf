"""Tells every client what changed, at most a few times a second, and only what is different from the last time."""

from __future__ import annotations

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.engine.loop import Loop, Timer
from mediasearch.engine.report import Report
from mediasearch.engine.store import Store

#: At most one round of news in this time.
NEWS_SECONDS = 0.3


class News:
    """The connected clients and what they were told.  Runs on the owner loop."""

    def __init__(self, loop: Loop, store: Store, report: Report) -> None:
        self.clients: list[Client] = []
        self._loop = loop
        self._store = store
        self._report = report
        self._timer: Timer | None = None
        self._added = self._removed = 0
        self._progress: protocol.Progress | None = None
        self._roots: list[protocol.RootInfo] | None = None
        self._problems = -1

    def broadcast(self, event: protocol.Event) -> None:
        for client in self.clients:
            client.send(event)

    def contents_changed(self, added: int, removed: int) -> None:
        self._added += added
        self._removed += removed
        self.something_changed()

    def something_changed(self) -> None:
        """Progress, roots or problems may be different now."""
        if self._timer is None:
            self._timer = self._loop.after(NEWS_SECONDS, self._tell)

    def tell_again(self) -> None:
        """Someone was just told a state that the others may never hear of: say soon what holds, even if unchanged.

        Otherwise a state that lasted less than a round of news would leave the asker waiting for its end.
        """
        self._roots = None
        self.something_changed()

    def _tell(self) -> None:
        self._timer = None
        if self._added or self._removed:
            contents = self._store.counts().contents
            self.broadcast(protocol.LibraryChanged(self._store.generation, contents, self._added, self._removed))
            self._added = self._removed = 0
        progress = self._report.progress()
        if progress != self._progress:
            self._progress = progress
            self.broadcast(progress)
        roots = self._report.roots()
        if roots != self._roots:
            self._roots = roots
            self.broadcast(protocol.RootsChanged(roots))
        problems = self._report.problem_count()
        if problems != self._problems:
            self._problems = problems
            self.broadcast(protocol.ProblemsChanged(problems))
        if progress.state not in ("idle", "paused", "battery"):
            self.something_changed()  # rate and time left go on changing
