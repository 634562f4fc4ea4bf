"""``mediasearch evaluate`` with the starter model, as a script calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mediasearch.encoders.store import starter
from mediasearch.evaluate.report import ranking_of
from mediasearch.paths import Library
from tests.support.rainbow import rainbow
from tests.test_cli import answer, mediasearch


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "captions.tsv"
    photos = rainbow(tmp_path / "photos", each=2)
    rows = [f"photos/{photo.name}\t{photo.stem.partition('-')[0]}" for photo in photos]
    path.write_text("\n".join(["file\tlabel", *rows]), "utf-8")
    return path


def test_figures_for_people_and_for_scripts(library: Library, table: Path) -> None:
    done = mediasearch("evaluate", table, library=library)
    assert done.returncode == 0, done.stderr
    assert "24 pictures (none of them is in the library, all encoded for this), 12 descriptions" in done.stdout
    for word in ("recall@1", "recall@5", "recall@10", "median rank", "precision@10", "mAP", "F1", "image → image"):
        assert word in done.stdout

    answer("index", table.parent / "photos", library=library)
    other = "raw" if ranking_of(starter()) == "centred" else "centred"
    found = answer("evaluate", table, "--compare", other, library=library)
    assert (found["pictures"], found["from_library"], found["encoded"]) == (24, 24, 0)
    assert found["queries"] == {"text": 12, "image": 24} and (found["missing"], found["unreadable"]) == ([], [])
    assert set(found["text_to_image"]) == {"raw", "centred"}
    for figures in (*found["text_to_image"].values(), found["image_to_image"]):
        assert 0 <= figures["recall@1"] <= figures["recall@5"] <= figures["recall@10"] <= 1
        assert figures["median rank"] >= 1 and 0 < figures["mAP"] <= 1
    assert found["image_to_image"]["mAP"] > 0.3  # two of one colour; by chance it would be about 0.15


def test_files_that_cannot_be_used_are_counted_and_named(library: Library, table: Path) -> None:
    (table.parent / "photos" / "red-0.jpg").unlink()
    (table.parent / "photos" / "blue-1.jpg").write_text("no picture")
    done = mediasearch("evaluate", table, "--json", library=library)
    assert done.returncode == 1 and json.loads(done.stdout)["pictures"] == 22
    missing, unreadable = done.stderr.strip().splitlines()
    assert missing.startswith("mediasearch: 1 of 24 files are missing: ") and "red-0.jpg" in missing
    assert unreadable.startswith("mediasearch: 1 of 24 files cannot be read: ") and "blue-1.jpg" in unreadable


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("", "is empty"),
        ("gone.jpg\tdog\nlost.jpg\tcat\n", "2 of 2 files are missing"),
        ("one column", "one column only"),
    ],
)
def test_nothing_to_measure_is_one_sentence(library: Library, tmp_path: Path, rows: str, sentence: str) -> None:
    (tmp_path / "table.tsv").write_text(rows)
    done = mediasearch("evaluate", tmp_path / "table.tsv", library=library)
    assert done.returncode == 1 and done.stdout == ""
    assert sentence in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not library.database.exists()


def test_comparing_a_ranking_with_itself_is_wrong_usage(library: Library, table: Path) -> None:
    done = mediasearch("evaluate", table, "--compare", ranking_of(starter()), library=library)
    assert done.returncode == 2 and "already" in done.stderr


def test_a_model_that_there_is_none_of_is_not_said_to_be_on_its_way(library: Library, table: Path) -> None:
    for name, advice in (("startr", "Did you mean starter?"), ("foo", "There are: ")):
        done = mediasearch("evaluate", table, "--compare", name, library=library)
        assert done.returncode != 0 and f"There is no model called {name}" in done.stderr
        assert advice in done.stderr and "download" not in done.stderr
