"""The pool of decode workers, with decoders that crash, hang and grow."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from mediasearch.ingest.decode import DecodeTask
from mediasearch.ingest.workers import DecodePool, QueryPixels
from mediasearch.library.records import Decoded, Failed, PendingFile
from tests.ingest import mishaps
from tests.ingest.conftest import SMALL, photo, task_for, wait_until
from tests.support.load import PATIENCE, budget
from tests.support.scarcity import no_more_threads

Results = queue.SimpleQueue[Decoded | Failed | QueryPixels]


class Pool:
    """A pool and what it reported."""

    def __init__(self, workers: int = 2, timeout_s: float = 20, memory_mb: int = 400) -> None:
        self.results: Results = queue.SimpleQueue()
        self.stuck = 0
        self.pool = DecodePool(
            workers, timeout_s, memory_mb, self.results.put, on_stuck=self._hear, decode=mishaps.decode
        )

    def _hear(self) -> None:
        self.stuck += 1

    def submit(self, *names: str) -> None:
        for number, name in enumerate(names, 1):
            self.pool.submit(DecodeTask(PendingFile(number, 1, name.encode(), name, 5, 6, 0), SMALL, 10**8))

    def next(self, seconds: float = PATIENCE) -> Decoded | Failed | QueryPixels:
        return self.results.get(timeout=seconds)

    def all(self, count: int) -> dict[int, Decoded | Failed]:
        found = [self.next() for _ in range(count)]
        assert self.results.empty()
        return {result.file: result for result in found if not isinstance(result, QueryPixels)}


@pytest.fixture
def pools() -> Iterator[type[Pool]]:
    made: list[Pool] = []

    class Kept(Pool):
        def __init__(self, *args: float, **named: float) -> None:
            super().__init__(*args, **named)  # type: ignore[arg-type]
            made.append(self)

    yield Kept
    for pool in made:
        pool.pool.stop()


def reason(result: object) -> str:
    return result.reason if isinstance(result, Failed) else f"no failure: {result}"


def children() -> set[int]:
    found = psutil.Process().children(recursive=True)
    return {child.pid for child in found if "resource_tracker" not in " ".join(child.cmdline())}


def test_pictures_are_decoded(folder: Path, pools: type[Pool]) -> None:
    for number in range(1, 9):
        photo(100 + number, 80).save(folder / f"{number}.jpg")
    pool = pools()
    for number in range(1, 9):
        pool.pool.submit(task_for(folder / f"{number}.jpg", file=number))
    done = pool.all(8)
    for number in range(1, 9):
        result = done[number]
        assert isinstance(result, Decoded)
        assert (result.metadata.width, len(result.pixels)) == (100 + number, 64 * 64 * 3)
    assert pool.pool.outstanding() == 0


def test_a_file_that_cannot_be_decoded_is_reported_with_its_stamp(pools: type[Pool]) -> None:
    pool = pools(1)
    pool.submit("raise")
    assert pool.next() == Failed(1, "damaged", "as told", 5, 6)


def test_a_worker_has_no_network(folder: Path, pools: type[Pool]) -> None:
    """A decoder that a stranger's file has taken over can tell nobody what it sees."""
    if not allowed():
        pytest.skip("this system takes the network from no process")
    photo().save(folder / "a.jpg")
    pool = pools(1)
    pool.submit("call")
    found = pool.next()
    assert isinstance(found, Failed) and found.detail == "refused refused refused"
    pool.pool.submit(task_for(folder / "a.jpg", file=2))
    assert isinstance(pool.next(), Decoded), "everything else goes on"


def allowed() -> bool:
    """Whether a process of its own could leave the network; this one needs it."""
    code = "from mediasearch.ingest import seclusion; print(seclusion.leave_the_network())"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout == "True\n"


@pytest.mark.expects_log("decoding failed in an unexpected way")
def test_a_bug_costs_one_file(pools: type[Pool]) -> None:
    pool = pools(1)
    pool.submit("bug", "fine")
    assert reason(pool.all(2)[1]) == "damaged"


def test_a_crash_costs_one_file(pools: type[Pool]) -> None:
    pool = pools()
    pool.submit("a", "exit", "b", "segfault", "c", "d", "e", "f")
    done = pool.all(8)
    assert reason(done[2]) == reason(done[4]) == "crashed"
    assert isinstance(done[2], Failed) and done[2].detail == "exit code 3"
    if os.name == "posix":
        assert isinstance(done[4], Failed) and done[4].detail == "SIGSEGV"
    assert all(isinstance(done[number], Decoded) for number in (1, 3, 5, 6, 7, 8))


def test_a_hanging_file_is_given_up_and_the_others_go_on(pools: type[Pool]) -> None:
    pool = pools(2, timeout_s=2)
    pool.submit("hang", "stubborn", "a", "b", "c")
    started = time.monotonic()
    done = pool.all(5)
    assert reason(done[1]) == reason(done[2]) == "timeout"
    assert all(isinstance(done[number], Decoded) for number in (3, 4, 5))
    assert time.monotonic() - started < budget(15)


@pytest.mark.parametrize("name", ["hungry", "allocate"])
def test_a_hungry_file_is_given_up(pools: type[Pool], name: str) -> None:
    if name == "allocate" and sys.platform != "linux":
        pytest.skip("only Linux limits the address space")
    pool = pools(1, memory_mb=200)
    pool.submit(name, "a")
    done = pool.all(2)
    assert reason(done[1]) == "memory"
    assert isinstance(done[2], Decoded)


