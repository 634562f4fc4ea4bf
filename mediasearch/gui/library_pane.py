"""The library beside the pictures: its folders and what was kept, and what can be done with each of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from mediasearch.gui import icons
from mediasearch.gui.library_rows import Node
from mediasearch.gui.library_tree import LibraryTree
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import margins, secondary

WIDTH = 276


class LibraryPane(QFrame):
    add_requested = Signal()
    rescan_requested = Signal(int)
    locate_requested = Signal(int)
    remove_requested = Signal(int)
    exclude_requested = Signal(object)  #: absolute path
    show_requested = Signal(object)  #: absolute path
    missing_answered = Signal(int, bool)
    term_chosen = Signal(object, bool)  #: a Term, and whether in addition to others of its kind
    saved_opened = Signal(int)
    saved_renamed = Signal(int)
    saved_removed = Signal(int)
    concept_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        title = QLabel(self.tr("Library"), self)
        secondary(title)
        self.add_button = icons.IconButton("plus", self.tr("Add a folder"), self, edge=28, size=18)
        self.add_button.clicked.connect(self.add_requested)
        head = QHBoxLayout()
        margins(head, 18, 0, 12, 4)
        head.addWidget(title, 1)
        head.addWidget(self.add_button)
        self.tree = LibraryTree(self)
        self.tree.used.connect(self.use)
        self.tree.menu_wanted.connect(self._open_menu)
        self.tree.rename_wanted.connect(self._rename)
        self.tree.remove_wanted.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3, 0, 6)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.tree, 1)

    def order(self) -> list[QWidget]:
        """In which order Tab visits what is here."""
        return [self.add_button, self.tree]

    def use(self, node: Node, also: bool = False) -> None:
        """What a click on ``node`` does."""
        if node.kind == "saved":
            self.saved_opened.emit(node.id)
        elif node.term is not None:
            self.term_chosen.emit(node.term, also)

    def menu(self, node: Node) -> QMenu:
        """What can be done with ``node``."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if node.kind == "saved":
            menu.addAction(self.tr("Open"), lambda: self.saved_opened.emit(node.id))
            menu.addAction(self.tr("Rename…"), lambda: self.saved_renamed.emit(node.id))
            menu.addSeparator()
            menu.addAction(self.tr("Remove"), lambda: self.saved_removed.emit(node.id))
        elif node.kind == "concept":
            menu.addAction(self.tr("Search for it"), lambda: self.use(node))
            menu.addSeparator()
            menu.addAction(self.tr("Forget…"), lambda: self.concept_removed.emit(node.name))
        elif node.root is not None:
            self._fill_for_folder(menu, node)
        return menu

    def _fill_for_folder(self, menu: QMenu, node: Node) -> None:
        root, term = node.root, node.term
        assert root is not None
        assert term is not None
        here = root.state != "offline"
        search = menu.addAction(self.tr("Only this folder"), lambda: self.term_chosen.emit(term, False))
        search.setCheckable(True)
        search.setChecked(term in self.tree.active)
        without = Term(term.name, term.value, True)
        leave = menu.addAction(self.tr("Everything but this folder"), lambda: self.term_chosen.emit(without, True))
        leave.setCheckable(True)
        leave.setChecked(without in self.tree.active)
        menu.addSeparator()
        menu.addAction(self.tr("Show in folder"), lambda: self.show_requested.emit(node.absolute)).setEnabled(here)
        if node.kind == "folder":
            menu.addSeparator()
            exclude = menu.addAction(
                self.tr("Exclude from the library"), lambda: self.exclude_requested.emit(node.absolute)
            )
            exclude.setEnabled(here)
            return
        rescan = menu.addAction(self.tr("Look for changes now"), lambda: self.rescan_requested.emit(root.id))
        rescan.setEnabled(here)
        menu.addAction(self.tr("Locate…"), lambda: self.locate_requested.emit(root.id))
        if root.held:
            menu.addSeparator()
            menu.addAction(self.tr("The missing files were deleted"), lambda: self.missing_answered.emit(root.id, True))
            menu.addAction(self.tr("Keep the missing files"), lambda: self.missing_answered.emit(root.id, False))
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the library…"), lambda: self.remove_requested.emit(root.id))

    def _open_menu(self, node: Node, at: QPoint) -> None:
        self.menu(node).popup(at)

    def _rename(self, node: Node) -> None:
        if node.kind == "saved":
            self.saved_renamed.emit(node.id)

    def _remove(self, node: Node) -> None:
        if node.kind == "saved":
            self.saved_removed.emit(node.id)
        elif node.kind == "concept":
            self.concept_removed.emit(node.name)
        elif node.kind == "root" and node.root is not None:
            self.remove_requested.emit(node.root.id)
