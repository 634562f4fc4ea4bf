"""Pictures, roots and tasks for the tests of this room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from mediasearch.encoders.base import Preprocess
from mediasearch.ingest.decode import DecodeTask
from mediasearch.library.records import PendingFile
from tests.support.load import A_PROGRAM, PATIENCE

SMALL = Preprocess(size=64, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


def photo(width: int = 320, height: int = 240) -> Image.Image:
    """A picture without any symmetry: a slope of colours with a red corner and a blue bar."""
    image = Image.merge(
        "RGB",
        (
            Image.linear_gradient("L").resize((width, height)),
            Image.linear_gradient("L").rotate(90).resize((width, height)),
            Image.new("L", (width, height), 90),
        ),
    )
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 30, 30))
    draw.rectangle((width // 2, height // 2, width // 2 + width // 8, height), fill=(20, 40, 220))
    return image


def task_for(path: Path, preprocess: Preprocess = SMALL, **about: int) -> DecodeTask:
    """What the engine would ask for about ``path``."""
    file = PendingFile(about.pop("file", 1), 1, path.name.encode(), str(path), 0, 0, 0)
    return DecodeTask(file, preprocess, about.pop("max_pixels", 50_000_000), **about)


def age(path: Path, seconds: float = 100.0) -> None:
    """Let ``path`` have been written some time ago."""
    then = path.lstat().st_mtime_ns - int(seconds * 1e9)
    os.utime(path, ns=(then, then))


def wait_until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Poll until ``true()``; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to be a root."""
    place = tmp_path / "photos"
    place.mkdir()
    return place


@pytest.fixture
def run_isolated() -> Callable[..., str]:
    """Run a script in a user namespace of its own, where it may lower limits; gives its standard output."""

    def run(script: str, *arguments: str) -> str:
        root = Path(__file__).parents[2]
        paths = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
        done = subprocess.run(
            [
                shutil.which("unshare") or "unshare",
                "--user",
                "--map-root-user",
                sys.executable,
                "-c",
                script,
                *arguments,
            ],
            capture_output=True,
            text=True,
            timeout=A_PROGRAM,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
        if "unshare" in done.stderr or "/proc/sys/user" in done.stderr:
            pytest.skip("this system gives no user namespace")
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
