"""The schema's history: small, numbered steps, each in one transaction together with its number.

A step is never changed once it was released; what :mod:`.tables` describes is the sum of all steps (a test holds the
two together).  The number lives in SQLite's ``user_version``.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mediasearch.errors import MediaSearchError
from mediasearch.library.database import translated
from mediasearch.paths import Library, private_folder, private_opener

#: SQLite's mark of whose file this is: "MSLB".
APPLICATION_ID: Final = 0x4D534C42

#: Older copies are deleted: they hold what the person may have removed since.
BACKUPS_KEPT: Final = 2


@dataclass(frozen=True)
class Step:
    """One change of the schema.  ``run`` executes statements; it neither begins nor commits."""

    number: int
    name: str
    run: Callable[[sqlite3.Connection], None]


def _first_tables(raw: sqlite3.Connection) -> None:
    for statement in _FIRST_TABLES.split(";"):
        if statement.strip():
            raw.execute(statement)
    raw.execute("INSERT INTO properties VALUES ('generation', ?)", (new_generation(),))


_FIRST_TABLES: Final = """
CREATE TABLE properties (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE roots (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL UNIQUE,
    display TEXT NOT NULL,
    identity TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'ready'
);
CREATE TABLE contents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    hash_method TEXT NOT NULL,
    size INTEGER NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_at TEXT,
    camera TEXT,
    latitude FLOAT,
    longitude FLOAT,
    duration FLOAT,
    palette TEXT NOT NULL,
    orphaned_since FLOAT
);
CREATE INDEX contents_by_size ON contents (size);
CREATE INDEX contents_orphaned ON contents (orphaned_since) WHERE orphaned_since IS NOT NULL;
CREATE INDEX contents_shown ON contents (taken_at, id) WHERE orphaned_since IS NULL;
CREATE TABLE files (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    root INTEGER NOT NULL REFERENCES roots (id),
    path BLOB NOT NULL,
    display TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    content INTEGER REFERENCES contents (id),
    state TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    since FLOAT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX files_by_path ON files (root, path);
CREATE INDEX files_by_content ON files (content);
CREATE INDEX files_by_state ON files (root, state);
CREATE INDEX files_pending ON files (mtime_ns, id) WHERE state = 'pending';
CREATE INDEX files_held ON files (root) WHERE held = 1;
CREATE INDEX files_attempted ON files (attempts) WHERE attempts > 0;
CREATE INDEX files_left_out ON files (state, reason) WHERE reason <> '';
CREATE TABLE models (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    identity TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL,
    active INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE embeddings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    content INTEGER NOT NULL REFERENCES contents (id),
    model INTEGER NOT NULL REFERENCES models (id),
    source TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX embeddings_by_content ON embeddings (content, model, source);
CREATE UNIQUE INDEX embeddings_one_image ON embeddings (content, model) WHERE source = 'image';
CREATE INDEX embeddings_by_model ON embeddings (model);
"""

STEPS: Final[tuple[Step, ...]] = (Step(1, "first tables", _first_tables),)


def latest(steps: Sequence[Step] = STEPS) -> int:
    """The schema this program reads and writes."""
    return steps[-1].number


def version_of(raw: sqlite3.Connection) -> int:
    """The schema of an open database; 0 for an empty one.  Raises ``MediaSearchError`` for somebody else's file."""
    (version,) = raw.execute("PRAGMA user_version").fetchone()
    (owner,) = raw.execute("PRAGMA application_id").fetchone()
    (objects,) = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (objects or version or owner):
        (_, _, path) = raw.execute("PRAGMA database_list").fetchone()
        raise MediaSearchError(
            f"{path} is not a Mediasearch library but another program's database",
            "Choose another folder with --library.",
        )
    return int(version)


def newer_schema(path: Path) -> MediaSearchError:
    return MediaSearchError(
        f"The library {path.parent} was made by a newer version of Mediasearch",
        "Update Mediasearch, or choose another folder with --library.",
    )


def migrate(raw: sqlite3.Connection, library: Library, steps: Sequence[Step] = STEPS) -> list[int]:
    """Bring an open database up to date; the numbers of the steps that were run.

    A database that already holds something is copied to ``library.backups`` first.  Raises ``MediaSearchError`` for a
    newer schema, or when there is no room for the copy; the database is as it was then.
    """
    version = version_of(raw)
    if version > latest(steps):
        raise newer_schema(library.database)
    missing = [step for step in steps if step.number > version]
    if missing and version:
        backup(raw, library, version)
    for step in missing:
        raw.execute("BEGIN IMMEDIATE")
        try:
            step.run(raw)
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            raw.execute(f"PRAGMA user_version = {step.number}")
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
    return [step.number for step in missing]


def backup(raw: sqlite3.Connection, library: Library, version: int) -> Path:
    """Copy the database into ``library.backups`` (0600, complete or not there at all).  Raises ``MediaSearchError``."""
    name = f"library-v{version}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}.sqlite3"
    target = library.backups / name
    temporary = target.with_suffix(".tmp")
    try:
        private_folder(library.backups)
        with open(temporary, "xb", opener=private_opener):
            pass
        with closing(sqlite3.connect(temporary)) as copy:
            raw.backup(copy)
        temporary.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        known = translated(error, library.database) if isinstance(error, sqlite3.Error) else None
        raise known or MediaSearchError(
            f"The library could not be backed up before its update ({error})",
            f"Check that {library.backups} can be written and has free space, then start again.",
        ) from error
    for old in backups(library)[BACKUPS_KEPT:]:
        old.unlink(missing_ok=True)
    return target


def backups(library: Library) -> list[Path]:
    """Complete copies, the newest first."""
    return sorted(library.backups.glob("library-v*.sqlite3"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def new_generation() -> str:
    """A name that no other database has; caches stamped with another one are worthless."""
    return secrets.token_hex(8)
