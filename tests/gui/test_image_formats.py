"""Which of Qt's decoders reads a file is decided by how the file begins, without asking all of them."""

from __future__ import annotations

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


def test_what_begins_like_nothing_known_is_left_to_qt(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"P6 2 1 255\n" + bytes(6))
    assert files.reader(str(path)).read().width() == 2
