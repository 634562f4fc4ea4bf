"""The encoder process: batches come back as vectors, whatever happens to the child."""

from __future__ import annotations

import functools
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from mediasearch.encoders.base import Model
from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied, EncoderProcess, Outcome
from mediasearch.encoders.runtime import open_image_encoder
from tests.encoders.factories import CHATTER, CRASH, HANG, NOT_A_NUMBER, REFUSE, SIZE, ScriptedFactory, picture
from tests.support.load import budget
from tests.support.scarcity import no_more_threads

#: Long enough for a child to start on a busy machine.
PATIENCE = 100


class Desk:
    """An encoder process and what it reported."""

    def __init__(self, factory: Callable[[], object], size: int = SIZE, **options: float) -> None:
        self.results: queue.Queue[Outcome] = queue.Queue()
        self.encoder = EncoderProcess(factory, self.results.put, size=size, **options)  # type: ignore[arg-type]

    def next(self) -> Outcome:
        return self.results.get(timeout=PATIENCE)

    def encode(self, *values: int, ticket: int = 1) -> Outcome:
        self.encoder.submit(ticket, [picture(value) for value in values])
        return self.next()

    def vectors(self, *values: int) -> np.ndarray:
        outcome = self.encode(*values)
        assert isinstance(outcome, Encoded), outcome
        return outcome.vectors


@pytest.fixture
def open_desk() -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(*args: object, **options: object) -> Desk:
        desks.append(Desk(*args, **options))  # type: ignore[arg-type]
        return desks[-1]

    yield make
    for desk in desks:
        desk.encoder.stop()


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return condition()


def test_vectors_come_back_in_the_order_of_the_pictures(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory())
    assert not desk.encoder.alive
    outcome = desk.encode(5, 3, 9, ticket=42)
    assert isinstance(outcome, Encoded)
    assert outcome.ticket == 42
    assert outcome.vectors.dtype == np.float32
    assert list(outcome.vectors[:, 0]) == [5, 3, 9]
    assert outcome.vectors[0, 1] == desk.encoder.pid != os.getpid()


def test_a_real_encoder_gives_the_same_vectors_as_in_this_process(
    open_desk: Callable[..., Desk], tiny_model: Model
) -> None:
    size = tiny_model.preprocess.size
    pixels = np.random.default_rng(1).integers(0, 256, (40, size, size, 3), dtype=np.uint8)
    desk = open_desk(functools.partial(open_image_encoder, tiny_model, 1), size=size)
    desk.encoder.submit(1, [each.tobytes() for each in pixels])
    outcome = desk.next()
    assert isinstance(outcome, Encoded)
    np.testing.assert_allclose(outcome.vectors, open_image_encoder(tiny_model).encode(pixels), atol=1e-6)


def test_the_child_works_at_low_priority(open_desk: Callable[..., Desk]) -> None:
    niceness = open_desk(ScriptedFactory()).vectors(1)[0, 2]
    assert niceness == (psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else 10)


