"""Completions of what is being typed, and the tree of folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch import protocol
from mediasearch.engine.folders import FolderTree
from mediasearch.engine.suggestions import Vocabulary, _Entry
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.search.grammar import parse
from tests.library.album import Album, make_model
from tests.support.engine import running
from tests.support.rainbow import picture

PHOTOS = {
    "Trips/Summer in Rome/IMG_0001.jpg": ("2019-06-14T10:00:00", "Apple iPhone 8", ("golden hour", "Giulia")),
    "Trips/Summer in Rome/IMG_0002.jpg": ("2019-06-15T10:00:00", "Apple iPhone 8", ("golden hour", "sunset")),
    "Trips/海边/Sunflower.jpg": ("2020-01-01T10:00:00", "Canon EOS 5D", ("向日葵",)),
    "Sundays/birthday cake.jpg": ("2021-01-01T10:00:00", "", ()),
}


@pytest.fixture
def catalog(library: Library) -> Catalog:
    catalog = Catalog.open(library)
    model = catalog.ensure_model(make_model())
    catalog.set_active_model(model)
    album = Album(catalog, model, catalog.add_root("/photos").id)
    for path in PHOTOS:
        album.write(path, path)
    for file in catalog.pending(model, 100):
        decoded, vector = album.outcome(file)
        taken_at, camera, keywords = PHOTOS[file.path.decode()]
        texts = tuple(("keyword", keyword) for keyword in keywords)
        decoded.metadata = replace(decoded.metadata, taken_at=taken_at, camera=camera or None, texts=texts)
        catalog.record(model, [(decoded, vector)])
    while catalog.refresh_words(10):
        pass
    return catalog


@pytest.fixture
def complete(catalog: Catalog) -> Callable[[str], list[str]]:
    vocabulary = Vocabulary.of(catalog)
    return lambda typed: vocabulary.complete(typed, 8)


def test_words_of_the_library_are_completed(complete: Callable[[str], list[str]]) -> None:
    assert set(complete("sun")) == {"sunset", "sunflower", "folder:Sundays"}
    assert complete("birth") == ["birthday"]
    assert complete("Giu") == ["Giulia"]
    assert complete("向") == ["向日葵"]
    assert complete("海") == ["folder:海边"]
    assert complete("img") == complete("0001") == [], "what cameras call files is no word"


def test_what_stands_before_stays(complete: Callable[[str], list[str]]) -> None:
    assert complete("in:2019 cake birth") == ["in:2019 cake birthday"]
    assert complete("golden ho") == ['"golden hour"']
    assert complete("cake golden ho") == ['cake "golden hour"']
    assert complete("cake -suns") == ["cake -sunset"]
    assert complete("cake ") == complete('"gold') == complete("") == complete("   ") == []


def test_filters_and_their_values(complete: Callable[[str], list[str]]) -> None:
    assert complete("fol") == ["folder:"]
    assert complete("文件") == ["文件夹:"]
    assert complete("folder:sum") == complete("folder:ro") == ['folder:"Summer in Rome"']
    assert complete("cake -folder:Tr") == ["cake -folder:Trips"]
    assert complete("camera:") == ['camera:"Apple iPhone 8"', 'camera:"Canon EOS 5D"']
    assert complete("in:20") == ["in:2019", "in:2020", "in:2021"]
    assert complete("is:fa") == ["is:favourite"]
    assert complete("dog in:yest") == ["dog in:yesterday"] and complete("before:thi")[0] == 'before:"this week"'
    assert complete("年:last w") == [] and 'in:"last summer"' in complete("in:last")
    assert complete("2019") == ["in:2019"]
    assert complete("iph") == ['camera:"Apple iPhone 8"']


def test_kept_searches_come_first(catalog: Catalog) -> None:
    catalog.note_search("sunny garden")
    catalog.save_search("Rome at night", "rome -sun")
    found = Vocabulary.of(catalog).complete("sun", 8)
    assert found[0] == "sunny garden"
    assert Vocabulary.of(catalog).complete("rome at", 8)[0] == "rome -sun"


def test_the_most_frequent_come_first_also_among_very_many() -> None:
    entries = [_Entry("word", f"sun{number:06}", number) for number in range(40_000)]
    vocabulary = Vocabulary(entries)
    assert vocabulary.complete("s", 2) == ["sun039999", "sun039998"]
    assert vocabulary.complete("sun0399", 2) == ["sun039999", "sun039998"]


@given(st.text(max_size=30))
def test_no_text_is_an_error_and_what_is_suggested_can_be_typed(typed: str) -> None:
    vocabulary = Vocabulary(
        [_Entry("word", 'odd "thing" here', 3), _Entry("folder", 'a "b" c', 2), _Entry("in", "2019", 1)]
    )
    for text in vocabulary.complete(typed, 8):
        parse(text)
    assert all(parse(text).text for text in vocabulary.complete("odd", 8) + vocabulary.complete("folder:a", 8))


def test_folders_are_listed_level_by_level_with_what_lies_below_them(catalog: Catalog) -> None:
    def told(
        tree: FolderTree, root: int, *levels: str, limit: int = 0
    ) -> tuple[list[tuple[str, int, bool]], list[str]]:
        reply = tree.answer(catalog, protocol.ListFolders(1, root, list(levels), limit))
        return [(folder.path, folder.files, folder.inside) for folder in reply.folders], reply.cut

    tree = FolderTree()
    top = [("Sundays", 1, False), ("Trips", 3, True)]
    below = [("Trips/Summer in Rome", 2, False), ("Trips/海边", 1, False)]
    assert told(tree, 1, "") == (top, [])
    assert told(tree, 1, "", "Trips") == (top + below, [])
    assert told(tree, 1, "", "Trips", limit=1) == ([top[0], below[0]], ["", "Trips"])
    assert told(tree, 1, "gone") == ([], [])
    assert told(tree, 99, "") == ([], [])


def test_the_engine_answers_and_keeps_up(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    picture(photos / "Lighthouse" / "red.jpg")
    with running(library) as engine:
        engine.add(photos)
        root = engine.settled().roots[0].id

        def suggested(typed: str) -> list[str]:
            reply = engine.ask(protocol.Suggest(0, typed))
            assert isinstance(reply, protocol.Suggestions)
            return reply.texts

        engine.until(lambda: suggested("lightho"), lambda texts: texts == ["folder:Lighthouse"])
        picture(photos / "Windmill" / "blue.jpg", "blue")
        engine.until(lambda: suggested("windm"), lambda texts: texts == ["folder:Windmill"])
        reply = engine.ask(protocol.ListFolders(0, root))
        assert isinstance(reply, protocol.FoldersReply)
        assert [(folder.path, folder.files) for folder in reply.folders] == [("Lighthouse", 1), ("Windmill", 1)]
