"""Hits leave the command line as paths, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.reliability.test_poison import endless_jpeg
from tests.support.encoders import COLOURS
from tests.support.engine import running
from tests.support.rainbow import rainbow
from tests.test_cli import answer, mediasearch


@pytest.fixture
def photos(library: Library, tmp_path: Path) -> Path:
    """A rainbow from twelve years, indexed; the red one has a star and the blue one is hidden."""
    folder = tmp_path / "photos"
    for number, path in enumerate(rainbow(folder)):
        os.utime(path, (1_400_000_000 + number * 31_557_600,) * 2)
    answer("index", folder, library=library)
    with Catalog.open(library) as catalog:
        contents = {Path(row.files[0][0]).name: row.id for row in catalog.rows(catalog.newest())}
        catalog.mark([contents["red-0.jpg"]], "favourite")
        catalog.mark([contents["blue-0.jpg"]], "hidden")
        catalog.save_concept("Sunny", "yellow", [contents["yellow-0.jpg"]])
    return folder


def test_paths_in_order_and_all_of_them(library: Library, photos: Path) -> None:
    lines = mediasearch("search", "--all", "--sort", "date", library=library).stdout.splitlines()
    assert len(lines) == 11 and lines[0] == str(photos / "brown-0.jpg") and str(photos / "blue-0.jpg") not in lines
    assert mediasearch("search", "★", "--paths", library=library).stdout == f"{photos / 'red-0.jpg'}\n"
    null = mediasearch("search", "is:favourite", "-0", library=library).stdout
    assert null == f"{photos / 'red-0.jpg'}\0"
    assert len(mediasearch("search", "red", "--all", library=library).stdout.splitlines()) == 11
    assert len(mediasearch("search", "red", "--limit", "4", library=library).stdout.splitlines()) == 4


def test_marks_and_concepts_on_the_command_line(library: Library, photos: Path) -> None:
    found = answer("search", "is:hidden", library=library)
    assert [Path(hit["path"]).name for hit in found["hits"]] == ["blue-0.jpg"]
    found = answer("search", "sunny -is:favourite", library=library)
    assert found["understood"] == "concept:Sunny -is:favourite"
    assert Path(found["hits"][0]["path"]).name == "yellow-0.jpg"
    (star,) = answer("search", "is:favourite", library=library)["hits"]
    assert star["favourite"] is True and star["camera"] is None and star["size"] > 0


def test_what_is_not_wanted_needs_no_dashes_before_it(library: Library, photos: Path) -> None:
    for arguments in (["-red"], ["--limit", "50", "--", "-red"]):
        found = json.loads(mediasearch("search", "--json", *arguments, library=library).stdout)
        assert found["query"] == "-red" and found["hits"], arguments
        assert Path(found["hits"][0]["path"]).name != "red-0.jpg"
    found = answer("search", "yellow", "--limit", "3", "-in:2019", "-horse", library=library)
    assert found["query"] == "yellow -in:2019 -horse" and len(found["hits"]) == 3
    done = mediasearch("search", "--rde", library=library)
    assert done.returncode == 2 and "unrecognized arguments: --rde" in done.stderr


def test_csv_is_a_table_that_carries_nothing_out(library: Library, photos: Path) -> None:
    exif = Image.Exif()
    exif[0x0110] = '=HYPERLINK("http://example.org"),"x'
    Image.new("RGB", (64, 64), (255, 0, 255)).save(photos / "a, b.jpg", exif=exif)
    answer("index", photos, library=library)
    done = mediasearch("search", "--all", "--csv", library=library)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 12 and len({row["path"] for row in rows}) == 12
    (odd,) = [row for row in rows if row["path"] == str(photos / "a, b.jpg")]
    assert odd["camera"].startswith("'=HYPERLINK") and (odd["width"], odd["copies"]) == ("64", "1")
    assert sum(row["favourite"] == "1" for row in rows) == 1


def test_a_running_engine_gives_the_same(library: Library, photos: Path) -> None:
    cold = answer("search", "--all", "--sort", "date", library=library)
    command = [sys.executable, "-m", "mediasearch", "--library", str(library.data), "engine", "--kind", "index"]
    with running(library, command):
        warm = answer("search", "--all", "--sort", "date", library=library)
    assert warm == cold


@pytest.mark.parametrize(
    "arguments",
    [["--limit", "3", "--all", "x"], ["--json", "--csv", "x"], ["-0", "--json", "x"], ["--sort", "size", "x"], []],
)
def test_what_excludes_each_other(arguments: list[str]) -> None:
    done = mediasearch("search", *arguments)
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("limit", [["--limit", "0"], ["--limit", "-1"], ["--limit=-1"]])
def test_a_limit_of_less_than_one_is_a_sentence(limit: list[str]) -> None:
    done = mediasearch("search", "x", *limit)
    assert (done.returncode, done.stderr) == (2, "mediasearch: --limit must be at least 1.\n")


def test_dates_as_people_say_them_are_understood_and_told(library: Library, photos: Path) -> None:
    """The rainbow's pictures are a year apart, the first from May 2014."""
    said = mediasearch("search", "photos", "from", "May", "2014", library=library)
    assert said.stdout == f"{photos / next(iter(COLOURS))}-0.jpg\n"
    assert (
        said.stderr
        == "“photos from May 2014” was read as in:2014-05 (2014-05-01 – 2014-05-31); in quotation marks it is words.\n"
    )
    found = answer("search", "-red 2016年到2017年的照片", library=library)
    assert found["understood"] == "-red in:2016..2017" and {hit["taken_at"][:4] for hit in found["hits"]} == {
        "2016",
        "2017",
    }
    assert answer("search", found["understood"], library=library)["hits"] == found["hits"]
    assert answer("search", '"May 2014"', library=library)["understood"] == '"May 2014"'


def test_a_filter_on_nothing_is_a_sentence(library: Library, photos: Path) -> None:
    for query, sentence in (
        ("near:red-0.jpg", "does not say where it was taken"),
        ('near:"no such.jpg"', "No photo is called"),
        ("is:duplicate", "No photos match"),
    ):
        done = mediasearch("search", query, library=library)
        assert (done.returncode, done.stdout) == (0, "") and sentence in done.stderr, query


@pytest.mark.skipif(sys.platform == "win32", reason="no timer ends a decoder there")
def test_a_query_picture_that_decodes_for_ever_is_a_sentence(library: Library, photos: Path, tmp_path: Path) -> None:
    settings = Settings(library.settings)
    settings["decode_timeout"] = 1
    settings.save()
    (tmp_path / "hang.jpg").write_bytes(endless_jpeg(4000, 300_000))
    done = mediasearch("search", "--image", tmp_path / "hang.jpg", library=library)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be used as a query: decoding took too long. Choose another picture." in done.stderr
