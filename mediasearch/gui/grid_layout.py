"""Where the tiles of a grid lie: arithmetic alone, so a million rows cost as much as ten.

All lengths are device-independent pixels.  Tiles are squares that stretch a little, so that they fill every line from
margin to margin with even gaps.  A result may be cut into sections, each of which begins a new line under a heading;
which section a row or a place belongs to is looked up in prefix sums by bisection.
"""

from __future__ import annotations

from bisect import bisect_right
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
OVER_TITLE: Final = 26  #: room in a heading besides its text
OVER_FIRST: Final = 10  #: in the first one, which has the header above it
AFTER_SECTION: Final = 6  #: room below the last line of a section, besides the gap


@dataclass(frozen=True)
class GridLayout:
    """``count`` tiles of at least ``edge`` in a view of ``width``; positions are those in the content, unscrolled.

    ``starts``: the first row of each section, ascending from 0, each with a heading; without any, tiles follow each
    other.  ``mirrored``: the first tile of a line is at the right.  ``title``: height of the text in a heading.
    ``aside``: what of the left margin is outside of the view already, because a scroll bar stands there.
    """

    count: int
    width: int
    edge: int
    starts: tuple[int, ...] = ()
    mirrored: bool = False
    title: int = 18
    aside: int = 0

    # ------------------------------------------------------------------------------------------------- measures

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
        return MARGIN - self.aside + max(self._inner - (self.columns * self.pitch - GAP), 0) // 2

    @cached_property
    def _begins(self) -> list[int]:
        """The first row of each section; one section where there are no headings."""
        return list(self.starts) or [0]

    @cached_property
    def _sums(self) -> tuple[list[int], list[int]]:
        """Of each section the number of lines before it, and where its first line begins; both with the end added."""
        lines, tops = [0], []
        y = TOP
        for place, begin in enumerate(self._begins):
            if self.starts:
                y += self._high(place)
            tops.append(y)
            end = self._begins[place + 1] if place + 1 < len(self._begins) else self.count
            high = -(-(end - begin) // self.columns)
            lines.append(lines[-1] + high)
            y += high * self.pitch + (AFTER_SECTION if self.starts else 0)
        return lines, [*tops, y]

    @cached_property
    def lines(self) -> int:
        return self._sums[0][-1]

    @cached_property
    def height(self) -> int:
        """Of the whole content."""
        after = AFTER_SECTION if self.starts else 0
        return self._sums[1][-1] - after - GAP + BOTTOM if self.count else 0

    # ------------------------------------------------------------------------------------------------- sections

    def _high(self, section: int) -> int:
        """Of the heading above ``section``."""
        return self.title + (OVER_TITLE if section else OVER_FIRST)

    def section(self, row: int) -> int:
        """The section of ``row``."""
        return bisect_right(self._begins, row) - 1 if self.starts else 0

    def section_at(self, y: int) -> int:
        """The section that ``y`` lies in, its heading included."""
        return max(bisect_right(self._sums[1], y + self._high(1), hi=len(self._begins)) - 1, 0)

    def heading(self, section: int) -> QRect:
        """The line above the tiles of ``section``."""
        high = self._high(section)
        top = self._sums[1][section] - high
        return QRect(self.left, top, self.columns * self.pitch - GAP, high)

    def headings(self, top: int, bottom: int) -> range:
        """The sections whose headings touch ``top`` to ``bottom``."""
        if not self.starts or not self.count:
            return range(0)
        tops, many = self._sums[1], len(self.starts)
        return range(bisect_right(tops, top, hi=many), bisect_right(tops, bottom + self._high(1), hi=many))

    @cached_property
    def strip(self) -> int:
        """Height of the strip at the upper edge that the heading stays in; 0 without sections."""
        return self.title + OVER_FIRST + TOP if self.starts and self.count else 0

    def stuck(self, top: int) -> tuple[int, int]:
        """Scrolled to ``top``: the section whose heading stays, and how far the next one has pushed it out."""
        ends = self._sums[1]
        section = max(bisect_right(ends, top + self.strip, hi=len(self._begins)) - 1, 0)
        after = ends[section + 1] - self.strip - top if section + 1 < len(self._begins) else self.strip
        return section, max(self.strip - after, 0)

    # ------------------------------------------------------------------------------------------------- rows

    def rect(self, row: int) -> QRect:
        section = self.section(row)
        line, column = divmod(row - self._begins[section], self.columns)
        return QRect(self._x(column), self._sums[1][section] + line * self.pitch, self.tile, self.tile)

    def row_at(self, point: QPoint) -> int:
        """The row whose tile holds ``point``; -1 in a gap, in a heading or outside."""
        section = bisect_right(self._sums[1], point.y(), hi=len(self._begins)) - 1
        if section < 0:
            return -1
        line, y = divmod(point.y() - self._sums[1][section], self.pitch)
        column, x = divmod(point.x() - self.left, self.pitch)
        if not 0 <= column < self.columns or x >= self.tile or y >= self.tile:
            return -1
        row = self._begins[section] + line * self.columns + self._turned(column)
        return row if row < self._end(section) else -1

    def nearest(self, point: QPoint) -> int:
        """The row whose tile is closest to ``point`` in reading order; -1 when there is none."""
        if not self.count:
            return -1
        column = min(max((point.x() - self.left + GAP // 2) // self.pitch, 0), self.columns - 1)
        return self.row_in(self._line_near(point.y() + GAP // 2), self._turned(column))

    def line(self, row: int) -> int:
        """In which line ``row`` stands, counted over all sections."""
        section = self.section(row)
        return self._sums[0][section] + (row - self._begins[section]) // self.columns

    def column(self, row: int) -> int:
        """In which column ``row`` stands, counted from where reading begins."""
        return (row - self._begins[self.section(row)]) % self.columns

    def row_in(self, line: int, column: int) -> int:
        """The row in ``line`` (brought into range) at ``column``, or the last one of a shorter line."""
        line = min(max(line, 0), self.lines - 1)
        section = bisect_right(self._sums[0], line, hi=len(self._begins)) - 1
        row = self._begins[section] + (line - self._sums[0][section]) * self.columns + column
        return min(row, self._end(section) - 1)

    def between(self, top: int, bottom: int) -> range:
        """The rows of every line that touches ``top`` to ``bottom`` (inclusive), gaps not counted."""
        first = self._first_line_after(top)
        last = self._last_line_before(bottom)
        if not self.count or first > last:
            start = self.row_in(first, 0) if self.count and first < self.lines else self.count
            return range(start, start)
        return range(self.row_in(first, 0), self.row_in(last, self.columns - 1) + 1)

    def runs(self, area: QRect) -> Iterator[tuple[int, int]]:
        """First and last row of each unbroken run of tiles that ``area`` touches: what a rubber band selects."""
        first = max((area.left() - self.left + GAP) // self.pitch, 0)
        last = min((area.right() - self.left) // self.pitch, self.columns - 1)
        top, bottom = self._first_line_after(area.top()), self._last_line_before(area.bottom())
        if not self.count or first > last or top > bottom:
            return
        if first == 0 and last == self.columns - 1:
            yield self.row_in(top, 0), self.row_in(bottom, last)
            return
        first, last = sorted((self._turned(first), self._turned(last)))
        for line in range(top, bottom + 1):
            start = self.row_in(line, first)
            if self.column(start) == first:  # else the line is too short
                yield start, self.row_in(line, last)

    # ------------------------------------------------------------------------------------------------- inside

    def _turned(self, column: int) -> int:
        return self.columns - 1 - column if self.mirrored else column

    def _x(self, column: int) -> int:
        return self.left + self._turned(column) * self.pitch

    def _end(self, section: int) -> int:
        return self._begins[section + 1] if section + 1 < len(self._begins) else self.count

    def _line_near(self, y: int) -> int:
        """The line that holds ``y`` together with the gap below it; that above a heading for a place in it."""
        lines, tops = self._sums
        section = bisect_right(tops, y, hi=len(self._begins)) - 1
        if section < 0:
            return 0
        return min(lines[section] + (y - tops[section]) // self.pitch, max(lines[section + 1] - 1, 0))

    def _first_line_after(self, y: int) -> int:
        """The first line that ends at or below ``y``."""
        lines, tops = self._sums
        section = bisect_right(tops, y, hi=len(self._begins)) - 1
        if section < 0:
            return 0
        # A place in the gap above a line counts to that line, in the room below a section to the next one.
        return min(lines[section] + max((y - tops[section] + GAP) // self.pitch, 0), lines[section + 1])

    def _last_line_before(self, y: int) -> int:
        """The last line that begins at or above ``y``; -1 when none does."""
        lines, tops = self._sums
        section = bisect_right(tops, y, hi=len(self._begins)) - 1
        return -1 if section < 0 else min(lines[section] + (y - tops[section]) // self.pitch, lines[section + 1] - 1)
