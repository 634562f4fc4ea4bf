"""The process that fetches a model: heard, stopped, killed, started twice, and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from mediasearch.models import events, job, launch, places
from mediasearch.models.events import Event
from mediasearch.paths import Library
from tests.encoders.tiny import write_model
from tests.models.hub_server import Bad, Hub
from tests.support.load import PATIENCE

NAME = "hf-hub:small/model"
WEIGHTS = places.WEIGHTS
#: How much of them a hub sends that stops in the middle.
HALF = 600_000
STORAGE = f"/storage/small/model/{WEIGHTS}"


class Ears:
    """What a job says, for a thread that waits for it."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self._news = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def until(self, wanted: Callable[[Event], bool], seconds: float = 60) -> Event:
        with self._news:
            assert self._news.wait_for(lambda: any(map(wanted, self.heard)), seconds), self.heard
            return next(event for event in self.heard if wanted(event))


@pytest.fixture
def hub(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "60")  # who is silent here is held, not given up
    return hub


@pytest.fixture
def held(hub: Hub) -> Hub:
    """The hub stops in the middle of the weights, once."""
    hub.bad = [Bad(STORAGE, after=HALF, silent=True)]
    return hub


def all_kept(library: Library) -> None:
    """Wait until all that the hub has sent is on disk: what is on its way at a stop is sent again."""
    part = places.place(library.models, NAME).partial / f"{WEIGHTS}.part"
    end = time.monotonic() + PATIENCE
    while part.stat().st_size < HALF:
        assert time.monotonic() < end, part.stat().st_size
        time.sleep(0.01)


def arrived(event: Event) -> bool:
    return event.stage == "downloading" and event.done > 500_000


def finish(library: Library, action: launch.Action = "download", name: str = NAME, **more: Any) -> list[Event]:
    """One process to its end, without what comes after it."""
    line = launch.command(library.models, action, name, **more)
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    with process.stdin, process.stdout as lines:
        found = [events.parse(each) for each in lines]
    code = process.wait(60)
    assert None not in found and found[-1] is not None
    assert code == (1 if found[-1].stage == "failed" else 0)
    return [event for event in found if event is not None]


def test_the_size_is_asked_for_elsewhere(hub: Hub, library: Library) -> None:
    ears = Ears()
    work = launch.start(library, "size", NAME, ears)
    assert work.wait(60)
    size = sum(len(hub.repositories["small/model"].files[name]) for name in (WEIGHTS, places.CONFIG))
    assert [event.stage for event in ears.heard] == ["asking", "size"]
    assert (ears.heard[-1].total, ears.heard[-1].host, ears.heard[-1].name) == (size, "127.0.0.1", NAME)
    assert ears.heard[-1].free > 0
    assert places.status(library.models, NAME).state == "absent"


def test_stopped_and_gone_on_with_no_byte_is_sent_twice(held: Hub, library: Library) -> None:
    ears = Ears()
    work = launch.start(library, "download", NAME, ears)
    ears.until(arrived)
    assert places.status(library.models, NAME).working
    all_kept(library)
    work.stop()
    assert work.wait(30)
    assert ears.heard[-1] == Event("stopped", name=NAME)
    status = places.status(library.models, NAME)
    assert status.state == "partial" and status.done > 500_000 and not status.working

    last = finish(library)[-1]
    assert last == Event("complete", name=NAME)
    kept = held.repositories["small/model"].files[WEIGHTS]
    assert (places.place(library.models, NAME).source / WEIGHTS).read_bytes() == kept
    assert held.served[WEIGHTS] == len(kept)


def test_it_ends_when_nobody_listens_any_more(held: Hub, library: Library) -> None:
    """The engine that started it was killed: its pipes are closed by the system."""
    line = launch.command(library.models, "download", NAME)
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    with process.stdout as lines:
        next(event for each in lines if (event := events.parse(each)) is not None and arrived(event))
        assert psutil.Process(process.pid).memory_info().rss < 150e6  # no torch
        assert psutil.Process(process.pid).nice() >= (10 if sys.platform != "win32" else 1)
        process.stdin.close()
        assert process.wait(30) == 130
    assert places.status(library.models, NAME).state == "partial"


def test_the_second_of_two_says_so(held: Hub, library: Library) -> None:
    ears = Ears()
    first = launch.start(library, "download", NAME, ears)
    ears.until(arrived)
    last = finish(library)[-1]
    assert last.title == f"The model {NAME} is being downloaded or prepared already"
    assert last.advice
    first.stop()
    assert first.wait(30) and ears.heard[-1].stage == "stopped"
    assert places.status(library.models, NAME).trouble == ""  # it is no trouble of the model's


