"""Standard streams that are closed, full, or read by nobody: cron jobs, services and ``| head``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mediasearch.paths import Library
from tests.support.load import A_PROGRAM
from tests.support.rainbow import rainbow
from tests.test_cli import answer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed the POSIX way")

#: As people have it: Python keeps output back until the end when it is no terminal.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    rainbow(folder)
    return folder


def start(
    *arguments: str | Path, library: Library, before: Callable[[], object], stdout: int | None = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mediasearch", "--library", str(library.data), *map(str, arguments)]
    return subprocess.run(
        command,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        preexec_fn=before,
        timeout=A_PROGRAM,
    )


def _close(descriptors: tuple[int, ...]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def test_closed_streams_are_no_reason_to_fail(library: Library, photos: Path) -> None:
    attempts: list[tuple[tuple[int, ...], list[str | Path]]] = [
        ((0, 1, 2), ["index", photos]),
        ((2,), ["index", photos]),
        ((1,), ["search", "red"]),
        ((0, 1, 2), ["status"]),
        ((1,), ["problems", "retry"]),
    ]
    for closed, arguments in attempts:
        done = start(*arguments, library=library, before=partial(_close, closed))
        assert (done.returncode, done.stderr) == (0, ""), (closed, arguments)
    assert len(answer("search", "red", library=library)["hits"]) == 12


def test_a_reader_that_is_gone_and_a_full_disk(library: Library, photos: Path) -> None:
    answer("index", photos, library=library)
    attempts: list[list[str | Path]] = [["index", photos], ["search", "red"], ["status"], ["--version"]]
    for arguments in attempts:
        ours, theirs = os.pipe()
        os.close(ours)
        done = start(*arguments, library=library, stdout=theirs, before=os.getpid)
        os.close(theirs)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        if sys.platform == "linux":
            full = os.open("/dev/full", os.O_WRONLY)
            done = start(*arguments, library=library, stdout=full, before=os.getpid)
            os.close(full)
            assert done.returncode == 1, arguments
            assert done.stderr == "mediasearch: No space left on device (writing the output).\n"
