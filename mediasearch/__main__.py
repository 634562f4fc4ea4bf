"""The one entry: picks window, engine or command line before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with ``sys.argv``; returns the exit code."""
    from multiprocessing import freeze_support

    freeze_support()  # first thing: in a frozen build, worker processes start here
    from mediasearch.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
