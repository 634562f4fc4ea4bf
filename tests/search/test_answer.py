"""From a question to an answer, over a real catalog: pictures whose vectors and names are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from mediasearch.search.answer import Answer, Question, Source, answer
from mediasearch.search.bands import Cuts
from mediasearch.search.plan import plan
from mediasearch.search.ranking import Words
from tests.library.album import DIMENSION, Album, make_model, vector_of

MODEL = make_model()
CUTS = Cuts(described=1.5, pictured=1.5, reach=1.0)


class Meanings:
    """A text encoder for which a text is the picture whose content it names."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return np.stack([vector_of(text) for text in texts])


@dataclass
class Shelf:
    album: Album
    library: Library

    def ask(self, text: str = "", *, cuts: Cuts | None = None, broken: bool = False, **fields: object) -> Answer:
        index = VectorIndex(self.library.vectors, MODEL.identity, DIMENSION)
        index.load(self.album.catalog, self.album.model)

        def words() -> Words:
            if broken:
                raise MediaSearchError("The model is damaged", "Get it again.")
            return Words(Meanings(), MODEL)

        question = Question(plan(text, self.album.catalog.concept_names()), **fields)  # type: ignore[arg-type]
        return answer(question, Source(self.album.catalog, index.snapshot(), words, cuts))

    def shown(self, contents: Sequence[int]) -> list[str]:
        """The content hashes, which are what the pictures mean."""
        return [row.hash for row in self.album.rows(contents)]

    def content(self, meaning: str) -> int:
        return self.album.content(meaning)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Sixty pictures that mean p0 … p59, and three with speaking names; nobody changes them."""
    library = Library.at(tmp_path_factory.mktemp("shelf"))
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(MODEL)
        catalog.set_active_model(model)
        album = Album(catalog, model, catalog.add_root("/photos").id)
        for number in range(60):
            album.write(f"trip/{number}.jpg", f"p{number}")
        album.write("lighthouse.jpg", "dull")
        album.write("old/lighthouse at dusk.jpg", "duller")
        album.write("p7.jpg", "named like another")
        album.index()
        while catalog.refresh_words(1000):
            pass
        yield Shelf(album, library)


def test_what_is_most_alike_comes_first(shelf: Shelf) -> None:
    found = shelf.ask("p3", limit=5)
    assert shelf.shown(found.contents)[0] == "p3" and len(found.contents) == 5
    assert found.why[found.contents[0]] == ("looks",)
    assert found.scores[found.contents[0]] == pytest.approx(1.0, abs=1e-3)
    assert found.best is None and found.total is None and found.note == ""


def test_without_a_description_everything_comes_newest_first(shelf: Shelf) -> None:
    found = shelf.ask("   ")
    assert list(found.contents) == shelf.album.catalog.newest() and not found.scores and not found.why


def test_filters_narrow_what_is_compared(shelf: Shelf) -> None:
    found = shelf.ask("p3 folder:old")
    assert shelf.shown(found.contents) == ["duller"] and found.total == 1


def test_a_filter_on_nothing_says_so(shelf: Shelf) -> None:
    for text in ("p3 in:1999", "in:1999"):
        found = shelf.ask(text)
        assert list(found.contents) == [] and found.total == 0
        assert found.note == "No photos match these filters: in:1999. Remove one of them."


def test_pictures_alone_and_with_words(shelf: Shelf) -> None:
    alone = shelf.ask(pictures=[(vector_of("p5"), 1.0)], limit=3)
    assert shelf.shown(alone.contents)[0] == "p5"
    both = shelf.shown(shelf.ask("p6", pictures=[(vector_of("p5"), 1.0)]).contents)
    assert both[0] == "p6", "words weigh more, for their scores differ less"
    assert both.index("p5") < shelf.shown(shelf.ask("p6").contents).index("p5")
    away = shelf.ask("p5", pictures=[(vector_of("p5"), -0.9)], limit=3)
    assert shelf.shown(away.contents)[0] == "p5"


def test_examples_move_the_answer_and_are_a_question_of_their_own(shelf: Shelf) -> None:
    liked = shelf.content("p9")
    before = list(shelf.ask("p1").contents).index(liked)
    assert list(shelf.ask("p1", more=[liked]).contents).index(liked) < max(before, 1)
    assert list(shelf.ask("p1", less=[liked]).contents).index(liked) > before
    assert shelf.shown(shelf.ask(more=[liked]).contents)[0] == "p9"
    assert shelf.shown(shelf.ask(less=[liked]).contents)[-1] == "p9"
    assert list(shelf.ask("p1", more=[liked], less=[liked]).contents) == list(shelf.ask("p1").contents)


def test_a_thousand_examples_are_as_good_as_a_few(shelf: Shelf) -> None:
    everything = shelf.album.catalog.newest()
    found = shelf.ask("p1", more=everything * 20, limit=500)
    assert sorted(found.contents) == sorted(everything)


def test_examples_that_have_vanished_are_passed_over_and_alone_are_a_sentence(shelf: Shelf) -> None:
    assert list(shelf.ask("p1", more=[10**6]).contents) == list(shelf.ask("p1").contents)
    with pytest.raises(MediaSearchError, match="no longer in the library"):
        shelf.ask(more=[10**6], less=[10**7])


def test_by_date_has_months_and_no_bands(shelf: Shelf) -> None:
    found = shelf.ask("p3", sort="date", cuts=CUTS)
    dates = [row.taken_at or "" for row in shelf.album.rows(found.contents)]
    assert dates == sorted(dates, reverse=True)
    assert list(found.months) == [("2024-01", len(found.contents))] and found.best is None


def test_by_date_only_what_the_bands_call_best_or_nearly_so(shelf: Shelf) -> None:
    one, broader = (shelf.ask("p3", cuts=CUTS, breadth=breadth) for breadth in (0.0, 1.0))
    assert one.best and broader.best
    dated = shelf.ask("p3", sort="date", cuts=CUTS)
    assert set(dated.contents) == set(broader.contents[: broader.best]) > set(one.contents[: one.best])
    assert sum(count for _, count in dated.months) == len(dated.contents) < 40
    assert set(shelf.ask("p3", sort="date", cuts=CUTS, breadth=-1.0).contents) == set(one.contents[: one.best])


def test_by_date_the_nearest_when_none_stands_out_or_nobody_can_tell(shelf: Shelf) -> None:
    nearest = set(shelf.ask("p3").contents[:20])
    for cuts in (None, Cuts(described=99, pictured=99, reach=1)):
        assert set(shelf.ask("p3", sort="date", cuts=cuts).contents) == nearest
    held = shelf.ask("dusk", sort="date", cuts=Cuts(described=99, pictured=99, reach=1))
    assert shelf.shown(held.contents) == ["duller"], "what holds the words is enough"
    assert len(shelf.ask("dusk", sort="date").contents) in (20, 21), "but it may not be all"
    alike = shelf.ask(pictures=[(vector_of("p5"), 1.0)], sort="date")
    assert len(alike.contents) == 20 and shelf.content("p5") in alike.contents


def test_bands_come_in_order_and_breadth_moves_them(shelf: Shelf) -> None:
    counts = []
    for breadth in (-1.0, 0.0, 1.0):
        found = shelf.ask("p3", cuts=CUTS, breadth=breadth)
        assert found.best is not None
        counts.append(found.best)
        assert shelf.shown(found.contents)[0] == "p3"
    assert counts == sorted(counts) and counts[0] < counts[1] < counts[2] < 63


def test_few_pictures_have_bands_by_their_own_names_alone(shelf: Shelf) -> None:
    found = shelf.ask("dull folder:old", cuts=CUTS)
    assert found.best in (0, 1), "one picture is no crowd"
    alone = shelf.ask("folder:old", pictures=[(vector_of("dull"), 1.0)], cuts=CUTS)
    assert alone.best is None, "and a picture has no names"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("-p3", "The query only says what to leave out"),
        ("p3 " * 2000, "The query is very long"),
        ("p3 -P3", "“P3” is both asked for and left out."),
    ],
)
def test_odd_questions_are_answered_with_a_sentence(shelf: Shelf, text: str, note: str) -> None:
    found = shelf.ask(text)
    assert found.contents and found.note.startswith(note)


def test_a_question_that_cancels_itself_out_is_refused_with_advice(shelf: Shelf) -> None:
    with pytest.raises(MediaSearchError, match="cancel"):
        shelf.ask("p3 -2:p3")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=40) | st.sampled_from(["-", '"', "in:", "-in:2019 in:2019", "is:favourite -is:favourite", "2:"])
)
def test_no_text_raises_anything_but_a_sentence(shelf: Shelf, text: str) -> None:
    try:
        found = shelf.ask(text, cuts=CUTS, limit=10)
    except MediaSearchError as error:
        assert error.title and error.advice
    else:
        assert found.best is None or 0 <= found.best <= len(found.contents)
        assert len(set(found.contents)) == len(found.contents)


def test_exact_names_come_first_and_say_so(shelf: Shelf) -> None:
    found = shelf.ask("lighthouse", cuts=CUTS)
    assert shelf.shown(found.contents)[:2] == ["dull", "duller"]
    assert found.why[found.contents[0]][0] == "name" and found.best is not None and found.best >= 2
    other = shelf.ask("p7")
    assert shelf.shown(other.contents)[:2] == ["named like another", "p7"], "the name first, then what looks like it"


def test_the_pictures_of_a_folder_are_what_was_asked_for_by_its_name(shelf: Shelf) -> None:
    found = shelf.ask("Old", cuts=CUTS)
    assert shelf.shown(found.contents)[0] == "duller" and found.best is not None and found.best >= 1
    far = Cuts(described=99, pictured=99, reach=0)
    assert shelf.ask("old", cuts=far).best == 1 and shelf.ask("trip", cuts=far).best == 60
    assert shelf.ask("tri", cuts=far).best == 0 and shelf.ask("old dull", cuts=far).best == 0


@pytest.mark.parametrize("text", ["p7", "lighthouse", "trip", "p7 trip"])
@pytest.mark.parametrize("cuts", [None, CUTS])
def test_what_comes_first_does_not_depend_on_how_many_follow(shelf: Shelf, text: str, cuts: Cuts | None) -> None:
    whole = shelf.ask(text, cuts=cuts)
    for limit in (1, 2, 5, 30):
        found = shelf.ask(text, cuts=cuts, limit=limit)
        assert list(found.contents) == list(whole.contents[:limit])
        assert found.best == (None if whole.best is None else min(whole.best, limit))


def test_names_are_found_when_the_model_cannot_be_loaded(shelf: Shelf) -> None:
    found = shelf.ask("lighthouse", broken=True)
    assert shelf.shown(found.contents) == ["dull", "duller"]
    assert found.note == "The model is damaged: only names and texts were searched."
    with pytest.raises(MediaSearchError, match="damaged"):
        shelf.ask("p3", broken=True)


def test_what_is_hidden_or_gone_is_not_shown(tmp_path: Path) -> None:
    library = Library.at(tmp_path)
    with Catalog.open(library) as catalog:
        model = catalog.ensure_model(MODEL)
        catalog.set_active_model(model)
        album = Album(catalog, model, catalog.add_root("/photos").id)
        shelf = Shelf(album, library)
        for name in ("a", "b", "c"):
            album.write(f"{name}.jpg", name)
        album.index()
        album.catalog.mark([album.content("a")], "hidden")
        album.remove("b.jpg")
        assert shelf.shown(shelf.ask("a").contents) == ["c"]
        assert shelf.shown(shelf.ask("").contents) == ["c"]
        assert shelf.shown(shelf.ask("c is:hidden").contents) == ["a"]
