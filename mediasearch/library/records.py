"""The records that travel between scanning, decoding, the catalog and the index; plain data, nothing imported.

Relative paths are ``bytes`` (``os.fsencode``, separated by ``/``), because a file name may be any bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FileState(StrEnum):
    """What became of a file."""

    PENDING = "pending"  #: to be decoded and encoded
    INDEXED = "indexed"
    FAILED = "failed"  #: with a reason; tried again when the file changes or the person says so
    SKIPPED = "skipped"  #: of a kind that is known and not read
    QUARANTINED = "quarantined"  #: killed its decoder twice; counted and listed as failed


class RootState(StrEnum):
    READY = "ready"
    SCANNING = "scanning"
    OFFLINE = "offline"  #: absent, empty, unreadable or another volume: nothing of it is deleted


class ChangeKind(StrEnum):
    ADDED = "added"
    MODIFIED = "modified"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one file, made by the scanner and by the watcher alike.

    ``size`` and ``mtime_ns`` are those on disk now (0 for a removal).  ``source`` and ``source_root`` are where a
    moved file was.  ``skip`` is a code of :data:`mediasearch.reasons.SKIPPED` for a kind that is not read.
    ``sidecar``: stamp of the side-cars beside it (:mod:`mediasearch.ingest.sidecars`), 0 for none.
    """

    kind: ChangeKind
    root: int
    path: bytes
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    source: bytes | None = None
    source_root: int = 0
    skip: str = ""
    sidecar: int = 0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A row of the catalog as the scanner compares it with the disk."""

    id: int
    path: bytes
    size: int
    mtime_ns: int
    inode: int
    state: str
    held: bool = False
    sidecar: int = 0


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A file to decode.  ``known_hashes`` are those of contents of the same byte size: a match needs no decoding."""

    id: int
    root: int
    path: bytes
    absolute: str  #: os.fsdecode'd absolute path
    size: int
    mtime_ns: int
    attempts: int
    known_hashes: frozenset[str] = frozenset()
    sidecar: int = 0  #: the stamp of its side-cars when it was handed out


@dataclass(frozen=True, slots=True)
class Root:
    id: int
    path: str  #: os.fsdecode'd absolute path
    identity: str  #: see :mod:`mediasearch.ingest.roots`; "" before the first scan
    state: str
    held: int = 0  #: files of a mass disappearance that waits for the person's word


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a picture says about itself.  ``taken_at``: local ISO 8601 without zone, from EXIF else the file's time."""

    kind: str = "image"
    width: int = 0  #: as displayed, after EXIF orientation
    height: int = 0
    taken_at: str | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    duration: float | None = None
    palette: str = ""  #: up to four "rrggbb" joined by commas, the most frequent first
    format: str = ""  #: Pillow's name of the format
    texts: tuple[tuple[str, str], ...] = ()  #: written into it: (title, caption, keyword, person or place; the text)


@dataclass(slots=True)
class Decoded:
    """What a decode worker returns for one file; picklable.

    ``content_hash`` names the content (``hash_method`` says how it was made).  With ``known`` the hash was one of the
    task's ``known_hashes`` and nothing was decoded.  ``pixels`` are the model's input before normalisation,
    ``uint8 (size, size, 3)`` as bytes.  ``thumbnail`` is a JPEG.  ``beside`` are the texts of its side-cars, whose
    stamp was ``sidecar`` when the file was handed out.
    """

    file: int
    content_hash: str
    hash_method: str
    size: int
    mtime_ns: int
    known: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    pixels: bytes = b""
    pixels_size: int = 0
    thumbnail: bytes = b""
    skip: str = ""  #: a code of SKIPPED when the content turned out to be of a kind that is not read
    beside: tuple[tuple[str, str], ...] = ()
    sidecar: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read.  ``reason`` is a code of :data:`mediasearch.reasons.FAILED`."""

    file: int
    reason: str
    detail: str = ""
    size: int = 0
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class ContentRow:
    """What is shown of one content, with its files as absolute paths (``online`` beside each)."""

    id: int
    hash: str
    kind: str
    width: int
    height: int
    taken_at: str | None
    camera: str | None
    latitude: float | None
    longitude: float | None
    palette: str
    files: tuple[tuple[str, bool], ...]
    size: int
    favourite: bool = False
    duration: float | None = None
