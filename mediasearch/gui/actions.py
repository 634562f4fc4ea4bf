"""Every action, declared once: its words, its keys, its place in the menu, where its keys work.

The menu bar, the menus, the command palette and the list of keys are made from these declarations.  Keys are bound
explicitly even where Qt has a standard key: some platforms give Preferences and Quit none.  On macOS, Qt reads
``Ctrl`` as ⌘ and ``Meta`` as ⌃.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True)
class Spec:
    """``keys`` and ``mac`` as portable key texts; ``menu``: a key of :data:`MENUS`, "" for none.

    ``where`` its keys work: ``window`` (everywhere), ``pictures`` (grid and viewer), ``grid``, ``viewer``;
    ``habit`` is what a key does by itself, listed for the person and no action.
    """

    name: str
    text: object  #: a source text, marked for translation
    keys: tuple[str, ...] = ()
    mac: tuple[str, ...] = ()
    menu: str = ""
    where: str = "window"
    icon: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole

    @property
    def shown(self) -> str:
        """Its words in the person's language."""
        return translated(self.text)

    def shortcuts(self) -> tuple[str, ...]:
        return self.mac if self.mac and sys.platform == "darwin" else self.keys

    def native_keys(self) -> list[str]:
        """Its keys as the system writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        return [QKeySequence(key).toString(native) for key in self.shortcuts()]


_ROLE = QAction.MenuRole
SPECS: Final[tuple[Spec, ...]] = (
    Spec("add_folder", QT_TRANSLATE_NOOP("Actions", "Add a folder…"), ("Ctrl+O",), menu="library", icon="folder-add"),
    Spec("rescan", QT_TRANSLATE_NOOP("Actions", "Look for changes now"), ("F5",), ("Ctrl+R",), "library",
         icon="refresh"),
    Spec("problems", QT_TRANSLATE_NOOP("Actions", "Issues…"), menu="library", icon="alert"),
    Spec("open", QT_TRANSLATE_NOOP("Actions", "Open"), ("Return", "Enter"), menu="picture", where="grid",
         icon="image"),
    Spec("preview", QT_TRANSLATE_NOOP("Actions", "Preview"), ("Space",), where="habit"),
    Spec("open_default", QT_TRANSLATE_NOOP("Actions", "Open in its program"), ("Ctrl+Shift+O",), menu="picture",
         where="pictures", icon="open-in"),
    Spec("open_with", QT_TRANSLATE_NOOP("Actions", "Open with…"), menu="picture", where="pictures",
         icon="programs"),
    Spec("similar", QT_TRANSLATE_NOOP("Actions", "Find similar"), ("Ctrl+Shift+F",), menu="picture", where="pictures",
         icon="similar"),
    Spec("add", QT_TRANSLATE_NOOP("Actions", "Add to search"), ("Ctrl+Shift+A",), menu="picture", where="pictures",
         icon="search"),
    Spec("more", QT_TRANSLATE_NOOP("Actions", "More like this"), ("+",), menu="picture", where="grid", icon="plus"),
    Spec("less", QT_TRANSLATE_NOOP("Actions", "Less like this"), ("-",), menu="picture", where="grid", icon="minus"),
    Spec("stack", QT_TRANSLATE_NOOP("Actions", "Show the stack"), ("Alt+Down", "Alt+Up"), menu="picture", where="grid",
         icon="stack"),
    Spec("favourite", QT_TRANSLATE_NOOP("Actions", "Add to favourites"), ("Ctrl+D",), menu="picture",
         where="pictures", icon="heart"),
    Spec("hide", QT_TRANSLATE_NOOP("Actions", "Hide from results"), ("Ctrl+Shift+H",), menu="picture",
         where="pictures", icon="hide"),
    Spec("folder", QT_TRANSLATE_NOOP("Actions", "Show in folder"), ("Ctrl+Return", "Ctrl+Enter"), ("Ctrl+Alt+R",),
         "picture", "pictures", "folder"),
    Spec("copy_image", QT_TRANSLATE_NOOP("Actions", "Copy image"), ("Ctrl+C",), menu="picture", where="pictures",
         icon="copy"),
    Spec("copy_path", QT_TRANSLATE_NOOP("Actions", "Copy path"), ("Ctrl+Shift+C",), ("Ctrl+Alt+C",), "picture",
         "pictures", "link"),
    Spec("export", QT_TRANSLATE_NOOP("Actions", "Copy to a folder…"), ("Ctrl+Shift+E",), menu="picture",
         where="pictures", icon="export"),
    Spec("export_list", QT_TRANSLATE_NOOP("Actions", "Save as a list…"), menu="picture", where="pictures",
         icon="list"),
    Spec("exclude", QT_TRANSLATE_NOOP("Actions", "Leave out of the library"), menu="picture", where="pictures",
         icon="leave-out"),
    Spec("trash", QT_TRANSLATE_NOOP("Actions", "Move to the trash"), ("Del",), ("Ctrl+Backspace",), "picture",
         "pictures", "trash"),
    Spec("select_all", QT_TRANSLATE_NOOP("Actions", "Select all"), ("Ctrl+A",), menu="picture", where="grid",
         icon="select-all"),
    Spec("previous", QT_TRANSLATE_NOOP("Actions", "Previous picture"), ("Left", "PgUp"), where="viewer"),
    Spec("next", QT_TRANSLATE_NOOP("Actions", "Next picture"), ("Right", "PgDown"), where="viewer"),
    Spec("first", QT_TRANSLATE_NOOP("Actions", "First picture"), ("Home",), where="viewer"),
    Spec("last", QT_TRANSLATE_NOOP("Actions", "Last picture"), ("End",), where="viewer"),
    Spec("closer", QT_TRANSLATE_NOOP("Actions", "Zoom in"), ("Ctrl++", "Ctrl+=", "+", "="), where="viewer"),
    Spec("farther", QT_TRANSLATE_NOOP("Actions", "Zoom out"), ("Ctrl+-", "-"), where="viewer"),
    Spec("fit", QT_TRANSLATE_NOOP("Actions", "Fit to the window"), ("Ctrl+0",), where="viewer"),
    Spec("whole", QT_TRANSLATE_NOOP("Actions", "Actual size"), ("Ctrl+1",), where="viewer"),
    Spec("information", QT_TRANSLATE_NOOP("Actions", "Information"), ("I",), where="viewer"),
    Spec("play", QT_TRANSLATE_NOOP("Actions", "Play or pause"), ("P",), where="viewer"),
    Spec("close_viewer", QT_TRANSLATE_NOOP("Actions", "Back to the results"), ("Esc", "Space"), where="viewer"),
    Spec("focus_search", QT_TRANSLATE_NOOP("Actions", "Search"), ("Ctrl+F", "Ctrl+K", "/"), menu="search",
         icon="search"),
    Spec("paste", QT_TRANSLATE_NOOP("Actions", "Paste an image as query"), ("Ctrl+V",), menu="search",
         icon="paste"),
    Spec("back", QT_TRANSLATE_NOOP("Actions", "Previous query"), ("Alt+Left",), ("Ctrl+[",), "search", icon="back"),
    Spec("forward", QT_TRANSLATE_NOOP("Actions", "Next query"), ("Alt+Right",), ("Ctrl+]",), "search",
         icon="forward"),
    Spec("history", QT_TRANSLATE_NOOP("Actions", "Earlier searches"), ("Ctrl+H",), ("Ctrl+Y",), "search",
         icon="clock"),
    Spec("save_search", QT_TRANSLATE_NOOP("Actions", "Save this search…"), ("Ctrl+S",), menu="search",
         icon="bookmark"),
    Spec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",), menu="search", icon="undo"),
    Spec("show_new", QT_TRANSLATE_NOOP("Actions", "Show new matches"), ("Ctrl+Shift+R",), menu="search",
         icon="refresh"),
    Spec("into_grid", QT_TRANSLATE_NOOP("Actions", "From the search field into the pictures"), ("Down",),
         where="habit"),
    Spec("escape", QT_TRANSLATE_NOOP("Actions", "Close, deselect, clear the query"), ("Esc",), where="habit"),
    Spec("library", QT_TRANSLATE_NOOP("Actions", "Library pane"), ("Ctrl+B",), menu="look", icon="library"),
    Spec("larger", QT_TRANSLATE_NOOP("Actions", "Larger thumbnails"), ("Ctrl++", "Ctrl+="), menu="look", icon="plus"),
    Spec("smaller", QT_TRANSLATE_NOOP("Actions", "Smaller thumbnails"), ("Ctrl+-",), menu="look", icon="minus"),
    Spec("full_screen", QT_TRANSLATE_NOOP("Actions", "Full screen"), ("F11",), ("Meta+Ctrl+F",), "look",
         icon="full-screen"),
    Spec("palette", QT_TRANSLATE_NOOP("Actions", "All commands…"), ("Ctrl+Shift+P",), menu="program", icon="menu"),
    Spec("settings", QT_TRANSLATE_NOOP("Actions", "Settings…"), ("Ctrl+,",), menu="program", icon="settings",
         role=_ROLE.PreferencesRole),
    Spec("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), ("Ctrl+?", "F1"), menu="program",
         icon="keyboard"),
    Spec("about", QT_TRANSLATE_NOOP("Actions", "About Mediasearch"), menu="program", icon="info", role=_ROLE.AboutRole),
    Spec("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",), menu="program", icon="close", role=_ROLE.QuitRole),
)  # fmt: skip

BY_NAME: Final = {spec.name: spec for spec in SPECS}

MENUS: Final = {
    "library": QT_TRANSLATE_NOOP("Actions", "Library"),
    "picture": QT_TRANSLATE_NOOP("Actions", "Picture"),
    "search": QT_TRANSLATE_NOOP("Actions", "Search"),
    "look": QT_TRANSLATE_NOOP("Actions", "View"),
    "program": QT_TRANSLATE_NOOP("Actions", "Mediasearch"),
}

#: After these a menu draws a line.
_ENDS: Final = frozenset(
    {"problems", "open_with", "less", "stack", "hide", "folder", "copy_path", "export_list", "trash"}
)


def translated(text: object) -> str:
    return QCoreApplication.translate("Actions", str(text))


def of(*where: str) -> list[Spec]:
    """The declarations whose keys work there, in order."""
    return [spec for spec in SPECS if spec.where in where]


def meant_by(event: QKeyEvent, *where: str) -> str:
    """The name of the action that the key of ``event`` stands for there, "" for none."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal):
        held &= ~Qt.KeyboardModifier.ShiftModifier  # many keyboards have the sign there
    pressed = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
    if pressed.isEmpty():
        return ""
    return next((spec.name for spec in of(*where) if any(QKeySequence(key) == pressed for key in spec.shortcuts())), "")


