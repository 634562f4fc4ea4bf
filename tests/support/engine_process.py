"""The real engine process with the one part replaced that tests may replace: the encoders.

``python -m tests.support.engine_process --library DIR [--kind window|index] [--log FILE]``
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import signal
import sys
from pathlib import Path

from tests.support import chaos


def main() -> int:
    from mediasearch.engine.main import run
    from mediasearch.paths import Library
    from tests.support.models import ColourModels

    parser = argparse.ArgumentParser()
    parser.add_argument("--library", required=True)
    parser.add_argument("--kind", default="index")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--chaos", type=int, help="lose, double and delay what the system tells; the seed")
    parser.add_argument("--hurry", action="store_true", help="what is done again or later is done at once")
    parser.add_argument("--stacks", help="append the stack to this file on SIGUSR1; open the library until it opens")
    options = parser.parse_args()
    if options.hurry:
        _hurry()
    if options.chaos is not None:
        chaos.let_loose(options.chaos)
    library = Library.at(options.library)
    unplugged = library.data.parent / "unplugged"  # a file that tests make and delete
    models = ColourModels(library.models, options.log, options.seconds)
    if options.stacks is None:
        return run(library, options.kind, models, unplugged.exists)
    with open(options.stacks, "ab", 0) as stacks:  # noqa: PTH123 - unbuffered
        faulthandler.register(signal.SIGUSR1, stacks, all_threads=False)
        out = os.dup(1)
        while (code := run(library, options.kind, models, unplugged.exists)) == 1:
            os.dup2(out, 1)
        return code


def _hurry() -> None:
    from mediasearch.engine import housekeeping, previews, words, writing

    writing.RETRY_SECONDS = 0.3
    housekeeping.HOUSEKEEPING_SECONDS = housekeeping.ORPHAN_SECONDS = 0.5
    previews.SWEEP_SECONDS = 0.3
    words.PURGE_SECONDS = words.LOG_SECONDS = 0.3  # type: ignore[misc]


if __name__ == "__main__":
    sys.exit(main())
