"""A file is opened below its root and nowhere else, whatever has become of the path since it was found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mediasearch import opening
from mediasearch.errors import FileError
from mediasearch.ingest.decode import DecodeTask, decode_file
from mediasearch.ingest.ignore import IGNORE_FILE, IgnoreRules
from mediasearch.ingest.sidecars import read_sidecars
from mediasearch.library.records import PendingFile
from mediasearch.opening import open_below, open_regular
from tests.ingest.conftest import SMALL, photo

posix = pytest.mark.skipif(os.name != "posix", reason="links that anybody may make, pipes, names of any bytes")


@pytest.fixture(params=["step by step", "looked at"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems that open paths inside an open folder, and as on those that do not."""
    if request.param == "looked at":
        monkeypatch.setattr(opening, "_STEP_BY_STEP", False)


def content(root: Path, relative: bytes) -> bytes:
    with os.fdopen(open_below(os.path.join(os.fsencode(root), relative), relative), "rb") as file:  # noqa: PTH118
        return file.read()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "photos" / "2024" / "trip").mkdir(parents=True)
    (tmp_path / "photos" / "2024" / "trip" / "a.jpg").write_bytes(b"mine")
    (tmp_path / "elsewhere" / "trip").mkdir(parents=True)
    (tmp_path / "elsewhere" / "trip" / "a.jpg").write_bytes(b"secret")
    return tmp_path / "photos"


def test_a_file_is_opened_however_deep_it_lies(root: Path) -> None:
    assert content(root, b"2024/trip/a.jpg") == b"mine"
    (root / "b.jpg").write_bytes(b"near")
    assert content(root, b"b.jpg") == b"near"


@posix
def test_names_of_any_bytes_are_opened(root: Path) -> None:
    for name in (b"\xff\xfe.jpg", b"line\nbreak", b"$(touch x); `x` && x", b"-rf", "雪.jpg".encode(), b"a\\b", b"%s%n"):
        (Path(os.fsdecode(os.fsencode(root) + b"/" + name))).write_bytes(name)
        assert content(root, name) == name


@posix
def test_a_root_may_lie_behind_a_link_because_the_person_chose_it(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    assert content(tmp_path / "link", b"2024/trip/a.jpg") == b"mine"


@posix
@pytest.mark.parametrize("replaced", ["2024/trip/a.jpg", "2024/trip", "2024"])
def test_whatever_part_of_a_path_became_a_link_is_not_followed(root: Path, tmp_path: Path, replaced: str) -> None:
    (root / replaced).rename(tmp_path / "aside")
    target = {"2024": "elsewhere", "2024/trip": "elsewhere/trip"}.get(replaced, "elsewhere/trip/a.jpg")
    (root / replaced).symlink_to(tmp_path / target)
    assert (root / "2024/trip/a.jpg").read_bytes() == b"secret", "who follows links reads it"
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        content(root, b"2024/trip/a.jpg")


@posix
def test_a_decoder_never_sees_what_a_link_leads_to(root: Path, tmp_path: Path) -> None:
    """It was a folder when the scanner saw it."""
    photo().save(tmp_path / "elsewhere" / "trip" / "a.jpg")
    (root / "2024" / "trip").rename(tmp_path / "aside")
    (root / "2024" / "trip").symlink_to(tmp_path / "elsewhere" / "trip")
    absolute = root / "2024" / "trip" / "a.jpg"
    file = PendingFile(1, 1, b"2024/trip/a.jpg", str(absolute), 0, 0, 0)
    with pytest.raises(FileError) as refused:
        decode_file(DecodeTask(file, SMALL, 10**8))
    assert refused.value.reason == "vanished"
    (root / "2024" / "trip").unlink()
    (root / "2024" / "trip").mkdir()
    photo().save(absolute)
    assert decode_file(DecodeTask(file, SMALL, 10**8)).metadata.width == 320


@posix
def test_a_sidecar_that_is_a_link_is_not_read(root: Path, tmp_path: Path) -> None:
    picture = root / "2024" / "trip" / "a.jpg"
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>secret</rdf:li>'
        b"</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    (tmp_path / "elsewhere" / "a.xmp").write_bytes(packet)
    picture.with_suffix(".xmp").symlink_to(tmp_path / "elsewhere" / "a.xmp")
    assert read_sidecars(str(picture), b"2024/trip/a.jpg") == ()
    picture.with_suffix(".xmp").unlink()
    picture.with_suffix(".xmp").write_bytes(packet)
    assert [text for _, text in read_sidecars(str(picture), b"2024/trip/a.jpg")] == ["secret"]


@posix
def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(root: Path) -> None:
    os.mkfifo(root / "pipe.jpg")
    with pytest.raises(OSError, match="regular"):
        content(root, b"pipe.jpg")
    with pytest.raises(OSError, match="regular"):
        open_regular(str(root / "pipe.jpg"))
    os.mkfifo(root / os.fsdecode(IGNORE_FILE))
    assert not IgnoreRules(str(root)).ignored(b"2024/trip/a.jpg", is_folder=False)


def test_a_path_that_leaves_its_root_is_refused(root: Path) -> None:
    for relative in (b"../elsewhere/trip/a.jpg", b"2024/../../elsewhere/trip/a.jpg", b"", b"2024//trip/a.jpg", b"."):
        with pytest.raises(OSError, match="no path below a folder"):
            content(root, relative)
    with pytest.raises(OSError, match="no path below a folder"):
        open_below(str(root / "2024"), b"another.jpg")
    with pytest.raises(OSError, match="regular"):
        content(root, b"2024/trip")
