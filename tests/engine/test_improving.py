"""The index is made better aside, and goes on as it is when that fails."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mediasearch.engine.improving import Improving
from mediasearch.engine.loop import Loop
from mediasearch.engine.serving import Serving
from mediasearch.library.vectors import VectorIndex
from tests.library.clouds import ids, stored_unit_vectors
from tests.support.load import PATIENCE


class Hub:
    """Measures pictures, when there is memory for it."""

    identity = "hub"
    memory = True
    asked = 0

    def hubness(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked += 1
        if not self.memory:
            raise MemoryError
        return pictures[:, 0].copy()


@pytest.mark.expects_log("could not be improved")
def test_what_fails_for_want_of_memory_is_tried_again_with_a_larger_library(tmp_path: Path) -> None:
    loop, hub = Loop(), Hub()
    improving = Improving(loop, tmp_path, threading.Event())
    index = VectorIndex(tmp_path / "vectors", "model", 8)
    vectors = stored_unit_vectors(60, 8)
    index.add(ids(1, 40), ids(1, 40), vectors[:40])
    index.use(hub)
    serving = Serving(1, "model", "model", index, None)

    looked = itertools.count()

    def looks_after_failure() -> int:
        return next(looked) if hub.asked else 0

    def look(until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not until() and time.monotonic() < end:
            loop.post(improving.look, serving)
            time.sleep(0.01)

    owner = threading.Thread(target=loop.run)
    owner.start()
    hub.memory = False
    look(lambda: looks_after_failure() > 20)
    assert hub.asked == 1 and index.needs_hubness()
    hub.memory = True
    loop.post(index.add, ids(41, 20), ids(41, 20), vectors[40:])
    look(lambda: index.snapshot().hubness == "hub")
    loop.stop()
    owner.join()
    assert not index.needs_hubness() and index.snapshot().hubness == "hub"
