"""A damaged database: set aside, never deleted; a backup or a new one takes its place.

What can still be read of the roots, and of what the person made, is rescued.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from mediasearch.library import migrations
from mediasearch.library.database import connect, is_damage, suspicion
from mediasearch.library.migrations import STEPS, Step
from mediasearch.library.roots import Forgetting
from mediasearch.library.tallies import RECOUNT
from mediasearch.library.words import mend_words
from mediasearch.paths import Library

#: The newest row of each is read at every start, because a torn copy lacks the end of the file.
_TABLES = ("properties", "roots", "contents", "files", "models", "embeddings")


class _Damaged(sqlite3.DatabaseError):
    """The file can be opened and still is no sound library."""


def open_sound(library: Library, steps: Sequence[Step] = STEPS) -> tuple[sqlite3.Connection, list[str]]:
    """The writer's connection to a sound, up-to-date database, and sentences about what had to be done for it.

    Raises ``sqlite3.Error``, ``OSError`` or ``MediaSearchError`` when neither the old nor a new one can be opened.
    """
    try:
        return _open(library, steps), []
    except sqlite3.DatabaseError as error:
        if not isinstance(error, _Damaged) and not is_damage(error):
            raise
    notices = _replace(library, steps)
    return _open(library, steps), notices


def _open(library: Library, steps: Sequence[Step]) -> sqlite3.Connection:
    path = library.database
    suspect = suspicion(path)
    if path.exists() and not path.stat().st_size and migrations.backups(library):
        raise _Damaged("the file is empty")
    raw = connect(path)
    try:
        if 0 < migrations.version_of(raw) <= migrations.latest(steps):
            check(raw, thorough=suspect.exists())
            if suspect.exists():
                mend_words(raw)
        migrations.migrate(raw, library, steps)
        if suspect.exists():
            for statement in RECOUNT:
                raw.execute(statement)
    except BaseException:
        raw.close()
        raise
    suspect.unlink(missing_ok=True)
    return raw


def check(raw: sqlite3.Connection, *, thorough: bool) -> None:
    """Raises ``sqlite3.DatabaseError`` when the database is damaged.

    The quick check takes milliseconds; the thorough one reads every page and runs only after a suspicion.
    """
    try:
        for table in _TABLES:
            raw.execute(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1").fetchall()  # noqa: S608 - our own names
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR:  # no such table
            raise _Damaged(str(error)) from error
        raise
    if thorough and (found := _complaints(raw)):
        raise _Damaged(found[0])


def _complaints(raw: sqlite3.Connection) -> list[str]:
    """What SQLite finds.  The full-text table is left out, which newer versions look into as well: it can be mended."""
    try:
        found = [line for (line,) in raw.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        if "vtable constructor failed: words" not in str(error):
            raise
        return []
    return [line for line in found if line != "ok" and "FTS5" not in line]


def _replace(library: Library, steps: Sequence[Step]) -> list[str]:
    """Move the damaged database aside and put the newest sound backup, or nothing, in its place."""
    aside = _set_aside(library)
    notices = [f"The library's database was damaged. It was set aside as {aside}."]
    restored = next((copy for copy in migrations.backups(library) if _sound(copy, steps)), None)
    if restored is not None:
        temporary = library.database.with_suffix(".tmp")
        shutil.copyfile(restored, temporary)
        temporary.replace(library.database)
        notices.append(f"The backup {restored.name} took its place; files that changed since are read again.")
    else:
        notices.append("A new one was started; your pictures are untouched and will be indexed again.")
    with closing(connect(library.database)) as raw:
        migrations.migrate(raw, library, steps)
        # Caches that were made from the damaged one must not be taken for caches of this one.
        raw.execute("UPDATE properties SET value = ? WHERE name = 'generation'", (migrations.new_generation(),))
        rescued = _rescue_roots(aside, raw)
        made = _rescue_made(aside, raw)
    if rescued:
        notices.append(f"The list of folders could be rescued ({rescued}).")
    elif restored is None:
        notices.append("The list of folders could not be rescued; please add your folders again.")
    if made:
        notices.append(f"Favourites, other marks and saved searches could be rescued ({made}).")
    return notices


def _set_aside(library: Library) -> Path:
    path = library.database
    stem = f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    aside, number = path.with_name(f"{stem}{path.suffix}"), 1
    while aside.exists():
        aside, number = path.with_name(f"{stem}-{number}{path.suffix}"), number + 1
    path.replace(aside)
    for ending in ("-wal", "-shm"):  # the log belongs to the damaged file; the new one must not read it
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    suspicion(path).unlink(missing_ok=True)
    return aside


def _sound(copy: Path, steps: Sequence[Step]) -> bool:
    try:
        # immutable: a backup is complete in itself, and looking at it must leave no files beside it.
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            check(raw, thorough=True)
            (version,) = raw.execute("PRAGMA user_version").fetchone()
            return bool(0 < version <= migrations.latest(steps))
    except sqlite3.Error:
        return False


def _rescue_roots(damaged: Path, raw: sqlite3.Connection) -> int:
    """Copy what can still be read of the damaged database's roots; how many.

    A root that the person has removed stays removed, also when a backup, which is older, still has all its files.
    """
    found, whole = _readable(damaged, "roots", {**_ROOTS, "forgetting": (int,)})
    if not found and not whole:  # of a version that had nothing to forget
        found = [(*row, Forgetting.NOTHING) for row in _readable(damaged, "roots", _ROOTS)[0]]
    before = raw.total_changes
    raw.executemany(
        "INSERT OR IGNORE INTO roots (path, display, identity) VALUES (?, ?, ?)",
        [row[:3] for row in found if row[3] != Forgetting.EVERYTHING],
    )
    rescued = raw.total_changes - before
    raw.executemany(
        f"UPDATE roots SET forgetting = {Forgetting.EVERYTHING:d}, state = 'offline' WHERE path = ?",  # noqa: S608
        [row[:1] for row in found if row[3] == Forgetting.EVERYTHING],
    )
    return rescued


def _rescue_made(damaged: Path, raw: sqlite3.Connection) -> int:
    """Copy what the person made, as far as it can still be read; how many marks and searches.

    What was read to the end replaces what a backup says: that is older.
    """
    rescued = 0
    for table, columns in _MADE.items():
        found, whole = _readable(damaged, table, columns)
        if whole:
            raw.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        raw.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", found)  # noqa: S608
        rescued += len(found)
    return rescued


def _readable(
    damaged: Path, table: str, columns: Mapping[str, tuple[type, ...]]
) -> tuple[list[tuple[object, ...]], bool]:
    """The sound rows of a table, from its beginning and, where that ends in damage, from its end; whether all are."""
    found: dict[int, tuple[object, ...]] = {}
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)) as old:
        for order in ("", "DESC"):
            with suppress(sqlite3.Error):
                query = f"SELECT id, {', '.join(columns)} FROM {table} NOT INDEXED ORDER BY rowid {order}"  # noqa: S608
                for number, *row in old.execute(query):
                    if all(isinstance(value, kinds) for value, kinds in zip(row, columns.values(), strict=True)):
                        found[number] = tuple(row)
                return [found[number] for number in sorted(found)], True
    return [found[number] for number in sorted(found)], False


_TEXT: Final = (str,)
_ROOTS: Final[Mapping[str, tuple[type, ...]]] = {"path": (bytes,), "display": _TEXT, "identity": _TEXT}
_MADE: Final[Mapping[str, Mapping[str, tuple[type, ...]]]] = {
    "marks": {
        "hash": _TEXT, "path": (bytes, type(None)), "kind": _TEXT, "value": _TEXT, "origin": _TEXT, "at": (float, int),
    },
    "searches": {
        "kind": _TEXT, "key": _TEXT, "name": _TEXT, "text": _TEXT, "images": _TEXT, "at": (float, int),
    },
}  # fmt: skip
