"""Space for models, and what to say when there is none."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from mediasearch.errors import MediaSearchError


def free_space(models: Path) -> int:
    """Bytes free where models are kept, or would be."""
    for folder in (models, *models.parents):
        with contextlib.suppress(OSError):
            return shutil.disk_usage(folder).free
    return 0


def check_space(models: Path, need: int, what: str) -> None:
    """Raise :class:`MediaSearchError` unless ``need`` bytes are free; ``what``: for whom."""
    free = free_space(models)
    if free < need:
        raise MediaSearchError(
            f"There is not enough space for {what}: it takes {_amount(need)}, and {_amount(free)} are free",
            "Make space, or keep the library elsewhere with --library DIR.",
        )


def _amount(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(size / 1e6, 0.1):.1f} MB"


def flush(file: IO[Any]) -> None:
    """Have what was written on the disk.  Raises ``OSError``."""
    file.flush()
    os.fsync(file.fileno())


@contextlib.contextmanager
def disk_sentences() -> Iterator[None]:
    """What the file system says becomes a :class:`MediaSearchError`."""
    try:
        yield
    except OSError as error:
        raise sentence(error) from error


def sentence(error: OSError) -> MediaSearchError:
    """What to say about ``error``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MediaSearchError(
            "The disk is full", "Make space and go on; what has arrived is kept. --library DIR puts models elsewhere."
        )
    place = f"{error.filename} " if error.filename else "A file "
    return MediaSearchError(
        f"{place}cannot be read or written ({error.strerror or error})", "Check the folder's permissions and its disk."
    )
