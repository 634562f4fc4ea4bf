"""Promise 11: an update of the library that is killed at any step loses nothing, and what people made survives."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mediasearch.library import migrations
from mediasearch.library.catalog import Catalog
from mediasearch.library.migrations import STEPS
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.library.album import file_count
from tests.support.engine import CHECKOUT

#: Opens a library and dies where it is told: before, in the middle of or after the statements of a step.
DYING = """
import os, sys
from dataclasses import replace
from mediasearch.library import migrations
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library

number, moment = int(sys.argv[2]), sys.argv[3]

def dying(step):
    if step.number != number:
        return step
    def run(raw):
        if moment == "before":
            os._exit(9)
        step.run(raw)
        os._exit(9)
    return replace(step, run=run)

original = migrations.backup
def backup(*arguments):
    if moment == "backup":
        os._exit(9)
    copy = original(*arguments)
    if moment == "copied":
        os._exit(9)
    return copy

migrations.backup = backup
migrate = migrations.migrate
migrations.migrate = lambda raw, library, steps: migrate(raw, library, [dying(step) for step in steps])
Catalog.open(Library.at(sys.argv[1])).close()
"""


def first_version(library: Library) -> None:
    """A library of the first schema with a folder and a picture, and a setting."""
    library.create()
    settings = Settings(library.settings)
    settings["theme"] = "dark"
    settings.save()
    with closing(sqlite3.connect(library.database, isolation_level=None)) as raw:
        migrations.migrate(raw, library, STEPS[:1])
        raw.execute("INSERT INTO roots (path, display) VALUES (?, ?)", (b"/photos", "/photos"))
        raw.execute(
            "INSERT INTO contents (hash, hash_method, size, kind, format, width, height, palette)"
            " VALUES ('h', 'm', 3, 'image', 'JPEG', 1, 1, '')"
        )
        raw.execute(
            "INSERT INTO files (root, path, display, size, mtime_ns, inode, content, state)"
            " VALUES (1, ?, 'a.jpg', 3, 4, 5, 1, 'indexed')",
            (b"a.jpg",),
        )


def intact(library: Library) -> None:
    with Catalog.open(library) as catalog:
        assert catalog.notices == []
        assert [root.path for root in catalog.roots()] == ["/photos"]
        assert (catalog.content_count(), file_count(catalog)) == (1, 1)
        assert Settings(library.settings)["theme"] == "dark"
        with catalog.transaction() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA user_version").scalar() == len(STEPS)


@pytest.mark.skipif(sys.platform == "win32", reason="paths of the other systems stand in the library")
def test_killed_at_each_step(tmp_path: Path, figures: Callable[[str], None]) -> None:
    moments = [(2, "backup"), (2, "copied")]
    moments += [(step.number, moment) for step in STEPS[1:] for moment in ("before", "after")]
    for number, moment in moments:
        library = Library.at(tmp_path / f"{number} {moment}")
        first_version(library)
        command = [sys.executable, "-c", DYING, str(library.data), str(number), moment]
        assert subprocess.run(command, cwd=CHECKOUT, check=False).returncode == 9
        intact(library)
    figures(
        f"killed at {len(moments)} moments of {len(STEPS) - 1} updates: each finished at the next start, nothing lost"
    )
