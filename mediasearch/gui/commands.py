"""All actions in one place: what the menus show for what is selected now, and what the command palette offers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from mediasearch.gui import actions
from mediasearch.gui.actions import BY_NAME, MENUS, translated
from mediasearch.gui.palette import CommandPalette
from mediasearch.gui.palette_rows import Command
from mediasearch.gui.parts import Parts


class Commands(QObject):
    """``of_window``: the actions by name that work everywhere.  ``recent``: see :class:`CommandPalette`."""

    def __init__(self, parts: Parts, of_window: Mapping[str, QAction], recent: list[str], parent: QObject) -> None:
        super().__init__(parent)
        self._viewer = parts.viewer
        self._results = parts.view.result_actions
        self.actions = {**of_window, **self._results.by_name}
        self.palette = CommandPalette(parts.central, recent)
        self.palette.chosen.connect(self.do)

    def fill_menu(self, menu: QMenu) -> None:
        """Everything, by groups."""
        actions.fill_menu(menu, self.actions)
        self._follow(menu)

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        actions.fill_menu_bar(bar, self.actions)
        for menu in bar.findChildren(QMenu):
            self._follow(menu)

    def open_palette(self) -> None:
        """Every action that can be done now."""
        self._results.refresh()
        offered = [self._command(name) for name in self.possible()]
        self._results.enable_all()
        self.palette.open_with(offered)

    def possible(self) -> list[str]:
        """Names of what can be done now, in the order of their declaration."""
        can = {name for name, action in self.actions.items() if action.isEnabled()} - set(self._results.by_name)
        can |= self._results.possible()
        if self._viewer.isVisible():
            can -= {spec.name for spec in actions.of("grid")} | {"larger", "smaller"}
            can |= self._viewer.possible()
        return [name for name in BY_NAME if name in can and name != "palette"]

    def do(self, name: str) -> None:
        """Do it, on what is selected or shown now."""
        if BY_NAME[name].where == "viewer":
            self._viewer.act(name)
        else:
            self.actions[name].trigger()

    def _command(self, name: str) -> Command:
        spec = BY_NAME[name]
        text = self.actions[name].text() if name in self.actions else spec.shown
        keys = spec.native_keys()
        group = {"viewer": translated(MENUS["picture"])}.get(spec.where) or translated(MENUS.get(spec.menu, ""))
        return Command(name, text.rstrip("…"), keys[0] if keys else "", group, spec.icon)

    def _follow(self, menu: QMenu) -> None:
        menu.aboutToShow.connect(self._results.refresh)
        menu.aboutToHide.connect(self._results.enable_all)
