"""Run benchmarks and print a table: ``python -m tests.benchmarks [--quick | --full] [--json FILE] [NAME ...]``."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.commands import LIKE_AN_ENGINE
from tests.benchmarks.report import Figure, table, write_json

#: Each a module ``bench_NAME`` with ``measure(scale, place)``: the figures, measured in the empty folder ``place``.
NAMES = tuple(sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"which: {', '.join(NAMES)} (all)")
    scale = parser.add_mutually_exclusive_group()
    scale.add_argument("--quick", action="store_const", const="quick", dest="scale", help="smoke run: does it work?")
    scale.add_argument("--full", action="store_const", const="full", dest="scale", help="adds what takes many minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single value there")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    size = options.scale or "normal"
    os.environ.update(LIKE_AN_ENGINE)  # for what is measured in this process
    figures: list[Figure] = []
    for name in options.names or NAMES:
        print(f"{name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="msb-") as place:
            os.environ["HOME"] = place  # nothing is written into the real one
            measured = importlib.import_module(f"tests.benchmarks.bench_{name}").measure(size, Path(place))
        print(table(measured), "\n", flush=True)
        figures += measured
    if options.json:
        write_json(options.json, figures, scale=size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
