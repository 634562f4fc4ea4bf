"""The owner loop runs everything on one thread, urgent things first, and survives a bug in one call."""

from __future__ import annotations

import threading
import time

import pytest

from mediasearch.engine.loop import BULK, NORMAL, URGENT, Loop
from mediasearch.engine.rate import Rate


def test_urgent_calls_overtake_bulk() -> None:
    loop, order = Loop(), []
    for name, priority in (("scan", BULK), ("work", NORMAL), ("scan again", BULK), ("query", URGENT)):
        loop.post(order.append, name, priority=priority)
    loop.post(loop._stop, priority=BULK + 1)
    loop.run()
    assert order == ["query", "work", "scan", "scan again"]


def test_timers_run_when_due_and_not_when_cancelled() -> None:
    loop, order = Loop(), []
    loop.after(0.02, order.append, "second")
    loop.after(0.01, order.append, "first")
    loop.after(0.015, order.append, "never").cancel()
    loop.after(0.05, loop.stop)
    loop.run()
    assert order == ["first", "second"]


def test_everything_runs_on_one_thread() -> None:
    loop, threads = Loop(), set()
    workers = [threading.Thread(target=lambda: loop.post(lambda: threads.add(threading.get_ident()))) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    loop.post(loop._stop, priority=BULK + 1)
    loop.run()
    assert threads == {threading.get_ident()}


@pytest.mark.expects_log("broken failed")
def test_a_bug_in_one_call_is_reported_and_the_next_one_runs() -> None:
    bugs: list[BaseException] = []
    loop, order = Loop(bugs.append), []

    def broken() -> None:
        raise RuntimeError("a bug")

    loop.post(broken)
    loop.post(order.append, "after")
    loop.post(loop._stop, priority=BULK + 1)
    loop.run()
    assert order == ["after"] and str(bugs[0]) == "a bug"


def test_the_rate_counts_the_last_seconds_only() -> None:
    now = 0.0
    rate = Rate(window=10.0, clock=lambda: now)
    assert rate.per_second() == 0.0 and rate.seconds_left(5) is None
    for second in range(31):
        now = float(second)
        rate.add(20 if second > 15 else 1)
    assert rate.per_second() == pytest.approx(20.0)
    assert rate.seconds_left(100) == pytest.approx(5.0)
    rate.reset()
    assert rate.per_second() == 0.0


def test_a_stopped_loop_returns_at_once() -> None:
    loop = Loop()
    loop.after(60, lambda: None)
    threading.Timer(0.05, loop.stop).start()
    started = time.monotonic()
    loop.run()
    assert time.monotonic() - started < 5
