"""Batches for a GPU: what does not fit into its memory is halved, and nothing is lost or moved."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.encoders.accelerated import Batches


class Tower:
    """Takes at most ``room`` pictures at once; the vector of a picture is its first pixel."""

    def __init__(self, room: int, error: type[Exception] | None = None, words: str = "") -> None:
        self.room, self.error, self.words = room, error, words
        self.asked: list[int] = []

    def __call__(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        import torch

        self.asked.append(len(pixels))
        if len(pixels) > self.room:
            raise (self.error or torch.OutOfMemoryError)(self.words)
        return pixels[:, 0, 0].astype(np.float32)


def pictures(count: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (count, 2, 2, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("error", "words"),
    [(None, ""), (RuntimeError, "MPS backend out of memory (allocated 9 GB)"), (MemoryError, ""),
     (RuntimeError, "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")],
)  # fmt: skip
def test_too_large_a_batch_is_halved_and_all_pictures_get_their_vector(
    error: type[Exception] | None, words: str
) -> None:
    tower = Tower(3, error, words)
    batches = Batches(tower, limit=16)
    seen = pictures(21)
    np.testing.assert_array_equal(batches(seen), seen[:, 0, 0])
    assert tower.asked[:4] == [16, 8, 4, 2]
    assert batches.limit == 2
    tower.asked.clear()
    batches(seen)  # it has learned
    assert max(tower.asked) == 2


def test_what_fits_is_not_cut() -> None:
    tower = Tower(100)
    Batches(tower, limit=64)(pictures(40))
    assert tower.asked == [40]


def test_a_picture_that_does_not_fit_alone_is_an_error() -> None:
    import torch

    with pytest.raises(torch.OutOfMemoryError):
        Batches(Tower(0), limit=4)(pictures(3))


def test_another_error_is_not_taken_for_a_lack_of_memory() -> None:
    tower = Tower(1, RuntimeError, "the shapes do not fit")
    with pytest.raises(RuntimeError, match="shapes"):
        Batches(tower, limit=4)(pictures(3))
    assert tower.asked == [3]
