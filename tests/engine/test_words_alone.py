"""``mediasearch search`` finds names and texts also when the library's model cannot be had."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from mediasearch.engine import direct
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.database import connect
from mediasearch.paths import Library
from tests.library.album import Album, make_model


@pytest.fixture
def indexed(library: Library) -> Library:
    """Made with a model that is nowhere on this computer."""
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(make_model("lost-model"))
        catalog.set_active_model(model)
        album = Album(catalog, model, catalog.add_root("/photos").id)
        for number, path in enumerate(("IMG_2041.jpg", "IMG_2042.jpg", "Rome/IMG_1.jpg", "Rome/IMG_2.jpg")):
            album.write(path, f"{number:064x}")
        album.index()
        while catalog.refresh_words(100):
            pass
    return library


def test_a_name_is_found_without_the_model(indexed: Library) -> None:
    reply = direct.search(indexed, "IMG_2041", [], 10)
    assert [(Path(hit.path).name, hit.why) for hit in reply.rows] == [("IMG_2041.jpg", ["name"])]
    assert "only names and texts were searched" in reply.note
    reply = direct.search(indexed, "rome", [], 10)
    assert {hit.path for hit in reply.rows} == {"/photos/Rome/IMG_1.jpg", "/photos/Rome/IMG_2.jpg"}


def test_filters_and_everything_need_no_model(indexed: Library) -> None:
    assert len(direct.search(indexed, "", [], 10).rows) == 4
    assert len(direct.search(indexed, "folder:Rome", [], 10).rows) == 2


def test_what_only_the_model_can_answer_says_why_it_cannot(indexed: Library, tmp_path: Path) -> None:
    with pytest.raises(MediaSearchError, match="lost-model"):
        direct.search(indexed, "a description that no name holds", [], 10)
    with pytest.raises(MediaSearchError, match="lost-model"):
        direct.search(indexed, "rome", [str(tmp_path / "x.jpg")], 10)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM words_data WHERE id > 10",
        "UPDATE words_data SET block = x'000000008F520000' || zeroblob(4004) WHERE id = 10",  # 2,002 levels
        "UPDATE words_data SET block = randomblob(300) WHERE id = 10",
    ],
)
def test_a_damaged_table_of_words_is_made_anew_by_the_next_start(indexed: Library, damage: str) -> None:
    with closing(connect(indexed.database)) as raw:
        raw.execute(damage)
    with pytest.raises(MediaSearchError, match="Start Mediasearch again"):
        direct.search(indexed, "IMG_2041", [], 10)
    with Catalog.open(indexed) as catalog:
        assert catalog.notices == []
        assert catalog.content_count() == 4, "nothing else was lost"
    assert len(direct.search(indexed, "IMG_2041", [], 10).rows) == 1
