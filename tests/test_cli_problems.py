"""What is the matter, since when, and what to do about it, without a window."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mediasearch.cli_output import command_line
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from tests.support.rainbow import rainbow
from tests.test_cli import answer, mediasearch


def problems(library: Library, *arguments: str | Path) -> tuple[int, str, str]:
    done = mediasearch("problems", *arguments, library=library)
    return done.returncode, done.stdout, done.stderr


def told(library: Library) -> list[tuple[str, str]]:
    status = answer("status", library=library)
    return [(problem["kind"], problem["path"]) for problem in status["troubles"] + status["failed"]]


def test_a_drive_that_is_away_and_a_broken_file(library: Library, tmp_path: Path) -> None:
    photos, drive = tmp_path / "photos", tmp_path / "drive"
    rainbow(photos)
    rainbow(drive)
    broken = photos / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 and nothing else")
    began = time.time()
    assert mediasearch("index", photos, drive, library=library).returncode == 0
    drive.rename(tmp_path / "moved")

    code, out, _ = problems(library, "retry")  # which notices that the drive is away
    assert code == 1 and "0 solved, 2 left" in out
    status: Any = answer("status", library=library)
    (away,), (file,) = status["troubles"], status["failed"]
    assert (away["kind"], away["path"], away["actions"]) == ("root-offline", str(drive), ["retry", "locate", "forget"])
    assert (file["kind"], file["path"], file["actions"]) == ("file", str(broken), ["retry", "ignore"])
    assert all(began <= problem["since"] <= time.time() for problem in (away, file))
    text = mediasearch("status", library=library).stdout
    since = time.strftime("since %Y-%m-%d %H:%M", time.localtime(away["since"]))
    assert f"{drive}: The folder is not there" in text and f"drive, {since}" in text
    program = command_line("--library", str(library.data), "problems")
    for command in ("retry", "ignore PATH", "locate FOLDER NEW_PLACE", "forget FOLDER"):
        assert f"{program} {command}" in text

    assert problems(library, "locate", drive, tmp_path / "moved")[0] == 0
    assert told(library) == [("file", str(broken))]
    assert problems(library, "ignore", broken)[0] == 0
    assert told(library) == []
    assert problems(library, "forget", tmp_path / "moved")[0] == 0
    assert [root["path"] for root in answer("status", library=library)["roots"]] == [str(photos)]
    assert len(list((tmp_path / "moved").iterdir())) == 12, "the files stay"


def test_files_that_vanished_together_are_forgotten_at_the_persons_word(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    with Catalog.open(library) as catalog:  # as an engine left it that saw them vanish
        root = catalog.add_root(str(photos)).id
    assert mediasearch("index", photos, library=library).returncode == 0
    with Catalog.open(library) as catalog:
        catalog.hold(root, [file.id for file in catalog.known_files(root)][:5])
    for file in sorted(photos.iterdir())[:5]:
        file.unlink()
    assert told(library) == [("root-held", str(photos))]
    text = mediasearch("status", library=library).stdout
    assert "5 files disappeared at once" in text and "problems forget --missing FOLDER" in text
    assert problems(library, "forget", "--missing", photos)[0] == 0
    assert told(library) == []
    (info,) = answer("status", library=library)["roots"]
    assert (info["files"], info["held"]) == (7, 0)
    code, _, said = problems(library, "forget", "--missing", photos)
    assert code == 1 and "No file vanished" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["retry", "fine.jpg"], "Nothing is the matter with"),
        (["ignore", "fine.jpg"], "Nothing is the matter with"),
        (["forget", "elsewhere"], "is not a folder of the library"),
        (["locate", "elsewhere", "here"], "is not a folder of the library"),
    ],
)
def test_what_is_not_there_is_said(library: Library, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    Catalog.open(library).close()
    code, _, said = problems(library, *arguments)
    assert code == 1 and sentence in said and "Run mediasearch status" in said


def test_there_is_no_library_to_answer_in(library: Library) -> None:
    code, _, said = problems(library, "retry")
    assert code == 1 and "There is no library" in said
    assert not library.data.exists()


def test_without_an_answer_it_is_wrong_usage(library: Library) -> None:
    assert problems(library)[0] == problems(library, "shout")[0] == problems(library, "ignore")[0] == 2


def test_a_drive_whose_going_nobody_noticed_is_listed_without_a_time(library: Library, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    with Catalog.open(library) as catalog:
        catalog.add_root(str(drive))
    assert told(library) == []
    shutil.rmtree(drive)
    (trouble,) = answer("status", library=library)["troubles"]
    assert (trouble["kind"], trouble["since"]) == ("root-offline", 0)


@pytest.mark.expects_log("is damaged")
def test_a_library_found_to_be_damaged_ends_the_command_and_is_mended_by_the_next(
    library: Library, tmp_path: Path
) -> None:
    rainbow(tmp_path / "photos")
    answer("index", tmp_path / "photos", library=library)
    with closing(sqlite3.connect(library.database)) as raw, raw:
        raw.execute("UPDATE words_data SET block = randomblob(300) WHERE id = 10")
    (tmp_path / "photos" / "red-0.jpg").rename(tmp_path / "photos" / "crimson.jpg")
    done = mediasearch("index", tmp_path / "photos", library=library)
    assert done.returncode == 1
    assert done.stderr.count("is damaged. Start Mediasearch again") == 1
    again = answer("index", tmp_path / "photos", library=library)
    assert (again["files"], again["indexed"], again["encoded"]) == (12, 12, 0)
    assert answer("search", "crimson", library=library)["hits"][0]["why"][0] == "name"
