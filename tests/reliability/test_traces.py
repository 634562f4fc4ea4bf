"""Promise 12: of a picture that is deleted from the disk nothing is left in the library within a minute."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.below import files_below
from tests.support.engine import RunningEngine, running
from tests.support.rainbow import picture, rainbow

CANARY = "zephyrquokka"


def places_of(library: Library, word: str) -> list[str]:
    """Files of the library that hold ``word``, in any case and the encodings it may stand in."""
    wanted = [word.encode(), word.upper().encode(), word.encode("utf-16-le")]
    found = []
    for path in files_below(library.data):
        with contextlib.suppress(OSError):  # a socket, or a file that is just being replaced
            body = path.read_bytes()
            found += [path.name] if any(form in body for form in wanted) else []
    return found


def one_with_a_canary(folder: Path) -> Path:
    """The word stands in the file's name, its caption and in a file beside it."""
    path = picture(folder / f"{CANARY}.jpg", "green", 77)
    exif = Image.Exif()
    exif[0x010E] = f"A caption with {CANARY}"
    with Image.open(path) as image:
        image.load()
        image.save(path, exif=exif)
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>'
        f"<rdf:li>{CANARY}</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    path.with_suffix(".xmp").write_text(xmp)
    return path


def thumbnails(library: Library) -> set[str]:
    return {path.name for path in files_below(library.thumbnails)}


def test_a_deleted_picture_leaves_no_trace(
    library: Library, tmp_path: Path, figures: Callable[[str], None], in_time: Callable[[float, float], None]
) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
        before = thumbnails(library)
        path = one_with_a_canary(photos)
        engine.until(lambda: engine.names(CANARY)[:1], lambda names: names == [path.name])
        engine.until(lambda: engine.settled().vectors, lambda count: count == 13)
        assert places_of(library, CANARY) and len(thumbnails(library)) == 13
        path.unlink()
        path.with_suffix(".xmp").unlink()
        began = time.monotonic()
        engine.until(lambda: (places_of(library, CANARY), engine.status().vectors), lambda left: left == ([], 12), 200)
        took = time.monotonic() - began
        engine.until(lambda: thumbnails(library), lambda names: names == before)
        assert engine.names(CANARY)[:1] != [path.name]
    assert places_of(library, CANARY) == []
    figures(f"row, vector, text, index entry and preview gone after {took:.0f} s (60 are promised)")
    in_time(took, 60.0)


def test_what_is_only_away_is_kept_until_the_person_forgets_it(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "drive"
    rainbow(photos)
    path = one_with_a_canary(photos)
    with running(library) as engine:
        engine.add(photos)
        engine.until(lambda: engine.names(CANARY)[:1], lambda names: names == [path.name])
        photos.rename(tmp_path / "pulled")
        status = engine.until(engine.status, lambda status: status.roots[0].state == "offline")
        assert engine.names(CANARY)[:1] == [path.name]
        forget(engine, status.roots[0].id)
        engine.until(lambda: (places_of(library, CANARY), thumbnails(library)), lambda left: left == ([], set()), 200)


def forget(engine: RunningEngine, root: int) -> None:
    assert isinstance(engine.ask(protocol.RemoveRoot(0, root)), protocol.Done)
