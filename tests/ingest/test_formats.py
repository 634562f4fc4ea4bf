"""What a file is told from its first bytes, and its suffix only nominates it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from mediasearch import reasons
from mediasearch.ingest import formats
from mediasearch.ingest.candidates import Candidates
from tests.ingest.conftest import photo

SAVED = {
    "JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "GIF", "TIFF": "TIFF", "BMP": "BMP",
    "JPEG2000": "JPEG2000", "PPM": "PPM", "AVIF": "AVIF",
}  # fmt: skip


def saved(kind: str) -> bytes:
    target = BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    photo(64, 48).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("kind", [*SAVED, "HEIF"])
def test_every_format_that_is_read_is_recognised_without_its_name(kind: str) -> None:
    found = formats.identify(saved(kind)[: formats.HEADER_BYTES])
    assert found is not None
    assert (found.name, found.skip) == (kind, "")


@pytest.mark.parametrize(
    ("header", "suffix", "skip"),
    [
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "", "video"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "", "video"),
        (b"\x00\x00\x00\x08wide\x00\x00", "", "video"),
        (b"RIFF\x00\x10\x00\x00AVI LIST", "", "video"),
        (b"\x1aE\xdf\xa3\x01\x00", "", "video"),
        (b"\x00\x00\x01\xba\x44\x00", "", "video"),
        ((b"\x47" + b"\x00" * 187) * 5, "", "video"),
        (b"OggS\x00\x02", ".ogv", "video"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "", "raw"),
        (b"MM\x00*\x00\x00\x00\x08", ".nef", "raw"),
        (b"FUJIFILMCCD-RAW 0201", ".jpg", "raw"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "", "raw"),
        (b"\xff\x0a\xfa\x1f", "", "jxl"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "", "jxl"),
        (b"\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x18\x00\x68\x03\x00\x00\x16\x00\x00\x00", "", "icon"),
    ],
)
def test_kinds_that_are_not_read_are_named_with_their_reason(header: bytes, suffix: str, skip: str) -> None:
    found = formats.identify(header, suffix)
    assert found is not None
    assert found.skip == skip
    assert skip in reasons.SKIPPED


@pytest.mark.parametrize(
    "header",
    [
        b"", b"\xff", b"Ein Brief\n", b"BM is also how a letter may begin, dear reader", b"P4ssword", b"PK\x03\x04",
        b"RIFF\x24\x00\x00\x00WAVEfmt ", b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00", b"OggS\x00\x02", b"%PDF-1.7",
        b"\x00\x00\x01\x00", b"GIF8", b"\x7fELF\x02\x01", b"\x00" * 64, b"#!/bin/sh\n", b"free at last, free",
    ],
)  # fmt: skip
def test_other_files_are_no_media(header: bytes) -> None:
    assert formats.identify(header) is None


def test_an_avif_that_calls_itself_generic_is_not_taken_for_heic() -> None:
    avif = b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf"
    heic = b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heicmiaf"
    assert formats.identify(avif) is formats.AVIF
    assert formats.identify(heic) is formats.HEIF


def start(folder: Path, name: str, content: bytes) -> str | None:
    path = folder / name
    path.write_bytes(content)
    status = path.stat()
    return Candidates().skip(str(path).encode(), path.name.encode(), status.st_size, status.st_mtime_ns)


def test_the_suffix_nominates_and_the_content_decides(folder: Path) -> None:
    jpeg, video = saved("JPEG"), b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    assert start(folder, "a.JPG", b"whatever; decoding will tell") == ""
    assert start(folder, "b.mp4", video) == "video"
    assert start(folder, "b.mp4", b"not really a video") == "video"
    assert start(folder, "b.mp4", jpeg) == "", "a picture is a picture under any name"
    assert start(folder, "c.NEF", jpeg) == ""
    assert start(folder, "c.nef", b"MM\x00*") == "raw"
    assert start(folder, "no suffix", jpeg) == ""
    assert start(folder, "no suffix", video) == "video"
    assert start(folder, "no suffix", b"a letter") is None
    assert start(folder, "d.fuzzed", video) == "video"
    assert start(folder, "letter.txt", jpeg) is None, "well-known suffixes of other things are not opened"
    assert start(folder, "film.mp4.part", video) is None
    assert start(folder, "empty", b"") is None


def test_a_strange_file_is_opened_once_until_it_changes(folder: Path) -> None:
    path = folder / "strange.xyz"
    path.write_bytes(b"a letter")
    candidates = Candidates()
    assert candidates.skip(str(path).encode(), path.name.encode(), 8, 1) is None
    path.write_bytes(saved("PNG"))
    assert candidates.skip(str(path).encode(), path.name.encode(), 8, 1) is None, "nothing says that it changed"
    assert candidates.skip(str(path).encode(), path.name.encode(), 9, 2) == ""


def test_suffixes_are_of_the_name_alone() -> None:
    assert formats.suffix_of(b"a.b/IMG.JPG") == ".jpg"
    assert formats.suffix_of(b"a.b/noname") == ""
    assert formats.suffix_of(b".jpg") == ""
    assert formats.suffix_of(b"\xff\xfe.Png") == ".png"


def test_no_suffix_is_both_media_and_other() -> None:
    assert not formats.OTHER_SUFFIXES & set(formats.MEDIA_SUFFIXES)