@pytest.mark.expects_log("the decoding processes are started anew")
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_idle_workers_killed_from_outside_are_replaced(pools: type[Pool]) -> None:
    pool = pools(2)
    pool.submit("a", "b", "c", "d")
    assert len(pool.all(4)) == 4
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    pool.submit("a", "b", "c", "d")
    assert all(isinstance(result, Decoded) for result in pool.all(4).values())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse threads in other ways")
@pytest.mark.expects_log("can be started", "could not be started", "started anew")
def test_what_the_system_cannot_start_now_is_started_later(
    pools: type[Pool], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    photo().save(folder / "a.jpg")
    pool = pools(1)
    with no_more_threads():
        pool.pool.submit(task_for(folder / "a.jpg", file=1))
        wait_until(lambda: caplog.text.count("could not be started") > 1)
        wait_until(lambda: pool.stuck)
        assert pool.results.empty()
    assert isinstance(pool.next(), Decoded)
    assert pool.stuck == 1, "told once"


def test_a_worker_is_replaced_now_and_then(pools: type[Pool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediasearch.ingest.workers._TASKS_PER_WORKER", 3)
    pool = pools(1)
    pool.submit(*"abcdefgh")
    pids = {result.content_hash for result in pool.all(8).values() if isinstance(result, Decoded)}
    assert len(pids) >= 3


def test_queries_go_ahead_of_queued_files(folder: Path, pools: type[Pool]) -> None:
    photo().save(folder / "a.jpg")
    pool = pools(1)
    pool.submit(*["linger"] * 12)
    pool.pool.submit_query(77, (folder / "a.jpg").read_bytes(), SMALL, 10**8, pool.results.put)
    pool.pool.submit_query(78, str(folder / "absent.jpg"), SMALL, 10**8, pool.results.put)
    before = 0
    answers: list[object] = []
    while len(answers) < 2:
        result = pool.next()
        if isinstance(result, QueryPixels) or result.file == 78:
            answers.append(result)
        else:
            before += 1
    assert before <= 4
    first, second = answers
    assert isinstance(first, QueryPixels)
    assert (first.ticket, first.size, len(first.pixels)) == (77, 64, 64 * 64 * 3)
    assert isinstance(second, Failed) and second.reason == "vanished"


def test_what_is_under_way_can_be_seen(pools: type[Pool]) -> None:
    pool = pools(2)
    assert pool.pool.capacity() >= 4
    pool.submit("hang", "linger", "linger")
    wait_until(lambda: [running for running in pool.pool.running() if running.file == 1 and running.seconds > 0.2])
    (running,) = (running for running in pool.pool.running() if running.file == 1)
    assert running.pid in children()
    assert pool.pool.outstanding() >= 1
    for _ in range(2):
        assert pool.next()
    wait_until(lambda: pool.pool.outstanding() == 1)


def test_stopping_ends_the_workers_and_reports_nothing_more(pools: type[Pool]) -> None:
    before = children()
    pool = pools(2)
    pool.submit("hang", "stubborn", "a", "b")
    wait_until(lambda: len(pool.pool.running()) == 2)
    started = time.monotonic()
    pool.pool.stop()
    assert time.monotonic() - started < budget(2.5)
    wait_until(lambda: children() <= before)
    assert pool.results.empty()
    pool.submit("a")
    assert pool.pool.outstanding() == 0


def test_stopping_while_workers_start_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    before = children()
    for step in range(12):
        pool = DecodePool(8, 20, 400, lambda result: None)  # many: the last is ended late
        pool.start()
        time.sleep(0.03 * step)  # they are started in a third of a second
        pool.stop()
    wait_until(lambda: children() <= before)
    assert capfd.readouterr().err == ""


def test_workers_are_light_and_modest(pools: type[Pool]) -> None:
    pool = pools(1)
    pool.submit("modules")
    result = pool.next()
    assert isinstance(result, Decoded)
    loaded = set(result.content_hash.split(","))
    assert not loaded & {"numpy", "torch", "sqlalchemy", "PySide6", "hnswlib", "openvino", "pillow_heif", "watchdog"}
    if os.name == "posix":
        assert int(result.skip) >= 10, "a low priority"


PARENT = """
import sys, time
from mediasearch.ingest.decode import DecodeTask
from mediasearch.ingest.workers import DecodePool
from mediasearch.library.records import PendingFile
from tests.ingest import mishaps
from tests.ingest.conftest import SMALL

if __name__ == "__main__":
    pool = DecodePool(2, 60, 400, lambda done: print(done.file, flush=True), decode=mishaps.decode)
    for number, name in enumerate(sys.argv[1:], 1):
        pool.submit(DecodeTask(PendingFile(number, 1, name.encode(), name, 0, 0, 0), SMALL, 10**8))
    time.sleep(60)
"""


def parent(folder: Path, *names: str) -> subprocess.Popen[str]:
    script = folder / "parent.py"
    script.write_text(PARENT)
    root = Path(__file__).parents[2]
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, str(script), *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def test_workers_do_not_outlive_their_parent_even_in_the_middle_of_a_task(folder: Path) -> None:
    process = parent(folder, "a", "hang")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        workers = psutil.Process(process.pid).children(recursive=True)
        assert len(workers) >= 2
        process.kill()
        process.communicate(timeout=20)
        wait_until(lambda: not [worker for worker in workers if worker.is_running() and worker.status() != "zombie"])
    finally:
        process.kill()
        process.communicate()


def test_what_workers_print_does_not_reach_standard_output(folder: Path) -> None:
    process = parent(folder, "print")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
    finally:
        process.kill()
        out, err = process.communicate()
    assert out == ""
    assert "noise on standard output" in err
    assert "and below Python" in err
