"""One model's work: which of its files are waiting, in hand, suspected or given up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediasearch.engine.batches import Batches
from mediasearch.engine.rate import Rate
from mediasearch.engine.serving import Runner
from mediasearch.library.records import PendingFile

if TYPE_CHECKING:
    from mediasearch.engine.batches import Outcome
    from mediasearch.engine.store import Store

#: Files asked of the catalog at a time.
REFILL = 128


@dataclass(eq=False)
class Lane:
    """One model's work.  ``given_up``, while filling: files that cannot be read now; their rows say what they were."""

    runner: Runner
    filling: bool
    batches: Batches
    in_hand: dict[int, PendingFile] = field(default_factory=dict)
    queue: deque[PendingFile] = field(default_factory=deque)
    suspects: deque[PendingFile] = field(default_factory=deque)  # had a strike: tried alone, when all else is done
    finished: list[Outcome] = field(default_factory=list)
    given_up: set[int] = field(default_factory=set)
    asked_for: list[int] = field(default_factory=list)  # files that somebody has just searched for by name
    backlog: deque[int] = field(default_factory=deque)  # while filling: files to do, found by a search over all
    rate: Rate = field(default_factory=Rate)
    yielding: bool = False  #: the other lane has something to do: finish what is in hand, take nothing new
    stalled: bool = False  #: the model could not be loaded a moment ago
    told: bool = False  #: that there is nothing left to fill

    def give_back(self) -> None:
        """Drop queued files: they are read from the catalog again."""
        if self.filling:
            self.backlog.extendleft(file.id for file in [*reversed(self.suspects), *reversed(self.queue)])
        self.queue.clear()
        self.suspects.clear()

    def next_file(self, store: Store) -> PendingFile | None:
        """The file to do now, which is in nobody's hand; None while there is none."""
        if self.asked_for and not self.filling:
            exclude = {*self.in_hand, *(file.id for file in self.suspects)}
            asked_for, self.asked_for = self.asked_for, []
            first = store.pending_among(self.runner.model_id, asked_for, exclude)
            ahead = {file.id for file in first}
            self.queue = deque([*first, *(file for file in self.queue if file.id not in ahead)])
        while not self.queue:
            exclude = {*self.in_hand, *self.given_up, *(file.id for file in self.suspects)}
            if self.filling:
                look = [self.backlog.popleft() for _ in range(min(REFILL, len(self.backlog)))]
                files = store.files_lacking(self.runner.model_id, look, exclude)
            else:
                files = store.pending(self.runner.model_id, REFILL, exclude)
            for file in files:
                (self.suspects if file.attempts else self.queue).append(file)
            if not self.backlog:
                break
        if self.queue:
            return self.queue.popleft()
        if self.suspects and not self.in_hand:
            return self.suspects.popleft()
        return None

    def drop_root(self, root: int) -> None:
        """Drop queued files of a folder that is gone."""
        for waiting in (self.queue, self.suspects):
            kept = [other for other in waiting if other.root != root]
            waiting.clear()
            waiting.extend(kept)

    def abandon(self) -> list[int]:
        """Drop everything; the files that were in hand."""
        self.give_back()
        left = [*self.in_hand]
        self.in_hand.clear()
        self.batches.clear()
        self.finished.clear()
        return left
