"""Filters against a reading of the same rows in plain Python."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.library.catalog import Catalog
from mediasearch.library.filters import Filter, span_of, where
from mediasearch.library.records import Decoded, Metadata, PendingFile
from tests.library.album import Album

DATES = (None, "2018-12-31T23:59:59", "2019-01-01T00:00:00", "2019-06-30T12:00:00", "2019-07-01T00:00:00",
         "2020-01-01T00:00:00")  # fmt: skip
CAMERAS = (None, "Pixel 7", "Canon EOS 100%")
PLACES = ("Trip", "trip/Day 1", "Trips", "Früh", "a_b", "axb", "Trip 2/Trip.jpg")
FILTERS = [
    Filter("in", "2019"), Filter("in", "2019-06"), Filter("in", "2019-07-01"), Filter("in", "2020"),
    Filter("before", "2019"), Filter("before", "2019-07"), Filter("after", "2019-06"), Filter("after", "2018"),
    Filter("type", "image"), Filter("type", "video"), Filter("type", "jpg"), Filter("type", "png"),
    Filter("camera", "pixel"), Filter("camera", "100%"), Filter("camera", "o"), Filter("has", "gps"),
    Filter("is", "duplicate"), Filter("folder", "Trip"), Filter("folder", "Trip/Day 1"), Filter("folder", "Früh"),
    Filter("folder", "a_b"), Filter("folder", "photos/Trips"), Filter("folder", "Trip.jpg"), Filter("folder", "x.jpg"),
]  # fmt: skip


@dataclass
class DescribedAlbum(Album):
    """Contents that say about themselves what the test wants."""

    about: dict[str, Metadata] = field(default_factory=dict)

    def decode(self, file: PendingFile) -> Decoded:
        decoded = super().decode(file)
        return dataclasses.replace(decoded, metadata=self.about[decoded.content_hash])


@pytest.fixture
def described(album: Album) -> DescribedAlbum:
    """Thirty contents, some with two files, one without any; and a file that waits to be read."""
    full = DescribedAlbum(album.catalog, album.model, album.root)
    chosen = itertools.islice(itertools.cycle(itertools.product(DATES, CAMERAS, ("image", "video"))), 30)
    for number, (date, camera, kind) in enumerate(chosen):
        name = f"{number:02}"
        full.about[name] = Metadata(
            kind=kind,
            taken_at=date,
            camera=camera,
            latitude=1.0 if number % 4 == 0 else None,
            longitude=2.0 if number % 4 == 0 else None,
            format=("JPEG", "PNG", "HEIF")[number % 3],
        )
        full.write(f"{PLACES[number % len(PLACES)]}/x{number}.jpg", name)
        if number % 5 == 0:
            full.write(f"copies/{number}.jpg", name)
    full.index()
    full.remove(f"{PLACES[7 % len(PLACES)]}/x7.jpg")
    full.write("Trip/waiting.jpg", "of unknown content")
    del full.on_disk[full.root, b"Trip/waiting.jpg"]
    return full


def passes(row: Metadata, files: list[str], each: Filter) -> bool:
    """What the README says about each filter."""
    match each.name:
        case "in":
            found = bool(row.taken_at and row.taken_at.startswith(each.value))
        case "before":
            found = bool(row.taken_at and row.taken_at[: len(each.value)] < each.value)
        case "after":
            found = bool(row.taken_at and row.taken_at[: len(each.value)] > each.value)
        case "type":
            found = each.value in (row.kind, {"JPEG": "jpg", "PNG": "png", "HEIF": "heic"}[row.format])
        case "camera":
            found = bool(row.camera and each.value.lower() in row.camera.lower())
        case "has":
            found = row.latitude is not None
        case "is":
            found = len(files) > 1
        case "folder":
            folders = ["/photos/" + file.rpartition("/")[0] + "/" for file in files]
            found = any(f"/{each.value}/".lower() in folder.lower() for folder in folders)
        case _:
            raise AssertionError(each)
    return found != each.negated


def expected(album: DescribedAlbum, filters: list[Filter]) -> list[str]:
    held: dict[str, list[str]] = {}
    for (_, path), (name, _) in album.on_disk.items():
        held.setdefault(name, []).append(path.decode())
    found = []
    for name, files in held.items():
        row = album.about[name]
        all_of = [each for each in filters if each.negated or each.name in ("before", "after")]
        either = [[each for each in filters if each.name == kind and each not in all_of] for kind in
                  {each.name for each in filters}]  # fmt: skip
        if all(passes(row, files, each) for each in all_of) and all(
            any(passes(row, files, each) for each in group) for group in either if group
        ):
            found.append(name)
    return sorted(found)


def names(catalog: Catalog, filters: list[Filter]) -> list[str]:
    return sorted(row.hash for row in catalog.rows(catalog.passing(filters)))


def test_each_filter_and_its_negation(described: DescribedAlbum) -> None:
    for each in FILTERS:
        for negated in (False, True):
            chosen = dataclasses.replace(each, negated=negated)
            assert names(described.catalog, [chosen]) == expected(described, [chosen]), chosen
    alone = [names(described.catalog, [each]) for each in FILTERS]
    assert sum(map(bool, alone)) >= len(FILTERS) - 2 and all(len(found) < 29 for found in alone)


def test_filters_together(described: DescribedAlbum) -> None:
    @given(st.lists(st.builds(dataclasses.replace, st.sampled_from(FILTERS), negated=st.booleans()), max_size=4))
    def check(filters: list[Filter]) -> None:
        assert names(described.catalog, filters) == expected(described, filters)

    check()


def test_what_passes_comes_newest_first(described: DescribedAlbum) -> None:
    everything = described.catalog.passing([])
    assert everything == described.catalog.newest() and len(everything) == 29
    some = described.catalog.passing([Filter("in", "2019")])
    assert some == [content for content in everything if content in set(some)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2019", ("2019", "2019-01-01", "2020-01-01")),
        ("2019-6", ("2019-06", "2019-06-01", "2019-07-01")),
        ("2019/12", ("2019-12", "2019-12-01", "2020-01-01")),
        ("2020.2.29", ("2020-02-29", "2020-02-29", "2020-03-01")),
        ("2019-12-31", ("2019-12-31", "2019-12-31", "2020-01-01")),
    ],
)
def test_spans_of_the_calendar(text: str, span: tuple[str, str, str]) -> None:
    found = span_of(text)
    assert found is not None and (found.name, found.first, found.end) == span


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-29", "0000", "9999", "9999-12-31", "2019-", "２０１９"])
def test_what_the_calendar_does_not_have(text: str) -> None:
    assert span_of(text) is None


def test_values_are_never_part_of_the_statement() -> None:
    nasty = "'); DROP TABLE files; --"
    condition, values = where([Filter("folder", nasty), Filter("camera", nasty), Filter("type", nasty)])
    assert "DROP" not in condition and sum(nasty in str(value) for value in values.values()) == 4
