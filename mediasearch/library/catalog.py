"""The catalog: what the library knows about roots, files, contents and embeddings (SQLite is the truth)."""

from __future__ import annotations

import os
import sqlite3
from types import TracebackType
from typing import Final

from mediasearch.errors import MediaSearchError
from mediasearch.library import migrations, recovery
from mediasearch.library.contents import Contents
from mediasearch.library.database import connect, translated
from mediasearch.library.files import Files
from mediasearch.library.marks import Marks
from mediasearch.library.models import Models
from mediasearch.library.problems import Problems
from mediasearch.library.results import Results
from mediasearch.library.roots import Roots
from mediasearch.library.searches import Searches
from mediasearch.library.texts import Texts
from mediasearch.library.troubles import Troubles
from mediasearch.library.values import Values
from mediasearch.library.vocabulary import Vocabulary
from mediasearch.library.words import Words
from mediasearch.library.work import Work
from mediasearch.paths import Library, private_opener

#: Bytes that must be free before a disk counts as no longer full; a batch of pictures takes a tenth.
_ROOM: Final = 2 << 20


class Catalog(
    Roots,
    Troubles,
    Files,
    Work,
    Results,
    Problems,
    Contents,
    Models,
    Marks,
    Searches,
    Texts,
    Values,
    Words,
    Vocabulary,
):
    """One connection to the library's database, for one thread at a time; another thread opens another one.

    Every method is one short transaction and may raise ``MediaSearchError`` (the disk is full, the file is damaged).
    ``notices`` are sentences for the person about what happened while opening.
    """

    notices: list[str]

    @classmethod
    def open(cls, library: Library) -> Catalog:
        """The one writer; makes or updates the database.  Take the :class:`~.lock.WriterLock` first.

        A damaged database is set aside and replaced, which ``notices`` then tells.  Raises ``MediaSearchError``.
        """
        try:
            library.create()
            raw, notices = recovery.open_sound(library)
        except OSError as error:
            raise MediaSearchError(
                f"The library folder {library.data} cannot be used ({error.strerror or error})",
                "Check its permissions and free space, or choose another folder with --library.",
            ) from error
        except sqlite3.Error as error:
            raise _opening(error, library) from error
        migrations.forget_old_backups(library)  # not before: a damaged database may just have needed one
        catalog = cls(raw, library.database, readonly=False)
        catalog.notices = notices
        return catalog

    @classmethod
    def open_readonly(cls, library: Library) -> Catalog:
        """Another reader, beside the writer or without one.

        Raises ``MediaSearchError`` when there is no library yet, or its schema is newer or older than this program's.
        """
        path = library.database
        nothing = MediaSearchError(
            f"There is no library in {library.data} yet", "Index a folder first: mediasearch index FOLDER."
        )
        if not path.exists() or not path.stat().st_size:
            raise nothing
        try:
            raw = connect(path, readonly=True)
            try:
                version = migrations.version_of(raw)
            except BaseException:
                raw.close()
                raise
        except sqlite3.Error as error:
            raise _opening(error, library) from error
        if version != migrations.latest():
            raw.close()
            if not version:  # the writer is just making it
                raise nothing
            if version > migrations.latest():
                raise migrations.newer_schema(path)
            raise MediaSearchError(
                f"The library in {library.data} was made by an older version of Mediasearch",
                "Start Mediasearch once; it updates the library.",
            )
        catalog = cls(raw, path, readonly=True)
        catalog.notices = []
        return catalog

    def check_writable(self) -> None:
        """Whether a disk that refused takes what comes next.  Raises ``MediaSearchError`` or ``OSError``.

        One page is written, and for a moment a file as large as some transactions: the log may have room for a page on
        a disk without any.
        """
        self.check_in_place()
        trial = self.path.with_name(".trial.tmp")
        try:
            with open(trial, "wb", opener=private_opener) as file:
                file.write(os.urandom(_ROOM))  # zeros may take no room
        finally:
            trial.unlink(missing_ok=True)
        with self.transaction() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _opening(error: sqlite3.Error, library: Library) -> MediaSearchError:
    return translated(error, library.database) or MediaSearchError(
        f"The library's database {library.database} cannot be opened ({error})",
        "Check its permissions, or choose another folder with --library.",
    )
