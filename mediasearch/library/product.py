"""A product of many rows with one query, on two cores.

The engine keeps NumPy's own threads out of it (``__main__`` says why): they share a product out in equal parts, and
while indexing keeps the cores busy everyone waits for the part whose core is taken.  Here both threads fetch small
slices until there are none, so a thread that gets no core delays its own slice and nothing else.

Two threads read as fast as the memory gives it (a million rows are 2 GB).  Codes of one byte with a bound for their
error, the best of them scored again, were no faster: making numbers of bytes again costs what reading less saves (54 ms
a query beside 44 for a million rows; slices an eighth as long change nothing either).
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Rows of a slice: 3 ms at 512 dimensions; handing one over takes a hundredth of that.
_SLICE: Final = 1 << 15


def product(rows: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.float32]:
    """``rows (n, dimension) @ query (dimension,)``; NumPy releases the interpreter meanwhile."""
    if len(rows) <= 2 * _SLICE or not _alone():
        found: NDArray[np.float32] = rows @ query
        return found
    answer = np.empty(len(rows), np.float32)
    starts = _Shared(range(0, len(rows), _SLICE))

    def work() -> None:
        for start in starts:
            part = slice(start, start + _SLICE)
            np.matmul(rows[part], query, out=answer[part])

    helping = _helper().submit(work)
    work()
    if not helping.cancel():  # it never began: everything is done
        helping.result()
    return answer


def _alone() -> bool:
    """Whether NumPy's library was told to use one thread, and there is another core."""
    return os.environ.get("OPENBLAS_NUM_THREADS") == "1" and (os.cpu_count() or 1) > 1


@functools.cache
def _helper() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "product")


class _Shared:
    """What two threads take from in turns."""

    def __init__(self, numbers: range) -> None:
        self._numbers = iter(numbers)
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[int]:
        while True:
            with self._lock:
                number = next(self._numbers, None)
            if number is None:
                return
            yield number
