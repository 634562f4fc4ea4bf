"""Copies and bursts become one hit."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from mediasearch.search.stacks import BURST, SECONDS, TWIN, collapse
from tests.support.encoders import ColourEncoder
from tests.support.rainbow import picture

Rows = NDArray[np.float32]
NOON = datetime(2024, 6, 1, 12)


def at(seconds: float) -> str:
    return (NOON + timedelta(seconds=seconds)).isoformat()


def with_cosines(*cosines: float) -> Rows:
    """Rows of length 1 whose cosines with the first row are these; the first row leads."""
    rows = [np.array([1.0, 0, 0])]
    for number, cosine in enumerate(cosines):
        angle = 2.4 * number
        side = np.sqrt(max(0.0, 1 - cosine**2))
        rows.append(np.array([cosine, side * np.cos(angle), side * np.sin(angle)]))
    return np.array(rows, dtype=np.float32)


def stacks(
    vectors: Rows, taken: list[str | None] | None = None, camera: list[str | None] | None = None
) -> list[list[int]]:
    count = len(vectors)
    found = collapse(list(range(count)), vectors, taken or [None] * count, camera or [None] * count)
    return [list(stack.contents) for stack in found]


def test_copies_stack_wherever_and_whenever_they_were_made() -> None:
    vectors = with_cosines(TWIN + 0.01, 0.5, TWIN - 0.01)
    assert stacks(vectors) == [[0, 1], [2], [3]]
    assert stacks(vectors, [at(0), at(1e6), at(0), at(0)], ["a", "b", "a", "b"]) == [[0, 1], [2], [3]]


def test_a_burst_is_of_one_camera_within_seconds_and_alike() -> None:
    vectors = with_cosines(BURST + 0.02, BURST + 0.02, BURST - 0.02)
    one: list[str | None] = ["Pixel"] * 4
    assert stacks(vectors, [at(0), at(SECONDS), at(SECONDS + 1), at(0)], one) == [[0, 1], [2], [3]]
    assert stacks(vectors, [at(0)] * 4, ["Pixel", "Canon", "Pixel", "Pixel"]) == [[0, 2], [1], [3]]
    assert stacks(vectors, [at(0)] * 4) == [[0], [1], [2], [3]], "a date without a camera is a file's"
    assert stacks(vectors, [None, at(0), "yesterday", at(0)], one) == [[0], [1], [2], [3]]
    assert stacks(vectors, [at(0) + "+02:00", at(1), None, None], one)[0] == [0, 1]


def test_the_first_leads_and_nothing_drifts_away_from_it() -> None:
    steps = [[float(np.cos(angle)), float(np.sin(angle))] for angle in np.arange(6) * np.arccos(TWIN + 0.005)]
    vectors = np.array(steps, dtype=np.float32)
    assert stacks(vectors) == [[0, 1], [2, 3], [4, 5]]
    assert stacks(vectors[[1, 0, 2]]) == [[0, 1, 2]], "the middle one is like both"


def test_nothing_and_what_has_no_vector() -> None:
    assert collapse([], np.zeros((0, 4), np.float32), [], []) == []
    assert stacks(np.zeros((3, 4), np.float32)) == [[0], [1], [2]]


def test_real_copies_of_real_pictures(tmp_path: Path) -> None:
    images: list[Image.Image] = [
        Image.open(picture(tmp_path / f"{colour}.png", colour)) for colour in ("red", "green", "blue", "white")
    ]
    images += [images[0].resize((48, 36)), images[2].crop((1, 1, 95, 71))]
    Image.open(tmp_path / "green.png").save(tmp_path / "green.jpg", quality=30)
    images.append(Image.open(tmp_path / "green.jpg"))
    pixels = np.stack([np.asarray(image.convert("RGB").resize((32, 32))) for image in images])
    assert stacks(ColourEncoder().encode(pixels)) == [[0, 4], [1, 6], [2, 5], [3]]


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_every_hit_is_in_one_stack_and_the_order_stays(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    raw = random.normal(size=(count, 3))
    vectors: Rows = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    taken: list[str | None] = [at(float(second)) for second in random.integers(0, 60, count)]
    found = stacks(vectors, taken, ["Pixel"] * count)
    assert sorted(place for stack in found for place in stack) == list(range(count))
    assert [stack[0] for stack in found] == sorted(stack[0] for stack in found)
    for stack in found:
        assert stack == sorted(stack)
        for place in stack[1:]:
            near = abs(
                (
                    datetime.fromisoformat(taken[place] or "") - datetime.fromisoformat(taken[stack[0]] or "")
                ).total_seconds()
            )
            cosine = float(vectors[place] @ vectors[stack[0]])
            assert cosine >= TWIN - 1e-6 or (cosine >= BURST - 1e-6 and near <= SECONDS)


def test_the_worst_answer_is_one_stack() -> None:
    assert stacks(np.full((500, 4), 0.5, np.float32)) == [list(range(500))]