def action(spec: Spec, parent: QWidget, context: Qt.ShortcutContext) -> QAction:
    """One action of ``parent``, not connected yet."""
    made = QAction(spec.shown, parent)
    made.setObjectName(spec.name)
    made.setShortcuts([QKeySequence(key) for key in spec.shortcuts()])
    made.setShortcutContext(context)
    made.setMenuRole(spec.role)
    made.setShortcutVisibleInContextMenu(True)
    parent.addAction(made)
    return made


def make(parent: QWidget, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """The actions of the window by name, each connected to its handler and active everywhere in it."""
    made = {}
    for spec in of("window"):
        made[spec.name] = action(spec, parent, Qt.ShortcutContext.WindowShortcut)
        handler = handlers[spec.name]
        made[spec.name].triggered.connect(lambda _=False, handler=handler: handler())
    return made


def fill_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """One menu with everything: a menu inside it for each group, the program's own at its end."""
    for group, title in MENUS.items():
        if group == "program":
            menu.addSeparator()
            _fill(menu, group, actions)
        else:
            _fill(menu.addMenu(translated(title)), group, actions)


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    for group, title in MENUS.items():
        _fill(bar.addMenu(translated(title)), group, actions)


def _fill(menu: QMenu, group: str, actions: Mapping[str, QAction]) -> None:
    listed = [spec for spec in SPECS if spec.menu == group and spec.name in actions]
    for spec in listed:
        menu.addAction(actions[spec.name])
        if spec.name in _ENDS and spec is not listed[-1]:
            menu.addSeparator()
