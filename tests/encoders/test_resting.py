"""A text encoder that nobody uses gives its memory back, and nobody notices when it comes again."""

from __future__ import annotations

import functools
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.encoders.base import Model
from mediasearch.encoders.resting import Resting
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.errors import MediaSearchError
from tests.support.encoders import ColourTextEncoder
from tests.support.load import PATIENCE


class Counted:
    """Makes encoders and knows how many there were and are."""

    def __init__(self) -> None:
        self.made: list[weakref.ref[Watched]] = []

    def __call__(self) -> Watched:
        encoder = Watched()
        self.made.append(weakref.ref(encoder))
        return encoder

    @property
    def alive(self) -> int:
        return sum(each() is not None for each in self.made)


class Watched:
    busy = threading.Lock()

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        assert self.busy.acquire(blocking=False), "two at once"
        try:
            time.sleep(0.001)
            return ColourTextEncoder().encode(texts)
        finally:
            self.busy.release()


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return condition()


def test_it_goes_when_nobody_searches_and_comes_back_with_the_same_answer() -> None:
    made = Counted()
    encoder = Resting(made, idle_seconds=0.1)
    before = encoder.encode(["red"])
    assert until(lambda: made.alive == 0)
    assert not encoder.awake
    made_before = len(made.made)
    np.testing.assert_array_equal(encoder.encode(["red"]), before)
    assert len(made.made) == made_before + 1
    assert until(lambda: made.alive == 0)  # and again


def test_it_stays_while_somebody_searches() -> None:
    made = Counted()
    encoder = Resting(made, idle_seconds=5)
    for _ in range(20):
        encoder.encode(["red"])
    assert len(made.made) == made.alive == 1
    encoder.close()
    assert made.alive == 0
    encoder.wake()
    assert made.alive == 1
    encoder.close()


def test_several_threads_take_turns() -> None:
    encoder = Resting(Counted(), idle_seconds=0.002)
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: encoder.encode(["blue"])[0], range(100)))
    np.testing.assert_array_equal(rows, np.broadcast_to(ColourTextEncoder().encode(["blue"])[0], (100, len(rows[0]))))
    encoder.close()


def test_a_model_that_cannot_be_loaded_is_noticed_at_once() -> None:
    def broken() -> ColourTextEncoder:
        raise MediaSearchError("The model is damaged")

    with pytest.raises(MediaSearchError, match="damaged"):
        Resting(broken)


def test_a_real_encoder_can_rest_too(tiny_model: Model) -> None:
    encoder = Resting(functools.partial(open_text_encoder, tiny_model, 1))
    before = encoder.encode(["red snow"])
    encoder.close()
    np.testing.assert_array_equal(encoder.encode(["red snow"]), before)
    encoder.close()
