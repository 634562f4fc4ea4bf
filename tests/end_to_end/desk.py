"""A screen of its own, hands on its keyboard and mouse, and eyes that tell colours apart."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from tests.end_to_end.other_program import EDGE
from tests.support.load import PATIENCE

SIZE: Final = (1280, 800)
_XVFB, _XDOTOOL = shutil.which("Xvfb"), shutil.which("xdotool")
#: Without these there is no screen.
MISSING: Final = [name for name, path in (("Xvfb", _XVFB), ("xdotool", _XDOTOOL)) if path is None]
#: The field and the filters are above the pictures; pixels from the top of the window.
_ABOVE: Final = 110
#: A picture has at least so many pixels of its colour; what is smaller is part of the window.
_FEWEST: Final = 2500


def wait_until(reached: Callable[[], bool], otherwise: Callable[[], object]) -> None:
    """Poll ``reached``; ``otherwise`` tells what there is instead."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.1)


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """An X server without a window manager; gives the environment of programs on it."""
    reading, writing = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    server = subprocess.Popen(
        [str(_XVFB), "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        # xdotool types what the locale can write.
        wanted = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        unwanted = {"WAYLAND_DISPLAY", "QT_QPA_PLATFORMTHEME", "XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS"}
        yield {name: value for name, value in os.environ.items() if name not in unwanted} | wanted
    finally:
        server.terminate()
        server.wait()


class Desk:
    """What a person at the screen can do.  Coordinates are the screen's."""

    def __init__(self, environment: dict[str, str], place: Path) -> None:
        self.environment = environment
        self._picture = place / "screen.png"
        self._other = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.other_program"],
            env=environment, cwd=Path(__file__).parents[2], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._answered()

    def leave(self) -> None:
        assert self._other.stdin is not None and self._other.stdout is not None
        self._other.stdin.close()
        self._other.wait(PATIENCE)
        self._other.stdout.close()

    # ------------------------------------------------------------------------------------------------ hands

    def keys(self, *names: str) -> None:
        self._xdotool("key", "--delay", "60", *names)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "30", text)

    def paste(self, text: str) -> None:
        """Letters that this keyboard has not, out of another program.

        xdotool would lend each a key for a moment: a program that looks too late has typed nothing.
        """
        self.other("copy words", text)
        self.keys("ctrl+v")

    def drag(self, path: Path, to: tuple[int, int]) -> None:
        """Drag the file from another program's window and let it go at ``to``."""
        self.other("offer", path)
        corner = (SIZE[0] - EDGE // 2, SIZE[1] - EDGE // 2)
        self._xdotool("mousemove", *map(str, corner), "mousedown", "1")
        for step in range(1, 11):  # as a hand does: over everything on the way
            point = [round(start + (end - start) * step / 10) for start, end in zip(corner, to, strict=True)]
            self._xdotool("mousemove", *map(str, point))
            time.sleep(0.03)
        time.sleep(0.3)  # the drop follows the last move; both programs must have seen it
        self._xdotool("mouseup", "1")

    def other(self, order: str, *paths: Path | str) -> None:
        """Let the other program do ``order``, as in :mod:`.other_program`."""
        assert self._other.stdin is not None
        self._other.stdin.write(json.dumps([order, *map(str, paths)]) + "\n")
        self._other.stdin.flush()
        self._answered()

    def window(self, title: str) -> None:
        """Wait for a window of that title and go to it."""

        def found() -> bool:
            numbers = self._xdotool("search", "--onlyvisible", "--name", f"^{title}$", check=False).split()
            return bool(numbers) and self._xdotool("windowfocus", numbers[-1], check=False) == ""

        wait_until(found, lambda: f"no window is called {title}")

    # ------------------------------------------------------------------------------------------------ eyes

    def first(self, colours: dict[str, tuple[int, int, int]]) -> str:
        """Which of ``colours`` the first of the pictures has; "" where there is none."""
        places = []
        for name, spots in self._spots(colours):
            if len(spots) >= _FEWEST:
                top, left = spots.min(axis=0)
                places.append((top // 20, left, name))
        return min(places)[2] if places else ""

    def filled(self, colour: tuple[int, int, int]) -> float:
        """Which share of the screen has that colour."""
        ((_, spots),) = self._spots({"": colour})
        return len(spots) / (SIZE[0] * SIZE[1])

    def _spots(self, colours: dict[str, tuple[int, int, int]]) -> Iterator[tuple[str, np.ndarray]]:
        self.other("look", self._picture)
        with Image.open(self._picture) as opened:
            pixels = np.asarray(opened.convert("RGB")).astype(np.int16)[_ABOVE:]
        for name, colour in colours.items():
            yield name, np.argwhere(np.abs(pixels - np.array(colour, np.int16)).max(axis=2) <= 16)

    def _answered(self) -> None:
        assert self._other.stdout is not None
        assert self._other.stdout.readline() == "done\n"

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run([str(_XDOTOOL), *arguments], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout
