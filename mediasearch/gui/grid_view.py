"""A ``QListView`` that lays out by arithmetic, so that a million rows are as quick as ten.

The stock view in icon mode visits every row at each resize and append.  Keyboard, selection, drag and accessibility
stay those of Qt; only geometry is here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from mediasearch.gui.grid_layout import SLIM_BAR, GridLayout
from mediasearch.gui.keeping import Keeping
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.row_mapping import joined

REACH: Final = 8  #: how far a tile may paint outside its rectangle

_Index = QModelIndex | QPersistentModelIndex
_Cursor = QAbstractItemView.CursorAction
_Select = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True)
class ScrollState:
    """Where somebody was: the first content on the screen and how far it was scrolled out, in tiles."""

    content: int
    row: int
    offset: float
    current: int  #: content, 0 for none


class GridView(QListView):
    """Tiles of one size, line by line.  Keeps selection and position when its model refreshes a result."""

    moved = Signal()  #: other rows may be on the screen
    tiles_resized = Signal()  #: tiles have another size or stand in other columns
    rows_replaced = Signal()  #: another result is there, or the same one refreshed

    def __init__(self, model: ResultsModel, edge: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = model  # never self.model(): inside an overridden indexAt that has crashed
        self.edge = edge
        self.grid = GridLayout(0, 0, edge)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        keeping = Keeping(self)
        model.modelAboutToBeReset.connect(keeping.remember)
        self.setModel(model)
        model.modelReset.connect(keeping.restore)  # after Qt has forgotten its own
        model.rowsRemoved.connect(self._rows_removed)
        model.sections_changed.connect(lambda: self.anchored(lambda: None))

    def visible_rows(self) -> range:
        """The rows that are on the screen, in part at least."""
        top = self.verticalScrollBar().value()
        return self.grid.between(top, top + self.viewport().height() - 1)

    def selected_rows(self) -> list[int]:
        """The selected rows in order; the current one when nothing is selected."""
        rows = sorted(row for part in self.selected_parts() for row in part)
        current = self.currentIndex().row()
        return rows or ([current] if current >= 0 else [])

    def scroll_state(self) -> ScrollState | None:
        """Where the person is, to come back to after another query."""
        rows = self.visible_rows()
        if not rows:
            return None
        top = self.verticalScrollBar().value()
        return ScrollState(
            content=self.results.content(rows.start),
            row=rows.start,
            offset=(top - self.grid.rect(rows.start).top()) / self.grid.pitch,
            current=self.results.content(self.currentIndex().row()),
        )

    def restore_scroll(self, state: ScrollState | None) -> None:
        """Go back to ``state``; by content when it is still in the result, else by row."""
        if state is None or not self.grid.count:
            self.verticalScrollBar().setValue(0)
            return
        row = self.results.row_of(state.content)
        row = row if row >= 0 else min(state.row, self.grid.count - 1)
        top = self.grid.rect(row).top() + round(state.offset * self.grid.pitch)
        self.verticalScrollBar().setValue(top)
        current = self.results.row_of(state.current) if state.current else -1
        if current >= 0 and not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(self.results.index(current), _Select.NoUpdate)

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)  # not QListView's, which visits every row

    def updateGeometries(self) -> None:
        """Lay out anew and set the scroll bar."""
        whole = self.maximumViewportSize()
        starts = tuple(part.start for part in self.results.sections)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        title = self.fontMetrics().height()
        layout = GridLayout(self.results.rowCount(), whole.width(), self.edge, starts, mirrored, title)
        needed = layout.height > whole.height()
        bar = self.verticalScrollBar()
        wide = self._bar_width() if needed else 0
        if wide:
            beyond = max(wide - SLIM_BAR, 0)
            layout = replace(layout, width=whole.width() - beyond, aside=wide - beyond if mirrored else 0)
        resized = (layout.tile, layout.columns) != (self.grid.tile, self.grid.columns)
        self.grid = layout
        # Decided for the full width, so that a bar that comes and goes cannot make the tiles oscillate.
        bar.setRange(0, max(layout.height - whole.height(), 1) if needed else 0)
        bar.setPageStep(max(whole.height(), 1))
        bar.setSingleStep(max(layout.pitch // 3, 20))
        if resized:
            self.tiles_resized.emit()
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() == event.oldSize().width():
            self.updateGeometries()
        else:
            self.anchored(lambda: None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self.updateGeometries()
            self.viewport().update()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._rows_moved(start, end - start + 1)

    def _rows_removed(self, parent: QModelIndex, start: int, end: int) -> None:
        self._rows_moved(start, start - end - 1)

    def _rows_moved(self, start: int, by: int) -> None:
        """A stack was opened (or closed) before row ``start``: what is on the screen above it stays where it is."""
        old, top = self.grid, self.verticalScrollBar().value()
        seen = self.visible_rows()
        row = start - 1 if start - 1 in seen else seen.start
        now = row if row < start else max(row + by, start - 1)
        before = old.rect(row).top() - top
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.grid.rect(now).top() - before)
        self.viewport().update()

    def visualRect(self, index: _Index) -> QRect:
        row = index.row()
        if not index.isValid() or row >= self.grid.count:
            return QRect()
        return self.grid.rect(row).translated(0, -self.verticalScrollBar().value())

    def indexAt(self, point: QPoint) -> QModelIndex:
        if 0 <= point.y() < self.grid.strip - self.grid.stuck(self.verticalScrollBar().value())[1]:
            return QModelIndex()  # what goes under a heading that stays is not meant
        row = self.grid.row_at(point + QPoint(0, self.verticalScrollBar().value()))
        return self.results.index(row) if row >= 0 else QModelIndex()

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid() or index.row() >= self.grid.count:
            return
        tile = self.grid.rect(index.row())
        bar = self.verticalScrollBar()
        top, height = bar.value(), self.viewport().height()
        highest, lowest = tile.bottom() + 1 + REACH - height, tile.top() - REACH - self.grid.strip
        hints = QAbstractItemView.ScrollHint
        if hint == hints.PositionAtTop:
            bar.setValue(lowest)
        elif hint == hints.PositionAtBottom:
            bar.setValue(highest)
        elif hint == hints.PositionAtCenter:
            bar.setValue((highest + lowest) // 2)
        elif top > lowest or tile.height() + 2 * REACH + self.grid.strip > height:
            bar.setValue(lowest)
        elif top < highest:
            bar.setValue(highest)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()  # QListView moves nothing on the screen that it has not laid out itself
        self.moved.emit()

    def moveCursor(self, action: _Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        grid = self.grid
        if not grid.count:
            return QModelIndex()
        row = self.currentIndex().row()
        if action == _Cursor.MoveHome:
            return self.results.index(0)
        if action == _Cursor.MoveEnd:
            return self.results.index(grid.count - 1)
        if row < 0:
            return self.results.index(min(self.visible_rows().start, grid.count - 1))
        onward = -1 if grid.mirrored else 1  # Left and Right are where the eye sees them
        page = max((self.viewport().height() - grid.strip) // grid.pitch, 1)
        step = {
            _Cursor.MoveLeft: -onward, _Cursor.MovePrevious: -1, _Cursor.MoveRight: onward, _Cursor.MoveNext: 1,
        }.get(action, 0)  # fmt: skip
        lines = {
            _Cursor.MoveUp: -1, _Cursor.MoveDown: 1, _Cursor.MovePageUp: -page, _Cursor.MovePageDown: page,
        }.get(action, 0)  # fmt: skip
        if step:
            row = min(max(row + step, 0), grid.count - 1)
        elif lines:
            line = grid.line(row)
            row = (
                row
                if abs(lines) == 1 and not 0 <= line + lines < grid.lines
                else grid.row_in(line + lines, grid.column(row))
            )
        return self.results.index(row)

    def setSelection(self, rect: QRect, command: _Select) -> None:
        area = rect.translated(0, self.verticalScrollBar().value())
        selection = QItemSelection()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            for first, last in self.grid.runs(area.normalized()):
                selection.select(self.results.index(first), self.results.index(last))
        else:  # a click or a key: in reading order from the one corner to the other
            first, last = sorted((self.grid.nearest(area.topLeft()), self.grid.nearest(area.bottomRight())))
            if first >= 0:
                selection.select(self.results.index(first), self.results.index(last))
        self.selectionModel().select(selection, command)

    def selectAll(self) -> None:
        if self.grid.count:  # Qt's own asks the model for every single index
            everything = QItemSelection(self.results.index(0), self.results.index(self.grid.count - 1))
            self.selectionModel().select(everything, _Select.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        # Exact regions of scattered tiles cost more than they save; the painting looks at the region anyway.
        return QRegion(self.viewport().rect())

    def anchored(self, change: Callable[[], None], at: QPoint | None = None) -> None:
        """Do ``change``, lay out, and keep what is under ``at`` (else the top of the screen) where it was."""
        top = self.verticalScrollBar().value()
        old = self.grid
        row = old.nearest((at or QPoint(0, old.pitch // 2)) + QPoint(0, top)) if old.count else -1
        before = old.rect(row).top() - top if row >= 0 else 0
        change()
        self.updateGeometries()
        if row >= 0 and top > 0 and row < self.grid.count:
            scale = self.grid.tile / old.tile
            self.verticalScrollBar().setValue(self.grid.rect(row).top() - round(before * scale))
        self.viewport().update()

    def _bar_width(self) -> int:
        """Of the scroll bar when it is there: a slim one stands in the margin and takes nothing from the tiles."""
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            return 0
        bar = self.verticalScrollBar()
        return bar.width() if bar.isVisible() else bar.sizeHint().width()

    def select_contents(self, contents: set[int]) -> None:
        """Select what of ``contents`` is here, and nothing else."""
        selection = QItemSelection()
        rows = [row for row, content in enumerate(self.results.ids()) if content in contents] if contents else []
        for first, last in joined(rows):
            selection.select(self.results.index(first), self.results.index(last))
        self.selectionModel().select(selection, _Select.ClearAndSelect)

    def selected_parts(self) -> list[range]:
        """The selection as runs of rows, in the order in which they were selected."""
        return [range(part.top(), part.bottom() + 1) for part in self.selectionModel().selection().toList()]
