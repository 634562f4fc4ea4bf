"""What a person would miss after a refresh: the selection, the current picture, the place on the screen."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from mediasearch.gui.row_mapping import RowMapping

if TYPE_CHECKING:
    from mediasearch.gui.grid_view import GridView

_Select = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True)
class _Kept:
    """By the rows of ``ids``; ``above``: how far the first row on the screen was below its upper edge."""

    ids: array[int]
    selected: list[range]
    current: int
    first: int
    above: int


class Keeping(QObject):
    """Carries them over a reset of the model of ``view``; another query begins at the top with nothing selected."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self._kept: _Kept | None = None

    def remember(self) -> None:
        """Before the rows are replaced."""
        view, self._kept = self._view, None
        if view.results.keeping:
            top = view.verticalScrollBar().value()
            first = view.visible_rows().start if top and view.visible_rows() else -1
            above = view.grid.rect(first).top() - top if first >= 0 else 0
            self._kept = _Kept(view.results.ids(), view.selected_parts(), view.currentIndex().row(), first, above)

    def restore(self) -> None:
        """After they have been replaced."""
        view = self._view
        kept, self._kept = self._kept, None
        view.updateGeometries()
        if kept is None:
            view.verticalScrollBar().setValue(0)
        else:
            mapping = RowMapping(kept.ids, view.results.ids())
            selection = QItemSelection()
            for first, last in mapping.runs(kept.selected):
                selection.select(view.results.index(first), view.results.index(last))
            view.selectionModel().select(selection, _Select.ClearAndSelect)
            self._scroll_back(kept, mapping)
            row = mapping.row(kept.current)
            if row >= 0:
                scrolling = view.hasAutoScroll()
                view.setAutoScroll(False)  # the person may have scrolled away from it
                view.selectionModel().setCurrentIndex(view.results.index(row), _Select.NoUpdate)
                view.setAutoScroll(scrolling)
        view.rows_replaced.emit()
        view.viewport().update()

    def _scroll_back(self, kept: _Kept, mapping: RowMapping) -> None:
        """To what was at the top of the screen, or to where that was."""
        view = self._view
        if kept.first < 0 or not view.grid.count:
            view.verticalScrollBar().setValue(0)
            return
        row = mapping.row(kept.first)
        row = row if row >= 0 else min(kept.first, view.grid.count - 1)
        view.verticalScrollBar().setValue(view.grid.rect(row).top() - kept.above)
