"""Filters against a reading of the same rows in plain Python."""

from __future__ import annotations

import dataclasses
import itertools
import math
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.library.catalog import Catalog
from mediasearch.library.filters import Filter, where
from mediasearch.library.places import Place, place_of
from mediasearch.library.records import Decoded, Metadata, PendingFile
from tests.library.album import Album

DATES = (None, "2018-12-31T23:59:59", "2019-01-01T00:00:00", "2019-06-30T12:00:00", "2019-07-01T00:00:00",
         "2020-01-01T00:00:00")  # fmt: skip
CAMERAS = (None, "Pixel 7", "Canon EOS 100%")
PLACES = ("Trip", "trip/Day 1", "Trips", "Früh", "a_b", "axb", "Trip 2/Trip.jpg")
FILTERS = [
    Filter("in", "2019"), Filter("in", "2019-06"), Filter("in", "2019-07-01"), Filter("in", "2020"),
    Filter("before", "2019"), Filter("before", "2019-07"), Filter("after", "2019-06"), Filter("after", "2018"),
    Filter("in", "2018..2019-01"), Filter("in", "summer 2019"), Filter("in", "june"), Filter("in", "winter"),
    Filter("before", "summer 2019"), Filter("after", "2018..2019-06"),
    Filter("type", "image"), Filter("type", "video"), Filter("type", "jpg"), Filter("type", "png"),
    Filter("camera", "pixel"), Filter("camera", "100%"), Filter("camera", "o"), Filter("has", "gps"),
    Filter("is", "duplicate"), Filter("folder", "Trip"), Filter("folder", "Trip/Day 1"), Filter("folder", "Früh"),
    Filter("folder", "a_b"), Filter("folder", "photos/Trips"), Filter("folder", "Trip.jpg"), Filter("folder", "x.jpg"),
    Filter("is", "favourite"), Filter("is", "viewed"), Filter("is", "hidden"), Filter("near", "48.2,16.37"),
    Filter("near", "48.2,16.37,300km"), Filter("near", "-17.7,179.99,500km"), Filter("near", "0,0,0.5km"),
    Filter("near", "X8.JPG"), Filter("near", "photos/a_b/x4.jpg"), Filter("near", "no such.jpg"),
    Filter("near", "x1.jpg"), Filter("near", "91,0"),
]  # fmt: skip
#: Dates in words: their first and last months, or their months in any year.
SAID = {
    "2018..2019-01": ("2018-01", "2019-01"),
    "summer 2019": ("2019-06", "2019-08"),
    "2018..2019-06": ("2018", "2019-06"),
}
ANY_YEAR = {"june": {6}, "winter": {12, 1, 2}}
#: Vienna, a little north of it, Graz, Fiji on both sides of the date line.
SPOTS = ((48.2, 16.37), (48.2089, 16.37), (47.07, 15.44), (-17.7, 179.9), (-17.6, -179.8))


