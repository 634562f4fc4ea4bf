"""The one entry: picks window, engine or command line before anything heavy is imported."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import NoReturn


def main() -> int:
    """Run the program with ``sys.argv``; returns the exit code."""
    from multiprocessing import freeze_support

    freeze_support()  # first thing: in a frozen build, worker processes start here
    if sys.argv[1:2] in (["engine"], ["model-job"]):
        # Ctrl+C reaches all processes of a terminal; these end when the one that started them says so.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.argv[1:2] == ["engine"]:
        # Before NumPy is imported, here and in the children: while indexing keeps all cores busy, the threads of one
        # product wait for each other.  (Not MKL_NUM_THREADS, which torch obeys.)
        for name in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
            os.environ.setdefault(name, "1")
    try:
        from mediasearch.cli import run

        code = run(sys.argv[1:])
        if "mediasearch.engine.direct" in sys.modules:
            _leave(code)
        return code
    except KeyboardInterrupt:
        return 1


def _leave(code: int) -> NoReturn:
    """End at once: a command that only read a library has nothing left to do, and taking a model's runtime apart would
    cost it a fifth of its time."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
