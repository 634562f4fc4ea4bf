"""Where a library keeps its things, and that nobody else can read them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mediasearch import paths
from mediasearch.paths import Library, private_folder, private_opener, write_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="permission bits are a matter of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def places(library: Library) -> list[Path]:
    return [
        library.data, library.cache, library.logs, library.database, library.backups, library.settings, library.models,
        library.lock, library.holder, library.vectors, library.thumbnails,
    ]  # fmt: skip


def test_one_folder_holds_a_whole_library(tmp_path: Path) -> None:
    library = Library.at(tmp_path / "my library")
    assert all(tmp_path / "my library" in (place, *place.parents) for place in places(library))
    assert len(set(places(library))) == len(places(library))
    library.create()
    library.create()  # as at every start
    assert [path.name for path in tmp_path.iterdir()] == ["my library"]
    assert (library.cache / ".nomedia").is_file()  # or another library takes the previews for pictures


def test_naming_a_library_creates_nothing(tmp_path: Path) -> None:
    places(Library.at(tmp_path / "library"))
    places(Library.default())
    assert list(tmp_path.iterdir()) == []


def test_a_library_may_be_named_as_a_person_types_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Library.at("photos").data == tmp_path / "photos"
    assert Library.at("~/photos").data == Path.home() / "photos"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folders of the XDG specification")
def test_without_a_folder_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    library = Library.default()
    assert library.data == tmp_path / "DATA" / "mediasearch"
    assert library.cache == tmp_path / "CACHE" / "mediasearch"
    assert library.logs == tmp_path / "STATE" / "mediasearch" / "log"


def test_a_library_never_indexes_itself(tmp_path: Path) -> None:
    library = Library(tmp_path / "data", tmp_path / "cache", tmp_path / "logs")
    inside = [library.data, library.thumbnails / "ab" / "cd.jpg", library.logs / "engine.log", library.database]
    outside = [tmp_path, tmp_path / "data2", tmp_path / "dat", tmp_path / "photos" / "data"]
    assert [library.owns(path) for path in inside] == [True] * 4
    assert [library.owns(path) for path in outside] == [False] * 4


@posix
def test_everything_is_private_whatever_the_umask(tmp_path: Path) -> None:
    library = Library.at(tmp_path / "deep" / "library")
    before = os.umask(0)
    try:
        library.create()
        write_atomically(library.settings, b"{}")
        with open(library.logs / "a.log", "w", opener=private_opener) as file:
            file.write("names of files")
    finally:
        os.umask(before)
    made = [tmp_path / "deep", *(tmp_path / "deep").rglob("*")]
    assert {mode(path) for path in made if path.is_dir()} == {0o700}
    assert {mode(path) for path in made if path.is_file()} == {0o600}


@posix
def test_a_folder_that_somebody_uses_keeps_its_permissions(tmp_path: Path) -> None:
    used, empty = tmp_path / "used", tmp_path / "empty"
    for folder in (used, empty):
        folder.mkdir()
        folder.chmod(0o755)
    (used / "letter.txt").write_text("mine")
    private_folder(used)
    private_folder(empty)
    assert (mode(used), mode(empty)) == (0o755, 0o700)


def test_a_file_in_the_way_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a letter")
    with pytest.raises(OSError):
        Library.at(tmp_path / "library").create()
    assert (tmp_path / "library").read_text() == "a letter"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"first")
    write_atomically(target, b"second")
    assert target.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_the_old_file_and_no_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"first")
    monkeypatch.setattr(paths, "private_opener", lambda path, flags: os.open("/dev/full", os.O_WRONLY))
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"second")
    monkeypatch.undo()
    assert target.read_bytes() == b"first"


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_atomically(tmp_path / "gone" / "file", b"data")
    assert list(tmp_path.iterdir()) == []


def test_the_resources_are_found() -> None:
    assert (paths.resources() / "icons" / "mediasearch.svg").is_file()


def test_paths_cost_nothing_to_import() -> None:
    code = "import sys, mediasearch.paths; print(sorted({'platformdirs', 'numpy', 'json'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_the_program_is_started_again_without_looking_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(paths.__file__).parents[1])  # a checkout that is not installed is found only so
    assert paths.program() == [sys.executable, "-m", "mediasearch"]
    monkeypatch.chdir(tmp_path)
    assert paths.program() == [sys.executable, "-P", "-m", "mediasearch"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.program() == [sys.executable]


@posix
def test_the_current_folder_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "-P" in paths.program()
