"""Paths as a window needs them: to show, to hand to another program, to read a picture from.

Paths arrive with surrogate escapes (a name may be any bytes).  A ``QString`` cannot carry those, so paths go through
signals as ``object`` and never through ``Signal(str)``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QIODevice, QUrl
from PySide6.QtGui import QImageReader

from mediasearch.opening import open_regular


def shown(path: str) -> str:
    """``path`` with every byte that is no text replaced by U+FFFD; for the eye only."""
    return os.fsencode(path).decode("utf-8", "replace")


def name(path: str) -> str:
    """The last part of ``path``, to show.  Understands Windows paths anywhere: a library may come from elsewhere."""
    return shown(_parts(path)[1])


def folder(path: str) -> str:
    """The folder of ``path``, to show."""
    return shown(_parts(path)[0])


def url(path: str) -> QUrl:
    """The ``file:`` URL of an absolute ``path``, byte for byte."""
    return QUrl.fromEncoded(QByteArray(Path(path).as_uri().encode("ascii")))


def reader(path: str, opened: Callable[[str], int] = open_regular) -> QImageReader:
    """An image reader for ``path`` that decides by content, not by suffix, and turns the picture upright.

    The file is open when this returns, so that it may go away afterwards: a decoder without its file complains aloud.
    ``opened``: gives a descriptor of the regular file at ``path``.  Raises ``OSError`` when it cannot be opened.

    For worker threads as well, and therefore never with a device made in Python: Qt holds a lock while it chooses a
    decoder and asks the device, which would wait for the interpreter's lock, while another thread may hold that one
    and wait for Qt's.
    """
    descriptor = opened(path)
    try:
        # A name may be any bytes, which no QString can say; Windows has names of text, and none for a descriptor.
        made = QImageReader(f"/dev/fd/{descriptor}" if os.name == "posix" else path)
        device = made.device()
        if not device.open(QIODevice.OpenModeFlag.ReadOnly):
            raise OSError(device.errorString())
    finally:
        os.close(descriptor)
    _choose_format(made, bytes(device.peek(12).data()))
    made.setAutoTransform(True)
    return made


def _choose_format(reader: QImageReader, head: bytes) -> None:
    """Let ``reader`` take the format that its file begins like.

    Left to itself it asks every plugin, and that for SVG connects a signal: on a worker thread that holds Python's
    lock, while the window's thread disconnects one and waits for that lock, the two stop each other for ever.
    """
    found = next((name for begin, name in _SIGNATURES if head.startswith(begin)), b"unknown")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        found = b"webp"
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(found)


#: How files begin, and what Qt calls the format.
_SIGNATURES = (
    (b"\xff\xd8\xff", b"jpeg"),
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"GIF8", b"gif"),
    (b"BM", b"bmp"),
    (b"II*\0", b"tiff"),
    (b"MM\0*", b"tiff"),
    (b"\0\0\1\0", b"ico"),
    (b"icns", b"icns"),
    (b"\0\0\0\x0cjP  ", b"jp2"),
    (b"P4", b"pbm"),
    (b"P5", b"pgm"),
    (b"P6", b"ppm"),
)


def _parts(path: str) -> tuple[str, str]:
    cut = max(path.rfind("/"), path.rfind("\\") if os.sep == "\\" or path[1:3] == ":\\" else -1)
    return path[: max(cut, 1)] if cut >= 0 else "", path[cut + 1 :]
