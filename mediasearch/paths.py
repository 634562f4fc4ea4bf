"""Where everything is kept; knows nothing but the file system and our errors.

One :class:`Library` names all folders.  ``--library DIR`` puts them all below ``DIR``; without it the platform's own
folders are used.  Everything made here is private to the person: folders 0700, files 0600.
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from mediasearch.errors import MediaSearchError

APP_NAME = "mediasearch"


@dataclass(frozen=True)
class Library:
    """The places of one library; nothing is created until :meth:`create`."""

    data: Path  #: what must not be lost: the database, settings, marks
    cache: Path  #: what can be made again: thumbnails, vector index
    logs: Path

    @classmethod
    def at(cls, folder: str | os.PathLike[str]) -> Library:
        """The library that lives entirely in ``folder`` (``--library``)."""
        base = Path(folder).expanduser().absolute()
        return cls(data=base, cache=base / "cache", logs=base / "logs")

    @classmethod
    def default(cls) -> Library:
        """The person's own library in the platform's folders."""
        import platformdirs  # a few ms, and not needed with --library

        return cls(
            data=Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)),
            cache=Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)),
            logs=Path(platformdirs.user_log_dir(APP_NAME, appauthor=False)),
        )

    @property
    def database(self) -> Path:
        return self.data / "library.sqlite3"

    @property
    def backups(self) -> Path:
        """Copies of the database made before a migration."""
        return self.data / "backups"

    @property
    def settings(self) -> Path:
        return self.data / "settings.json"

    @property
    def models(self) -> Path:
        """Downloaded and prepared models."""
        return self.data / "models"

    @property
    def lock(self) -> Path:
        """Held by the one process that may write (see :mod:`mediasearch.library.lock`)."""
        return self.data / "writer.lock"

    @property
    def holder(self) -> Path:
        """JSON beside the lock: who holds it and where it listens."""
        return self.data / "engine.json"

    @property
    def vectors(self) -> Path:
        """The rebuildable vector index files."""
        return self.cache / "vectors"

    @property
    def thumbnails(self) -> Path:
        return self.cache / "thumbnails"

    @property
    def backgrounds(self) -> Path:
        """What ranking knows of models that came without it."""
        return self.cache / "backgrounds"

    def create(self) -> None:
        """Make the folders (0700), or raise ``OSError``."""
        for folder in (self.data, self.cache, self.logs, self.models, self.vectors, self.thumbnails):
            private_folder(folder)
        # Previews are no pictures of anybody's, for other libraries and other programs as well.
        (self.cache / ".nomedia").touch(mode=0o600)

    def owns(self, path: Path) -> bool:
        """Whether ``path`` lies inside this library, which is never indexed."""
        return any(path == place or place in path.parents for place in (self.data, self.cache, self.logs))


def private_folder(folder: Path) -> Path:
    """Make ``folder`` and its missing parents readable by their owner alone.

    A folder that was there before is tightened only while it is empty: ``--library`` may have been pointed at a
    folder that the person also uses for something else, and its permissions are theirs.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix" and not missing and not any(folder.iterdir()):
        folder.chmod(0o700)
    return folder


def private_opener(path: str, flags: int) -> int:
    """An ``opener`` for :func:`open` that creates files as 0600."""
    return os.open(path, flags, 0o600)


def existing_folder(path: str) -> str:
    """``path`` by its :func:`real_place`.  Raises :class:`MediaSearchError` unless a folder is there."""
    folder = Path(path).expanduser()
    try:
        folder.stat()
    except FileNotFoundError as error:
        raise MediaSearchError(
            f"{path} does not exist", "Check the spelling, or connect the drive it is on."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MediaSearchError(f"{path} cannot be opened ({reason})", "Check its permissions.") from error
    if not folder.is_dir():
        raise MediaSearchError(f"{path} is a file", "Give the folder it is in.")
    return real_place(str(folder))


def real_place(path: str) -> str:
    """The one spelling of a folder's path: absolute, without ``..``, symbolic links followed.

    On Windows links are kept: following them turns a mapped drive into a network path.
    """
    return os.path.realpath(path) if os.name == "posix" else os.path.abspath(path)  # noqa: PTH100


def resources() -> Path:
    """The installed resources (``mediasearch/resources``) or those of a checkout."""
    installed = Path(__file__).parent / "resources"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "resources"


def program() -> list[str]:
    """What starts this program in another process; its arguments follow.

    Python looks for modules in the current folder first when it is told ``-m``.  A person's folder may hold anything,
    a ``random.py`` as well: it is left out (``-P``), unless it is the one that this program itself was found in.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable]
    with contextlib.suppress(OSError):  # the current folder was removed
        if Path(__file__).resolve().parents[1] == Path.cwd().resolve():
            return [sys.executable, "-m", "mediasearch"]
    return [sys.executable, "-P", "-m", "mediasearch"]


def write_atomically(target: Path, data: bytes, *, durable: bool = True) -> None:
    """Write ``data`` to a temporary neighbour, flush it to disk, and rename it over ``target`` (0600).

    What can be made again need not be ``durable``: it is not flushed, which costs milliseconds on the caller's thread.
    Raises ``OSError``; then ``target`` is untouched and the temporary file is gone.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb", opener=private_opener) as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):  # what is told is why it could not be written
            temporary.unlink(missing_ok=True)
        raise
