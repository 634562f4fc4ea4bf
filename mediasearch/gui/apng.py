"""Animated PNG: its frames, put together as Qt reads them.

Qt's own reader shows the first frame only.  A frame of an APNG is a PNG whose pixels lie in other chunks (PNG
specification, third edition, “APNG”), so each is wrapped into a file of its own and painted where it belongs.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SHARED: Final = frozenset({b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT"})
_BACKGROUND, _PREVIOUS = 1, 2


def animated(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is one of several frames; a few kilobytes are enough."""
    at = len(SIGNATURE)
    while head.startswith(SIGNATURE) and at + 16 <= len(head):
        length, kind = struct.unpack_from(">I4s", head, at)
        if kind == b"acTL":
            return bool(struct.unpack_from(">I", head, at + 8)[0] > 1)
        if kind in (b"IDAT", b"IEND"):
            return False
        at += 12 + length
    return False


def frames(data: bytes) -> Iterator[tuple[QImage, int]]:
    """Every frame as it is seen, and how many milliseconds it stays.  Ends where the file is damaged."""
    header, shared = b"", b""
    canvas = QImage()
    control, pixels = b"", b""
    for kind, body in [*_chunks(data), (b"IEND", b"")]:
        if kind == b"IHDR" and len(body) == 13:
            header = body
            width, height = struct.unpack_from(">II", body)
            canvas = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
            canvas.fill(Qt.GlobalColor.transparent)
        elif kind in _SHARED:
            shared += _chunk(kind, body)
        elif kind in (b"fcTL", b"IEND"):
            if control and pixels and not canvas.isNull():
                shown = _paint(canvas, header, shared, control, pixels)
                if shown is None:
                    return
                canvas, seen, stays = shown
                yield seen, stays
            if kind == b"IEND":
                return
            control, pixels = (body, b"") if len(body) == 26 else (b"", b"")
        elif kind == b"IDAT" and control:
            pixels += body
        elif kind == b"fdAT":
            pixels += body[4:]


def _paint(
    canvas: QImage, header: bytes, shared: bytes, control: bytes, pixels: bytes
) -> tuple[QImage, QImage, int] | None:
    """What the next frame is painted on, what is seen now, and for how long."""
    _, width, height, x, y, number, of, dispose, blend = struct.unpack(">IIIIIHHBB", control)
    frame = QImage.fromData(
        SIGNATURE
        + _chunk(b"IHDR", struct.pack(">II", width, height) + header[8:])
        + shared + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    )  # fmt: skip
    if frame.isNull():
        return None
    seen = canvas.copy()
    painter = QPainter(seen)
    if not blend:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(QPoint(x, y), frame)
    painter.end()
    after = seen
    if dispose == _PREVIOUS:
        after = canvas
    elif dispose == _BACKGROUND:
        after = seen.copy()
        painter = QPainter(after)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(QRect(x, y, width, height), Qt.GlobalColor.transparent)
        painter.end()
    return after, seen, round(1000 * number / (of or 100))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            return
        yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