@pytest.mark.expects_log("a model job ended without an answer")
def test_one_that_is_killed_from_outside(held: Hub, library: Library) -> None:
    ears = Ears()
    work = launch.start(library, "download", NAME, ears)
    ears.until(arrived)
    (child,) = [each for each in psutil.Process().children() if "model-job" in each.cmdline()]
    child.kill()
    assert work.wait(30)
    assert ears.heard[-1].stage == "failed"
    assert "ended unexpectedly" in ears.heard[-1].title and "memory" in ears.heard[-1].advice


def test_what_went_wrong_is_kept_for_the_list_until_the_next_attempt(hub: Hub, library: Library) -> None:
    kept = hub.repositories.pop("small/model")
    last = finish(library)[-1]
    assert last.stage == "failed" and "does not give small/model to everybody" in last.title
    assert places.status(library.models, NAME).trouble == f"{last.title}. {last.advice}"
    hub.repositories["small/model"] = kept
    assert finish(library)[-1].stage == "complete"
    assert places.status(library.models, NAME) == places.Status("source")


def test_progress_is_told_a_few_times_a_second(hub: Hub, library: Library) -> None:
    hub.on_bytes = lambda name, sent: time.sleep(0.02)  # 64 pieces
    told = [event for event in finish(library) if event.stage == "downloading"]
    assert 3 <= len(told) <= 20
    assert told[-1].done == told[-1].total


def test_an_unknown_name(library: Library) -> None:
    last = finish(library, name="nothing")[-1]
    assert last.title == "There is no model called nothing"


def test_preparing_what_is_not_there(library: Library) -> None:
    last = finish(library, "prepare", "clip-b32")[-1]
    assert (last.stage, last.advice) == ("failed", "Download it again.")


def test_preparing_what_the_disk_has_spoilt(hub: Hub, library: Library) -> None:
    assert finish(library)[-1].stage == "complete"
    weights = places.place(library.models, NAME).source / WEIGHTS
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    last = finish(library, "prepare")[-1]
    assert last.title == f"The files of the model {NAME} were damaged on the disk"
    assert last.advice == "Download it again."
    assert places.status(library.models, NAME) == places.Status("absent", trouble=f"{last.title}. {last.advice}")


def test_an_import_that_fails_leaves_nothing(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"no weights")
    for architecture, words in [
        ("ViT-B-32", "is no safetensors file"),
        ("ViT-Z", "knows no architecture called ViT-Z"),
    ]:
        last = finish(library, "import", "mine", file=file, architecture=architecture)[-1]
        assert last.stage == "failed" and words in last.title and last.advice
    assert not library.models.exists() or list(library.models.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="a terminal's Ctrl+C is another thing on Windows")
def test_ctrl_c_stops_the_job_and_keeps_what_came(held: Hub, library: Library) -> None:
    code = f"""
from pathlib import Path
from mediasearch.models import launch
from mediasearch.paths import Library
def hear(event):
    if event.done > 500_000:
        print("now", flush=True)
try:
    launch.run(Library.at({str(library.data)!r}), "download", {NAME!r}, hear)
except KeyboardInterrupt:
    print("stopped")
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    with process.stdout as lines:
        assert next(lines) == "now\n"
        os.killpg(process.pid, signal.SIGINT)  # everybody at the terminal gets it
        assert lines.read().splitlines()[-1] == "stopped"
    assert process.wait(30) == 0
    status = places.status(library.models, NAME)
    assert status.state == "partial" and not status.working


def test_towers_that_the_disk_has_spoilt_are_made_again(library: Library) -> None:
    here = places.place(library.models, NAME)
    assert not job.usable(here)
    write_model(here.prepared)
    assert job.usable(here)
    (here.prepared / "text.bin").write_bytes(b"")
    assert places.status(library.models, NAME).state == "ready" and not job.usable(here)


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    line = launch.command(tmp_path, "import", "mine", Path("a file"), "ViT-B-32")
    assert line[:3] == [sys.executable, "model-job", "import"]
    assert line[3:] == [f"--models={tmp_path}", "--file=a file", "--architecture=ViT-B-32", "--", "mine"]


def test_a_file_whose_name_begins_with_a_minus_is_a_file(library: Library) -> None:
    (last,) = finish(library, "import", "mine", file=Path("-odd.safetensors"), architecture="ViT-B-32")
    assert (last.stage, last.title) == ("failed", "-odd.safetensors is not there")


@pytest.mark.parametrize("line", [b"", b"a library printed this", b"[]", b'{"stage": "else"}', b'{"a": 1}', b"\xff"])
def test_lines_that_are_no_events_are_passed_over(line: bytes) -> None:
    assert events.parse(line) is None


def test_an_event_survives_its_line() -> None:
    event = Event("downloading", "hf-hub:ä/雪", done=1.5, total=3, title="«»")
    assert event.line().isascii() and events.parse(event.line()) == event
    assert events.parse(b'{"stage": "ready", "newer": 1}') == Event("ready")
