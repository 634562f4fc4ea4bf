"""The top of the window: navigation, the search field, the menu."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from mediasearch.gui.icons import IconButton
from mediasearch.gui.search_bar import SearchBar

_EDGE = 36
_GAP = 2


class TopBar(QWidget):
    """The search field stands in the middle because what stands beside it is equally wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library = IconButton("library", self.tr("Library"), self, _EDGE)
        self.library.setCheckable(True)
        self.back = IconButton("back", self.tr("Previous query"), self, _EDGE)
        self.forward = IconButton("forward", self.tr("Next query"), self, _EDGE)
        self.search = SearchBar(self)
        self.settings = IconButton("settings", self.tr("Settings"), self, _EDGE)
        self.menu = IconButton("menu", self.tr("Menu"), self, _EDGE)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setVisible(sys.platform != "darwin")  # it has a menu bar
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 14, 14, 10)
        row.setSpacing(12)
        row.addWidget(self._side([self.library, self.back, self.forward], stretch_at=3), 1)
        row.addWidget(self.search, 6)
        row.addWidget(self._side([self.settings, self.menu], stretch_at=0), 1)

    def _side(self, buttons: list[IconButton], stretch_at: int) -> QWidget:
        side = QWidget(self)
        line = QHBoxLayout(side)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        for button in buttons:
            line.addWidget(button)
        line.insertStretch(stretch_at)
        side.setMinimumWidth(3 * _EDGE + 2 * _GAP)
        return side

    def take_actions(self, by_name: Mapping[str, QAction], fill_menu: Callable[[QMenu], None]) -> None:
        """The buttons do what the actions do; ``fill_menu`` lists them all."""
        for button, name in (
            (self.library, "library"), (self.back, "back"), (self.forward, "forward"), (self.settings, "settings"),
        ):  # fmt: skip
            button.clicked.connect(by_name[name].trigger)
        menu = QMenu(self.menu)
        fill_menu(menu)
        self.menu.setMenu(menu)

    def order(self) -> list[QWidget]:
        """In which order Tab visits what is here."""
        search: list[QWidget] = [self.search.line, self.search.clear_button, self.search.history_button]
        return [self.library, self.back, self.forward, *search, self.settings, self.menu]
