"""Files that can be made again and are believed only when every byte is as it was written.

A file is a payload, then a stamp (JSON: what it was made from, and the CRC-32 of every 16 MB of the payload), then a
footer with the stamp's own length and CRC-32.  CRC-32 because all of it is read at every start: it runs at 4 GB/s
where BLAKE2 does 1.3, and the enemy is a torn write or a flipped bit, not a forger.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import struct
import zlib
from collections.abc import Iterable
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO, Final

from mediasearch.paths import private_opener

_CHUNK: Final = 1 << 24
_FOOTER: Final = struct.Struct("<QI8s")
_MAGIC: Final = b"MSstamp1"


class Checksums:
    """CRC-32 of each chunk of a stream."""

    def __init__(self) -> None:
        self.finished: list[int] = []
        self.size = 0
        self._current = 0

    def update(self, data: memoryview) -> None:
        while data:
            room = _CHUNK - self.size % _CHUNK
            piece = data[:room]
            self._current = zlib.crc32(piece, self._current)
            self.size += len(piece)
            if self.size % _CHUNK == 0:
                self.finished.append(self._current)
                self._current = 0
            data = data[room:]

    def all(self) -> list[int]:
        return [*self.finished, self._current] if self.size % _CHUNK else list(self.finished)


def check_room(folder: Path, size: int) -> None:
    """Raise ``OSError`` when a file of ``size`` bytes does not fit, before it takes the last bytes from others."""
    disk = shutil.disk_usage(folder)
    if disk.total and disk.free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def write(target: Path, parts: Iterable[Any], stamp: dict[str, Any]) -> None:
    """Write buffers one after another, then the stamp; flush, read back, rename over ``target`` (0600).

    Raises ``OSError``; ``target`` is as it was then, and the temporary file is gone.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        sums = Checksums()
        with open(temporary, "wb", opener=private_opener) as file:
            for part in parts:
                data = memoryview(part).cast("B")
                sums.update(data)
                file.write(data)
            _write_stamp(file, {**stamp, "size": sums.size, "checksums": sums.all()})
            file.flush()
            os.fsync(file.fileno())
        if read(temporary) is None:
            raise OSError(f"{target.name} could not be read back as it was written")
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def stamp_of(path: Path) -> dict[str, Any] | None:
    """The stamp, without a look at what it speaks for; None when it is torn or damaged itself."""
    try:
        with path.open("rb") as file:
            return _read_stamp(file)[0]
    except (OSError, ValueError):
        return None


def read(path: Path) -> dict[str, Any] | None:
    """The stamp of a sound file; None when it is missing, torn, damaged or something else."""
    try:
        with path.open("rb") as file:
            stamp, size = _read_stamp(file)
            if stamp is None or stamp.get("size") != size or stamp.get("checksums") != checksums_of(file, size):
                return None
            return stamp
    except OSError:
        return None


def checksums_of(file: BinaryIO, size: int) -> list[int]:
    """Checksums of the first ``size`` bytes."""
    sums = Checksums()
    if size:
        with mmap(file.fileno(), 0, access=ACCESS_READ) as mapped, memoryview(mapped) as view, view[:size] as payload:
            sums.update(payload)
    return sums.all()


def _write_stamp(file: BinaryIO, stamp: dict[str, Any]) -> None:
    body = json.dumps(stamp).encode()
    file.write(body)
    file.write(_FOOTER.pack(len(body), zlib.crc32(body), _MAGIC))


def _read_stamp(file: BinaryIO) -> tuple[dict[str, Any] | None, int]:
    """The stamp, and how many bytes stand before it."""
    total = file.seek(0, os.SEEK_END)
    if total < _FOOTER.size:
        return None, 0
    file.seek(total - _FOOTER.size)
    length, checksum, magic = _FOOTER.unpack(file.read(_FOOTER.size))
    size = total - _FOOTER.size - length
    if magic != _MAGIC or size < 0:
        return None, 0
    file.seek(size)
    body = file.read(length)
    if zlib.crc32(body) != checksum:
        return None, 0
    stamp = json.loads(body)
    return (stamp, size) if isinstance(stamp, dict) else (None, 0)


def newest(folder: Path, stem: str, suffix: str) -> list[Path]:
    """Files ``STEM-NUMBER.SUFFIX``, the highest number first.

    They are numbered because a file that is mapped cannot be replaced on Windows.
    """
    ours = [path for path in folder.glob(f"{stem}-*{suffix}") if path.stem.rpartition("-")[2].isdecimal()]
    return sorted(ours, key=lambda path: path.name, reverse=True)


def following(folder: Path, stem: str, suffix: str) -> Path:
    """The name of the next file of this series."""
    before = newest(folder, stem, suffix)
    number = int(before[0].stem.rpartition("-")[2]) + 1 if before else 1
    return folder / f"{stem}-{number:08d}{suffix}"


def forget_others(keep: Path, stem: str) -> None:
    """Delete the older files of the series, and what an interrupted write left; one still mapped stays for now."""
    for path in [*newest(keep.parent, stem, keep.suffix), *keep.parent.glob(f".{stem}-*{keep.suffix}.*.tmp")]:
        if path != keep:
            with suppress(OSError):
                path.unlink()
