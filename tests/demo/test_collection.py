"""A drawn folder looks like years of photos, and nobody else's file is ever touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mediasearch.demo import collection, draw_collection

COUNT = 4


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thumbnails instead of full pictures: the files are what is tested here."""
    drawn = collection.render

    def render(seed: int, size: tuple[int, int], kind: str, captions: int = 8) -> object:
        return drawn(seed, (max(24, size[0] // 16), max(24, size[1] // 16)), kind, captions)

    monkeypatch.setattr(collection, "render", render)


def test_a_collection_is_jpegs_with_dates_and_a_list_of_captions(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = draw_collection(tmp_path / "photos", COUNT, lambda done, total: told.append((done, total)))
    assert len(paths) == len(set(paths)) == COUNT
    assert told == [(i + 1, COUNT) for i in range(COUNT)]
    years = set()
    for path in paths:
        with Image.open(path) as image:
            assert image.format == "JPEG"
            taken = image.getexif().get_ifd(0x8769)[0x9003]
            years.add(taken[:4])
            assert path.name.startswith("IMG_" + taken[:10].replace(":", ""))
    assert len(years) > 1
    rows = [line.split("\t") for line in (tmp_path / "photos" / collection.CAPTIONS).read_text("utf-8").splitlines()]
    assert {name for name, _, _ in rows} == {path.name for path in paths}
    assert {language for _, language, _ in rows} == {"en", "zh"}


def test_drawing_again_keeps_what_is_there(tmp_path: Path) -> None:
    paths = draw_collection(tmp_path, COUNT)
    before = {path: path.stat().st_mtime_ns for path in paths}
    assert draw_collection(tmp_path, COUNT) == paths
    assert {path: path.stat().st_mtime_ns for path in paths} == before
    assert len(list(tmp_path.glob("*.jpg"))) == COUNT
    captions = (tmp_path / collection.CAPTIONS).read_text("utf-8")
    assert draw_collection(tmp_path, COUNT + 2)[:COUNT] == paths
    assert (tmp_path / collection.CAPTIONS).read_text("utf-8").startswith(captions)


def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path: Path) -> None:
    (name, *_rest) = [path.name for path in draw_collection(tmp_path / "elsewhere", COUNT)]
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_bytes(b"my own picture")
    paths = draw_collection(folder, COUNT)
    assert (folder / name).read_bytes() == b"my own picture"
    assert folder / name not in paths
    assert len(paths) == COUNT and all(path.is_file() for path in paths)
    assert not list(folder.glob("*.part"))
