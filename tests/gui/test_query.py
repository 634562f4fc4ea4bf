"""The way back and forth between queries."""

from __future__ import annotations

from mediasearch.gui.query import Picture, Query, Trail
from mediasearch.gui.terms import Term


def typed(trail: Trail, *texts: str) -> None:
    for text in texts:
        trail.visit(Query(text))


def test_typing_is_one_visit() -> None:
    trail = Trail()
    typed(trail, "d", "do", "dog")
    assert trail.current.query == Query("dog")
    assert trail.go(-1).query == Query()
    assert not trail.can_go_back
    assert trail.go(1).query == Query("dog")


def test_a_pause_makes_two_visits() -> None:
    trail = Trail()
    typed(trail, "dog")
    trail.settle()
    typed(trail, "dog i", "dog in snow")
    assert trail.go(-1).query == Query("dog")


def test_a_picture_that_joins_is_a_visit_of_its_own() -> None:
    trail = Trail()
    typed(trail, "snow")
    trail.visit(Query("snow", (Picture(path="/dog.jpg"),)))
    assert trail.go(-1).query == Query("snow")


def test_a_filter_that_joins_is_a_visit_of_its_own() -> None:
    trail = Trail()
    typed(trail, "snow")
    trail.visit(Query("snow", (), (Term("in", "2019"),)))
    assert trail.go(-1).query == Query("snow")


def test_what_was_typed_and_deleted_again_was_no_visit() -> None:
    trail = Trail()
    typed(trail, "dog")
    trail.settle()
    typed(trail, "dogs", "dog")
    assert trail.go(-1).query == Query()
    assert trail.go(1).query == Query("dog")
    assert not trail.can_go_forward


def test_a_space_more_is_the_same_query() -> None:
    trail = Trail()
    typed(trail, "dog")
    trail.settle()
    typed(trail, "dog ")
    assert trail.go(-1).query == Query()


def test_a_new_query_ends_the_way_forward() -> None:
    trail = Trail()
    typed(trail, "dog")
    trail.go(-1)
    typed(trail, "cat")
    assert not trail.can_go_forward
    assert trail.go(-1).query == Query()


def test_each_visit_remembers_where_it_was_scrolled_to() -> None:
    trail = Trail()
    trail.visit(Query("dog"), place="top of everything")
    trail.settle()
    trail.visit(Query("cat"), place="middle of the dogs")
    assert trail.go(-1, place="end of the cats").place == "middle of the dogs"
    assert trail.go(1).place == "end of the cats"


def test_the_way_back_has_an_end() -> None:
    trail = Trail()
    for number in range(Trail.LONGEST + 50):
        trail.visit(Query(str(number)))
        trail.settle()
    steps = 0
    while trail.can_go_back:
        trail.go(-1)
        steps += 1
    assert steps == Trail.LONGEST - 1


def test_a_picture_that_is_there_already_takes_its_new_weight() -> None:
    query = Query("", (Picture(path="/dog.jpg"), Picture(path="/cat.jpg")))
    assert query.with_pictures([Picture(path="/dog.jpg", weight=-1.0)]).pictures == (
        Picture(path="/cat.jpg"),
        Picture(path="/dog.jpg", weight=-1.0),
    )
