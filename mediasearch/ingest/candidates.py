"""Which files of a folder are candidates, and which of these are skipped; the scanner and the watcher ask the same."""

from __future__ import annotations

import os

from mediasearch.ingest import formats
from mediasearch.opening import open_below

_NOT_MEDIA_LIMIT = 200_000


class Candidates:
    """Answers for one root.  Remembers which strangely named files turned out to be no media, so that their headers
    are read once and not on every scan.  Not thread-safe."""

    def __init__(self) -> None:
        self._others: dict[bytes, tuple[int, int]] = {}

    def skip(self, absolute: bytes, relative: bytes, size: int, mtime_ns: int) -> str | None:
        """ "" for a picture to decode, a code of SKIPPED, or None for a file that is none of ours.

        ``relative``: its path below its root.  Reads the first bytes where the suffix does not decide alone.  A file
        that cannot be read is what its suffix says; without a telling suffix it is not ours.
        """
        suffix = formats.suffix_of(absolute)
        nominated = formats.nominated(suffix)
        if nominated is False:
            return None
        if nominated and formats.MEDIA_SUFFIXES[suffix] is None:
            return ""  # its content is looked at when it is decoded
        if nominated is None and (size == 0 or self._others.get(absolute) == (size, mtime_ns)):
            return None
        code = formats.skip_code(suffix, _header(absolute, relative))
        if code is None:
            if len(self._others) >= _NOT_MEDIA_LIMIT:
                self._others.clear()
            self._others[absolute] = (size, mtime_ns)
        return code


def _header(absolute: bytes, relative: bytes) -> bytes:
    """The first bytes of a file, empty when it cannot be read."""
    try:
        descriptor = open_below(absolute, relative)
    except OSError:
        return b""
    try:
        return os.read(descriptor, formats.HEADER_BYTES)
    except OSError:
        return b""
    finally:
        os.close(descriptor)
