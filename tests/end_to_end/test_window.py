"""A person's first day with the program: the real window, engine and starter model on a real screen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.engine import launch
from mediasearch.paths import Library
from tests.end_to_end.desk import MISSING, SIZE, Desk, wait_until
from tests.support.load import A_PROGRAM
from tests.support.pictures import GROUNDS, draw_picture

pytestmark = pytest.mark.skipif(
    bool(MISSING),
    reason=f"{' and '.join(MISSING)} missing; sh packaging/setup.sh test installs them on Debian and Ubuntu",
)

#: Black and white are also what the window itself is made of.
COLOURS = {Path(name).stem: ground for name, ground in GROUNDS.items() if max(ground) - min(ground) > 100}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Pictures with names that say nothing, large enough to fill the window."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, name in enumerate(COLOURS):
        path = draw_picture(folder / f"IMG_{1000 + number}.jpg", COLOURS[name], number, (800, 600))
        os.utime(path, (1_500_000_000 + number,) * 2)
    return folder


Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(desk: Desk, library: Library) -> Iterator[Start]:
    """Start the program and wait for its window."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "mediasearch", "--library", str(library.data)]
        program = subprocess.Popen(command, env=desk.environment, stderr=subprocess.PIPE, text=True)
        started.append(program)
        desk.window("Mediasearch")
        return program

    yield begin
    for program in started:
        if program.poll() is None:
            program.terminate()
        program.communicate(timeout=A_PROGRAM)


def quit_by_key(desk: Desk, program: subprocess.Popen[str]) -> None:
    desk.keys("ctrl+q")
    _, said = program.communicate(timeout=A_PROGRAM)
    assert (program.returncode, said) == (0, "")


def indexed(library: Library) -> int:
    """Files that can be found, as another process is told."""
    engine = launch.running(library)
    if engine is None:
        return -1
    try:
        status = engine.request(protocol.GetStatus(0))
    finally:
        engine.close()
    assert isinstance(status, protocol.StatusReply)
    return sum(root.indexed for root in status.roots)


def sees(desk: Desk, name: str) -> None:
    """The first of the pictures is that one, before long."""
    wait_until(lambda: desk.first(COLOURS) == name, lambda: f"{desk.first(COLOURS)!r} comes first, not {name!r}")


def test_a_first_day(desk: Desk, start: Start, library: Library, photos: Path, tmp_path: Path) -> None:
    program = start()
    desk.keys("ctrl+o")
    desk.window("Choose a folder of pictures.*")
    desk.type(str(photos))
    desk.keys("Return")
    wait_until(lambda: indexed(library) == len(COLOURS), lambda: f"{indexed(library)} were indexed")
    newest = list(COLOURS)[-1]
    sees(desk, newest)

    # Words, in both of the model's languages.
    desk.window("Mediasearch")
    desk.keys("ctrl+f")
    desk.type("red")
    sees(desk, "red")
    desk.keys("ctrl+a")
    desk.paste("蓝色")
    sees(desk, "blue")

    # Pictures: one that was copied in another program, then a file that is dropped onto the window.
    desk.keys("ctrl+a", "BackSpace")
    like_green = draw_picture(tmp_path / "like green.png", COLOURS["green"], seed=9, size=(300, 300))
    desk.other("copy picture", like_green)
    desk.keys("ctrl+v")
    sees(desk, "green")
    desk.keys("Escape", "Escape", "Escape")
    sees(desk, newest)
    like_orange = draw_picture(tmp_path / "like orange.png", COLOURS["orange"], seed=8, size=(300, 300))
    desk.drag(like_orange, to=(SIZE[0] // 2, SIZE[1] // 2))
    sees(desk, "orange")

    # Into the pictures, open the first, close it.
    desk.window("Mediasearch")
    desk.keys("ctrl+f", "Down", "Return")
    wait_until(lambda: desk.filled(COLOURS["orange"]) > 0.3, lambda: "the picture was not opened")
    desk.keys("Escape")
    wait_until(lambda: desk.filled(COLOURS["orange"]) < 0.1, lambda: "the picture was not closed")
    quit_by_key(desk, program)

    # The next day everything is there at once, and a new picture is found.
    draw_picture(photos / "IMG_2000.jpg", (20, 200, 200), size=(200, 200))
    os.utime(photos / "IMG_2000.jpg", (1_600_000_000,) * 2)
    program = start()
    colours = COLOURS | {"turquoise": (20, 200, 200)}
    wait_until(lambda: desk.first(colours) == "turquoise", lambda: f"{desk.first(colours)!r} comes first")
    quit_by_key(desk, program)
    assert library.database.exists() and not library.holder.exists()


@pytest.mark.expects_log("the engine ended with exit code 9")
def test_the_engine_dies_and_the_window_goes_on(desk: Desk, start: Start, library: Library, photos: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mediasearch", "--library", str(library.data), "index", str(photos)],
        capture_output=True, text=True, timeout=A_PROGRAM,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    program = start()
    sees(desk, list(COLOURS)[-1])
    engine = int(json.loads(library.holder.read_bytes())["pid"])
    os.kill(engine, signal.SIGKILL)
    began = time.monotonic()
    desk.keys("ctrl+f")
    desk.type("red")
    sees(desk, "red")
    assert time.monotonic() - began < 30
    assert json.loads(library.holder.read_bytes())["pid"] != engine
    quit_by_key(desk, program)
