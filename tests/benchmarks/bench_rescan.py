"""Seconds of a rescan in which nothing changed, beside a walk that does nothing but list and stat."""

from __future__ import annotations

import os
import time
from pathlib import Path

from mediasearch.ingest.scan import scan
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.benchmarks.report import Figure, in_turn

FILES = {"quick": 2_000, "normal": 100_000, "full": 100_000}
PER_FOLDER = 100


def measure(scale: str, place: Path) -> list[Figure]:
    count = FILES[scale]
    tree = place / "photos"
    plant(tree, count)
    library = Library.at(place / "library")
    library.create()
    with Catalog.open(library) as catalog:
        root = catalog.add_root(str(tree))
        scan(root, [], library=library, emit=catalog.apply)

        def rescan() -> None:
            summary = scan(root, catalog.known_files(root.id), library=library, emit=catalog.apply)
            assert (summary.unchanged, summary.changes, summary.missing) == (count, 0, []), summary

        def walk() -> None:
            assert bare_walk(str(tree)) == count

        rescan()
        ours, bare = in_turn(rescan, walk, runs=3 if scale == "quick" else 7)
    return [Figure("rescan", f"unchanged rescan of {count:,} files", "s", ours, "scandir and stat alone", bare)]


def plant(tree: Path, count: int) -> None:
    """``count`` tiny files, a hundred to a folder, old enough to be taken for finished."""
    past = time.time() - 3600
    for number in range(count):
        folder = tree / f"{number // (PER_FOLDER * 20):03}" / f"{number // PER_FOLDER:05}"
        if number % PER_FOLDER == 0:
            folder.mkdir(parents=True)
        file = folder / f"IMG_{number:06}.jpg"
        file.write_bytes(b"picture %d" % number)
        os.utime(file, (past, past + number / count))


def bare_walk(folder: str) -> int:
    """How many files lie below ``folder``, each looked at once."""
    files, waiting = 0, [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    files += 1
    return files
