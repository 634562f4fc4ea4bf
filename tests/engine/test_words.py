"""Words while the engine runs: names and captions are found soon, side-cars are followed, deleted ones really go."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.search.grammar import parse
from mediasearch.search.words import WordMatch, find
from tests.ingest.test_texts import bag, xmp
from tests.support.engine import RunningEngine, indexed, running

SOON = 20.0


def matches(library: Library, text: str) -> dict[str, WordMatch]:
    """What the words of ``text`` find, by file name."""
    with Catalog.open_readonly(library) as catalog:
        found = find(catalog, parse(text), 100)
        rows = catalog.rows(list(found))
    return {Path(row.files[0][0]).name: found[row.id] for row in rows}


def found(engine: RunningEngine, text: str, *names: str) -> dict[str, WordMatch]:
    """Wait until the words of ``text`` find exactly these files."""
    return engine.until(lambda: matches(engine.library, text), lambda hits: set(hits) == set(names), SOON)


def described(path: Path, text: str) -> Path:
    """A picture that says something."""
    about = PngInfo()
    about.add_text("Description", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((64, 48), 90).save(path, pnginfo=about)
    return path


def test_names_folders_and_captions_are_found_when_indexing_is_done(library: Library, photos: Path) -> None:
    described(photos / "Summer in Rome" / "IMG_2041.png", "Grandma with an accordion")
    with indexed(library, photos):
        for text, column in (("rome", "folder"), ("accordion grandma", "caption"), ("img_2041", "name")):
            assert matches(library, text)["IMG_2041.png"].why[0] == column
        assert matches(library, "IMG_2041")["IMG_2041.png"].exact


def test_a_renamed_file_and_a_moved_one_are_found_under_their_new_names(engine: RunningEngine, photos: Path) -> None:
    (photos / "red-0.jpg").rename(photos / "tomato.jpg")
    found(engine, "tomato", "tomato.jpg")
    (photos / "garden").mkdir()
    (photos / "tomato.jpg").rename(photos / "garden" / "tomato.jpg")
    assert "folder" in found(engine, "garden tomato", "tomato.jpg")["tomato.jpg"].why
    assert engine.encoded == 12


def test_a_sidecar_comes_changes_and_goes(engine: RunningEngine, photos: Path) -> None:
    sidecar = photos / "red-0.xmp"
    sidecar.write_bytes(xmp(bag("dc:subject", "lighthouse")))
    assert found(engine, "lighthouse", "red-0.jpg")["red-0.jpg"].why == ("keyword",)
    sidecar.write_bytes(xmp(bag("dc:subject", "windmill", "派对")))
    found(engine, "windmill", "red-0.jpg")
    found(engine, "派对", "red-0.jpg")
    assert matches(engine.library, "lighthouse") == {}
    beside = photos / "red-0.jpg.xmp"  # what darktable calls it
    sidecar.rename(photos / ".saving")
    (photos / ".saving").rename(beside)
    found(engine, "windmill", "red-0.jpg")
    beside.unlink()
    found(engine, "windmill")
    assert engine.encoded == 12


def test_a_sidecar_moves_with_its_picture_or_stays_behind(engine: RunningEngine, photos: Path) -> None:
    (photos / "red-0.xmp").write_bytes(xmp(bag("dc:subject", "lighthouse")))
    found(engine, "lighthouse", "red-0.jpg")
    (photos / "coast").mkdir()
    for name in ("red-0.jpg", "red-0.xmp"):
        (photos / name).rename(photos / "coast" / name)
    found(engine, "lighthouse coast", "red-0.jpg")
    (photos / "coast" / "red-0.jpg").rename(photos / "red-0.jpg")
    found(engine, "lighthouse")
    assert engine.encoded == 12


def test_sidecars_that_changed_while_nobody_looked(library: Library, photos: Path) -> None:
    (photos / "red-0.xmp").write_bytes(xmp(bag("dc:subject", "lighthouse")))
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
    (photos / "red-0.xmp").unlink()
    (photos / "blue-0.xmp").write_bytes(xmp(bag("dc:subject", "harbour")))
    with running(library) as engine:
        engine.settled()
        assert set(matches(library, "harbour")) == {"blue-0.jpg"}
        assert matches(library, "lighthouse") == {}
        assert engine.encoded == 12


def test_a_damaged_sidecar_is_as_good_as_none(engine: RunningEngine, photos: Path) -> None:
    (photos / "red-0.xmp").write_bytes(b"<x:xmpmeta" + os.urandom(2000))
    (photos / "blue-0.xmp").write_bytes(xmp(bag("dc:subject", "harbour")))
    found(engine, "harbour", "blue-0.jpg")
    assert engine.settled().failed == []


def test_a_library_made_before_there_were_words_gets_them(library: Library, photos: Path) -> None:
    described(photos / "a.png", "an accordion")
    with indexed(library, photos) as engine:
        encoded = engine.encoded
    with closing(sqlite3.connect(library.database)) as raw:  # as the update of the schema leaves it
        raw.executescript(
            "DELETE FROM texts; DELETE FROM words; INSERT OR IGNORE INTO words_stale SELECT id FROM contents;"
            "UPDATE files SET unread = 2;"
        )
    with running(library) as engine:
        engine.settled()
        found(engine, "accordion", "a.png")
        found(engine, "red 0", "red-0.jpg")
        assert engine.encoded == encoded
