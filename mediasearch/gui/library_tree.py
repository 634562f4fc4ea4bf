"""The library as a tree: roots with the folders inside them, then saved searches and concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QToolTip,
    QTreeView,
    QWidget,
)

from mediasearch.gui import files
from mediasearch.gui.library_items import LibraryItems
from mediasearch.gui.library_rows import INDENT, MORE, NODE, LibraryRows, Node
from mediasearch.gui.terms import Term
from mediasearch.protocol import ConceptInfo, FolderInfo, RootInfo, SavedSearch

_Index = QModelIndex | QPersistentModelIndex


class LibraryTree(QTreeView):
    """Enter or a click uses a row; F2 renames, Delete takes away, the menu key opens what else there is."""

    used = Signal(object, bool)  #: a Node, and whether Ctrl was held: in addition to what holds already
    menu_wanted = Signal(object, QPoint)  #: a Node, where on the screen
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    #: Of a root, what lies right below these levels of it, and how many at most; answered by :meth:`show_folders`.
    folders_wanted = Signal(int, object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active: set[Term] = set()  #: the filters that hold
        self.by_keyboard = False  #: whether to show where the keys act
        self._wanted: dict[int, list[str]] = {}  # levels of a root that are to be opened once they are there
        self._look_for_ends = QTimer(self, singleShot=True, interval=0)
        self._look_for_ends.timeout.connect(self._ask_for_more)
        self.items = LibraryItems(self)
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
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look_for_ends.start())

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
        moved = self.items.show_roots(roots)
        self.viewport().update()
        for number in moved:
            if self.isExpanded(self.items.place((number, ""))):
                self._ask(number)
        self._open_those_wanted(root.id for root in roots)

    def show_folders(
        self, root: int, folders: Sequence[FolderInfo], levels: Sequence[str] = ("",), cut: Sequence[str] = ()
    ) -> None:
        """What lies right below ``levels`` of a root (see :class:`~mediasearch.protocol.FoldersReply`)."""
        below: dict[str, list[FolderInfo]] = {level: [] for level in levels}
        for folder in folders:
            below.setdefault(folder.path.rpartition("/")[0], []).append(folder)
        for level in levels:  # those above come first
            self.items.show_level((root, level), below[level], level in cut)
        self._open_those_wanted([root])
        self._look_for_ends.start()

    def show_kept(self, saved: Sequence[SavedSearch], concepts: Sequence[ConceptInfo]) -> None:
        """Saved searches and concepts, below the roots."""
        self.items.show_kept(saved, concepts)

    def set_active(self, terms: set[Term]) -> None:
        """The filters that hold are marked where they stand."""
        if terms != self.active:
            self.active = terms
            self.viewport().update()

    def refresh_folders(self) -> None:
        """Pictures came or went: ask again for what is open."""
        for number in self.items.roots():
            if self.isExpanded(self.items.place((number, ""))):
                self._ask(number)

    def opened(self) -> dict[int, list[str]]:
        """The levels that are open below each root that is, those above first."""
        roots = [number for number in self.items.roots() if self.isExpanded(self.items.place((number, "")))]
        return {number: ["", *self._opened_below(self.items.place((number, "")))] for number in roots}

    def open_when_there(self, levels: Mapping[int, Sequence[str]]) -> None:
        """Open these, as :meth:`opened` gave them, as soon as they are known."""
        self._wanted = {number: list(paths) for number, paths in levels.items()}

    def _opened_below(self, index: QModelIndex) -> list[str]:
        found = []
        for row in range(self.items.rowCount(index)):
            child = self.items.index(row, 0, index)
            if self.isExpanded(child):
                found += [child.data(NODE).path, *self._opened_below(child)]
        return found

    def _open_those_wanted(self, roots: Iterable[int]) -> None:
        for number in roots:
            for path in list(self._wanted.get(number, ())):
                index = self.items.place((number, path))
                if index.isValid() and self.opens(index):
                    self._wanted[number].remove(path)
                    self.setExpanded(index, True)

    def _ask(self, root: int, levels: Sequence[str] | None = None) -> None:
        """For what lies below ``levels``, or below everything that is open."""
        asked = list(levels or ["", *self._opened_below(self.items.place((root, "")))])
        self.folders_wanted.emit(root, asked, self.items.limit((root, level) for level in asked))

    def _expanded(self, index: _Index) -> None:
        node: Node = index.data(NODE)
        if node.root is not None:
            self._ask(node.root.id, [node.path])

    def _ask_for_more(self) -> None:
        """Where the end of a level that goes on is on the screen, its next folders are asked for."""
        index = self.indexAt(QPoint(0, 0))
        while index.isValid() and self.visualRect(index).top() < self.viewport().height():
            node: Node = index.data(NODE)
            above = index.parent().data(NODE) if node.kind == "loading" and index.row() else None
            if above is not None and self.items.want_more((above.root.id, above.path)):
                self._ask(above.root.id, [above.path])
            index = self.indexBelow(index)

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
