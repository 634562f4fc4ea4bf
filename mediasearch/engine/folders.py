"""The folders below a root that hold pictures, for the library pane."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediasearch.protocol import FolderInfo

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog


def folders_below(catalog: Catalog, root: int) -> list[FolderInfo]:
    """Every folder below ``root`` with indexed files in it or below it, ordered by path."""
    below: Counter[str] = Counter()
    for folder, files in catalog.folder_counts(root).items():
        while folder:
            below[folder] += files
            folder = folder.rpartition("/")[0]
    # In the order of a tree: "a/b" comes before "a b".
    return [FolderInfo(path, below[path]) for path in sorted(below, key=lambda path: path.split("/"))]
