"""What is written into a picture: titles, captions, keywords, names of people and places.

EXIF, IPTC-IIM, XMP (in :mod:`.xmp`), the text chunks of PNG and the comments of JPEG and GIF.  All of it comes out of
strangers' files: each part is read alone, and one that makes no sense is as good as none.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from PIL import Image

from mediasearch.ingest.xmp import read_xmp

#: What a text is (title, caption, keyword, person or place), and the text.
Text = tuple[str, str]

#: Of one file; a novel in a comment would only make searching slow.
MOST_TEXTS: Final = 200
LONGEST_TEXT: Final = 2000

_DESCRIPTION, _EXIF_IFD, _USER_COMMENT, _IPTC_TIFF, _IPTC_PHOTOSHOP = 0x010E, 0x8769, 0x9286, 0x83BB, 0x0404
_XP: Final = {0x9C9B: "title", 0x9C9C: "caption", 0x9C9F: "caption", 0x9C9E: "keyword"}
#: IPTC-IIM 4.2, record 2: object name, keywords, sublocation, city, province, country, headline, caption.
_IIM: Final = {5: "title", 25: "keyword", 92: "place", 90: "place", 95: "place", 101: "place", 105: "title",
               120: "caption"}  # fmt: skip
_PNG: Final = {"title": "title", "description": "caption", "comment": "caption"}

#: What cameras and programs write where nobody has written anything.
_EMPTY_PHRASES: Final = re.compile(
    r"(?:\w+ ){0,3}digital camera|sony dsc|dcim|exif[ _]jpeg\w*|jpeg picture|untitled|default|unknown|none|null|title"
    r"|description|image|photo|picture|camera|binary comment|user comments?|applemark"
    r"|(?:file written|created|creator|generated|compressed|optimi[sz]ed|edited|processed|made|saved)\b"
    r"(?: (?:by|with|using)|:).*"
    r"|(?:lead technologies|intel\(r\)|lavc|jpeg-?encoder|handmade software|imgix|processed by|xv \d|barcode:)\b.*"
    r"|[\W\d_]*",
    re.IGNORECASE,
)


def read_texts(image: Image.Image) -> tuple[Text, ...]:
    """What is written into ``image`` (loaded, so that blocks at the end of its file are known).  Never raises."""
    found: list[Text] = []
    for reader in (_exif, _iptc, _xmp, _chunks):
        found += attempt(reader, image)
    return tidy(found)


def attempt(reader: Callable[[Any], Iterable[Text]], source: Any) -> list[Text]:
    """What ``reader`` finds in ``source`` until it stumbles; damaged blocks raise whatever their bytes lead to."""
    found: list[Text] = []
    with suppress(Exception):  # strangers' bytes: what came before the damage counts
        for text in reader(source):
            found.append(text)
            if len(found) >= 2 * MOST_TEXTS:
                break
    return found


def tidy(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Readable texts, each once, not too long and not too many; what programs write by themselves is left out."""
    kept: dict[Text, None] = {}
    for source, text in texts:
        text = clean(text)
        if text and not _EMPTY_PHRASES.fullmatch(text):
            kept.setdefault((source, text))
            if len(kept) >= MOST_TEXTS:
                break
    return tuple(kept)


