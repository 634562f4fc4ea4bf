"""One product on two threads: the same numbers, whoever computed them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mediasearch.library import product


@pytest.fixture(autouse=True)
def as_in_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.setattr(product.os, "cpu_count", lambda: 2)


@pytest.mark.parametrize("count", [0, 1, 70_000, 3 * 32_768, 100_001])
def test_every_row_is_computed_once(count: int) -> None:
    rows = np.random.default_rng(count).standard_normal((count, 16)).astype(np.float32)
    query = np.arange(16, dtype=np.float32)
    assert np.allclose(product.product(rows, query), rows @ query, atol=1e-3)


def test_it_waits_for_no_thread_that_gets_no_core(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.ones((100_000, 4), np.float32)
    released = threading.Event()
    with ThreadPoolExecutor(1) as taken:
        taken.submit(released.wait)
        monkeypatch.setattr(product, "_helper", lambda: taken)
        try:
            assert (product.product(rows, np.ones(4, np.float32)) == 4).all()
        finally:
            released.set()
