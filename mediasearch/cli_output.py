"""What the commands print, and where to: JSON, paths of any bytes, commands to type; streams of any state."""

from __future__ import annotations

import base64
import json
import os
import shlex
import subprocess
import sys
from typing import Any

from mediasearch.errors import MediaSearchError
from mediasearch.paths import Library


def open_streams() -> None:
    """A standard stream that whoever started us had closed leads nowhere, instead of to the next file that is opened:
    what a library prints would end up in that file.  File names of any bytes leave as they are.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # on a console without UTF-8 nothing raises
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def drop_output() -> bool:
    """Whether output is left that cannot be written; the interpreter will not try again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def print_json(body: Any) -> None:
    print(json.dumps(body, ensure_ascii=False, indent=2))


def shown(path: str) -> str:
    """``path`` as valid text: bytes that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def path_fields(path: str) -> dict[str, str]:
    """``path``, and ``path_bytes`` (base64) beside it when the name is not valid UTF-8."""
    text = shown(path)
    if text == path:
        return {"path": path}
    return {"path": text, "path_bytes": base64.b64encode(os.fsencode(path)).decode("ascii")}


def command_line(*words: str) -> str:
    """What to type for ``mediasearch WORDS``, for the shell that people have."""
    line = ["mediasearch", *map(shown, words)]
    return subprocess.list2cmdline(line) if sys.platform == "win32" else shlex.join(line)


def no_library(library: Library, place: str | None) -> MediaSearchError | None:
    """What to say when there is no library; None when there is one.  ``place``: what was given as ``--library``."""
    if library.database.exists():
        return None
    index = command_line(*([] if place is None else ["--library", place]), "index", "FOLDER")
    where = shown(str(library.data))
    if library.thumbnails.is_dir() and any(library.thumbnails.iterdir()):  # there were pictures in it
        return MediaSearchError(
            f"The library in {where} has lost its database ({library.database.name})",
            f"Put it back from a copy; or make it anew, without its stars and saved searches: {index}",
        )
    if place is not None and not library.data.exists():
        return MediaSearchError(
            f"There is no library in {where}: there is no such folder",
            f"Check the spelling, or connect the drive it is on. To make a library there: {index}",
        )
    return MediaSearchError(f"There is no library in {where} yet", f"Run: {index}")
