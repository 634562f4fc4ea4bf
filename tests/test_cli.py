"""The command line as scripts use it: real processes, the starter model, exit codes and JSON."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediasearch.cli_output import command_line
from mediasearch.paths import Library
from tests.support.load import A_PROGRAM
from tests.support.rainbow import rainbow


def mediasearch(*arguments: str | Path, library: Library | None = None) -> subprocess.CompletedProcess[str]:
    place = ["--library", str(library.data)] if library else []
    command = [sys.executable, "-m", "mediasearch", *place, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=A_PROGRAM)


def answer(*arguments: str | Path, library: Library) -> Any:
    done = mediasearch(*arguments, "--json", library=library)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    rainbow(folder)
    return folder


def test_index_search_status(library: Library, photos: Path) -> None:
    (photos / "empty.jpg").touch()
    (photos / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64))
    (photos / "copy of red.jpg").write_bytes((photos / "red-0.jpg").read_bytes())

    summary = answer("index", photos, library=library)
    assert summary | {"seconds": 0} == {
        "files": 15, "indexed": 13, "encoded": 12, "failed": 1, "skipped": 1, "seconds": 0
    }  # fmt: skip

    found = answer("search", "red", "--limit", "3", library=library)
    assert found["query"] == "red" and found["model"] == "starter"
    assert (found["indexed"], found["total"], len(found["hits"])) == (13, 12, 3)
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert found["hits"][0]["score"] >= found["hits"][1]["score"] >= found["hits"][2]["score"]
    red = next(hit for hit in found["hits"] if "red" in hit["path"])
    assert set(red) >= {"rank", "path", "files", "score", "kind", "width", "height", "taken_at", "frame_ms"}
    assert (red["kind"], red["width"], red["height"], red["frame_ms"]) == ("image", 96, 72, None)
    assert sorted(red["files"]) == sorted([str(photos / "copy of red.jpg"), str(photos / "red-0.jpg")])
    assert red["path"] in red["files"]

    alike = answer("search", "--image", photos / "blue-0.jpg", library=library)
    assert alike["hits"][0]["path"] == str(photos / "blue-0.jpg")

    status = answer("status", library=library)
    (root,) = status["roots"]
    assert root | {"held": 0} == {
        "path": str(photos), "state": "ready", "files": 15, "indexed": 13,
        "pending": 0, "failed": 1, "skipped": 1, "held": 0, "polled": False,
    }  # fmt: skip
    assert status["vectors"] == 12 and status["model"] == "starter" and status["skipped"] == {"video": 1}
    assert status["failed"][0]["path"] == str(photos / "empty.jpg") and "empty" in status["failed"][0]["reason"]

    again = answer("index", photos, library=library)
    assert (again["encoded"], again["indexed"]) == (0, 13)


def test_without_json_it_speaks_to_people(library: Library, photos: Path) -> None:
    done = mediasearch("index", photos, library=library)
    assert done.returncode == 0 and "12 files: 12 indexed" in done.stdout
    done = mediasearch("search", "blue", "--limit", "2", library=library)
    assert [Path(line).parent for line in done.stdout.splitlines()] == [photos, photos]
    done = mediasearch("status", library=library)
    assert f"{photos}: ready, 12 of 12 files indexed" in done.stdout


def test_words_and_a_picture_together(library: Library, photos: Path) -> None:
    answer("index", photos, library=library)
    found = answer("search", "green", "--image", photos / "green-0.jpg", library=library)
    assert found["hits"][0]["path"] == str(photos / "green-0.jpg")


def test_one_text_for_words_and_filters(library: Library, photos: Path) -> None:
    for name in ("red", "blue"):
        os.utime(photos / f"{name}-0.jpg", (1_560_000_000, 1_560_000_000))  # June 2019
    answer("index", photos, library=library)
    found = answer("search", "red -leash in:2019", library=library)
    assert {Path(hit["path"]).name for hit in found["hits"]} == {"red-0.jpg", "blue-0.jpg"}
    assert (found["total"], found["note"]) == (2, "")
    newest = answer("search", "type:photo -in:2019", "--limit", "3", library=library)
    assert (newest["total"], len(newest["hits"])) == (10, 3)
    done = mediasearch("search", "red in:1999", library=library)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No photos match these filters: in:1999. Remove one of them.\n"


@pytest.mark.parametrize(
    "arguments",
    [["search"], ["search", "--limit", "0", "x"], ["search", "--limit", "many", "x"], ["index"], ["--library"],
     ["--no-such-option"], ["status", "surplus"], ["search", "x", "--nonsense"]],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2_and_one_sentence(arguments: list[str]) -> None:
    done = mediasearch(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("mediasearch: ") and len(done.stderr.strip().splitlines()) == 1


def test_what_cannot_be_done_is_exit_code_1_and_one_sentence(library: Library, photos: Path) -> None:
    text = photos / "note.txt"
    text.write_text("no picture")
    answer("index", photos, library=library)
    for arguments in (
        ["index", photos / "nowhere"],
        ["index", photos / "red-0.jpg"],
        ["search", "--image", photos / "nowhere.jpg"],
        ["search", "--image", text],
        [photos / "nowhere"],
        [text],
    ):
        done = mediasearch(*arguments, library=library)
        assert done.returncode == 1, arguments
        assert done.stderr.startswith("mediasearch: ") and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_good_folder_is_indexed_beside_a_bad_one(library: Library, photos: Path) -> None:
    done = mediasearch("index", photos, photos / "nowhere", "--json", library=library)
    assert done.returncode == 1 and "nowhere" in done.stderr
    assert json.loads(done.stdout)["indexed"] == 12


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_a_folder_by_any_of_its_names(library: Library, photos: Path) -> None:
    link = photos.parent / "link"
    link.symlink_to(photos)
    assert answer("index", link, library=library)["encoded"] == 12
    for name in (photos / ".." / "photos", f"{photos}/", link):
        assert answer("index", name, library=library)["encoded"] == 0
    (root,) = answer("status", library=library)["roots"]
    assert root["path"] == str(photos)


def test_two_commands_at_once_both_succeed(library: Library, photos: Path, tmp_path: Path) -> None:
    rainbow(tmp_path / "more", each=2)
    command = [sys.executable, "-m", "mediasearch", "--library", str(library.data), "index", "--json"]
    both = [
        subprocess.Popen([*command, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for folder in (photos, tmp_path / "more")
    ]
    for process, files in zip(both, (12, 24), strict=True):
        out, err = process.communicate(timeout=A_PROGRAM)
        assert process.returncode == 0, err
        assert json.loads(out)["indexed"] == files
    assert len(answer("status", library=library)["roots"]) == 2


def test_an_abbreviated_option_is_refused(library: Library, photos: Path) -> None:
    assert mediasearch("index", "--lib", library.data, photos).returncode == 2


def test_searching_before_indexing_says_what_to_do(library: Library) -> None:
    for arguments in (["search", "snow"], ["problems", "retry"]):
        done = mediasearch(*arguments, library=library)
        assert done.returncode == 1 and done.stderr.startswith(f"mediasearch: There is no library in {library.data}")
        assert command_line("--library", str(library.data), "index", "FOLDER") in done.stderr
    assert answer("status", library=library)["roots"] == []
    done = mediasearch("status", library=library)
    assert done.returncode == 0 and done.stdout.startswith(f"There is no library in {library.data}")
    assert not library.database.exists()


def test_what_became_of_a_library_is_said(library: Library, photos: Path, tmp_path: Path) -> None:
    """Never made, in a folder that is gone, or without its database: each needs something else to be done."""
    answer("index", photos, library=library)
    gone = tmp_path / "gone"
    library.data.rename(gone)
    (tmp_path / "empty").mkdir()
    begun = Library.at(tmp_path / "begun")  # the disk was full before there was a database
    begun.create()
    gone_without = Library.at(shutil.copytree(gone, tmp_path / "without"))
    gone_without.database.unlink()
    for place, said, advice in (
        (library.data, "there is no such folder.", "connect the drive"),
        (tmp_path / "empty", "There is no library in", " yet. Run: mediasearch --library"),
        (begun.data, "There is no library in", " yet. Run: mediasearch --library"),
        (gone_without.data, "has lost its database", "Put it back from a copy"),
    ):
        for arguments in (["search", "red"], ["search", "red", "--json"], ["problems", "retry"], ["status"]):
            done = mediasearch(*arguments, library=Library.at(place))
            assert done.returncode == (0 if arguments == ["status"] else 1)
            sentence = done.stdout or done.stderr
            assert str(place) in sentence and said in sentence and advice in sentence
            assert len(sentence.splitlines()) == 1
    gone.rename(library.data)
    assert mediasearch("search", "red", library=library).returncode == 0, "it is back"


def test_a_library_of_a_newer_version_is_left_alone(library: Library, photos: Path) -> None:
    answer("index", photos, library=library)
    with contextlib.closing(sqlite3.connect(library.database)) as database:
        database.execute("PRAGMA user_version = 999")
    before = library.database.read_bytes()
    for arguments in (["search", "red"], ["status"], ["index", photos], ["problems", "retry"], ["model", "list"]):
        done = mediasearch(*arguments, library=library)
        assert (done.returncode, done.stdout) == (1, "")
        assert "newer version" in done.stderr and "Update Mediasearch" in done.stderr
    assert library.database.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not hold root")
def test_a_library_that_may_not_be_opened_is_a_sentence(library: Library, photos: Path) -> None:
    answer("index", photos, library=library)
    library.data.chmod(0)
    try:
        for arguments in (["search", "red"], ["status"], ["index", photos], ["problems", "retry"], ["model", "list"]):
            done = mediasearch(*arguments, library=library)
            assert done.returncode == 1 and "ermission" in done.stderr and len(done.stderr.splitlines()) == 1
    finally:
        library.data.chmod(0o700)


def test_a_library_that_is_a_file_is_named(photos: Path) -> None:
    file = photos / "red-0.jpg"
    for arguments in (["search", "snow"], ["status"], ["index", str(photos)]):
        done = mediasearch("--library", file, *arguments)
        assert done.returncode == 1 and done.stderr.startswith(f"mediasearch: {file} is a file, not a folder."), done


def test_demo_pictures_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = mediasearch("demo", tmp_path / "file" / "demo")
    assert done.returncode == 1
    assert done.stderr.startswith(f"mediasearch: The pictures cannot be written to {tmp_path / 'file' / 'demo'} (")
    assert done.stderr.endswith("Name another folder.\n")


def test_the_help_says_what_each_command_is_for() -> None:
    lines = [line.split() for line in mediasearch("--help").stdout.splitlines()]
    for name in ("index", "search", "status", "model", "evaluate", "demo"):
        assert any(line[:1] == [name] and len(line) > 4 for line in lines), name


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C reaches a whole console there")
def test_an_interrupted_index_says_how_to_go_on(library: Library, tmp_path: Path) -> None:
    rainbow(tmp_path / "many", each=60)
    command = [sys.executable, "-m", "mediasearch", "--library", str(library.data), "index", str(tmp_path / "many")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not library.holder.exists() and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=A_PROGRAM)
    assert process.returncode == 1
    assert err == "mediasearch: Interrupted. What is done is kept; run it again to go on.\n"


def test_no_hits_is_no_error(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert answer("index", tmp_path / "empty", library=library)["files"] == 0
    found = answer("search", "snow", library=library)
    assert (found["hits"], found["total"]) == ([], 0)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes exist on Linux only")
def test_a_name_that_is_not_utf_8_has_its_bytes_beside_it(library: Library, photos: Path) -> None:
    odd = os.path.join(os.fsencode(photos), b"caf\xe9.jpg")  # noqa: PTH118 - bytes have no Path
    Image.new("RGB", (64, 64), (255, 0, 255)).save(os.fsdecode(odd))
    answer("index", photos, library=library)
    hits = answer("search", "pink", library=library)["hits"]
    (hit,) = [hit for hit in hits if "path_bytes" in hit]
    assert base64.b64decode(hit["path_bytes"]) == odd
    assert hit["path"] == str(photos / "caf�.jpg")


def test_a_subcommands_name_wins_over_a_folders(library: Library, tmp_path: Path) -> None:
    (tmp_path / "status").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "mediasearch", "status", "--library", str(library.data)],
        cwd=tmp_path, capture_output=True, text=True, timeout=A_PROGRAM,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    assert done.returncode == 0 and "There is no library in" in done.stdout


def test_python_files_in_the_current_folder_are_none_of_ours(library: Library, photos: Path) -> None:
    (photos / "numpy.py").write_text("raise SystemExit('whatever lay there was run')")
    command = [sys.executable, "-P", "-m", "mediasearch", "--library", str(library.data), "index", "."]
    done = subprocess.run(command, cwd=photos, capture_output=True, text=True, timeout=A_PROGRAM)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("12 files: 12 indexed")


def test_a_machine_without_a_display_is_told_about_the_commands(library: Library, photos: Path) -> None:
    hidden = {name: value for name, value in os.environ.items()
              if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "mediasearch", "--library", str(library.data), str(photos)],
        capture_output=True, text=True, env=hidden, timeout=A_PROGRAM,
    )  # fmt: skip
    assert done.returncode == 1
    assert "mediasearch index" in done.stderr and "mediasearch search" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="its shell takes a line apart in another way")
def test_a_command_that_is_advised_can_be_typed_as_it_stands() -> None:
    words = ["model", "import", "/my models/it's $1.safetensors", "--architecture", "ViT-B-32"]
    assert shlex.split(command_line(*words)) == ["mediasearch", *words]
    assert command_line("model", "use", "clip-b32") == "mediasearch model use clip-b32"
