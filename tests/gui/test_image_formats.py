"""Which of Qt's decoders reads a file is decided by how the file begins, without asking all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from mediasearch.gui import files


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "jpeg"), ("PNG", "png"), ("GIF", "gif"), ("BMP", "bmp"),
                                            ("WEBP", "webp"), ("TIFF", "tiff")])  # fmt: skip
def test_a_misnamed_picture_is_read_by_the_decoder_it_needs(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / "picture.svg"
    Image.new("RGB", (12, 8), "red").save(path, kind)
    reader = files.reader(str(path))
    assert not reader.autoDetectImageFormat(), "asking the plugin for SVG on a worker thread can stop the window"
    assert reader.format() == name
    image = reader.read()
    assert (image.width(), image.height()) == (12, 8), reader.errorString()


def test_a_plain_format_and_none_at_all(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"P6 2 1 255\n" + bytes(6))
    assert files.reader(str(path)).read().width() == 2
    path.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    reader = files.reader(str(path))
    assert not reader.canRead() and reader.read().isNull()


def test_a_file_may_go_away_once_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "\udcff.jpg"
    Image.new("RGB", (12, 8), "red").save(path)
    reader = files.reader(str(path))
    path.unlink()
    assert reader.canRead() and reader.read().width() == 12
    with pytest.raises(OSError):
        files.reader(str(path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_that_took_the_place_of_a_picture_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    os.mkfifo(path)
    for what in (path, tmp_path):
        with pytest.raises(OSError, match="not a regular file"):
            files.reader(str(what))
