"""Where the rows of one result stand in the next one.

Most refreshes add a few rows, so what both begin and end with is found by comparing whole runs of ids, which costs
about 2 ms for a million; only what lies between is looked up one by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator


class RowMapping:
    """From ``old`` to ``new``, both content ids, no id twice."""

    def __init__(self, old: array[int], new: array[int]) -> None:
        if old.typecode != new.typecode:  # arrays of two kinds are compared number by number
            old, new = array("q", old), array("q", new)
        self._old = old
        self._new = new
        most = min(len(old), len(new))
        self._head = _agreeing(most, lambda n: old[:n] == new[:n])
        most -= self._head
        self._tail = _agreeing(most, lambda n: old[len(old) - n :] == new[len(new) - n :])
        self._rows: dict[int, int] | None = None

    def row(self, row: int) -> int:
        """Where the id of old ``row`` is now; −1 when it is gone, or was never there."""
        if not 0 <= row < len(self._old):
            return -1
        if row < self._head:
            return row
        if row >= len(self._old) - self._tail:
            return row + len(self._new) - len(self._old)
        return self._between().get(self._old[row], -1)

    def runs(self, parts: Iterable[range]) -> Iterator[tuple[int, int]]:
        """First and last of each unbroken run of new rows that hold what old ``parts`` held; no row twice."""
        head, tail = self._head, len(self._old) - self._tail
        shift = len(self._new) - len(self._old)
        found: list[tuple[int, int]] = []
        for part in parts:
            for start, stop, by in ((part.start, min(part.stop, head), 0), (max(part.start, tail), part.stop, shift)):
                if start < stop:
                    found.append((start + by, stop + by - 1))
            rows = sorted(
                row for old in range(max(part.start, head), min(part.stop, tail)) if (row := self.row(old)) >= 0
            )
            found += joined(rows)
        found.sort()
        at = 0
        while at < len(found):
            first, last = found[at]
            at += 1
            while at < len(found) and found[at][0] <= last + 1:
                last = max(last, found[at][1])
                at += 1
            yield first, last

    def added(self) -> int:
        """How many ids are new."""
        old = set(self._old[self._head : len(self._old) - self._tail])
        return sum(content not in old for content in self._new[self._head : len(self._new) - self._tail])

    def _between(self) -> dict[int, int]:
        if self._rows is None:
            changed = self._new[self._head : len(self._new) - self._tail]
            self._rows = {content: row for row, content in enumerate(changed, self._head)}
        return self._rows


def _agreeing(most: int, agree: Callable[[int], bool]) -> int:
    """The largest n up to ``most`` for which ``agree(n)``, which holds up to some n and for none beyond."""
    if agree(most):
        return most
    low, high = 0, most  # agrees at low, not at high
    while high - low > 1:
        middle = (low + high) // 2
        if agree(middle):
            low = middle
        else:
            high = middle
    return low


def joined(rows: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run in ascending ``rows``."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] != rows[place - 1] + 1:
            yield rows[start], rows[place - 1]
            start = place
