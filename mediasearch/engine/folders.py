"""The folders below a root that hold pictures, for the library pane."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediasearch.protocol import FolderInfo, FoldersReply, ListFolders

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog


class FolderTree:
    """The folders of one root after the other, counted once for each state of the catalog."""

    def __init__(self) -> None:
        self._of: tuple[int, int] | None = None  # root, state of the catalog
        self._files: Counter[str] = Counter()
        self._below: dict[str, list[str]] = {}

    def answer(self, catalog: Catalog, asked: ListFolders) -> FoldersReply:
        """Every folder with indexed files in it or below it, right below the levels that are asked for."""
        self._count(catalog, asked.root)
        reply = FoldersReply(asked.request, asked.root, [], list(asked.levels))
        for level in asked.levels:
            paths = self._below.get(level, [])
            if asked.limit and len(paths) > asked.limit:
                paths = paths[: asked.limit]
                reply.cut.append(level)
            reply.folders += [FolderInfo(path, self._files[path], path in self._below) for path in paths]
        return reply

    def _count(self, catalog: Catalog, root: int) -> None:
        of = (root, catalog.state())
        if of == self._of:
            return
        self._files.clear()
        self._below.clear()
        for folder, files in catalog.folder_counts(root).items():
            while folder:
                if folder not in self._files:
                    self._below.setdefault(folder.rpartition("/")[0], []).append(folder)
                self._files[folder] += files
                folder = folder.rpartition("/")[0]
        for paths in self._below.values():
            paths.sort(key=str.casefold)
        self._of = of
