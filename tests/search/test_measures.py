"""The measures of retrieval against cases worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mediasearch.search import measures


def judged(*rows: str) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Scores that fall from left to right, and what is relevant: ``#`` is, ``.`` is not."""
    relevant = np.array([[letter == "#" for letter in row] for row in rows])
    return np.tile(np.linspace(1, 0, relevant.shape[1], dtype=np.float32), (len(rows), 1)), relevant


def test_recall_is_whether_one_relevant_item_is_near_the_top() -> None:
    scores, relevant = judged("#....", "..#..", "....#", "##...")
    assert measures.recall_at(scores, relevant, 1) == 2 / 4
    assert measures.recall_at(scores, relevant, 3) == 3 / 4
    assert measures.recall_at(scores, relevant, 99) == 1.0


def test_the_median_rank_is_that_of_the_first_relevant_items() -> None:
    assert measures.median_rank(*judged("#....", "..#.#", "....#")) == 3
    assert measures.median_rank(*judged("#....", "..#..")) == 2.0  # between 1 and 3


def test_precision_counts_empty_places_as_wrong() -> None:
    scores, relevant = judged("##.#.", "..#..")
    assert measures.precision_at(scores, relevant, 2) == pytest.approx((2 / 2 + 0 / 2) / 2)
    assert measures.precision_at(scores, relevant, 4) == pytest.approx((3 / 4 + 1 / 4) / 2)
    assert measures.precision_at(scores, relevant, 10) == pytest.approx((3 / 10 + 1 / 10) / 2)


def test_average_precision_is_the_mean_of_the_precisions_where_something_is_found() -> None:
    found = measures.average_precisions(*judged("#.#..", "..#..", "##..#", "#####"))
    assert found == pytest.approx([(1 / 1 + 2 / 3) / 2, 1 / 3, (1 / 1 + 2 / 2 + 3 / 5) / 3, 1.0])
    assert measures.mean_average_precision(*judged("#.#..", "..#..")) == pytest.approx((5 / 6 + 1 / 3) / 2)


def test_the_order_is_that_of_the_scores_and_not_of_the_columns() -> None:
    scores, relevant = np.array([[0.1, 0.9, 0.5]]), np.array([[False, True, False]])
    assert measures.median_rank(scores, relevant) == 1
    assert measures.median_rank(-scores, relevant) == 3


def test_equal_scores_are_judged_at_their_worst() -> None:
    scores = np.zeros((1, 4))
    relevant = np.array([[True, False, True, False]])
    assert measures.first_ranks(scores, relevant).tolist() == [3]
    assert measures.recall_at(scores, relevant, 2) == 0
    assert measures.mean_average_precision(scores, relevant) == pytest.approx((1 / 3 + 2 / 4) / 2)


def test_queries_without_anything_relevant_are_left_out() -> None:
    scores, relevant = judged("....", "#...")
    assert measures.recall_at(scores, relevant, 1) == 1.0
    assert measures.precision_at(scores, relevant, 2) == 0.5
    assert measures.average_precisions(scores, relevant).tolist() == [1.0]
    assert measures.f1_at(scores, relevant, 0.9) == 1.0


def test_without_any_judgement_there_is_no_figure() -> None:
    scores, relevant = judged("....")
    for measure in (measures.median_rank, measures.mean_average_precision, measures.best_cut):
        assert math.isnan(measure(scores, relevant))
    assert math.isnan(measures.recall_at(scores, relevant, 1))
    assert math.isnan(measures.f1_at(scores, relevant, 0.5))


def test_f1_at_a_cut() -> None:
    scores, relevant = judged("#.#..", "#....")  # 1, .75, .5, .25, 0
    # First query: two found, one of them right, one missed: 2·1 / (2 + 2).  Second: 2·1 / (2 + 1).
    assert measures.f1_at(scores, relevant, 0.75) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert measures.f1_at(scores, relevant, 2.0) == 0.0


def test_the_best_cut_lies_between_the_classes_when_they_can_be_told_apart() -> None:
    scores, relevant = judged("##...", "##...")
    assert measures.best_cut(scores, relevant) == 0.75
    assert measures.f1_at(scores, relevant, 0.75) == 1.0


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="shape"):
        measures.recall_at(np.zeros((1, 3)), np.zeros((1, 4), np.bool_), 1)


@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_every_measure_agrees_with_walking_down_the_list(seed: int, k: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.integers(0, 4, (3, 7)).astype(np.float32)  # many ties
    relevant = random.random((3, 7)) < 0.4
    relevant[:, 0] = True
    hits, precisions, averages, ranks = [], [], [], []
    for row, truth in zip(scores, relevant, strict=True):
        walk = [bool(right) for _, right in sorted(zip(-row, truth, strict=True), key=lambda pair: tuple(pair))]
        places = [place for place, right in enumerate(walk, 1) if right]
        hits.append(places[0] <= k)
        precisions.append(sum(walk[:k]) / k)
        averages.append(sum(number / place for number, place in enumerate(places, 1)) / len(places))
        ranks.append(places[0])
    assert measures.recall_at(scores, relevant, k) == pytest.approx(np.mean(hits))
    assert measures.precision_at(scores, relevant, k) == pytest.approx(np.mean(precisions))
    assert measures.average_precisions(scores, relevant) == pytest.approx(averages)
    assert measures.median_rank(scores, relevant) == np.median(ranks)
