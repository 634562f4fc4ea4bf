"""Side-cars: XMP files beside a picture, ``IMG_1.xmp`` or ``IMG_1.jpg.xmp``, in which other programs keep its words.

For the scanner and the watcher a side-car is a property of its picture: its *stamp* is compared like the picture's
own size and time, and where it differs the picture's words are read again.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

from mediasearch.ingest.texts import Text, attempt, tidy
from mediasearch.ingest.xmp import LARGEST, read_xmp
from mediasearch.opening import open_below

_SUFFIX: Final = b".xmp"


def is_sidecar(name: bytes) -> bool:
    return name[-4:].lower() == _SUFFIX


def names_of(picture: bytes) -> tuple[tuple[bytes, ...], ...]:
    """The names that side-cars of a picture of this name or path may have: per kind of side-car, its spellings."""
    stem = os.path.splitext(picture)[0]  # noqa: PTH122 - bytes
    return tuple((name + b".xmp", name + b".XMP") for name in dict.fromkeys((picture, stem)))


def stamp(signatures: Iterable[tuple[int, int]]) -> int:
    """One number of the sizes and times of a picture's side-cars; 0 without any."""
    found = b"".join(b"%d %d\n" % signature for signature in signatures)
    return (zlib.crc32(found) or 1) if found else 0


def stamp_of(absolute: bytes) -> int:
    """The stamp of the side-cars that lie beside a picture now."""
    found = []
    for spellings in names_of(absolute):
        for name in spellings:
            try:
                status = os.lstat(name)
            except (OSError, ValueError):
                continue
            if stat.S_ISREG(status.st_mode):
                found.append((status.st_size, status.st_mtime_ns))
                break
    return stamp(found)


def stamp_among(picture: bytes, sidecars: Mapping[bytes, os.DirEntry[bytes]]) -> int:
    """The same from the listing of its folder.  Raises ``OSError`` for one that has just gone."""
    found = []
    for spellings in names_of(picture):
        for name in spellings:
            if name in sidecars:
                status = sidecars[name].stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    found.append((status.st_size, status.st_mtime_ns))
                    break
    return stamp(found)


def read_sidecars(picture: str, relative: bytes) -> tuple[Text, ...]:
    """What the side-cars beside the picture at this absolute path tell; ``relative``: to its root.  Never raises."""
    found: list[Text] = []
    for spellings in names_of(os.fsencode(picture)):
        for name in spellings:
            packet = _content(name, relative)
            if packet is not None:
                found += attempt(read_xmp, packet)
                break
    return tidy(found)


def _content(path: bytes, picture: bytes) -> bytes | None:
    """At most what is read of a packet; None when there is no such regular file."""
    folder, slash, _ = picture.rpartition(b"/")
    beside = folder + slash + os.path.basename(path)  # noqa: PTH119 - bytes
    try:
        with os.fdopen(open_below(path, beside), "rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError):
        return None
