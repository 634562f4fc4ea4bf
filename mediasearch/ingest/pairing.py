"""Which new file was which missing one: how a scan recognises moves without reading a byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mediasearch.ingest.tree import name
from mediasearch.library.records import KnownFile

_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A file on disk that the catalog does not know at this path."""

    path: bytes
    size: int
    mtime_ns: int
    inode: int
    skip: str
    sidecar: int = 0


def pair(news: Iterable[Found], missing: Iterable[KnownFile]) -> dict[bytes, KnownFile]:
    """The missing file that each new one was, by its new path.

    The same inode, size and time are proof enough.  Without it (FAT and network drives number anew) size and time
    must fit one file only on either side, and the time must be finer than a second or the name the same, because
    unpacked archives give many files one time.
    """
    gone: dict[_Stamp, list[KnownFile]] = defaultdict(list)
    for file in missing:
        gone[file.size, file.mtime_ns].append(file)
    pairs: dict[bytes, KnownFile] = {}
    rest: dict[_Stamp, list[Found]] = defaultdict(list)
    for new in news:
        stamp = (new.size, new.mtime_ns)
        same = next((file for file in gone.get(stamp, ()) if new.inode and file.inode == new.inode), None)
        if same is None:
            rest[stamp].append(new)
        else:
            pairs[new.path] = same
            gone[stamp].remove(same)
    for stamp, candidates in rest.items():
        left = gone.get(stamp, [])
        if len(candidates) == len(left) == 1:
            new, old = candidates[0], left[0]
            if stamp[1] % 1_000_000_000 or name(new.path) == name(old.path):
                pairs[new.path] = old
    return pairs
