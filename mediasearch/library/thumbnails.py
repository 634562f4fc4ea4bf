"""Previews on disk: one JPEG per content, named by the content's hash."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from mediasearch.paths import private_folder, write_atomically


class ThumbnailStore:
    """Previews below ``folder``, in two levels of folders so that none of them grows large."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, content_hash: str) -> Path:
        """Where the preview of ``content_hash`` lies, whether it is there or not."""
        if not content_hash.isalnum():  # it becomes a file name
            raise ValueError(f"not a content hash: {content_hash!r}")
        return self._folder / content_hash[:2] / content_hash[2:4] / f"{content_hash}.jpg"

    def put(self, content_hash: str, jpeg: bytes) -> Path:
        """Keep a preview (0600, replaced in one step).  Raises ``OSError``, on a full disk for instance."""
        target = self.path(content_hash)
        private_folder(target.parent)
        write_atomically(target, jpeg, durable=False)
        return target

    def locate(self, content_hash: str) -> str | None:
        """The absolute path of the preview, or None while there is none."""
        path = self.path(content_hash)
        return str(path.absolute()) if path.is_file() else None

    def remove(self, hashes: Iterable[str]) -> bool:
        """Delete the previews of ``hashes``, those that are there; whether none had to be left behind."""
        return not [content_hash for content_hash in hashes if not _deleted(self.path(content_hash))]

    def files(self) -> Iterator[list[Path]]:
        """All that lies here, some hundred files at a time.  What comes and goes meanwhile may be missing."""
        for folder in _inside(self._folder):
            yield [path for below in _inside(folder) for path in _inside(below)]

    def remove_unknown(self, files: Iterable[Path], unknown: Callable[[list[str]], Collection[str]]) -> bool:
        """Of :meth:`files`, delete previews of which ``unknown`` says that nothing is known, and what a process that
        was killed had not finished.  Whether none had to be left behind.  For the one who writes previews."""
        previews: dict[str, Path] = {}
        stray: list[Path] = []
        for path in files:
            if path.suffix == ".jpg" and path.stem.isalnum():
                previews[path.stem] = path
            else:
                stray.append(path)
        stray += [previews[content_hash] for content_hash in unknown(list(previews))]
        return not [path for path in stray if not _deleted(path)]


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    with suppress(OSError):  # only succeeds when it was the last one there
        path.parent.rmdir()
        path.parent.parent.rmdir()
    return True


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # gone, or no folder
        return []
