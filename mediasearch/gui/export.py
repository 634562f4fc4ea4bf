"""Copies of pictures in a folder, and lists of them.  Nothing that is there is ever overwritten."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from mediasearch.gui import files
from mediasearch.gui.originals import Originals
from mediasearch.protocol import Hit

_CHUNK: Final = 1 << 20
#: What spreadsheets take for a formula when a cell begins with it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
COLUMNS: Final = (
    "rank", "path", "kind", "width", "height", "taken_at", "camera", "latitude", "longitude", "size", "favourite",
    "band",
)  # fmt: skip


@dataclass
class Copied:
    """``refused``: paths with a reason each.  ``full``: the disk had no more room.  ``stopped``: by the person."""

    paths: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    full: bool = False
    stopped: bool = False


def copy_files(paths: Iterable[str], folder: str, originals: Originals, tell: Callable[[int], bool]) -> Copied:
    """Copy the originals into ``folder``, with their dates; a name that is taken gets a number.

    ``tell(done)`` as in :class:`~mediasearch.gui.job.Job`.  Runs in any thread.
    """
    outcome = Copied()
    for done, path in enumerate(paths):
        if not tell(done):
            outcome.stopped = True
            break
        try:
            made = _copy(path, folder, originals, partial(tell, done))
        except OSError as error:
            if error.errno in _FULL:
                outcome.full = True
                break
            outcome.refused.append((path, error.strerror or str(error)))
            if not Path(folder).is_dir():
                break
        else:
            if made is None:
                outcome.stopped = True
                break
            outcome.paths.append(made)
    return outcome


def _copy(path: str, folder: str, originals: Originals, go_on: Callable[[], bool]) -> str | None:
    """The new file's path, None when it was stopped; half a file never stays."""
    with os.fdopen(originals.open(path), "rb") as source:
        target = _new(Path(folder) / Path(path).name)
        whole = False
        try:
            with os.fdopen(target[1], "wb") as sink:
                while chunk := source.read(_CHUNK):
                    if not go_on():
                        return None
                    sink.write(chunk)
            with suppress(OSError):  # a file system that keeps no dates
                shutil.copystat(path, target[0])
            whole = True
        finally:
            if not whole:
                with suppress(OSError):
                    target[0].unlink()
    return str(target[0])


def _new(wanted: Path) -> tuple[Path, int]:
    """A file that was not there before, and its descriptor: “IMG_1 (2).jpg” where “IMG_1.jpg” is taken."""
    number = 1
    while True:
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        except FileExistsError:
            number += 1


def as_csv(hits: Sequence[Hit]) -> bytes:
    """A table with a first row of names; UTF-8 with a mark, without which spreadsheets guess another encoding."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for hit in hits:
        fields = _fields(hit)
        table.writerow(_cell(fields[name]) for name in COLUMNS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_json(hits: Sequence[Hit]) -> bytes:
    """A list of objects, with all the files of each."""
    body = [{**_fields(hit), "files": [files.shown(path) for path in hit.files]} for hit in hits]
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def as_paths(hits: Sequence[Hit]) -> bytes:
    """One path a line, byte for byte."""
    return b"".join(os.fsencode(hit.path) + b"\n" for hit in hits)


def _fields(hit: Hit) -> dict[str, Any]:
    return {**{name: getattr(hit, name) for name in COLUMNS}, "path": files.shown(hit.path)}


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
