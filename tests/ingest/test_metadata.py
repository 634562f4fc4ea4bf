"""What pictures say about themselves, and how much of it is believed."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from mediasearch.ingest.decode import decode_file
from mediasearch.library.records import Metadata
from tests.ingest.conftest import photo, task_for


def metadata(
    folder: Path, *, main: dict[int, Any] | None = None, detail: dict[int, Any] | None = None, place: Any = None
) -> Metadata:
    exif = Image.Exif()
    exif.update(main or {})
    exif.get_ifd(0x8769).update(detail or {})
    exif.get_ifd(0x8825).update(place or {})
    path = folder / "a.jpg"
    photo(40, 30).save(path, exif=exif)
    os.utime(path, (1_500_000_000, 1_500_000_000))
    return decode_file(task_for(path)).metadata


def test_the_moment_of_exposure_comes_before_all_others(folder: Path) -> None:
    original, digitized, changed = "2019:07:14 18:03:11", "2020:01:01 00:00:00", "2021:01:01 00:00:00"
    whole = metadata(folder, main={0x0132: changed}, detail={0x9003: original, 0x9004: digitized})
    assert whole.taken_at == "2019-07-14T18:03:11"
    assert metadata(folder, main={0x0132: changed}, detail={0x9004: digitized}).taken_at == "2020-01-01T00:00:00"
    assert metadata(folder, main={0x0132: changed}).taken_at == "2021-01-01T00:00:00"


@pytest.mark.parametrize(
    "senseless",
    [
        "",
        "0000:00:00 00:00:00",
        "2019:13:40 00:00:00",
        "    :  :     :  :  ",
        "1970:01:01 00:00:00",
        "tomorrow",
        "9999:01:01 00:00:00",
    ],
)
def test_a_senseless_moment_gives_way_to_the_files_own_time(folder: Path, senseless: str) -> None:
    expected = datetime.fromtimestamp(1_500_000_000).isoformat()
    assert metadata(folder, detail={0x9003: senseless}).taken_at == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019-07-14T18:03:11+02:00", "2019-07-14T18:03:11"), ("2019:07:14", "2019-07-14T00:00:00"),
        ("2019:07:14 24:00:00", "2019-07-14T00:00:00"), ("2019:07:14 18:03:60", "2019-07-14T18:03:59"),
        ("1889:03:02 12:00:00", "1889-03-02T12:00:00"),
    ],
)  # fmt: skip
def test_sloppy_moments_are_understood(folder: Path, written: str, read: str) -> None:
    assert metadata(folder, detail={0x9003: written}).taken_at == read


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Apple", "iPhone 8", "Apple iPhone 8"), ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"), ("OLYMPUS IMAGING CORP.  ", "E-M1", "OLYMPUS E-M1"),
        ("SONY", "", "SONY"), ("", "DSC-1", "DSC-1"), ("  ", "\x01\x02", None),
    ],
)  # fmt: skip
def test_cameras_are_called_what_people_call_them(folder: Path, make: str, model: str, camera: str | None) -> None:
    assert metadata(folder, main={0x010F: make, 0x0110: model}).camera == camera


def test_the_place_is_in_degrees(folder: Path) -> None:
    found = metadata(folder, place={1: "S", 2: (45.0, 30.0, 36.0), 3: "W", 4: (9.0, 6.0, 0.0)})
    assert (found.latitude, found.longitude) == (-45.51, -9.1)


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (9.0, 0.0, 0.0)},
        {1: "N", 2: (45.0, 0.0, 0.0)},
        {1: "N", 2: (IFDRational(45, 0), 0.0, 0.0), 3: "E", 4: (9.0, 0.0, 0.0)},
    ],
)  # fmt: skip
def test_a_senseless_place_is_none(folder: Path, place: dict[int, Any]) -> None:
    found = metadata(folder, place=place)
    assert (found.latitude, found.longitude) == (None, None)


def test_a_picture_that_tells_nothing_is_fine(folder: Path) -> None:
    found = metadata(folder)
    assert (found.kind, found.width, found.height, found.camera, found.latitude) == ("image", 40, 30, None, None)


def test_rubbish_for_exif_is_as_good_as_none(folder: Path) -> None:
    for rubbish in (b"Exif\0\0", b"Exif\0\0II*\0", b"Exif\0\0" + b"\xff" * 60, b"nothing"):
        photo(40, 30).save(folder / "a.jpg", exif=rubbish)
        assert decode_file(task_for(folder / "a.jpg")).metadata.width == 40
