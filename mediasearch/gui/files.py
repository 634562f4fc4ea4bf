"""Paths as a window needs them: to show, to hand to another program, to read a picture from.

Paths arrive with surrogate escapes (a name may be any bytes).  A ``QString`` cannot carry those, so paths go through
signals as ``object`` and never through ``Signal(str)``.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtGui import QImageReader


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


def reader(path: str) -> QImageReader:
    """An image reader for ``path`` that decides by content, not by suffix, and turns the picture upright.

    A name that is no text is read into memory first, because Qt could not open it.  Raises ``OSError`` for such a
    file only; otherwise the reader itself tells what is wrong.
    """
    if shown(path) == path:
        made = QImageReader(path)
    else:
        buffer = QBuffer()
        buffer.setData(Path(path).read_bytes())
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        made = QImageReader(buffer)
        made._buffer = buffer  # type: ignore[attr-defined]  # the reader does not own its device
    choose_format(made, path)
    made.setAutoTransform(True)
    return made


def choose_format(reader: QImageReader, path: str) -> None:
    """Let ``reader`` take the format that the content of ``path`` begins like.

    Left to itself it asks every plugin, and that for SVG connects a signal: on a worker thread that holds Python's
    lock, while the window's thread disconnects one and waits for that lock, the two stop each other for ever.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - for every thumbnail
            head = file.read(12)
    except OSError:
        head = b""
    found = next((name for begin, name in _SIGNATURES if head.startswith(begin)), None)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        found = b"webp"
    if found is None:
        reader.setDecideFormatFromContent(True)
    else:
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
)


def _parts(path: str) -> tuple[str, str]:
    cut = max(path.rfind("/"), path.rfind("\\") if os.sep == "\\" or path[1:3] == ":\\" else -1)
    return path[: max(cut, 1)] if cut >= 0 else "", path[cut + 1 :]
