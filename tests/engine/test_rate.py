"""The pace of indexing."""

from __future__ import annotations

from mediasearch.engine.rate import Rate


def test_the_pace_is_that_of_the_last_seconds_and_nothing_older_is_kept() -> None:
    now = 0.0
    rate = Rate(window=20.0, clock=lambda: now)
    assert rate.per_second() == 0.0 and rate.seconds_left(10) is None
    for _ in range(1000):
        rate.add(3)
        now += 1.0
    now -= 1.0  # the last was added now
    assert len(rate._marks) == 21, "in an engine that runs for weeks, and where nobody asks, too"
    assert rate.per_second() == 3.0
    assert rate.seconds_left(30) == 10.0
    now += 60.0
    assert rate.per_second() == 0.0
