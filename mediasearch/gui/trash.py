"""Moving files to the system's trash, and back.  Nothing is ever deleted here."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QFile, QStandardPaths

from mediasearch.gui import files
from mediasearch.gui.originals import SOMETHING_ELSE, Originals

#: Reasons, translated where they are said; others are the system's words.
_NO_TEXT = str(QT_TRANSLATE_NOOP("Filing", "its name is no text"))
_NOT_THERE = str(QT_TRANSLATE_NOOP("Filing", "it is not there"))
_FIXED = str(QT_TRANSLATE_NOOP("Filing", "its folder cannot be changed"))
_EMPTIED = str(QT_TRANSLATE_NOOP("Filing", "it is no longer in the trash"))


@dataclass(frozen=True)
class Trashed:
    """A file that is in the trash now; ``place`` is where it lies there, "" where the system does not say."""

    path: str
    place: str


@dataclass
class Outcome:
    """What became of several files; ``refused`` with a reason each."""

    moved: list[Trashed] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def move_to_trash(paths: Iterable[str], originals: Originals, tell: Callable[[int], bool]) -> Outcome:
    """Move each of ``paths``; ``tell`` as in :class:`~mediasearch.gui.job.Job`.  Runs in any thread."""
    _make_home()
    outcome = Outcome()
    for done, path in enumerate(paths):
        if not tell(done):
            break
        if files.shown(path) != path:
            outcome.refused.append((path, _NO_TEXT))
            continue
        if originals.astray(path):
            outcome.refused.append((path, SOMETHING_ELSE))
            continue
        file = QFile(path)
        # On a file system without a trash this fails, and the file stays.
        if file.moveToTrash():
            place = file.fileName()
            outcome.moved.append(Trashed(path, place if place != path else ""))
        else:
            outcome.refused.append((path, _reason(path, file)))
    return outcome


def restore(trashed: Trashed) -> None:
    """Back to where it was.  Raises ``FileExistsError`` when something stands there now, or another ``OSError``."""
    source, target = trashed.place, trashed.path
    if not source or not os.path.lexists(source):
        raise FileNotFoundError(errno.ENOENT, _EMPTIED, target)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    _move_new(source, target)
    for note in _notes(source):
        with suppress(OSError):
            note.unlink()


def _move_new(source: str, target: str) -> None:
    """Move without ever replacing anything."""
    if os.name == "nt":
        os.rename(source, target)  # noqa: PTH104  # fails on Windows when something is there
        return
    try:
        os.link(source, target, follow_symlinks=False)  # fails when something is there
    except FileExistsError as error:
        raise FileExistsError(errno.EEXIST, SOMETHING_ELSE, target) from error
    except OSError as error:  # a file system without hard links, or another one
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, SOMETHING_ELSE, target) from error
        shutil.move(source, target)
    else:
        Path(source).unlink()


def _notes(place: str) -> list[Path]:
    """What the trash keeps about a file beside it: freedesktop.org's .trashinfo, Windows' $I file."""
    path = Path(place)
    if sys.platform == "win32":
        return [path.with_name("$I" + path.name[2:])] if path.name.startswith("$R") else []
    if path.parent.name == "files":
        return [path.parent.parent / "info" / f"{path.name}.trashinfo"]
    return []


def _make_home() -> None:
    """The trash of a home is inside its folder for data, which a fresh account may not have yet."""
    if sys.platform.startswith("linux"):
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        with suppress(OSError):
            Path(data).mkdir(mode=0o700, parents=True, exist_ok=True)


def _reason(path: str, file: QFile) -> str:
    if not os.path.lexists(path):
        return _NOT_THERE
    if not os.access(Path(path).parent, os.W_OK):
        return _FIXED
    return file.errorString()
