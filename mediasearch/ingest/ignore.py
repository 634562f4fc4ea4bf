"""Which files and folders are left out; the scanner and the watcher ask the same rules."""

from __future__ import annotations

from mediasearch.paths import Library


class IgnoreRules:
    """The rules of one root.  Not thread-safe; each scan makes its own."""

    def __init__(self, root: str, library: Library | None = None) -> None:
        """``root``: absolute path; the folders of ``library`` are never indexed."""

    def ignored(self, path: bytes, is_folder: bool) -> bool:
        """Whether ``path`` (relative to the root) or any folder above it is left out."""
        raise NotImplementedError
