"""One connection to the SQLite file: how it is opened, what a transaction is, what its errors mean to the person."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from mediasearch.errors import LibraryBusyError, LibraryDamagedError, MediaSearchError
from mediasearch.paths import private_opener

#: How long a statement waits for another process's short transaction.
BUSY_SECONDS: Final = 5.0

DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """An open connection with our pragmas; a new file is made 0600.  Raises ``sqlite3.Error`` or ``OSError``."""
    if readonly:
        address = f"{path.absolute().as_uri()}?mode=ro"
    else:
        # SQLite gives the -wal and -shm files the permissions of the database.
        with open(path, "ab", opener=private_opener):
            pass
        if os.name == "posix":
            path.chmod(0o600)
        address = f"{path.absolute().as_uri()}?mode=rw"
    # isolation_level=None: transactions begin where we say so, schema changes included.
    raw = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA cache_size = -16000")  # 16 MB
        if readonly:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA secure_delete = ON")
            raw.execute("PRAGMA synchronous = NORMAL")
            raw.execute("PRAGMA journal_size_limit = 67108864")
            (mode,) = raw.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise MediaSearchError(
                    f"The database {path} cannot be used on this kind of drive",
                    "Choose a folder on this computer's own disk with --library.",
                )
    except BaseException:
        raw.close()
        raise
    return raw


def suspicion(path: Path) -> Path:
    """A mark beside the database: damage was met while it was in use, so look thoroughly at the next start."""
    return path.with_name(f"{path.name}.suspect")


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is broken."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED


def translated(error: sqlite3.Error, path: Path) -> MediaSearchError | None:
    """The sentence for a fault of the environment; None for what can only be a bug of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in DAMAGED:
        with suppress(OSError):
            suspicion(path).touch(mode=0o600)
        return LibraryDamagedError(
            f"The library's database {path} is damaged",
            "Start Mediasearch again: it sets the damaged file aside and repairs the library.",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusyError(f"The library {path.parent} is in use by another program", "Try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return MediaSearchError(
            f"The disk of {path.parent} is full", "Free some space; nothing that was known is lost."
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return MediaSearchError(
            f"The library's database {path} could not be read or written ({error})",
            "Check that its disk is connected and has free space, then start Mediasearch again.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return MediaSearchError(
            f"The library's database {path} may not be written",
            "Check the permissions of the folder, or choose another one with --library.",
        )
    return None


def _identity(path: Path) -> tuple[int, int] | str | None:
    """Which file is at ``path``: volume and number, ``"nothing"``; None when that cannot be told now."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "nothing"
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Database:
    """The connection that the tables' operations share.  For one thread at a time."""

    def __init__(self, raw: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
        self.path = path
        self.readonly = readonly
        self._raw = raw
        self._identity = _identity(path)
        # The writer takes its lock at once: a transaction that begins with reading could not be upgraded later.
        begin = "BEGIN" if readonly else "BEGIN IMMEDIATE"
        self._engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        self._connection = self._engine.connect()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing.  Raises ``MediaSearchError`` for a full disk, a damaged file and the like."""
        try:
            with self._connection.begin():
                before = self._raw.total_changes
                yield self._connection
                if self._raw.total_changes != before:
                    self.check_in_place()  # while it can still be taken back
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.Error):
                known = translated(error.orig, self.path)
                if known is not None:
                    raise known from error
            raise

    def check_in_place(self) -> None:
        """Raise ``MediaSearchError`` when the file is not at its path any more: deleted, moved, or another one there.

        SQLite goes on in a file without a name as if nothing were the matter, and all of it is lost at the end.
        """
        now = _identity(self.path)
        if now is not None and self._identity is not None and now != self._identity:
            raise MediaSearchError(
                f"The library {self.path.parent} was deleted or moved while it was in use",
                "Nothing is saved any more. Put it back, or quit Mediasearch and start it again: "
                "the library is made anew and your pictures are indexed again.",
            )

    def close(self) -> None:
        """The last writer to leave folds the write-ahead log into the database.  May be called twice."""
        self._connection.close()
        self._engine.dispose()
