"""More like these, less like those."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.errors import MediaSearchError
from mediasearch.search.feedback import MOST, direction
from mediasearch.search.fusion import of_picture
from tests.search.test_fusion import unit, words

NONE: NDArray[np.float32] = np.empty((0, 16), np.float32)


def test_examples_pull_and_push_and_the_description_stays_first() -> None:
    said, more, less = words(1), np.stack([unit(2), unit(3)]), np.stack([unit(4)])
    moved = direction(said, more, less)
    assert moved[:-1] @ unit(2) > said[:-1] @ unit(2) and moved[:-1] @ unit(3) > said[:-1] @ unit(3)
    assert moved[:-1] @ unit(4) < said[:-1] @ unit(4)
    assert moved[:-1] @ said[:-1] > 0.8 and moved[-1] < 0


def test_nothing_confirmed_changes_nothing_and_undone_is_undone() -> None:
    np.testing.assert_allclose(direction(words(1), NONE, NONE), words(1), atol=1e-6)


def test_examples_alone_are_a_query() -> None:
    found = direction(None, np.stack([unit(2)]), NONE)
    np.testing.assert_allclose(found, of_picture(unit(2)), atol=1e-6)
    away = direction(None, NONE, np.stack([unit(2)]))
    np.testing.assert_allclose(away, of_picture(-unit(2)), atol=1e-6)


def test_a_thousand_examples_weigh_as_much_as_one() -> None:
    one = direction(words(1), np.stack([unit(2)]), NONE)
    many = direction(words(1), np.stack([unit(2)] * (2 * MOST)), NONE)
    np.testing.assert_allclose(one, many, atol=1e-5)


def test_examples_that_cancel_out_say_so() -> None:
    with pytest.raises(MediaSearchError, match="cancel"):
        direction(None, np.stack([unit(2), -unit(2)]), NONE)
