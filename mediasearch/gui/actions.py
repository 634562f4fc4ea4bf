"""Every action of the window: its words, its keys, its place in the menu.

Keys are bound explicitly even where Qt has a standard key: some platforms give Preferences and Quit none.  On macOS,
Qt reads ``Ctrl`` as ⌘ and ``Meta`` as ⌃.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True)
class Spec:
    """``keys`` and ``mac`` as portable key texts; ``menu``: library, search, look or program, "" for none."""

    name: str
    text: object  #: a source text, marked for translation
    keys: tuple[str, ...] = ()
    mac: tuple[str, ...] = ()
    menu: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole

    def shortcuts(self) -> tuple[str, ...]:
        return self.mac if self.mac and sys.platform == "darwin" else self.keys


_ROLE = QAction.MenuRole
SPECS: Final[tuple[Spec, ...]] = (
    Spec("add_folder", QT_TRANSLATE_NOOP("Actions", "Add a folder…"), ("Ctrl+O",), menu="library"),
    Spec("rescan", QT_TRANSLATE_NOOP("Actions", "Look for changes now"), ("F5",), ("Ctrl+R",), menu="library"),
    Spec("problems", QT_TRANSLATE_NOOP("Actions", "Issues…"), menu="library"),
    Spec("focus_search", QT_TRANSLATE_NOOP("Actions", "Search"), ("Ctrl+F", "Ctrl+K", "/"), menu="search"),
    Spec("paste", QT_TRANSLATE_NOOP("Actions", "Paste an image as query"), ("Ctrl+V",), menu="search"),
    Spec("back", QT_TRANSLATE_NOOP("Actions", "Previous query"), ("Alt+Left",), ("Ctrl+[",), menu="search"),
    Spec("forward", QT_TRANSLATE_NOOP("Actions", "Next query"), ("Alt+Right",), ("Ctrl+]",), menu="search"),
    Spec("history", QT_TRANSLATE_NOOP("Actions", "Earlier searches"), ("Ctrl+H",), ("Ctrl+Y",), menu="search"),
    Spec("save_search", QT_TRANSLATE_NOOP("Actions", "Save this search…"), ("Ctrl+S",), menu="search"),
    Spec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",), menu="search"),
    Spec("show_new", QT_TRANSLATE_NOOP("Actions", "Show new matches"), ("Ctrl+Shift+R",), menu="search"),
    Spec("library", QT_TRANSLATE_NOOP("Actions", "Library pane"), ("Ctrl+B",), menu="look"),
    Spec("larger", QT_TRANSLATE_NOOP("Actions", "Larger thumbnails"), ("Ctrl++", "Ctrl+="), menu="look"),
    Spec("smaller", QT_TRANSLATE_NOOP("Actions", "Smaller thumbnails"), ("Ctrl+-",), menu="look"),
    Spec("full_screen", QT_TRANSLATE_NOOP("Actions", "Full screen"), ("F11",), ("Meta+Ctrl+F",), menu="look"),
    Spec(
        "settings", QT_TRANSLATE_NOOP("Actions", "Settings…"), ("Ctrl+,",), menu="program", role=_ROLE.PreferencesRole
    ),
    Spec("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), ("Ctrl+?", "F1"), menu="program"),
    Spec("about", QT_TRANSLATE_NOOP("Actions", "About Mediasearch"), menu="program", role=_ROLE.AboutRole),
    Spec("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",), menu="program", role=_ROLE.QuitRole),
)

#: What the grid and the viewer do with keys of their own; listed for the person.
GRID_KEYS: Final = (
    (QT_TRANSLATE_NOOP("Actions", "Open"), "Return", "Return"),
    (QT_TRANSLATE_NOOP("Actions", "Preview"), "Space", "Space"),
    (QT_TRANSLATE_NOOP("Actions", "Find similar"), "Ctrl+Shift+F", "Ctrl+Shift+F"),
    (QT_TRANSLATE_NOOP("Actions", "Copy image"), "Ctrl+C", "Ctrl+C"),
    (QT_TRANSLATE_NOOP("Actions", "Copy path"), "Ctrl+Shift+C", "Alt+Ctrl+C"),
    (QT_TRANSLATE_NOOP("Actions", "Show in folder"), "Ctrl+Return", "Alt+Ctrl+R"),
    (QT_TRANSLATE_NOOP("Actions", "More like this"), "+", "+"),
    (QT_TRANSLATE_NOOP("Actions", "Less like this"), "-", "-"),
    (QT_TRANSLATE_NOOP("Actions", "Add to favourites"), "Ctrl+D", "Ctrl+D"),
    (QT_TRANSLATE_NOOP("Actions", "Show the stack"), "Alt+Down", "Alt+Down"),
    (QT_TRANSLATE_NOOP("Actions", "Hide from results"), "Ctrl+Shift+H", "Ctrl+Shift+H"),
    (QT_TRANSLATE_NOOP("Actions", "From the search field into the pictures"), "Down", "Down"),
    (QT_TRANSLATE_NOOP("Actions", "Close, deselect, clear the query"), "Esc", "Esc"),
)

MENUS: Final = {
    "library": QT_TRANSLATE_NOOP("Actions", "Library"),
    "search": QT_TRANSLATE_NOOP("Actions", "Search"),
    "look": QT_TRANSLATE_NOOP("Actions", "View"),
    "program": QT_TRANSLATE_NOOP("Actions", "Mediasearch"),
}


def translated(text: object) -> str:
    return QCoreApplication.translate("Actions", str(text))


def make(parent: QWidget, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """The actions by name, each connected to its handler and active in the whole window."""
    made = {}
    for spec in SPECS:
        action = QAction(translated(spec.text), parent)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.shortcuts()])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(spec.role)
        handler = handlers[spec.name]
        action.triggered.connect(lambda _=False, handler=handler: handler())
        parent.addAction(action)
        made[spec.name] = action
    return made


def fill_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """One menu with everything, in groups."""
    for place, group in enumerate(MENUS):
        if place:
            menu.addSeparator()
        for spec in SPECS:
            if spec.menu == group:
                menu.addAction(actions[spec.name])


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    for group, title in MENUS.items():
        menu = bar.addMenu(translated(title))
        for spec in SPECS:
            if spec.menu == group:
                menu.addAction(actions[spec.name])
