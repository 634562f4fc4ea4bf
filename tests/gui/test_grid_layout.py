"""The arithmetic of the grid against one that places every tile by hand."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from mediasearch.gui.grid_layout import AFTER_SECTION, BOTTOM, GAP, MARGIN, OVER_FIRST, OVER_TITLE, TOP, GridLayout


@st.composite
def layouts(draw: st.DrawFn) -> GridLayout:
    """Small ones: with or without sections, in either direction, also narrower than one tile."""
    sizes = draw(st.lists(st.integers(1, 23), max_size=6))
    starts = tuple(sum(sizes[:place]) for place in range(len(sizes)))
    count = sum(sizes) if sizes else draw(st.integers(0, 60))
    width, edge = draw(st.integers(60, 900)), draw(st.integers(96, 300))
    return GridLayout(count, width, edge, starts, draw(st.booleans()), draw(st.integers(10, 60)))


def placed(grid: GridLayout) -> list[QRect]:
    """Every tile, one after the other, as a person would lay them out."""
    made = []
    y, column = TOP, 0
    for row in range(grid.count):
        if row in grid.starts:
            y += grid.title + (grid.tile + GAP + AFTER_SECTION + OVER_TITLE if row else OVER_FIRST)
            column = 0
        elif column == grid.columns:
            y, column = y + grid.tile + GAP, 0
        seen = grid.columns - 1 - column if grid.mirrored else column
        made.append(QRect(grid.left + seen * (grid.tile + GAP), y, grid.tile, grid.tile))
        column += 1
    return made


@given(layouts())
def test_every_tile_has_its_place(grid: GridLayout) -> None:
    tiles = placed(grid)
    assert [grid.rect(row) for row in range(grid.count)] == tiles
    assert grid.height == (tiles[-1].bottom() + 1 + BOTTOM if tiles else 0)
    if grid.width > 200:
        assert all(tile.left() >= MARGIN and tile.right() < grid.width - MARGIN + 1 for tile in tiles)
    lines = [sorted({tile.top() for tile in tiles}).index(tile.top()) for tile in tiles]
    assert [grid.line(row) for row in range(grid.count)] == lines
    assert grid.lines == len(set(lines))
    for row in range(grid.count):
        assert grid.row_in(grid.line(row), grid.column(row)) == row


@given(layouts(), st.integers(-30, 900), st.integers(-30, 3000))
def test_a_place_belongs_to_the_tile_that_is_there(grid: GridLayout, x: int, y: int) -> None:
    point = QPoint(x, y)
    there = [row for row, tile in enumerate(placed(grid)) if tile.contains(point)]
    assert grid.row_at(point) == (there[0] if there else -1)
    nearest = grid.nearest(point)
    if there:
        assert nearest == there[0]
    assert nearest == -1 if not grid.count else 0 <= nearest < grid.count


@given(layouts(), st.integers(-50, 2500), st.integers(0, 900), st.integers(-40, 900), st.integers(0, 900))
def test_what_a_strip_and_a_band_touch(grid: GridLayout, top: int, high: int, left: int, wide: int) -> None:
    tiles = placed(grid)
    rows = [row for row, tile in enumerate(tiles) if tile.bottom() >= top and tile.top() <= top + high]
    assert list(grid.between(top, top + high)) == rows
    area = QRect(QPoint(left, top), QPoint(left + wide, top + high))
    touched = [row for row, tile in enumerate(tiles) if tile.intersects(area)]
    runs = list(grid.runs(area))
    assert [row for first, last in runs for row in range(first, last + 1)] == touched
    headings = [place for place in range(len(grid.starts)) if grid.heading(place).intersects(QRect(0, top, 900, high))]
    assert set(headings) <= set(grid.headings(top, top + high))
    assert all(grid.heading(place).bottom() >= top for place in grid.headings(top, top + high))


@given(layouts())
def test_headings_stand_above_their_sections(grid: GridLayout) -> None:
    for place, start in enumerate(grid.starts):
        heading = grid.heading(place)
        assert heading.bottom() + 1 == grid.rect(start).top()
        assert grid.section(start) == grid.section_at(heading.top()) == place
        if start:
            assert heading.top() > grid.rect(start - 1).bottom()


def test_a_thousand_months_cost_as_little_as_one() -> None:
    """Against asking every section in turn, which a scroll through them would feel."""
    starts = tuple(range(0, 1_000_000, 1000))
    grid = GridLayout(1_000_000, 1400, 176, starts)
    grid.rect(0)
    started = process_time()
    for row in range(0, 1_000_000, 100):
        assert grid.row_at(grid.rect(row).center()) == row
    ours = process_time() - started
    started = process_time()
    for row in range(0, 1_000_000, 10_000):
        assert max(place for place, start in enumerate(starts) if start <= row) == grid.section(row)
    naive = (process_time() - started) * 100
    assert ours < naive
