"""Where the tiles of a grid lie: arithmetic alone, so a million rows cost as much as ten.

All lengths are device-independent pixels.  Tiles are squares that stretch a little, so that they fill every line from
margin to margin with even gaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PySide6.QtCore import QPoint, QRect

GAP: Final = 10
MARGIN: Final = 18
SLIM_BAR: Final = 12  #: a scroll bar up to this wide fits into the margin
TOP: Final = 8
BOTTOM: Final = 20


@dataclass(frozen=True)
class GridLayout:
    """``count`` tiles of at least ``edge`` in a view of ``width``; positions are those in the content, unscrolled."""

    count: int
    width: int
    edge: int

    @cached_property
    def _inner(self) -> int:
        return max(self.width - 2 * MARGIN, 1)

    @cached_property
    def columns(self) -> int:
        return max((self._inner + GAP) // (self.edge + GAP), 1)

    @cached_property
    def tile(self) -> int:
        """The edge of a tile as drawn."""
        return max((self._inner + GAP) // self.columns - GAP, 16)

    @cached_property
    def pitch(self) -> int:
        return self.tile + GAP

    @cached_property
    def left(self) -> int:
        return MARGIN + max(self._inner - (self.columns * self.pitch - GAP), 0) // 2

    @cached_property
    def lines(self) -> int:
        return -(-self.count // self.columns)

    @cached_property
    def height(self) -> int:
        """Of the whole content."""
        return TOP + self.lines * self.pitch - GAP + BOTTOM if self.count else 0

    def rect(self, row: int) -> QRect:
        line, column = divmod(row, self.columns)
        return QRect(self.left + column * self.pitch, TOP + line * self.pitch, self.tile, self.tile)

    def row_at(self, point: QPoint) -> int:
        """The row whose tile holds ``point``; -1 in a gap or outside."""
        line, y = divmod(point.y() - TOP, self.pitch)
        column, x = divmod(point.x() - self.left, self.pitch)
        if line < 0 or not 0 <= column < self.columns or x >= self.tile or y >= self.tile:
            return -1
        row = line * self.columns + column
        return row if row < self.count else -1

    def nearest(self, point: QPoint) -> int:
        """The row whose tile is closest to ``point`` in reading order; -1 when there is none."""
        if not self.count:
            return -1
        line = min(max((point.y() - TOP + GAP // 2) // self.pitch, 0), self.lines - 1)
        column = min(max((point.x() - self.left + GAP // 2) // self.pitch, 0), self.columns - 1)
        return int(min(line * self.columns + column, self.count - 1))

    def between(self, top: int, bottom: int) -> range:
        """The rows of every line that touches ``top`` to ``bottom`` (inclusive), gaps not counted."""
        first = max((top - TOP + GAP) // self.pitch, 0)
        last = (bottom - TOP) // self.pitch
        return range(min(first * self.columns, self.count), min(max(last + 1, 0) * self.columns, self.count))

    def runs(self, area: QRect) -> Iterator[tuple[int, int]]:
        """First and last row of each unbroken run of tiles that ``area`` touches: what a rubber band selects."""
        rows = self.between(area.top(), area.bottom())
        first = max((area.left() - self.left + GAP) // self.pitch, 0)
        last = min((area.right() - self.left) // self.pitch, self.columns - 1)
        if not rows or first > last:
            return
        if first == 0 and last == self.columns - 1:
            yield rows.start, rows.stop - 1
            return
        for start in range(rows.start, rows.stop, self.columns):
            if start + first < self.count:
                yield start + first, min(start + last, self.count - 1)
