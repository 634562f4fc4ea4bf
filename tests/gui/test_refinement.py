"""What the person calls right and wrong, and the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mediasearch.gui.refinement import Refinement
from mediasearch.gui.undo import LONGEST, Undo

marks = st.lists(st.tuples(st.lists(st.integers(1, 6), min_size=1, max_size=3), st.booleans()), max_size=8)


@given(marks)
def test_nothing_is_right_and_wrong_at_once(calls: list[tuple[list[int], bool]]) -> None:
    said = Refinement(sort="date", breadth=0.5)
    for contents, right in calls:
        said = said.mark(contents, right)
        assert not set(said.more) & set(said.less)
        assert len(set(said.more)) == len(said.more)
        chosen = set(contents)
        assert not chosen & set(said.less if right else said.more)
    assert (said.sort, said.breadth) == ("date", 0.5)
    assert not said.without_marks().marked


def test_once_more_takes_it_back() -> None:
    said = Refinement().mark([1, 2], right=True)
    assert said.mark([2], right=True).more == (1,)
    assert said.mark([2, 3], right=True).more == (1, 2, 3)  # not all of them were: all of them are now
    assert said.mark([2], right=False) == Refinement(more=(1,), less=(2,))


def test_the_last_thing_goes_first() -> None:
    done: list[int] = []
    undo = Undo()
    undo.teach("number", done.append)
    for number in range(LONGEST + 5):
        undo.push("number", number)
    undo.undo()
    undo.undo()
    assert done == [LONGEST + 4, LONGEST + 3]
    while undo.possible:
        undo.undo()
    assert len(done) == LONGEST
    undo.undo()
    assert len(done) == LONGEST


def test_what_was_taken_back_otherwise_is_not_taken_back_again() -> None:
    done: list[str] = []
    undo = Undo()
    undo.teach("word", done.append)
    first = undo.push("word", "first")
    undo.push("word", "first")
    undo.take_back(first)
    undo.forget(undo.push("word", "never came about"))
    undo.undo()
    undo.undo()
    assert done == ["first", "first"]


def test_another_window_takes_back_what_was_done_in_this_one() -> None:
    here: list[int] = []
    there: list[int] = []
    undo, other = Undo(), Undo()
    undo.teach("number", here.append)
    other.teach("number", there.append)
    undo.push("number", 1)
    undo.push("number", 2)
    other.go_on_from(undo)
    other.undo()
    other.undo()
    assert (here, there) == ([], [2, 1])
