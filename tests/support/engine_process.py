"""The real engine process with the one part replaced that tests may replace: the encoders.

``python -m tests.support.engine_process --library DIR [--kind window|index] [--log FILE]``
"""

from __future__ import annotations

import argparse
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
    options = parser.parse_args()
    if options.chaos is not None:
        chaos.let_loose(options.chaos)
    library = Library.at(options.library)
    unplugged = library.data.parent / "unplugged"  # a file that tests make and delete
    models = ColourModels(library.models, options.log, options.seconds)
    return run(library, options.kind, models, unplugged.exists)


if __name__ == "__main__":
    sys.exit(main())
