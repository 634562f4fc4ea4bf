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
from mediasearch.library import schema
from mediasearch.library.database import translated
from mediasearch.library.tallies import RECOUNT
from mediasearch.paths import Library, private_folder, private_opener

#: SQLite's mark of whose file this is: "MSLB".
APPLICATION_ID: Final = 0x4D534C42

#: Older copies are deleted, and all after a week: they hold what the person may have removed since.
BACKUPS_KEPT: Final = 2
BACKUP_SECONDS: Final = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Step:
    """One change of the schema.  ``run`` executes statements; it neither begins nor commits."""

    number: int
    name: str
    run: Callable[[sqlite3.Connection], None]


def _first(raw: sqlite3.Connection) -> None:
    _execute(raw, schema.FIRST)
    raw.execute("INSERT INTO properties VALUES ('generation', ?)", (new_generation(),))


def _tallies(raw: sqlite3.Connection) -> None:
    _execute(raw, schema.TALLIES)
    for statement in RECOUNT:
        raw.execute(statement)


def _execute(raw: sqlite3.Connection, statements: str) -> None:
    """Statement by statement: ``executescript`` would commit."""
    statement = ""
    for line in statements.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):  # which the semicolons inside a trigger do not make it
            raw.execute(statement)
            statement = ""


STEPS: Final[tuple[Step, ...]] = (
    Step(1, "first tables", _first),
    Step(2, "words", lambda raw: _execute(raw, schema.WORDS)),
    Step(3, "marks and searches", lambda raw: _execute(raw, schema.MARKS)),
    Step(4, "more about models", lambda raw: _execute(raw, schema.MODELS)),
    Step(5, "tallies and troubles", _tallies),
)


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


def forget_old_backups(library: Library) -> None:
    """Delete copies that are older than a week; one that cannot be is tried again the next time."""
    for copy in backups(library):
        with suppress(OSError):
            if time.time() - copy.stat().st_mtime > BACKUP_SECONDS:
                copy.unlink()


def new_generation() -> str:
    """A name that no other database has; caches stamped with another one are worthless."""
    return secrets.token_hex(8)
