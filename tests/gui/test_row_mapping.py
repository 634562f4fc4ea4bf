"""Where rows went from one result to the next, against looking up every one of them."""

from __future__ import annotations

from array import array
from itertools import pairwise
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from mediasearch.gui.row_mapping import RowMapping

contents = st.lists(st.integers(1, 30), unique=True, max_size=30)


def mapping(old: list[int], new: list[int]) -> RowMapping:
    return RowMapping(array("I", old), array("I", new))


@given(contents, contents, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_rows_and_runs_hold_the_same_contents(old: list[int], new: list[int], ranges: list[tuple[int, int]]) -> None:
    made = mapping(old, new)
    assert [made.row(row) for row in range(len(old))] == [new.index(one) if one in new else -1 for one in old]
    assert made.row(-1) == made.row(len(old)) == -1
    assert made.added() == len(set(new) - set(old))
    parts = [range(first, min(last, len(old))) for first, last in ranges]
    chosen = {old[row] for part in parts for row in part}
    runs = list(made.runs(parts))
    rows = [row for first, last in runs for row in range(first, last + 1)]
    assert rows == [row for row, one in enumerate(new) if one in chosen]
    assert all(after[0] > before[1] + 1 for before, after in pairwise(runs))


@given(contents, st.integers(0, 30), st.lists(st.integers(100, 130), unique=True, max_size=5))
def test_what_was_put_in_moves_only_what_follows(old: list[int], at: int, more: list[int]) -> None:
    at = min(at, len(old))
    made = mapping(old, old[:at] + more + old[at:])
    assert [made.row(row) for row in range(len(old))] == [
        row if row < at else row + len(more) for row in range(len(old))
    ]
    assert made.added() == len(more)


def test_ids_of_other_sizes_are_compared_by_value() -> None:
    made = RowMapping(array("I", [1, 2, 3]), array("q", [1, 2**40, 2, 3]))
    assert [made.row(row) for row in range(3)] == [0, 2, 3]


def test_a_million_selected_rows_are_found_again_at_once() -> None:
    old, new = array("I", range(1_000_000)), array("I", [*range(2_000_000, 2_000_500), *range(1_000_000)])
    started = process_time()
    assert list(RowMapping(old, new).runs([range(1_000_000)])) == [(500, 1_000_499)]
    ours = process_time() - started
    started = process_time()
    chosen = set(old)
    assert sum(content in chosen for content in new) == 1_000_000
    assert ours < (process_time() - started) / 2
