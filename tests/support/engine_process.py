"""The real engine process with the one part replaced that tests may replace: the encoder.

``python -m tests.support.engine_process --library DIR [--kind window|index] [--log FILE]``
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    from mediasearch.engine.engine import Encoders
    from mediasearch.engine.main import run
    from mediasearch.paths import Library
    from tests.support.encoders import ColourFactory, ColourTextEncoder, colour_model

    parser = argparse.ArgumentParser()
    parser.add_argument("--library", required=True)
    parser.add_argument("--kind", default="index")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--seconds", type=float, default=0.0)
    options = parser.parse_args()
    encoders = Encoders(colour_model(), ColourFactory(options.log, options.seconds), ColourTextEncoder)
    return run(Library.at(options.library), options.kind, encoders)


if __name__ == "__main__":
    sys.exit(main())