def test_a_query_overtakes_what_waits(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = open_desk(ScriptedFactory(log=tmp_path / "log", gate=tmp_path / "gate"), capacity=3)
    desk.encoder.submit(0, [picture(0)])
    assert until(lambda: (tmp_path / "log").exists())  # in the child, and kept there
    for ticket in (1, 2, 3):
        desk.encoder.submit(ticket, [picture(ticket)])
    assert desk.encoder.full
    with pytest.raises(queue.Full):
        desk.encoder.submit(4, [picture(4)])
    desk.encoder.submit(100, [picture(100)], urgent=True)
    desk.encoder.submit(101, [picture(101)], urgent=True)
    (tmp_path / "gate").touch()
    tickets = [outcome.ticket for outcome in (desk.next() for _ in range(6)) if isinstance(outcome, Encoded)]
    assert tickets == [0, 100, 101, 1, 2, 3]
    assert not desk.encoder.full


@pytest.mark.parametrize("pixels", [[], [b"too short"], [picture(1), picture(1) + b"x"]])
def test_pixels_of_another_size_are_refused_at_once(open_desk: Callable[..., Desk], pixels: list[bytes]) -> None:
    with pytest.raises(ValueError, match="48 bytes"):
        open_desk(ScriptedFactory()).encoder.submit(1, pixels)


@pytest.mark.parametrize(("value", "message"), [(REFUSE, "ValueError: cannot see this"), (NOT_A_NUMBER, "not finite")])
def test_a_batch_that_cannot_be_encoded_is_reported_and_the_next_one_works(
    open_desk: Callable[..., Desk], value: int, message: str
) -> None:
    desk = open_desk(ScriptedFactory())
    pid = desk.vectors(1)[0, 1]
    outcome = desk.encode(value, ticket=2)
    assert isinstance(outcome, EncodeFailed)
    assert outcome.ticket == 2
    assert message in outcome.message
    assert desk.vectors(1)[0, 1] == pid


def test_a_crash_costs_one_batch_and_the_waiting_ones_go_on(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory())
    for ticket, value in ((1, 1), (2, CRASH), (3, 3)):
        desk.encoder.submit(ticket, [picture(value)])
    before, died, after = desk.next(), desk.next(), desk.next()
    assert isinstance(died, EncoderDied)
    assert (died.tickets, died.exitcode, died.loading) == ((2,), 7, False)
    assert "ended unexpectedly (with exit code 7)" in died.message
    assert isinstance(before, Encoded)
    assert isinstance(after, Encoded)
    assert (before.ticket, after.ticket) == (1, 3)
    assert before.vectors[0, 1] != after.vectors[0, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
def test_a_child_killed_in_the_middle_of_a_batch_is_reported(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = open_desk(ScriptedFactory(log=tmp_path / "log"))
    desk.encoder.submit(8, [picture(HANG)])
    assert until(lambda: (tmp_path / "log").exists())
    assert desk.encoder.pid is not None
    os.kill(desk.encoder.pid, signal.SIGKILL)
    died = desk.next()
    assert isinstance(died, EncoderDied)
    assert (died.tickets, died.exitcode) == ((8,), -9)
    assert "by signal 9" in died.message


def test_a_child_that_hangs_is_ended_and_costs_one_batch(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory(), patience=2)
    first = int(desk.vectors(1)[0, 1])
    for ticket, value in ((2, HANG), (3, 3)):
        desk.encoder.submit(ticket, [picture(value)])
    died, after = desk.next(), desk.next()
    assert isinstance(died, EncoderDied)
    assert (died.tickets, died.loading) == ((2,), False)
    assert "hung and was ended" in died.message
    assert isinstance(after, Encoded)
    assert after.vectors[0, 1] != first
    assert not psutil.pid_exists(first)


def test_a_model_that_never_finishes_loading_is_given_up(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory(hang=True), patience=0.2)
    died = desk.encode(1)
    assert isinstance(died, EncoderDied)
    assert died.loading
    assert "hung" in died.message


def test_a_machine_that_is_always_slow_is_not_taken_for_hung(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory(seconds=0.4), patience=1.5)
    desk.vectors(1)  # how long a picture takes is known from now on
    assert len(desk.vectors(1, 2, 3, 4, 5)) == 5


def test_a_child_that_died_while_nothing_was_to_do_is_replaced_quietly(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory())
    first = int(desk.vectors(1)[0, 1])
    psutil.Process(first).kill()
    assert until(lambda: not desk.encoder.alive)
    assert desk.vectors(1)[0, 1] != first


@pytest.mark.parametrize(
    ("fault", "message", "exitcode"),
    [("The model is damaged", "The model is damaged. Choose another model.", 0), (9, "with exit code 9", 9)],
)
def test_a_model_that_cannot_be_loaded_gives_back_everything_that_waits(
    open_desk: Callable[..., Desk], fault: str | int, message: str, exitcode: int
) -> None:
    desk = open_desk(ScriptedFactory(fault=fault))
    for ticket in (1, 2, 3):
        desk.encoder.submit(ticket, [picture(ticket)])
    died = desk.next()
    assert isinstance(died, EncoderDied)
    assert died.loading
    assert (died.tickets, died.exitcode) == ((1, 2, 3), exitcode)
    assert message in died.message
    assert not desk.encoder.alive
    assert isinstance(desk.encode(4, ticket=4), EncoderDied)  # and the next one tries again


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse threads in other ways")
def test_where_no_thread_can_be_started_everything_is_given_back(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory())
    with no_more_threads():
        outcome = desk.encode(1, ticket=5)
    assert isinstance(outcome, EncoderDied) and (outcome.tickets, outcome.loading) == ((5,), True)
    assert "could not be started" in outcome.message
    assert desk.vectors(3)[0, 0] == 3, "and later it works"


def test_an_idle_child_gives_its_memory_back(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory(), idle_seconds=0.2)
    first = int(desk.vectors(1)[0, 1])
    assert until(lambda: not desk.encoder.alive)
    assert until(lambda: desk.encoder.pid is None)
    assert not psutil.pid_exists(first)
    assert desk.vectors(1)[0, 1] != first


def test_stopping_in_the_middle_of_a_batch_takes_no_time_and_reports_nothing(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_desk(ScriptedFactory(log=tmp_path / "log"))
    desk.encoder.submit(1, [picture(HANG)])
    desk.encoder.submit(2, [picture(2)])
    assert until(lambda: (tmp_path / "log").exists())
    pid = desk.encoder.pid
    assert pid is not None
    started = time.monotonic()
    desk.encoder.stop()
    assert time.monotonic() - started < budget(2)
    assert not psutil.pid_exists(pid)
    assert not desk.encoder.alive
    assert desk.results.empty()
    with pytest.raises(RuntimeError):
        desk.encoder.submit(3, [picture(3)])


def test_stopping_says_which_queries_it_leaves_without_an_answer(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_desk(ScriptedFactory(log=tmp_path / "log"))
    desk.encoder.submit(100, [picture(HANG)], urgent=True)
    assert until(lambda: (tmp_path / "log").exists())
    desk.encoder.submit(1, [picture(1)])
    desk.encoder.submit(101, [picture(2)], urgent=True)
    assert desk.encoder.stop() == (100, 101)
    assert desk.encoder.stop() == ()
    assert desk.results.empty()


@pytest.mark.parametrize("started", [False, True])
def test_stopping_before_the_first_vector_is_as_good(open_desk: Callable[..., Desk], started: bool) -> None:
    desk = open_desk(ScriptedFactory())
    if started:
        desk.encoder.submit(1, [picture(1)])
    assert desk.encoder.stop() == ()
    assert desk.encoder.stop() == ()
    assert not desk.encoder.alive
    assert desk.results.empty()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
def test_an_interrupt_from_the_terminal_does_not_reach_the_child(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(ScriptedFactory())
    first = int(desk.vectors(1)[0, 1])
    os.kill(first, signal.SIGINT)
    assert desk.vectors(1)[0, 1] == first


# --------------------------------------------------------------------------------- from the parent's point of view

PARENT = """
import queue, sys, time
from pathlib import Path
from mediasearch.encoders.process import EncoderProcess
from tests.encoders.factories import SIZE, ScriptedFactory, picture
if __name__ == "__main__":
    results = queue.Queue()
    encoder = EncoderProcess(ScriptedFactory(log=Path(sys.argv[2])), results.put, size=SIZE)
    encoder.submit(1, [picture(1)])
    results.get(timeout=100)
    encoder.submit(2, [picture(int(sys.argv[1]))])
    print(encoder.pid, flush=True)
    outcome = results.get(timeout=100)
    encoder.stop()
"""


@pytest.fixture
def parent(tmp_path: Path) -> Callable[[int], subprocess.Popen[str]]:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    def start(value: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(script), str(value), str(tmp_path / "log")],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    return start


def test_what_the_child_prints_never_reaches_the_standard_output(
    parent: Callable[[int], subprocess.Popen[str]],
) -> None:
    process = parent(CHATTER)
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    assert output.strip().isdigit()
    assert "printed by a library" in errors
    assert "written by a C library" in errors


def test_the_child_leaves_when_its_parent_is_killed_in_the_middle_of_a_batch(
    parent: Callable[[int], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = parent(HANG)
    assert process.stdout is not None
    child = psutil.Process(int(process.stdout.readline()))
    assert until(lambda: (tmp_path / "log").read_text().split()[-1] == str(HANG))
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 10)
