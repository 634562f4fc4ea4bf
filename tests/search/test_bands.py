"""Best matches: what stands out from its own usual scores and from the crowd."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from mediasearch.search.bands import CLIP, FILE, LEAST, Cuts, cuts_of, own_distances, standardised
from tests.support.encoders import colour_model

CROWD = np.random.default_rng(0).normal(0.2, 0.03, 500)


def test_the_crowd_is_the_measure_and_a_few_matches_in_it_are_not() -> None:
    scores = np.array([0.2, 0.35])
    plain = standardised(scores, None, CROWD)
    with_matches = standardised(scores, None, np.append(CROWD, np.full(20, 0.5)))
    assert plain is not None and with_matches is not None
    np.testing.assert_allclose(plain, [0, 5], atol=0.7)
    np.testing.assert_allclose(with_matches, plain, atol=0.4)


def test_scale_and_offset_of_a_model_do_not_matter() -> None:
    scores = np.array([0.2, 0.35])
    one, other = standardised(scores, None, CROWD), standardised(7 * scores - 3, None, 7 * CROWD - 3)
    assert one is not None and other is not None
    np.testing.assert_allclose(one, other)


def test_a_description_is_judged_by_both() -> None:
    found = standardised(np.array([0.35]), np.array([3.0]), CROWD)
    crowd = standardised(np.array([0.35]), None, CROWD)
    assert found is not None and crowd is not None and found[0] == pytest.approx((crowd[0] + 3.0) / 2)


@pytest.mark.parametrize("crowd", [CROWD[: LEAST - 1], np.full(500, 0.2)])
def test_without_a_crowd_the_own_names_decide_and_without_either_nobody_knows(crowd: np.ndarray) -> None:
    own = np.array([1.0, 5.0])
    assert standardised(np.array([0.1, 0.3]), own, crowd) is own
    assert standardised(np.array([0.1, 0.3]), None, crowd) is None


def test_own_distances_count_in_spreads_of_the_names() -> None:
    rng = np.random.default_rng(1)
    names = rng.normal(size=(400, 64))
    names = (names / np.linalg.norm(names, axis=1, keepdims=True)).astype(np.float32)
    picture = names[:1]
    scores = names @ picture[0]
    found = own_distances(names[0], picture, names)
    assert found[0] == pytest.approx((1 - scores.mean()) / scores.std(), rel=1e-4)


def test_closer_and_broader_move_the_cut_within_their_reach() -> None:
    cuts = Cuts(described=4.0, pictured=5.0, reach=1.5)
    assert [cuts.at(breadth, described=True) for breadth in (-9, -1, 0, 1, 9)] == [5.5, 5.5, 4.0, 2.5, 2.5]
    assert cuts.at(0.5, described=False) == 4.25


def test_cuts_are_the_models_own_or_of_its_kind_or_there_are_none(tmp_path: Path) -> None:
    unknown = dataclasses.replace(colour_model(), directory=tmp_path)
    clip = dataclasses.replace(unknown, centring=0.75)
    assert cuts_of(unknown) is None
    assert cuts_of(clip) == CLIP
    (tmp_path / FILE).write_text(json.dumps({"described": 1, "pictured": 2, "reach": 3, "measured": "here"}))
    assert cuts_of(unknown) == cuts_of(clip) == Cuts(1.0, 2.0, 3.0)
    (tmp_path / FILE).write_text("{")
    assert cuts_of(clip) == CLIP
