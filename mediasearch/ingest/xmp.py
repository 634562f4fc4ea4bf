"""XMP packets, in pictures and in side-cars: the titles, captions, keywords and names in them.

Read with expat as it comes.  A packet that declares anything (entities, a document type) is refused: honest ones do
not, and expanding them is how a small file becomes a large one.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

#: Larger packets hold masks and brush strokes, and their beginning tells what is asked for.
LARGEST: Final = 4 * 1024 * 1024
_DEEPEST: Final = 60
_MOST: Final = 500
_LONGEST: Final = 10_000

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP: Final = "http://ns.adobe.com/photoshop/1.0/"
_IPTC_CORE: Final = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_IPTC_EXT: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_LIGHTROOM: Final = "http://ns.adobe.com/lightroom/1.0/"
_REGIONS: Final = "http://www.metadataworkinggroup.com/schemas/regions/"
_MICROSOFT: Final = "http://ns.microsoft.com/photo/1.0"

#: Keywords in a hierarchy: ``Places|Italy|Rome`` of Lightroom, ``People/Anna`` of digiKam.
_TREE: Final = "tree"
#: expat's names (namespace, space, local name) of what is wanted.
_WANTED: Final = {
    f"{_DC} title": "title",
    f"{_PHOTOSHOP} Headline": "title",
    f"{_DC} description": "caption",
    "http://ns.adobe.com/exif/1.0/ UserComment": "caption",
    f"{_DC} subject": "keyword",
    f"{_LIGHTROOM} hierarchicalSubject": _TREE,
    "http://www.digikam.org/ns/1.0/ TagsList": _TREE,
    f"{_MICROSOFT}/ LastKeywordXMP": _TREE,
    f"{_IPTC_EXT} PersonInImage": "person",
    f"{_REGIONS} Name": "person",
    f"{_MICROSOFT}t/Region# PersonDisplayName": "person",
    f"{_PHOTOSHOP} City": "place",
    f"{_PHOTOSHOP} State": "place",
    f"{_PHOTOSHOP} Country": "place",
    f"{_IPTC_CORE} Location": "place",
    f"{_IPTC_EXT} Sublocation": "place",
    f"{_IPTC_EXT} City": "place",
    f"{_IPTC_EXT} ProvinceState": "place",
    f"{_IPTC_EXT} CountryName": "place",
}
_PARSE_TYPE: Final = f"{_RDF} parseType"


def read_xmp(packet: bytes) -> list[tuple[str, str]]:
    """Source (title, caption, keyword, person, place) and text, as far as ``packet`` is well-formed.  Never raises."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    with suppress(expat.ExpatError, _Enough, ValueError, LookupError):  # what came before the damage counts
        parser.Parse(packet[:LARGEST].rstrip(b"\0 \t\r\n"), len(packet) <= LARGEST)
    return reader.texts


class _Enough(Exception):
    """Not to be read any further."""


def _refuse(*_declaration: object) -> None:
    raise _Enough


@dataclass
class _Reader:
    """``open``: per element under way what its own text would be, "" for nothing."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    length: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= _DEEPEST:
            raise _Enough
        source = _WANTED.get(name, "")
        if not source and self.open:
            # Inside a wanted one stand containers and their items; an item that is a structure has no text of its own.
            source = self.open[-1] if name.startswith(_RDF) and _PARSE_TYPE not in attributes else ""
        self.open.append(source)
        self.said, self.length = [], 0
        for key, value in attributes.items():
            if key in _WANTED:
                self.add(_WANTED[key], value)

    def characters(self, text: str) -> None:
        if self.open and self.open[-1] and self.length < _LONGEST:
            self.said.append(text)
            self.length += len(text)

    def end(self, name: str) -> None:
        source = self.open.pop()
        if source and self.said:
            self.add(source, "".join(self.said))
        self.said, self.length = [], 0

    def add(self, source: str, text: str) -> None:
        text = text[:_LONGEST]  # an attribute comes in one piece, however long it is
        parts = text.replace("|", "/").split("/") if source == _TREE else [text]
        source = "keyword" if source == _TREE else source
        self.texts += [(source, part.strip()) for part in parts if part.strip()]
        if len(self.texts) >= _MOST:
            del self.texts[_MOST:]
            raise _Enough
