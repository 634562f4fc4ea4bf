"""What was dropped or pasted: pictures, folders, a mere link, or nothing of use.

Browsers hand over a picture in different ways: as a local file, as pixels, as the bytes of a file, as HTML with a
``data:`` URL, or only as an http link.  A link is never followed.
"""

from __future__ import annotations

import base64
import binascii
import html
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QImageWriter, QPixmap

from mediasearch.gui import files
from mediasearch.gui.query import Picture

#: Pixels are handed to the engine no larger than this: no model looks at more.
LONGEST_EDGE: Final = 1024
#: More pictures than this in one query would only blur it.
MOST_PICTURES: Final = 8

_DATA_URL: Final = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*?(;base64)?,([^\"'\s>]*)", re.IGNORECASE)
#: The bytes of a file that need not exist; Chromium on Linux gives pictures so.
_BYTES: Final = "application/octet-stream"
_LINK: Final = re.compile(r"\s*https?://\S+", re.IGNORECASE)


@dataclass
class Dropped:
    """What there was to find.

    ``unreadable`` names files that are no pictures; ``link`` is set for a bare link, ``broken`` for a picture without
    a file that nothing here can read.
    """

    pictures: list[Picture] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    link: bool = False
    broken: bool = False

    def __bool__(self) -> bool:
        return bool(self.pictures or self.folders or self.unreadable or self.link or self.broken)


def local_paths(mime: QMimeData) -> list[str]:
    """The local files and folders in ``mime`` as absolute paths, byte for byte."""
    raw = bytes(mime.data("text/uri-list").data()) or _file_links(mime)
    if not raw:
        return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    paths = []
    for line in raw.split(b"\n"):
        line = line.strip().rstrip(b"\0")
        if not line.lower().startswith(b"file:"):
            continue
        if os.name == "posix":
            # Not through QUrl, which loses names that are no text.
            place = re.sub(rb"^file:(//[^/]*)?", b"", line, flags=re.IGNORECASE)
            paths.append(os.fsdecode(unquote_to_bytes(place)))
        else:
            paths.append(os.path.normpath(QUrl.fromEncoded(QByteArray(line)).toLocalFile()))
    return paths


def _file_links(mime: QMimeData) -> bytes:
    """A link to a file, or one a line, that were copied or selected as text."""
    lines = mime.text().strip().splitlines() if mime.hasText() and not mime.hasUrls() else []
    return mime.text().encode() if lines and all(line.lower().startswith("file:/") for line in lines) else b""


def looks_useful(mime: QMimeData) -> str:
    """A first glance while something is dragged over us: ``folder``, ``picture``, ``link`` or nothing (``""``)."""
    paths = local_paths(mime)
    if paths:
        return "folder" if all(Path(path).is_dir() for path in paths) else "picture"
    if mime.hasImage() or mime.hasFormat(_BYTES) or _image_formats(mime) or _data_url(mime):
        return "picture"
    return "link" if _is_link(mime) else ""


def understand(mime: QMimeData, weight: float = 1.0, pasted_title: str = "") -> Dropped:
    """Everything usable in ``mime``.  ``pasted_title`` names pictures that have no file."""
    found = Dropped()
    for path in local_paths(mime):
        if Path(path).is_dir():
            found.folders.append(path)
        elif is_picture(path):
            found.pictures.append(Picture(path=path, weight=weight, title=files.name(path), thumbnail=path))
        else:
            found.unreadable.append(path)
    del found.pictures[MOST_PICTURES:]
    if found.pictures or found.folders:
        return found
    if mime.hasImage():
        image = _as_image(mime.imageData())
        if not image.isNull():
            return Dropped(pictures=[from_image(image, weight, pasted_title)])
    if encoded := _encoded(mime):
        image = QImage.fromData(QByteArray(encoded))
        if not image.isNull():
            return Dropped(pictures=[from_image(image, weight, pasted_title)])
        # Qt knows fewer formats than the engine.
        data = base64.b64encode(encoded).decode("ascii")
        return Dropped(pictures=[Picture(data=data, weight=weight, title=pasted_title)])
    found.link = not found.unreadable and _is_link(mime)
    found.broken = not found.unreadable and not found.link and (mime.hasImage() or bool(_image_formats(mime)))
    return found


def _encoded(mime: QMimeData) -> bytes:
    """The bytes of a picture's file, in a format that Qt need not know."""
    for kind in (_BYTES, *_image_formats(mime)):
        encoded = bytes(mime.data(kind).data())
        if _begins_a_picture(encoded):
            return encoded
    return _data_url(mime)


def from_image(image: QImage, weight: float, title: str) -> Picture:
    """A query picture made of pixels; large ones are scaled down."""
    if max(image.width(), image.height()) > LONGEST_EDGE:
        image = image.scaled(
            LONGEST_EDGE, LONGEST_EDGE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    data = base64.b64encode(bytes(buffer.data().data())).decode("ascii")
    return Picture(data=data, weight=weight, title=title, preview=image)


def is_picture(path: str) -> bool:
    """Whether the file's first bytes are those of a picture that the engine reads, whatever its name says."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(32)
    except OSError:
        return False
    return _begins_a_picture(head)


def _begins_a_picture(head: bytes) -> bool:
    if head.startswith(_SIGNATURES):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in _BRANDS


_SIGNATURES: Final = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n\x1a\n",
    b"GIF8",
    b"BM",
    b"II*\0", b"MM\0*", b"II+\0", b"MM\0+",  # TIFF
    b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"P7",  # PNM
    b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51",  # JPEG 2000
)  # fmt: skip
_BRANDS: Final = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"miaf")
)


def _image_formats(mime: QMimeData) -> list[str]:
    return [kind for kind in mime.formats() if kind.startswith("image/")]


def _as_image(value: object) -> QImage:
    if isinstance(value, QPixmap):
        return value.toImage()
    return value if isinstance(value, QImage) else QImage()


def _data_url(mime: QMimeData) -> bytes:
    """The picture in a ``data:`` URL, in HTML or as text."""
    for text in (mime.html() if mime.hasHtml() else "", mime.text() if mime.hasText() else ""):
        match = _DATA_URL.search(text)
        if match is None:
            continue
        body = unquote(html.unescape(match.group(2)))
        if not match.group(1):
            return body.encode("latin-1", "ignore")
        try:
            return base64.b64decode(body, validate=False)
        except (binascii.Error, ValueError):
            continue
    return b""


def _is_link(mime: QMimeData) -> bool:
    if any(url.scheme() in ("http", "https") for url in mime.urls()):
        return True
    return mime.hasText() and _LINK.fullmatch(mime.text().strip()) is not None
