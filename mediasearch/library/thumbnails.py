"""Previews on disk: one JPEG per content, named by the content's hash."""

from __future__ import annotations

from collections.abc import Iterable
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

    def remove(self, hashes: Iterable[str]) -> None:
        """Delete the previews of ``hashes``; one that is missing or cannot be deleted is left alone."""
        for content_hash in hashes:
            path = self.path(content_hash)
            try:
                path.unlink(missing_ok=True)
                path.parent.rmdir()  # only succeeds when it was the last one there
                path.parent.parent.rmdir()
            except OSError:
                continue