@dataclass
class DescribedAlbum(Album):
    """Contents that say about themselves what the test wants."""

    about: dict[str, Metadata] = field(default_factory=dict)
    marked: dict[str, set[str]] = field(default_factory=dict)

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
            latitude=SPOTS[number // 4 % 5][0] if number % 4 == 0 else None,
            longitude=SPOTS[number // 4 % 5][1] if number % 4 == 0 else None,
            format=("JPEG", "PNG", "HEIF")[number % 3],
        )
        full.write(f"{PLACES[number % len(PLACES)]}/x{number}.jpg", name)
        if number % 5 == 0:
            full.write(f"copies/{number}.jpg", name)
    full.index()
    full.marked = {"favourite": {"03", "04", "10"}, "viewed": {"04", "05"}, "hidden": {"04", "09"}}
    for kind, names_of in full.marked.items():
        full.catalog.mark([row.id for row in full.rows() if row.hash in names_of], kind)
    full.remove(f"{PLACES[7 % len(PLACES)]}/x7.jpg")
    full.write("Trip/waiting.jpg", "of unknown content")
    del full.on_disk[full.root, b"Trip/waiting.jpg"]
    return full


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle (the haversine formula)."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, place) for place in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


def where_taken(album: DescribedAlbum, value: str) -> tuple[float, float, float] | None:
    """A near's coordinates and its reach."""
    if value == "91,0":
        return None
    if value[0] in "-0123456789":
        latitude, longitude, *far = value.removesuffix("km").split(",")
        return float(latitude), float(longitude), float(far[0]) if far else 1.0
    for (_, path), (name, _) in album.on_disk.items():
        row = album.about[name]
        if f"/photos/{path.decode()}".lower().endswith(f"/{value}".lower()) and row.latitude is not None:
            return row.latitude, row.longitude or 0.0, 1.0
    return None


def passes(album: DescribedAlbum, name: str, files: list[str], each: Filter) -> bool:
    """What the README says about each filter."""
    row = album.about[name]
    match each.name:
        case "in" if each.value in ANY_YEAR:
            found = bool(row.taken_at and int(row.taken_at[5:7]) in ANY_YEAR[each.value])
        case "in" | "before" | "after":
            first, last = SAID.get(each.value, (each.value, each.value))
            began = bool(row.taken_at and row.taken_at[: len(first)] >= first)
            over = bool(row.taken_at and row.taken_at[: len(last)] > last)
            found = {"in": began and not over, "before": bool(row.taken_at) and not began, "after": over}[each.name]
        case "type":
            found = each.value in (row.kind, {"JPEG": "jpg", "PNG": "png", "HEIF": "heic"}[row.format])
        case "camera":
            found = bool(row.camera and each.value.lower() in row.camera.lower())
        case "has":
            found = row.latitude is not None
        case "is":
            found = len(files) > 1 if each.value == "duplicate" else name in album.marked[each.value]
        case "near":
            spot = where_taken(album, each.value)
            found = spot is not None and row.latitude is not None and row.longitude is not None
            if found and spot and row.latitude is not None and row.longitude is not None:
                found = kilometres(spot[:2], (row.latitude, row.longitude)) <= spot[2]
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
        if name in album.marked["hidden"] and Filter("is", "hidden") not in filters:
            continue
        all_of = [each for each in filters if each.negated or each.name in ("before", "after", "is")]
        either = [[each for each in filters if each.name == kind and each not in all_of] for kind in
                  {each.name for each in filters}]  # fmt: skip
        if all(passes(album, name, files, each) for each in all_of) and all(
            any(passes(album, name, files, each) for each in group) for group in either if group
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
    assert sum(map(bool, alone)) >= len(FILTERS) - 6 and all(len(found) < 29 for found in alone)


def test_filters_together(described: DescribedAlbum) -> None:
    @given(st.lists(st.builds(dataclasses.replace, st.sampled_from(FILTERS), negated=st.booleans()), max_size=4))
    def check(filters: list[Filter]) -> None:
        assert names(described.catalog, filters) == expected(described, filters)

    check()


def test_what_passes_comes_newest_first(described: DescribedAlbum) -> None:
    everything = described.catalog.passing([])
    assert everything == described.catalog.newest() and len(everything) == 27
    some = described.catalog.passing([Filter("in", "2019")])
    assert some == [content for content in everything if content in set(some)]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("x8.jpg", ""),
        ("48.2,16.37", ""),
        ("x1.jpg", "“x1.jpg” does not say where it was taken"),
        ("no such.jpg", "No photo is called “no such.jpg”"),
        ("91,0", "No photo is called “91,0”"),
        ("100%", "No photo is called “100%”"),
    ],
)
def test_a_place_that_is_none_is_a_sentence(described: DescribedAlbum, value: str, sentence: str) -> None:
    said = described.catalog.remark([Filter("in", "2019"), Filter("near", value)])
    assert said.startswith(sentence) and bool(said) == bool(sentence)


@given(
    st.floats(-75, 75), st.floats(-180, 180), st.floats(0, 360), st.floats(0.05, 500), st.sampled_from([0.985, 1.015])
)
def test_distances_are_those_on_the_globe(
    latitude: float, longitude: float, bearing: float, reach: float, part: float
) -> None:
    """A point a little nearer than the reach is near, one a little farther is not, anywhere on earth."""
    place = Place(round(latitude, 6), round(longitude, 6), round(reach, 6))
    angle, lat1, course = part * place.around / 6371.0088, math.radians(place.latitude), math.radians(bearing)
    lat2 = math.asin(math.sin(lat1) * math.cos(angle) + math.cos(lat1) * math.sin(angle) * math.cos(course))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat1), math.cos(angle) - math.sin(lat1) * math.sin(lat2)
    )
    there = math.degrees(lat2), (place.longitude + math.degrees(turn) + 540) % 360 - 180
    condition, values = where([Filter("near", place.text)])
    with closing(sqlite3.connect(":memory:")) as raw:
        values |= {"latitude": there[0], "longitude": there[1]}
        query = f"SELECT {condition} FROM (SELECT :latitude AS latitude, :longitude AS longitude)"  # noqa: S608
        assert raw.execute(query, values).fetchone() == (part < 1,)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.0005, 600))
def test_every_place_has_one_spelling(latitude: float, longitude: float, around: float) -> None:
    place = place_of(f"{latitude:.9f}, {longitude:.9f} ,{around:.9f} km")
    assert place is not None and place_of(place.text) == place
    again = place_of(place.text)
    assert again is not None and again.text == place.text


def test_values_are_never_part_of_the_statement() -> None:
    nasty = "'); DROP TABLE files; --"
    condition, values = where([Filter("folder", nasty), Filter("camera", nasty), Filter("type", nasty)])
    assert "DROP" not in condition and sum(nasty in str(value) for value in values.values()) == 4
