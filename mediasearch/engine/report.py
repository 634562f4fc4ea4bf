"""What the engine says about itself: progress, roots, problems, status.  Reads only; nothing is changed here."""

from __future__ import annotations

from mediasearch import protocol
from mediasearch.engine.indexer import Indexer
from mediasearch.engine.roots import Roots
from mediasearch.engine.saving import Saving
from mediasearch.engine.store import Store
from mediasearch.engine.troubles import LISTED, troubles_of
from mediasearch.library.records import RootState


class Report:
    """Runs on the owner loop."""

    def __init__(self, store: Store, roots: Roots, indexer: Indexer, saving: Saving, library: str) -> None:
        self._store = store
        self._roots = roots
        self._indexer = indexer
        self._saving = saving
        self._library = library

    def ready(self) -> protocol.Ready:
        return protocol.Ready(
            version=protocol.VERSION,
            library=self._library,
            model=self._store.serving.name,
            contents=self._store.counts().contents,
            roots=self.roots(),
            paused=self._indexer.paused,
        )

    def progress(self) -> protocol.Progress:
        counts = self._store.counts()
        if self._indexer.paused:
            state = "paused"
        elif self._indexer.waits_for_mains and counts.waiting:
            state = "battery"
        elif counts.waiting:
            state = "indexing"
        elif self._roots.scanning:
            state = "scanning"
        else:
            state = "idle"
        done = self._indexer.done if counts.waiting else 0
        rate = self._indexer.rate
        return protocol.Progress(
            state=state,
            done=done,
            total=done + counts.waiting,
            rate=round(rate.per_second(), 1),
            seconds_left=rate.seconds_left(counts.waiting),
            problems=self.problem_count(),
            skipped=counts.skipped,
            encoded=self._indexer.encoded,
        )

    def roots(self) -> list[protocol.RootInfo]:
        counts = self._store.root_counts()
        words_pending = self._store.words_pending()
        infos = []
        for root in self._store.roots():
            info = protocol.RootInfo(root.id, root.path, self._roots.state(root))
            row = counts.get(root.id)
            waiting = row.waiting if row is not None else 0
            if row is not None:
                info.files, info.indexed, info.pending = row.files, row.indexed, row.pending
                info.failed, info.skipped, info.held = row.failed, row.skipped, row.held
            if info.state == RootState.READY and waiting:
                info.state = "paused" if self._indexer.resting else "indexing"
            elif info.state == RootState.READY and words_pending:
                info.state = "indexing"
            info.polled = root.id in self._roots.polled
            infos.append(info)
        return infos

    def status(self, request: int) -> protocol.StatusReply:
        problems = self.problems()
        return protocol.StatusReply(
            request=request,
            model=self._store.serving.name,
            vectors=self._store.vector_count(),
            roots=self.roots(),
            failed=[problem for problem in problems if problem.kind in LISTED],
            skipped=self._store.skipped_counts(),
            encoded=self._indexer.encoded,
            troubles=[problem for problem in problems if problem.kind not in LISTED],
        )

    def problems(self) -> list[protocol.Problem]:
        """The library and the roots in trouble first, they explain the rest."""
        return self._library_troubles() + troubles_of(self.roots(), self._store.troubles()) + self._files()

    def problem_count(self) -> int:
        in_trouble = len(self._library_troubles()) + len(troubles_of(self.roots(), self._store.troubles()))
        return self._store.counts().failed + in_trouble

    def _library_troubles(self) -> list[protocol.Problem]:
        refused = self._store.refused or self._saving.refused  # one disk: it says the same to both
        if refused.error is None:
            return []
        title, advice = refused.error.title.rstrip("."), refused.error.advice
        return [protocol.Problem(0, "engine", self._library, f"{title}.", advice, since=refused.since)]

    def _files(self) -> list[protocol.Problem]:
        return [
            protocol.Problem(
                problem.id, "file", problem.path, problem.reason, problem.detail, problem.root, problem.since
            )
            for problem in self._store.problems()
        ]
