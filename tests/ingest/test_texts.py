"""What is written in pictures and beside them: every way that is in use, every script, and every kind of rubbish."""

from __future__ import annotations

import logging
import os
import random
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mediasearch.ingest.decode import decode_file
from mediasearch.ingest.sidecars import names_of, read_sidecars, stamp_of
from mediasearch.ingest.texts import LONGEST_TEXT, MOST_TEXTS, decoded, read_iim, read_texts, tidy
from mediasearch.ingest.xmp import read_xmp
from mediasearch.library.records import Decoded
from tests.ingest.conftest import photo, task_for

#: What is found: which kind of text, and the text.
Texts = Sequence[tuple[str, str]]


def xmp(*properties: str, attributes: str = "") -> bytes:
    """A packet as Lightroom and exiftool write it."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" {attributes}>
{"".join(properties)}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def bag(name: str, *items: str, kind: str = "Bag") -> str:
    listed = "".join(f"<rdf:li>{item}</rdf:li>" for item in items)
    return f"<{name}><rdf:{kind}>{listed}</rdf:{kind}></{name}>"


def alternatives(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


def dataset(record: int, number: int, value: bytes) -> bytes:
    """One IPTC-IIM dataset."""
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def photoshop(iim: bytes) -> bytes:
    """The APP13 payload in which a JPEG carries IPTC-IIM."""
    padded = iim + b"\0" * (len(iim) % 2)
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + padded


def with_segment(path: Path, marker: int, payload: bytes) -> None:
    """Put one more segment into a JPEG."""
    data = path.read_bytes()
    path.write_bytes(data[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + data[2:])


def decode(path: Path) -> Decoded:
    """The picture as a worker decodes it; reading only its words must find the same ones."""
    whole = decode_file(task_for(path))
    words = decode_file(task_for(path, only_words=True))
    assert words.metadata.texts == whole.metadata.texts
    assert words.beside == whole.beside
    assert not words.pixels
    return whole


def texts(path: Path) -> Texts:
    return decode(path).metadata.texts


def with_exif(folder: Path, main: Mapping[int, Any], detail: Mapping[int, Any] | None = None) -> Texts:
    exif = Image.Exif()
    exif.update(main)
    exif.get_ifd(0x8769).update(detail or {})
    path = folder / "a.jpg"
    photo(40, 30).save(path, exif=exif)
    return texts(path)


# ---------------------------------------------------------------------------------------------------------- EXIF


def test_the_description_in_any_charset(folder: Path) -> None:
    for written, read in (
        (b"Anna on the beach", "Anna on the beach"),
        ("Müller am Fluß".encode(), "Müller am Fluß"),
        ("Müller am Fluß".encode("cp1252"), "Müller am Fluß"),
        ("海边的狗在跑".encode("gb18030"), "海边的狗在跑"),
        ("海边的狗".encode(), "海边的狗"),
    ):
        assert with_exif(folder, {0x010E: written}) == (("caption", read),), written


def test_the_tags_of_windows_explorer(folder: Path) -> None:
    def wide(text: str) -> bytes:
        return text.encode("utf-16-le") + b"\0\0"

    found = with_exif(folder, {0x9C9B: wide("Отпуск"), 0x9C9C: wide("На море"), 0x9C9E: wide("море; пляж;Anna")})
    assert set(found) == {
        ("title", "Отпуск"), ("caption", "На море"), ("keyword", "море"), ("keyword", "пляж"), ("keyword", "Anna"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "comment",
    [
        b"ASCII\0\0\0our new boat",
        b"\0\0\0\0\0\0\0\0our new boat",
        b"UNICODE\0" + "our new boat".encode("utf-16-le"),
        b"UNICODE\0" + "our new boat".encode("utf-16-be"),
        b"UNICODE\0" + "our new boat".encode("utf-16"),
        b"our new boat",
    ],
)
def test_the_comment_of_the_user_in_its_many_codes(folder: Path, comment: bytes) -> None:
    assert with_exif(folder, {}, {0x9286: comment}) == (("caption", "our new boat"),)


def test_a_comment_in_japanese(folder: Path) -> None:
    assert with_exif(folder, {}, {0x9286: b"JIS\0\0\0\0\0" + "浜辺の犬".encode("iso2022_jp")}) == (
        ("caption", "浜辺の犬"),
    )
    wide = b"UNICODE\0" + "浜辺の犬".encode("utf-16-be")  # the order in which Pillow writes the block
    assert with_exif(folder, {}, {0x9286: wide}) == (("caption", "浜辺の犬"),)


@pytest.mark.parametrize(
    "written",
    [
        "OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA", "          ", "Exif_JPEG_PICTURE", "---", "\x00\x01",
        "CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 90", "Created with GIMP", "untitled", "1",
    ],
)  # fmt: skip
def test_what_programs_write_by_themselves_is_no_caption(folder: Path, written: str) -> None:
    if written.startswith("DCIM\\"):
        written = "DCIM"
    assert with_exif(folder, {0x010E: written}) == ()


# ---------------------------------------------------------------------------------------------------------- IPTC


def test_iptc_of_a_jpeg(folder: Path) -> None:
    iim = (
        dataset(1, 90, b"\x1b%G") + dataset(2, 5, b"Hochzeit") + dataset(2, 120, "Im Grünen gefeiert".encode())
        + dataset(2, 25, b"wedding") + dataset(2, 25, "婚礼".encode()) + dataset(2, 90, "Zürich".encode())
        + dataset(2, 101, b"Switzerland") + dataset(2, 80, b"not the photographer")
    )  # fmt: skip
    path = folder / "a.jpg"
    photo(40, 30).save(path)
    with_segment(path, 0xED, photoshop(iim))
    assert texts(path) == (
        ("title", "Hochzeit"), ("caption", "Im Grünen gefeiert"), ("keyword", "wedding"), ("keyword", "婚礼"),
        ("place", "Zürich"), ("place", "Switzerland"),
    )  # fmt: skip


def test_iptc_without_a_charset_and_with_long_values() -> None:
    long = b"x" * 40_000
    block = dataset(2, 90, "Zürich".encode("latin-1")) + b"\x1c\x02\x78\x80\x04" + struct.pack(">I", len(long)) + long
    assert [(kind, len(text)) for kind, text in read_iim(block)] == [("place", 6), ("caption", 8 * LONGEST_TEXT)]
    assert next(read_iim(block))[1] == "Zürich"


def test_iptc_of_a_tiff(folder: Path) -> None:
    path = folder / "a.tif"
    photo(40, 30).save(path, tiffinfo={0x83BB: dataset(2, 25, b"harbour")})
    assert texts(path) == (("keyword", "harbour"),)


# ----------------------------------------------------------------------------------------------------------- XMP


FULL = xmp(
    alternatives("dc:title", "Sommerfest"),
    alternatives("dc:description", "Tanz im Garten &amp; Musik"),
    bag("dc:subject", "garden", "派对", "AC/DC"),
    bag("lr:hierarchicalSubject", "Places|Italy|Rome"),
    "<photoshop:City>Roma</photoshop:City>",
    bag("Iptc4xmpExt:PersonInImage", "Anna Müller"),
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description'
    ' mwg-rs:Name="Jürgen" mwg-rs:Type="Face"/></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>',
    attributes='photoshop:Country="Italia"',
)
FULL_TEXTS = {
    ("title", "Sommerfest"), ("caption", "Tanz im Garten & Musik"), ("keyword", "garden"), ("keyword", "派对"),
    ("keyword", "AC/DC"), ("keyword", "Places"), ("keyword", "Italy"), ("keyword", "Rome"), ("place", "Roma"),
    ("person", "Anna Müller"), ("person", "Jürgen"), ("place", "Italia"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif"])
def test_xmp_in_every_format(folder: Path, suffix: str) -> None:
    path = folder / f"a.{suffix}"
    if suffix == "png":
        about = PngInfo()
        about.add_itxt("XML:com.adobe.xmp", FULL.decode())
        photo(40, 30).save(path, pnginfo=about)
    elif suffix == "tif":
        photo(40, 30).save(path, tiffinfo={700: FULL})
    else:
        photo(40, 30).save(path, xmp=FULL)
    assert set(texts(path)) == FULL_TEXTS


def test_xmp_of_an_iphone_picture(folder: Path) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    path = folder / "a.heic"
    photo(64, 48).save(path, "HEIF", xmp=FULL)
    assert set(texts(path)) == FULL_TEXTS


def test_structures_inside_are_not_taken_for_text() -> None:
    inner = '<dc:title><rdf:Alt><rdf:li rdf:parseType="Resource"><dc:x>no</dc:x></rdf:li></rdf:Alt></dc:title>'
    assert read_xmp(xmp(inner, "<photoshop:City> \n </photoshop:City>")) == []


def test_broken_xml_tells_what_came_before_the_damage() -> None:
    packet = xmp(bag("dc:subject", "first", "second"))
    assert read_xmp(packet[: packet.index(b"</rdf:Bag>") - 20]) == [("keyword", "first")]
    assert read_xmp(b"") == read_xmp(b"\0" * 100) == read_xmp(b"<a>") == []


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + xmp(bag("dc:subject", "&b;"))
    assert read_xmp(bomb) == []
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xmp(bag("dc:subject", "&a;"))
    assert read_xmp(outside) == []


def test_a_huge_packet_and_a_deep_one_end_soon() -> None:
    began = time.perf_counter()
    many = read_xmp(xmp(bag("dc:subject", *(f"k{number}" for number in range(300_000)))))
    deep = read_xmp(xmp("<dc:title>" + "<rdf:Alt>" * 100_000))
    tree = read_xmp(xmp(attributes='lr:hierarchicalSubject="' + "a/" * 1_500_000 + '"'))
    assert len(many) <= 1000 and 0 < len(tree) <= 1000
    assert deep == []
    assert time.perf_counter() - began < 5


# ---------------------------------------------------------------------------------------------- chunks, comments


def test_the_text_of_a_png_also_behind_its_pixels(folder: Path) -> None:
    path = folder / "a.png"
    about = PngInfo()
    about.add_text("Title", "Screenshot of the map")
    about.add_itxt("Description", "地图", "zh")
    about.add_text("Software", "a program")
    about.add(b"tEXt", b"Comment\0kept for later", after_idat=True)
    photo(40, 30).save(path, pnginfo=about)
    assert set(texts(path)) == {
        ("title", "Screenshot of the map"), ("caption", "地图"), ("caption", "kept for later"),
    }  # fmt: skip


@pytest.mark.parametrize("suffix", ["jpg", "gif"])
def test_comments(folder: Path, suffix: str) -> None:
    photo(40, 30).save(folder / f"a.{suffix}", comment="the old bridge")
    assert texts(folder / f"a.{suffix}") == (("caption", "the old bridge"),)


# ------------------------------------------------------------------------------------------------------ side-cars


def test_both_kinds_of_sidecars_are_read(folder: Path) -> None:
    path = folder / "IMG_1.jpg"
    photo(40, 30).save(path)
    assert decode(path).beside == ()
    assert stamp_of(os.fsencode(path)) == 0
    (folder / "IMG_1.xmp").write_bytes(xmp(bag("dc:subject", "lightroom")))
    one = stamp_of(os.fsencode(path))
    (folder / "IMG_1.jpg.xmp").write_bytes(xmp(bag("dc:subject", "darktable")))
    assert set(decode(path).beside) == {("keyword", "lightroom"), ("keyword", "darktable")}
    assert 0 != one != stamp_of(os.fsencode(path)) != 0


def test_a_sidecar_without_a_picture_of_its_own_name_is_nobodys() -> None:
    assert [name for spellings in names_of(b"a/IMG_1.jpg") for name in spellings] == [
        b"a/IMG_1.jpg.xmp", b"a/IMG_1.jpg.XMP", b"a/IMG_1.xmp", b"a/IMG_1.XMP",
    ]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe of POSIX")
def test_a_pipe_or_a_folder_in_place_of_a_sidecar(folder: Path) -> None:
    os.mkfifo(folder / "IMG_1.xmp")
    (folder / "IMG_1.jpg.xmp").mkdir()
    assert read_sidecars(str(folder / "IMG_1.jpg"), b"IMG_1.jpg") == ()
    assert stamp_of(os.fsencode(folder / "IMG_1.jpg")) == 0


# -------------------------------------------------------------------------------------------------------- rubbish


def test_texts_are_one_printable_line_each_and_not_too_many() -> None:
    assert tidy([("caption", "a\x00b\x1b[31m\n\tc \u202e d\ud800"), ("caption", "a"), ("caption", "a")]) == (
        ("caption", "a b [31m c d?"), ("caption", "a"),
    )  # fmt: skip
    assert len(tidy(("keyword", f"word {number}") for number in range(5000))) == MOST_TEXTS
    ((_, text),) = tidy([("caption", "word " * 100_000)])
    assert len(text) <= LONGEST_TEXT


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_text_or_nothing(data: bytes) -> None:
    decoded(data).encode("utf-8", "surrogatepass")
    tidy(read_xmp(data))
    tidy(read_iim(data))
    for _, text in tidy([("caption", decoded(data))]):
        text.encode("utf-8")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("suffix", ["jpg", "tif", "webp"])
def test_damaged_blocks_never_raise(folder: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte of the file may be another one (a PNG is not read then at all: it has checksums)."""
    monkeypatch.setattr(logging.getLogger("PIL"), "disabled", True)
    monkeypatch.setattr(logging.getLogger("PIL.TiffImagePlugin"), "disabled", True)
    path = folder / f"a.{suffix}"
    exif = Image.Exif()
    exif[0x010E] = "a description"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + "a comment".encode("utf-16-le")
    save: dict[str, Callable[[], None]] = {
        "jpg": lambda: photo(40, 30).save(path, exif=exif, xmp=FULL),
        "tif": lambda: photo(40, 30).save(path, tiffinfo={700: FULL, 0x83BB: dataset(2, 25, b"harbour")}),
        "webp": lambda: photo(40, 30).save(path, exif=exif, xmp=FULL),
    }
    save[suffix]()
    if suffix == "jpg":
        with_segment(path, 0xED, photoshop(dataset(2, 25, b"harbour")))
    whole = path.read_bytes()
    chance = random.Random(suffix)
    readable = 0
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            with Image.open(path) as image:
                image.load()
                found = read_texts(image)
        except Exception:
            continue  # Pillow could not open it, which is decoding's business
        readable += 1
        assert all(isinstance(text, str) and text.isprintable() for _, text in found)
    assert readable > 20
