"""Promises 10 and 14: one writer however many are started, and a quiet end at any moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from mediasearch.paths import Library
from tests.reliability import audit
from tests.support.engine import CHECKOUT
from tests.support.load import PATIENCE
from tests.support.many import many
from tests.support.rainbow import rainbow


def mediasearch(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mediasearch", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT)


def test_twenty_starts_at_once(library: Library, tmp_path: Path, figures: Callable[[str], None]) -> None:
    """Each with a folder of its own: every one ends well and nothing is missing or there twice."""
    folders = [tmp_path / f"photos {number}" for number in range(20)]
    for number, folder in enumerate(folders):
        many(folder, 5, start=number * 5)
    began = time.monotonic()
    started = [mediasearch("index", "--library", library.data, folder) for folder in folders]
    ended = [(process.communicate(timeout=240), process.returncode) for process in started]
    assert [code for _, code in ended] == [0] * 20, [said for said, code in ended if code]
    assert audit.complaints(library, folders) == []
    figures(f"20 times `mediasearch index` at once: 100 pictures once each, {time.monotonic() - began:.1f} s")


@pytest.mark.skipif(os.name != "posix", reason="ends by a signal")
def test_closed_in_the_middle_of_indexing(
    tmp_path: Path,
    scale: Callable[[int, int], int],
    figures: Callable[[str], None],
    in_time: Callable[[float, float], None],
    chance: random.Random,
) -> None:
    """The whole program with the starter model on a folder, ended up to 2.5 s after its engine was started."""
    photos = tmp_path / "photos"
    rainbow(photos, each=40)
    rounds, longest = scale(10, 200), 0.0
    for number in range(rounds):
        library = tmp_path / f"library {number % 3}"
        window = mediasearch("--library", library, photos)
        own = psutil.Process(window.pid)
        while not own.children():  # until then nothing of ours runs, and a signal ends Python itself
            assert window.poll() is None, window.communicate()
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 2.5))
        family = [own, *own.children(recursive=True)]
        began = time.monotonic()
        window.terminate()
        _, said = window.communicate(timeout=PATIENCE)
        longest = max(longest, time.monotonic() - began)
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        assert (window.returncode, said, alive) == (0, "", []), f"round {number}"
    figures(f"{rounds} times started and closed: exit 0, nothing said, no process left, at most {longest:.2f} s")
    in_time(longest, 3.0)
