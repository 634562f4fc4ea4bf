"""The program as a person starts it, in processes of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
#: What an engine sets before NumPy is imported.
LIKE_AN_ENGINE = {"OPENBLAS_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}


def mediasearch(library: Path, *arguments: str) -> dict[str, Any]:
    """The JSON that a subcommand prints."""
    command = [sys.executable, "-m", "mediasearch", *arguments, "--json", "--library", str(library)]
    body: dict[str, Any] = json.loads(subprocess.check_output(command, cwd=CHECKOUT, env=_environment()))
    return body


def python(module: str, *arguments: str, **environment: str) -> str:
    """What a module of the benchmarks prints when it is run by itself."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    return subprocess.check_output(command, cwd=CHECKOUT, env={**_environment(), **environment}, text=True)


def _environment() -> dict[str, str]:
    """Ours, without what makes this very process like an engine."""
    return {name: value for name, value in os.environ.items() if name not in LIKE_AN_ENGINE}


def processor_seconds(work: Callable[[], object]) -> float:
    """What the processes that ``work`` starts and waits for cost, theirs included; hardly depends on what else runs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
