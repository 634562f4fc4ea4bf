"""What clients are told without having asked, and how long the engine goes on looking whether there is anything."""

from __future__ import annotations

from typing import cast

import pytest

from mediasearch import protocol
from mediasearch.engine.loop import Loop
from mediasearch.engine.news import NEWS_SECONDS, News
from mediasearch.engine.report import Report
from mediasearch.engine.store import Store


class Reported:
    """A report that always says the same."""

    def __init__(self, state: str) -> None:
        self._state = state
        self.asked = 0

    def progress(self) -> protocol.Progress:
        self.asked += 1
        return protocol.Progress(state=self._state, done=1, total=2)

    def roots(self) -> list[protocol.RootInfo]:
        return []

    def problem_count(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("state", "goes_on"), [("indexing", True), ("idle", False), ("paused", False), ("battery", False)]
)
def test_only_work_is_looked_at_again_and_again(state: str, goes_on: bool) -> None:
    """Nobody is to be woken three times a second for days because a computer is not plugged in."""
    loop, report = Loop(), Reported(state)
    news = News(loop, cast(Store, None), cast(Report, report))
    news.something_changed()
    loop.after(2.5 * NEWS_SECONDS, loop.stop)
    loop.run()
    assert (report.asked > 1) == goes_on