def clean(text: str) -> str:
    """One line of printable characters."""
    text = text[: 4 * LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def decoded(value: Any) -> str:
    """Text of bytes in a charset that nobody has named: UTF-8, else a Chinese or a Western code page."""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")  # Pillow reads EXIF strings as Latin-1, whatever they are
        except UnicodeEncodeError:
            return str(value)
    if not isinstance(value, bytes):
        return ""
    line: bytes = value.partition(b"\0")[0][: 8 * LONGEST_TEXT]
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(line) - 3 and error.start > 0:  # only cut in the middle of a character
            return line[: error.start].decode("utf-8")
    high = sum(byte >= 0x80 for byte in line)
    if high % 2 == 0 and 2 * high > len(line):
        with suppress(UnicodeDecodeError):
            return line.decode("gb18030")
    return line.decode("cp1252", "replace")


def _exif(image: Image.Image) -> Iterator[Text]:
    exif = image.getexif()
    yield "caption", decoded(exif.get(_DESCRIPTION))
    for tag, source in _XP.items():
        text = _utf16(exif.get(tag))
        for part in text.split(";") if source == "keyword" else [text]:
            yield source, part
    yield "caption", _user_comment(exif.get_ifd(_EXIF_IFD).get(_USER_COMMENT), exif.endian or "<")


def _utf16(value: Any) -> str:
    """Windows Explorer's own tags: UTF-16, little-endian."""
    if isinstance(value, tuple) and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return ""
    return value[: 4 * LONGEST_TEXT].decode("utf-16-le", "ignore").partition("\0")[0]


def _user_comment(value: Any, endian: str) -> str:
    """EXIF 2.32, 4.6.5: the first eight bytes name the character code."""
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    if not isinstance(value, bytes):
        return ""
    code, text = value[:8], value[8 : 8 + 4 * LONGEST_TEXT]
    if code == b"UNICODE\0":
        return _unicode(text, endian)
    if code == b"JIS\0\0\0\0\0":
        return text.decode("iso2022_jp", "ignore")
    if code in (b"ASCII\0\0\0", bytes(8)):
        return decoded(text.rstrip(b" \0"))
    return decoded(value)


def _unicode(text: bytes, endian: str) -> str:
    """UTF-16 of the byte order of the block, as the standard has it, or of the one that the zeros betray."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return text.decode("utf-16", "ignore").partition("\0")[0]
    even, odd = text[0::2].count(0), text[1::2].count(0)
    little = odd > even if abs(odd - even) > len(text) // 8 else endian == "<"
    return text.decode("utf-16-le" if little else "utf-16-be", "ignore").partition("\0")[0]


def _iptc(image: Image.Image) -> Iterator[Text]:
    resources = image.info.get("photoshop")
    block = resources.get(_IPTC_PHOTOSHOP) if isinstance(resources, dict) else None
    tags = getattr(image, "tag_v2", None)
    if block is None and tags is not None:
        block = tags.get(_IPTC_TIFF)
        if isinstance(block, tuple):  # some programs call the bytes 32-bit numbers
            order = "<" if tags.prefix == b"II" else ">"
            block = struct.pack(f"{order}{len(block)}I", *block)
    return read_iim(block) if isinstance(block, bytes) else iter(())


def read_iim(block: bytes) -> Iterator[Text]:
    """The texts of an IPTC-IIM 4.2 block: datasets of 1C, record, number, length, value."""
    charset = ""
    place = block.find(b"\x1c")
    while 0 <= place <= len(block) - 5 and block[place] == 0x1C:
        record, number, length = block[place + 1], block[place + 2], int.from_bytes(block[place + 3 : place + 5], "big")
        place += 5
        if length & 0x8000:  # an extended dataset: the length's own length, then the length
            size = length & 0x7FFF
            if not 0 < size <= 4:
                return
            length = int.from_bytes(block[place : place + size], "big")
            place += size
        value = block[place : place + length]
        place += length
        if (record, number) == (1, 90):
            charset = "utf-8" if value == b"\x1b%G" else "latin-1" if value.startswith((b"\x1b.A", b"\x1b-A")) else ""
        elif record == 2 and number in _IIM:
            yield _IIM[number], value.decode(charset, "replace") if charset else decoded(value)


def _xmp(image: Image.Image) -> Iterable[Text]:
    packet = image.info.get("xmp")
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    return read_xmp(packet) if isinstance(packet, bytes) else ()


def _chunks(image: Image.Image) -> Iterator[Text]:
    if image.format == "PNG":
        for name, text in list(getattr(image, "text", {}).items()):
            if isinstance(text, str) and str(name).lower() in _PNG:
                yield _PNG[str(name).lower()], text
    comment = image.info.get("comment")
    if image.format in ("JPEG", "MPO", "GIF") and comment:
        yield "caption", decoded(comment)
