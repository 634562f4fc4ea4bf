"""Damaged files of every format: whatever a decoder raises comes out as a FileError with a reason we know."""

from __future__ import annotations

import random
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediasearch import reasons
from mediasearch.errors import FileError
from mediasearch.ingest.decode import decode_file, decode_query
from tests.ingest.conftest import SMALL, photo, task_for

FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {}, "PNG": {}, "WEBP": {}, "GIF": {}, "BMP": {}, "JPEG2000": {}, "PPM": {}, "AVIF": {}, "HEIF": {},
    "TIFF": {"compression": "tiff_lzw"},
}  # fmt: skip
MUTATIONS = 24


def example(kind: str) -> bytes:
    """A small picture with everything that has to be parsed: EXIF with a place, a profile."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Maker One", 6
    exif.get_ifd(0x8769)[0x9003] = "2019:07:14 18:03:11"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 2.4), 3: "E", 4: (9.0, 6.0, 33.0)})
    target = BytesIO()
    photo(48, 40).save(target, kind, exif=exif, **FORMATS[kind])
    return target.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(broken))
        match chance.randrange(4):
            case 0:
                broken[at] ^= 1 << chance.randrange(8)
            case 1:
                broken[at] = chance.choice((0, 255, 127, 128))
            case 2:
                del broken[at : at + chance.randrange(1, 9)]
            case _:
                broken[at:at] = chance.randbytes(chance.randrange(1, 9))
        if not broken:
            break
    return bytes(broken[: chance.randrange(len(broken) + 1)] if chance.random() < 0.15 else broken)


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_files_are_decoded_skipped_or_fail_with_a_reason(folder: Path, kind: str) -> None:
    chance = random.Random(kind)
    whole = example(kind)
    path = folder / "a.bin"
    path.write_bytes(whole)
    assert decode_file(task_for(path)).pixels
    outcomes = set()
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(whole, chance))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in a worker
            try:
                done = decode_file(task_for(path, max_pixels=1_000_000))
            except FileError as error:
                assert error.reason in reasons.FAILED
                assert error.path == str(path)
                outcomes.add(error.reason)
            else:
                assert done.skip in ("", *reasons.SKIPPED)
                assert bool(done.skip) != (len(done.pixels) == 64 * 64 * 3)
                outcomes.add("decoded")
            try:
                decode_query(path.read_bytes(), SMALL, 1_000_000)
            except FileError as error:
                assert error.reason in reasons.FAILED
    assert len(outcomes) > 1, "the damage was too weak to be a test"
