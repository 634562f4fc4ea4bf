"""What can be done with selected results: actions with their keys, and the context menu."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from mediasearch.gui import icons

if TYPE_CHECKING:
    from mediasearch.gui.results_view import ResultsView

_MAC = sys.platform == "darwin"


class ResultActions(QObject):
    """The actions of one grid; their keys work while it has the focus."""

    def __init__(self, view: ResultsView) -> None:
        super().__init__(view)
        self._view = view
        self._all: list[QAction] = []
        self._icons: dict[QAction, str] = {}
        self._waiting: list[int] = []  # rows whose paths are to be copied once they have all been fetched
        view.results.rows_arrived.connect(self._copy_waiting)
        view.results.modelReset.connect(self._waiting.clear)
        self.open = self._action(self.tr("Open"), "", ["Return", "Enter"], self._open)
        self.similar = self._action(self.tr("Find similar"), "similar", ["Ctrl+Shift+F"], self.find_similar)
        self.folder = self._action(
            self.tr("Show in folder"),
            "folder",
            ["Ctrl+Alt+R"] if _MAC else ["Ctrl+Return", "Ctrl+Enter"],
            self.show_in_folder,
        )
        self.copy_image = self._action(self.tr("Copy image"), "copy", ["Ctrl+C"], self._copy_image)
        self.copy_path = self._action(
            self.tr("Copy path"), "", ["Ctrl+Alt+C"] if _MAC else ["Ctrl+Shift+C"], self._copy_paths
        )
        self.more = self._action(self.tr("More like this"), "plus", ["+"], lambda: self._call(True))
        self.less = self._action(self.tr("Less like this"), "minus", ["-"], lambda: self._call(False))
        self.favourite = self._action(self.tr("Add to favourites"), "heart", ["Ctrl+D"], self.toggle_favourite)
        self.stack = self._action(self.tr("Show the stack"), "stack", ["Alt+Down", "Alt+Up"], self._toggle_stack)
        self.hide = self._action(self.tr("Hide from results"), "hide", ["Ctrl+Shift+H"], self._hide)

    def of(self, event: QKeyEvent) -> QAction | None:
        """The action that the key of ``event`` stands for."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            held &= ~Qt.KeyboardModifier.ShiftModifier  # many keyboards have the sign there
        pressed = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
        return next((action for action in self._all if pressed in action.shortcuts()), None)

    def acts(self, action: QAction) -> bool:
        """Whether ``action`` has something to act on; else a plus or a minus is the beginning of a query."""
        chosen = self._view.selectionModel().hasSelection() or self._view.currentIndex().isValid()
        return chosen or action not in (self.more, self.less)

    def menu(self) -> QMenu:
        """A menu for what is selected now."""
        view = self._view
        rows = view.selected_rows()
        hit = view.results.hit(rows[0]) if rows else None
        self.open.setEnabled(bool(rows))
        self.similar.setEnabled(bool(rows))
        self.copy_path.setEnabled(bool(rows))
        self.folder.setEnabled(hit is not None and hit.online)
        self.copy_image.setEnabled(hit is not None)
        self.copy_path.setText(self.tr("Copy path") if len(rows) < 2 else self.tr("Copy %n paths", "", len(rows)))
        stacked = hit is not None and (hit.stack > 1 or rows[0] in view.results.opened)
        self.stack.setVisible(stacked)
        self.stack.setText(
            self.tr("Close the stack") if rows and rows[0] in view.results.opened else self.tr("Show the stack")
        )
        for action in (self.more, self.less, self.favourite, self.hide):
            action.setEnabled(bool(rows))
        liked = hit is not None and hit.favourite
        self.favourite.setText(self.tr("Remove from favourites") if liked else self.tr("Add to favourites"))
        made = QMenu(view)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.setAccessibleName(self.tr("Actions for the selected pictures"))
        made.addAction(self.open)
        made.addAction(self.similar)
        made.addAction(self.stack)
        made.addSeparator()
        made.addAction(self.more)
        made.addAction(self.less)
        made.addSeparator()
        made.addAction(self.favourite)
        made.addAction(self.hide)
        made.addSeparator()
        made.addAction(self.folder)
        made.addSeparator()
        made.addAction(self.copy_image)
        made.addAction(self.copy_path)
        # Nothing stays disabled: a key is pressed without a menu, and each action looks for itself.
        made.aboutToHide.connect(self._enable_all)
        return made

    def popup(self, at: QPoint) -> None:
        """Show the menu at the global position ``at``."""
        self.menu().popup(at)

    def find_similar(self, row: int | None = None) -> None:
        """Ask for what is like the selected pictures, or like the one in ``row``."""
        contents = self._view.results.contents(self._view.selected_rows() if row is None else [row])
        if contents:
            self._view.similar_requested.emit(contents)

    def show_in_folder(self, row: int | None = None) -> None:
        """Ask for the folder of the first selected picture, or of the one in ``row``."""
        hit = self._view.results.hit(self._first() if row is None else row)
        if hit is not None and hit.online:
            self._view.show_in_folder_requested.emit(hit.path)

    def toggle_favourite(self, row: int | None = None) -> None:
        """Like the selected pictures, or the one in ``row``; or no longer, when the first of them is liked."""
        rows = self._view.selected_rows() if row is None else [row]
        hit = self._view.results.hit(rows[0]) if rows else None
        if hit is not None:
            self._view.favourite_requested.emit(self._view.results.contents(rows), not hit.favourite)

    # ------------------------------------------------------------------------------------------------- inside

    def _call(self, right: bool) -> None:
        contents = self._view.results.contents(self._view.selected_rows())
        if contents:
            self._view.called.emit(contents, right)

    def _hide(self) -> None:
        contents = self._view.results.contents(self._view.selected_rows())
        if contents:
            self._view.hide_requested.emit(contents)

    def _toggle_stack(self) -> None:
        row = self._first()
        if row >= 0:
            self._view.toggle_stack(row)

    def _action(self, text: str, icon: str, keys: list[str], act: object) -> QAction:
        made = QAction(text, self)
        if icon:
            made.setIcon(icons.icon(icon, self._view.palette()))
            self._icons[made] = icon
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.setShortcutVisibleInContextMenu(True)
        made.triggered.connect(lambda _checked=False: act())  # type: ignore[operator]
        self._view.addAction(made)
        self._all.append(made)
        return made

    def retint(self) -> None:
        """The palette changed."""
        for action, icon in self._icons.items():
            action.setIcon(icons.icon(icon, self._view.palette()))

    def _enable_all(self) -> None:
        for action in self._all:
            action.setEnabled(True)

    def _first(self) -> int:
        """The row that an action on one picture means: the current one if it is selected, else the first selected."""
        rows = self._view.selected_rows()
        current = self._view.currentIndex().row()
        return current if current in rows else rows[0] if rows else -1

    def _open(self) -> None:
        row = self._first()
        if row >= 0:
            self._view.opened.emit(row)

    def _copy_image(self) -> None:
        hit = self._view.results.hit(self._first())
        if hit is not None:
            self._view.copy_image_requested.emit(hit.path)

    def _copy_paths(self) -> None:
        self._waiting[:] = self._view.selected_rows()
        self._copy_waiting()

    def _copy_waiting(self) -> None:
        """Copy once every selected row has been fetched; half a list would be a lie."""
        if not self._waiting or not self._view.results.fetch(self._waiting):
            return
        hits = [self._view.results.hit(row) for row in self._waiting]
        self._waiting.clear()
        self._view.copy_paths_requested.emit([hit.path for hit in hits if hit is not None])
