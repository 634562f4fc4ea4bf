"""What can be done with selected results: actions with their keys, and the context menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import QMenu, QWidget

from mediasearch.gui import actions, icons
from mediasearch.gui.theme import dress

if TYPE_CHECKING:
    from mediasearch.gui.results_view import ResultsView

#: The context menu, "" for a line.
_MENU: Final = (
    "open", "open_default", "open_with", "", "similar", "add", "stack", "", "more", "less", "", "favourite", "hide",
    "", "folder", "copy_image", "copy_path", "", "export", "export_list", "", "exclude", "trash",
)  # fmt: skip
#: Need the file itself, not only what is known about it.
_ONLINE: Final = frozenset({"open_default", "open_with", "folder", "exclude", "trash", "export"})
#: More paths than this are gathered from the engine by the window.
MOST_PATHS: Final = 5000


class ResultActions(QObject):
    """The actions of one grid; their keys work while it has the focus.

    What needs more than the grid is asked for with :attr:`asked`.
    """

    asked = Signal(str)  #: name of an action that the window carries out on what is selected

    def __init__(self, view: ResultsView) -> None:
        super().__init__(view)
        self._view = view
        self._waiting: list[int] = []  # rows whose paths are to be copied once they have all been fetched
        view.results.rows_arrived.connect(self._copy_waiting)
        view.results.modelReset.connect(self._waiting.clear)
        own = {
            "open": self._open,
            "similar": self.find_similar,
            "folder": self.show_in_folder,
            "copy_image": self._copy_image,
            "copy_path": self._copy_paths,
            "more": partial(self._call, True),
            "less": partial(self._call, False),
            "favourite": self.toggle_favourite,
            "stack": self._toggle_stack,
            "hide": self._hide,
            "select_all": view.selectAll,
        }
        self.by_name: dict[str, QAction] = {}
        for spec in actions.of("grid", "pictures"):
            made = actions.action(spec, view, Qt.ShortcutContext.WidgetShortcut)
            act = own.get(spec.name) or partial(self.asked.emit, spec.name)
            made.triggered.connect(lambda _=False, act=act: act())
            self.by_name[spec.name] = made
        self.retint()

    def of(self, event: QKeyEvent) -> QAction | None:
        """The action that the key of ``event`` stands for."""
        return self.by_name.get(actions.meant_by(event, "grid", "pictures"))

    def acts(self, action: QAction) -> bool:
        """Whether ``action`` has something to act on; else a plus or a minus is the beginning of a query."""
        chosen = self._view.selectionModel().hasSelection() or self._view.currentIndex().isValid()
        return chosen or action.objectName() not in ("more", "less")

    def possible(self) -> set[str]:
        """The names of what can be done now."""
        row = self.first()
        hit = self._view.results.hit(row)
        found = {"select_all"} if self._view.results.rowCount() else set()
        if row >= 0:
            found |= set(self.by_name) - {"stack"}
        if hit is None or not hit.online:
            found -= _ONLINE
        if hit is None:
            found.discard("copy_image")
        elif hit.stack > 1 or row in self._view.results.opened:
            found.add("stack")
        return found

    def refresh(self) -> None:
        """Words and states for what is selected now; :meth:`enable_all` follows once they have been seen."""
        possible, by_name = self.possible(), self.by_name
        count = sum(len(part) for part in self._view.selected_parts())
        row = self.first()
        hit = self._view.results.hit(row)
        for name, action in by_name.items():
            action.setEnabled(name in possible)
        by_name["copy_path"].setText(self.tr("Copy path") if count < 2 else self.tr("Copy %n paths", "", count))
        by_name["stack"].setVisible("stack" in possible)
        opened = row >= 0 and row in self._view.results.opened
        by_name["stack"].setText(self.tr("Close the stack") if opened else self.tr("Show the stack"))
        liked = hit is not None and hit.favourite
        by_name["favourite"].setText(self.tr("Remove from favourites") if liked else self.tr("Add to favourites"))

    def enable_all(self) -> None:
        """Nothing stays disabled: a key is pressed without a menu, and each action looks for itself."""
        for action in self.by_name.values():
            action.setEnabled(True)

    def menu(self, over: QWidget | None = None) -> QMenu:
        """A menu for what is selected now, in the colours of what it lies ``over`` (else the grid)."""
        self.refresh()
        made = QMenu(self._view)
        if over is not None:
            dress(made, over)
            self.retint(over.palette())
            made.aboutToHide.connect(self.retint)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.setAccessibleName(self.tr("Actions for the selected pictures"))
        for name in _MENU:
            if name:
                # A key that acts in the grid alone means something else elsewhere, or nothing.
                here = over is None or actions.BY_NAME[name].where != "grid"
                self.by_name[name].setShortcutVisibleInContextMenu(here)
                made.addAction(self.by_name[name])
            else:
                made.addSeparator()
        made.aboutToHide.connect(self.enable_all)
        return made

    def popup(self, at: QPoint) -> None:
        """Show the menu at the global position ``at``."""
        self.menu().popup(at)

    def first(self) -> int:
        """The row that an action on one picture means: the current one if it is selected, else the first selected."""
        parts = self._view.selected_parts()
        current = self._view.currentIndex().row()
        if not parts or any(current in part for part in parts):
            return current
        return min(part.start for part in parts)

    def find_similar(self, row: int | None = None) -> None:
        """Ask for what is like the selected pictures, or like the one in ``row``."""
        contents = self._view.results.contents(self._view.selected_rows() if row is None else [row])
        if contents:
            self._view.similar_requested.emit(contents)

    def show_in_folder(self, row: int | None = None) -> None:
        """Ask for the folder of the first selected picture, or of the one in ``row``."""
        hit = self._view.results.hit(self.first() if row is None else row)
        if hit is not None and hit.online:
            self._view.show_in_folder_requested.emit(hit.path)

    def toggle_favourite(self, row: int | None = None) -> None:
        """Like the selected pictures, or the one in ``row``; or no longer, when the first of them is liked."""
        rows = self._view.selected_rows() if row is None else [row]
        hit = self._view.results.hit(rows[0]) if rows else None
        if hit is not None:
            self._view.favourite_requested.emit(self._view.results.contents(rows), not hit.favourite)

    def retint(self, palette: QPalette | None = None) -> None:
        """Icons in the colours of ``palette``, or of the grid's."""
        palette = palette or self._view.palette()
        for name, action in self.by_name.items():
            if actions.BY_NAME[name].icon:
                action.setIcon(icons.icon(actions.BY_NAME[name].icon, palette))

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
        row = self.first()
        if row >= 0:
            self._view.toggle_stack(row)

    def _open(self) -> None:
        row = self.first()
        if row >= 0:
            self._view.opened.emit(row)

    def _copy_image(self) -> None:
        hit = self._view.results.hit(self.first())
        if hit is not None:
            self._view.copy_image_requested.emit(hit.path)

    def _copy_paths(self) -> None:
        rows = self._view.selected_rows()
        if len(rows) > MOST_PATHS:
            self.asked.emit("copy_path")
            return
        self._waiting[:] = rows
        self._copy_waiting()

    def _copy_waiting(self) -> None:
        """Copy once every selected row has been fetched; half a list would be a lie."""
        if not self._waiting or not self._view.results.fetch(self._waiting):
            return
        hits = [self._view.results.hit(row) for row in self._waiting]
        self._waiting.clear()
        self._view.copy_paths_requested.emit([hit.path for hit in hits if hit is not None])
