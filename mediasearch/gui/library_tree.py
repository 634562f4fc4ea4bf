"""The library as a tree: roots with the folders inside them, then saved searches and concepts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QToolTip,
    QTreeView,
    QWidget,
)

from mediasearch.gui import files, messages
from mediasearch.gui.library_rows import INDENT, MORE, NODE, LibraryRows, Node, root_name
from mediasearch.gui.terms import Term
from mediasearch.protocol import ConceptInfo, FolderInfo, RootInfo, SavedSearch

_Index = QModelIndex | QPersistentModelIndex


class LibraryTree(QTreeView):
    """Enter or a click uses a row; F2 renames, Delete takes away, the menu key opens what else there is."""

    used = Signal(object, bool)  #: a Node, and whether Ctrl was held: in addition to what holds already
    menu_wanted = Signal(object, QPoint)  #: a Node, where on the screen
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    folders_wanted = Signal(int)  #: of this root; answered by :meth:`show_folders`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active: set[Term] = set()  #: the filters that hold
        self.by_keyboard = False  #: whether to show where the keys act
        self._roots: dict[int, QStandardItem] = {}
        self._folders: dict[int, list[FolderInfo]] = {}
        self._to_open: set[int] = set()
        self._saved: list[QStandardItem] = []
        self.items = QStandardItemModel(self)
        self.setModel(self.items)
        self.setItemDelegate(LibraryRows(self))
        self.setAccessibleName(self.tr("Library"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.expanded.connect(self._expanded)

    # ------------------------------------------------------------------------------------------------ what is shown

    def nodes(self, kind: str = "") -> list[Node]:
        """What stands at the top level, of one kind."""
        found = [self.items.item(row).data(NODE) for row in range(self.items.rowCount())]
        return [node for node in found if not kind or node.kind == kind]

    def index_of(self, node: Node) -> QModelIndex:
        """The row of ``node``, at any level."""
        waiting = [self.items.index(row, 0) for row in range(self.items.rowCount())]
        while waiting:
            index = waiting.pop()
            if index.data(NODE) is node:
                return index
            waiting += [self.items.index(row, 0, index) for row in range(self.items.rowCount(index))]
        return QModelIndex()

    def opens(self, index: _Index) -> bool:
        """Whether there is anything below."""
        return self.items.rowCount(index) > 0

    def show_roots(self, roots: Sequence[RootInfo]) -> None:
        wanted = {root.id for root in roots}
        for gone in [number for number in self._roots if number not in wanted]:
            self.items.removeRow(self._roots.pop(gone).row())
            self._folders.pop(gone, None)
        for root in roots:
            node = Node("root", root_name(root.path), messages.root_state(root), root=root)
            item = self._roots.get(root.id)
            if item is None:
                item = self._roots[root.id] = QStandardItem()
                _fill(item, node)
                waiting = Node("loading", self.tr("Looking for folders…"), root=root, path="…")
                item.appendRow(_fill(QStandardItem(), waiting))
                self.items.insertRow(len(self._roots) - 1, item)
            else:
                before = item.data(NODE)
                _fill(item, node)
                if before.root.path != root.path:
                    self._folders_again(root.id)
            if root.id in self._to_open:
                self._to_open.discard(root.id)
                self.setExpanded(item.index(), True)
        self.viewport().update()

    def show_folders(self, root: int, folders: Sequence[FolderInfo]) -> None:
        """The folders below a root, those that are open stay open."""
        item = self._roots.get(root)
        if item is None or list(folders) == self._folders.get(root):
            return
        self._folders[root] = list(folders)
        opened = {index.data(NODE).path for index in self._expanded_below(item.index())}
        item.removeRows(0, item.rowCount())
        known: dict[str, QStandardItem] = {"": item}
        info: RootInfo = item.data(NODE).root
        counts = {folder.path: folder.files for folder in folders if folder.path}

        def row(path: str) -> QStandardItem:
            if path not in known:
                parent, _, name = path.rpartition("/")
                count = counts.get(path)
                said = ("", "") if count is None else (messages.number(count), messages.pictures(count))
                made = _fill(QStandardItem(), Node("folder", name, *said, root=info, path=path))
                row(parent).appendRow(made)
                known[path] = made
            return known[path]

        for path in sorted(counts, key=lambda path: path.casefold().split("/")):
            row(path)
        for path in opened:
            if path in known:
                self.setExpanded(known[path].index(), True)

    def show_kept(self, saved: Sequence[SavedSearch], concepts: Sequence[ConceptInfo]) -> None:
        """Saved searches and concepts, below the roots."""
        for item in self._saved:
            self.items.removeRow(item.row())
        rows: list[Node] = []
        if saved:
            rows.append(Node("heading", self.tr("Saved searches")))
            rows += [Node("saved", each.name, id=each.id) for each in saved]
        if concepts:
            rows.append(Node("heading", self.tr("Concepts")))
            rows += [Node("concept", each.name) for each in concepts]
        self._saved = [_fill(QStandardItem(), node) for node in rows]
        for item in self._saved:
            self.items.appendRow(item)

    def set_active(self, terms: set[Term]) -> None:
        """The filters that hold are marked where they stand."""
        if terms != self.active:
            self.active = terms
            self.viewport().update()

    def refresh_folders(self) -> None:
        """Pictures came or went: ask again for what is open."""
        for number, item in self._roots.items():
            if self.isExpanded(item.index()):
                self.folders_wanted.emit(number)

    def opened_roots(self) -> set[int]:
        """The roots whose folders are shown."""
        return {number for number, item in self._roots.items() if self.isExpanded(item.index())}

    def open_when_there(self, roots: set[int]) -> None:
        """Show the folders of these roots as soon as the roots are known."""
        self._to_open = set(roots)

    def _folders_again(self, root: int) -> None:
        self._folders.pop(root, None)
        if self.isExpanded(self._roots[root].index()):
            self.folders_wanted.emit(root)

    def _expanded(self, index: _Index) -> None:
        node: Node = index.data(NODE)
        if node.kind == "root" and node.root is not None:
            self.folders_wanted.emit(node.root.id)

    def _expanded_below(self, index: _Index) -> list[QModelIndex]:
        found = []
        for row in range(self.items.rowCount(index)):
            child = self.items.index(row, 0, index)
            if self.isExpanded(child):
                found += [child, *self._expanded_below(child)]
        return found

    # ------------------------------------------------------------------------------------------------ hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        node: Node | None = index.data(NODE) if index.isValid() else None
        key = event.key()
        self.by_keyboard = True
        if node is None or node.kind in ("heading", "loading"):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.used.emit(node, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_F2:
            self.rename_wanted.emit(node)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit(node)
        elif event.text() == "/":
            event.ignore()  # the window's: search
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        node: Node | None = index.data(NODE) if index.isValid() else None
        if node is None or node.kind in ("heading", "loading") or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()  # the window's: the side buttons of the mouse
            return
        self.by_keyboard = False
        self.setCurrentIndex(index)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        from_edge = self.viewport().width() - point.x() if self.isRightToLeft() else point.x()
        deep = INDENT * (node.path.count("/") + 1) if node.path else 0
        if self.opens(index) and from_edge < 8 + 20 + deep:
            self.setExpanded(index, not self.isExpanded(index))
        elif from_edge > self.viewport().width() - 8 - MORE:
            self.menu_wanted.emit(node, self.viewport().mapToGlobal(QPoint(point.x(), self.visualRect(index).bottom())))
        else:
            self.used.emit(node, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.opens(index):
            self.setExpanded(index, not self.isExpanded(index))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid() or index.data(NODE).kind in ("heading", "loading"):
            return
        at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_wanted.emit(index.data(NODE), at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
            Qt.FocusReason.OtherFocusReason,
        )  # fmt: skip
        if not self.currentIndex().isValid() and self.items.rowCount():
            self.setCurrentIndex(self.items.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def drawBranches(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """Nothing: the rows draw their own arrows."""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            node: Node | None = index.data(NODE) if index.isValid() else None
            text = files.shown(node.absolute) if node is not None and node.kind == "root" else ""
            QToolTip.showText(event.globalPos(), text, self, self.visualRect(index))
            return True
        return super().viewportEvent(event)


def _fill(item: QStandardItem, node: Node) -> QStandardItem:
    """``item`` for ``node``, also for those who hear it."""
    item.setText(node.name)
    item.setData(node, NODE)
    detail = node.spoken or node.detail
    item.setData(f"{node.name}: {detail}" if detail else node.name, Qt.ItemDataRole.AccessibleTextRole)
    flags = Qt.ItemFlag.NoItemFlags if node.kind in ("heading", "loading") else Qt.ItemFlag.ItemIsEnabled
    item.setFlags(flags | Qt.ItemFlag.ItemIsSelectable if flags else flags)
    return item
