"""What is left out, as a person would expect it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pathspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediasearch.ingest.ignore import IGNORE_FILE, IgnoreRules, exclude, include, without_backtracking
from mediasearch.paths import Library

POSIX = os.name == "posix"


def rules(folder: Path, library: Library | None = None) -> IgnoreRules:
    return IgnoreRules(str(folder), library)


@pytest.mark.parametrize(
    "path",
    [
        b".hidden.jpg", b"._IMG_1.jpg", b"a/.thumbnails/normal/x.png", b"@eaDir/IMG/SYNOPHOTO.jpg", b"Thumbs.db",
        b".picasaoriginals/a.jpg", b"$RECYCLE.BIN/S-1/a.jpg", b"System Volume Information/a.jpg", b"lost+found/a.jpg",
        b".Trash-1000/files/a.jpg", b".git/x.jpg", b"Pictures.photoslibrary/resources/derivatives/a.jpeg",
        b"x/Catalog Previews.lrdata/a.jpg",
    ],
)  # fmt: skip
def test_hidden_things_and_other_programs_folders_are_left_out(folder: Path, path: bytes) -> None:
    assert rules(folder).ignored(path, is_folder=False)


@pytest.mark.parametrize(
    "path",
    [
        b"a.jpg",
        b"2019/07 Sea/IMG_1.jpg",
        b"not.hidden/a.jpg",
        b"Pictures.photoslibrary/originals/0/a.heic",
        b"\xff.jpg",
    ],
)
def test_ordinary_pictures_are_not(folder: Path, path: bytes) -> None:
    assert not rules(folder).ignored(path, is_folder=False)


def test_nomedia_leaves_out_the_whole_folder(folder: Path) -> None:
    (folder / "private" / "deep").mkdir(parents=True)
    (folder / "private" / ".nomedia").touch()
    asked = rules(folder)
    assert asked.ignored(b"private/a.jpg", is_folder=False)
    assert asked.ignored(b"private/deep/a.jpg", is_folder=False)
    assert asked.ignored(b"private", is_folder=True)
    assert not asked.ignored(b"private2/a.jpg", is_folder=False)
    (folder / "private" / ".nomedia").unlink()
    assert asked.ignored(b"private/a.jpg", is_folder=False), "the answer is remembered"
    asked.forget(b"private")
    assert not asked.ignored(b"private/deep/a.jpg", is_folder=False)


def test_ignore_files_speak_gitignore_and_nest(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    (folder / ".mediasearchignore").write_text("# not these\n*.png\nraw/\n/only-here.jpg\n")
    (folder / "a" / ".mediasearchignore").write_text("!keep.png\nb/*.jpg\n")
    asked = rules(folder)
    assert asked.ignored(b"x.png", is_folder=False)
    assert asked.ignored(b"a/b/x.png", is_folder=False)
    assert not asked.ignored(b"a/keep.png", is_folder=False), "the nearer file wins"
    assert asked.ignored(b"keep.png", is_folder=False)
    assert asked.ignored(b"a/b/x.jpg", is_folder=False)
    assert not asked.ignored(b"b/x.jpg", is_folder=False), "patterns are relative to their folder"
    assert asked.ignored(b"only-here.jpg", is_folder=False)
    assert not asked.ignored(b"a/only-here.jpg", is_folder=False)
    assert asked.ignored(b"a/raw", is_folder=True)
    assert asked.ignored(b"a/raw/x.jpg", is_folder=False)
    assert not asked.ignored(b"raw", is_folder=False), "a trailing slash means folders"


def test_a_senseless_line_does_not_bring_the_others_down(folder: Path) -> None:
    (folder / ".mediasearchignore").write_bytes(b"!\n[\n\xff\xfe*\n*.gif\n")
    assert rules(folder).ignored(b"a.gif", is_folder=False)
    assert not rules(folder).ignored(b"a.jpg", is_folder=False)


@given(
    glob=st.text("ab*?[]!/.(x+\\", min_size=1, max_size=14),
    names=st.lists(st.text("ab/.(x+", min_size=1, max_size=10), min_size=5, max_size=30),
)
@example(glob="*a*a*(?+*[!b]*.x", names=["aa(b+.a.x", "aaa(a+ba.x", "a/aa(b+.a.x"])
def test_stars_mean_what_they_mean_to_git(glob: str, names: list[str]) -> None:
    try:
        (pattern,) = pathspec.GitIgnoreSpec.from_lines([glob]).patterns
    except ValueError:
        return
    if pattern.regex is None:
        return
    ours = re.compile(without_backtracking(pattern.regex.pattern))
    for name in names:
        assert bool(ours.match(name)) == bool(pattern.regex.match(name)), name


def test_rules_made_to_hold_the_scanner_do_not(folder: Path) -> None:
    """Each of these lines alone would take longer than the universe has."""
    lines = ["*a" * 30 + "b", "a*?" * 30 + "b", "*" * 200 + "b", "*[a-c]" * 30 + "!", "**/a/" * 30 + "b", "*.gif"]
    (folder / ".mediasearchignore").write_text("\n".join(lines))
    deep = "/".join("a" * 100)
    for name in ("a" * 250 + ".jpg", f"{deep}/x.jpg"):
        assert not rules(folder).ignored(name.encode(), is_folder=False)
    assert rules(folder).ignored(b"a.gif", is_folder=False)


def test_the_library_itself_is_never_indexed(folder: Path) -> None:
    place = Library.at(folder / "apps" / "mediasearch")
    place.create()
    asked = rules(folder, place)
    assert asked.ignored(b"apps/mediasearch/cache/thumbnails/1.jpg", is_folder=False)
    assert asked.ignored(b"apps/mediasearch", is_folder=True)
    assert not asked.ignored(b"apps/a.jpg", is_folder=False)


@pytest.mark.parametrize(
    "name",
    [
        "trip",
        "a [1] b",
        "#x",
        "!y",
        *(["star*", "back\\slash", "end ", "a\nother", "u\u2028other", "v\rw"] if POSIX else []),
    ],
)
def test_excluding_means_one_folder_and_can_be_taken_back(tmp_path: Path, name: str) -> None:
    relative = os.fsencode(f"2019/{name}")
    (tmp_path / IGNORE_FILE.decode()).write_text("*.tmp\n")
    exclude(str(tmp_path), relative, is_folder=True)
    exclude(str(tmp_path), relative, is_folder=True)
    rules = IgnoreRules(str(tmp_path))
    assert rules.ignored(relative + b"/x.jpg", is_folder=False)
    assert not rules.ignored(b"2019/other/x.jpg", is_folder=False)
    assert not rules.ignored(relative + b"2/x.jpg", is_folder=False)
    assert not rules.ignored(b"deep/" + relative + b"/x.jpg", is_folder=False)
    include(str(tmp_path), relative)
    assert (tmp_path / IGNORE_FILE.decode()).read_text() == "*.tmp\n"


@pytest.mark.skipif(not POSIX, reason="permissions as POSIX has them")
def test_the_rules_can_be_read_by_whoever_may_read_the_folder(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    exclude(str(shared), b"a", is_folder=True)
    rule_file = shared / os.fsdecode(IGNORE_FILE)
    assert stat.S_IMODE(rule_file.stat().st_mode) == 0o644
    rule_file.chmod(0o664)
    exclude(str(shared), b"b", is_folder=True)
    assert stat.S_IMODE(rule_file.stat().st_mode) == 0o664
