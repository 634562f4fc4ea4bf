"""The grid of results: its keys, its menu, and what it asks the window for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from mediasearch.gui.card_places import Action
from mediasearch.gui.grid_view import ScrollState
from mediasearch.gui.pointed_grid import EDGES, PointedGrid
from mediasearch.gui.result_actions import ResultActions
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.thumbnails import ThumbnailLoader

__all__ = ["EDGES", "ResultsView", "ScrollState"]

PREFETCHED: Final = 2000  #: selected rows that are fetched at once, so that dragging them out finds their files

_Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_Select = QItemSelectionModel.SelectionFlag
_BY_KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class ResultsView(PointedGrid):
    """Shows a :class:`ResultsModel`.  Paths and content ids travel as ``object`` (see :mod:`mediasearch.gui.files`)."""

    previewed = Signal(int)  #: row; Space
    similar_requested = Signal(object)  #: list of content ids
    show_in_folder_requested = Signal(object)  #: path
    copy_image_requested = Signal(object)  #: path
    copy_paths_requested = Signal(object)  #: list of paths
    favourite_requested = Signal(object, bool)  #: list of content ids; like them, or no longer
    hide_requested = Signal(object)  #: list of content ids
    called = Signal(object, bool)  #: list of content ids: more (True) or less like these
    stack_requested = Signal(object)  #: content id: show what it stands for
    typed = Signal(str)  #: text for the search box
    escaped = Signal()  #: Esc with nothing selected
    left_top = Signal()  #: Up in the first line

    def __init__(
        self, model: ResultsModel, thumbnails: ThumbnailLoader | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, thumbnails, parent)
        self.setObjectName("results")
        self.setAccessibleName(self.tr("Results"))
        self.result_actions = ResultActions(self)

    def enter(self) -> None:
        """Take the focus, with something selected: Down from the search box."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.results.rowCount() and not self.selectionModel().hasSelection():
            rows = self.visible_rows()
            start = self.currentIndex() if self.currentIndex().isValid() else self.results.index(rows.start)
            self.selectionModel().setCurrentIndex(start, _Select.ClearAndSelect)

    def follow(self, row: int) -> None:
        """Select ``row`` and bring it onto the screen without taking the focus: the viewer went there."""
        if 0 <= row < self.results.rowCount():
            self.selectionModel().setCurrentIndex(self.results.index(row), _Select.ClearAndSelect)
            self.scrollTo(self.results.index(row))

    def toggle_stack(self, row: int) -> None:
        """Show what the hit in ``row`` stands for, or no longer; also from one of its members."""
        if row in self.results.opened:
            self.setCurrentIndex(self.results.index(self.results.opened.start))
            self.results.close_stack()
            return
        hit = self.results.hit(row)
        if hit is not None and hit.stack > 1:
            self.stack_requested.emit(hit.content)

    def press_button(self, action: Action, row: int) -> None:
        if action == Action.SIMILAR:
            self.result_actions.find_similar(row)
        elif action == Action.FOLDER:
            self.result_actions.show_in_folder(row)
        elif action == Action.FAVOURITE:
            self.result_actions.toggle_favourite(row)
        else:
            self.toggle_stack(row)

    # ------------------------------------------------------------------------------------------- model changes

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if 1 < sum(len(part) for part in self.selected_parts()) <= PREFETCHED:
            self.results.fetch(row for part in self.selected_parts() for row in part)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self._take_input_methods()
        self._update_row(current.row())
        self._update_row(previous.row())

    # ------------------------------------------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        # Its own keys go before whatever the window has bound to them: a key with two actions would do neither.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.result_actions.of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~_Modifier.KeypadModifier
        typing = held in (_Modifier.NoModifier, _Modifier.ShiftModifier) or (
            held & _Modifier.AltModifier
            and (
                held & _Modifier.ControlModifier  # AltGr
            )
        )
        row = self.currentIndex().row()
        self._focus_shown = True
        self._glide.stop()
        action = self.result_actions.of(event)
        if action is not None and self.result_actions.acts(action):
            action.trigger()
        elif key == _Key.Key_Escape:
            self._escape()
        elif key == _Key.Key_Space and not held:
            if row >= 0:
                self.previewed.emit(row)
        elif key == _Key.Key_Up and not held and row >= 0 and not self.grid.line(row):
            self.left_top.emit()
        elif held == _Modifier.ControlModifier and key in (_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus):
            self._resize_by_hand(1.12 if key != _Key.Key_Minus else 1 / 1.12)
        elif typing and event.text() and event.text().isprintable():
            self.typed.emit(event.text())
        elif held & (_Modifier.AltModifier | _Modifier.MetaModifier):
            event.ignore()  # the window's: previous and next query
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Close, then deselect, then whatever the window does."""
        if self.results.opened:
            self.toggle_stack(self.results.opened.start)
        elif self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            self.escaped.emit()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: what is typed in the grid goes to the search box."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.typed.emit(event.commitString())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus_shown = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)
        self._take_input_methods()
        self._update_row(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_row(self.currentIndex().row())

    def _take_input_methods(self) -> None:
        # Qt switches them off for what cannot be edited; but who types 雪 here means the search box.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            at = self.visualRect(self.currentIndex()).center()
            self.result_actions.popup(self.viewport().mapToGlobal(at))
        elif self.indexAt(event.pos()).isValid():
            self.result_actions.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "result_actions"):
            self.result_actions.retint()
