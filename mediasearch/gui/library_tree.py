"""The library as a tree: roots with the folders inside them, then saved searches and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
    QWidget,
)

from mediasearch.gui import files, icons, messages
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import tones
from mediasearch.protocol import ConceptInfo, FolderInfo, RootInfo, SavedSearch

INDENT: Final = 16
_HEIGHTS: Final = {"root": 54, "folder": 32, "saved": 34, "concept": 34, "heading": 40}
_MORE: Final = 28
_NODE: Final = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


@dataclass
class Node:
    """What a row stands for.  ``kind``: root, folder, heading, saved, concept, or loading.

    ``path``: relative to the root, joined by ``/``; "" for the root itself.
    """

    kind: str
    name: str
    detail: str = ""
    spoken: str = ""  #: the detail for those who hear it, when that is longer
    root: RootInfo | None = None
    path: str = ""
    id: int = 0

    @property
    def term(self) -> Term | None:
        """The filter that a click sets."""
        if self.root is not None:
            base = root_name(self.root.path)
            return Term("folder", f"{base}/{self.path}" if self.path else base)
        return Term("concept", self.name) if self.kind == "concept" else None

    @property
    def absolute(self) -> str:
        """Where it is, "" for what is no folder."""
        if self.root is None:
            return ""
        base = self.root.path
        if not self.path:
            return base
        separator = "\\" if "\\" in base else "/"
        return base.rstrip("/\\") + separator + self.path.replace("/", separator)


def root_name(path: str) -> str:
    return files.name(path.rstrip("/\\")) or files.shown(path)


class _Rows(QStyledItemDelegate):
    def __init__(self, tree: LibraryTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, _HEIGHTS.get(index.data(_NODE).kind, 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node: Node = index.data(_NODE)
        tone = tones(self._tree.palette())
        state: QStyle.StateFlag = option.state
        row: QRect = option.rect
        mirrored = self._tree.isRightToLeft()
        whole = QRectF(8, row.top() + 1, self._tree.viewport().width() - 16, row.height() - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if node.kind == "heading":
            painter.setPen(QColor(tone.secondary))
            words = whole.adjusted(10, 10, -10, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, node.name)
            painter.restore()
            return
        quiet = node.kind == "loading"
        over = bool(state & QStyle.StateFlag.State_MouseOver) and not quiet
        focused = self._tree.by_keyboard and self._tree.hasFocus() and self._tree.currentIndex() == index
        active = node.term is not None and node.term in self._tree.active
        if over or active or focused:
            painter.setPen(QPen(QColor(tone.accent), 1) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.accent_soft if active else tone.hover if over else tone.pane))
            painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        depth = INDENT * (node.path.count("/") + 1) if node.path else 0

        def place(left: float, top: float, width: float, height: float) -> QRectF:
            """Inside the row, from its leading edge."""
            at = whole.right() - left - width if mirrored else whole.left() + left
            return QRectF(at, whole.top() + top, width, height)

        at = 4.0 + depth
        if node.root is not None and self._tree.opens(index):
            name = "chevron-down" if self._tree.isExpanded(index) else "chevron-left" if mirrored else "chevron-right"
            middle = 18.0 if node.kind == "root" else whole.height() / 2
            self._icon(painter, name, place(at, middle - 5, 10, 10), tone.secondary)
        at += 16
        symbol, colour = self._symbol(node)
        top = 9.0 if node.kind == "root" else whole.height() / 2 - 9
        if not quiet:
            self._icon(painter, symbol, place(at, top, 18, 18), colour or tone.secondary)
            at += 28
        more = _MORE if over or focused else 0
        offline = node.root is not None and node.root.state == "offline"
        if node.kind == "root":
            width = whole.width() - at - 10
            self._text(painter, place(at, 6, width - more, 22), node.name, tone.secondary if offline else tone.text)
            warned = node.root is not None and node.root.held > 0
            self._text(
                painter, place(at, 26, width - more, 20), node.detail, tone.warning if warned else tone.secondary
            )
            self._share(painter, node, place(at, whole.height() - 5, width, 3))
        else:
            count = painter.fontMetrics().horizontalAdvance(node.detail) + 4 if node.detail and not more else 0
            width = whole.width() - at - 10
            words = place(at, 0, width - max(count, more) - 4, whole.height())
            self._text(painter, words, node.name, tone.secondary if quiet else tone.text)
            if count:
                self._text(painter, place(at + width - count, 0, count, whole.height()), node.detail, tone.secondary)
        if more:
            self._icon(painter, "more", place(whole.width() - 26, whole.height() / 2 - 8, 16, 16), tone.secondary)
        painter.restore()

    def _text(self, painter: QPainter, place: QRectF, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)

    def _icon(self, painter: QPainter, name: str, place: QRectF, colour: str) -> None:
        drawn = icons.pixmap(name, colour, round(place.width()), self._tree.devicePixelRatioF())
        painter.drawPixmap(place, drawn, QRectF(drawn.rect()))

    def _symbol(self, node: Node) -> tuple[str, str]:
        if node.root is not None and node.kind == "root":
            if node.root.held:
                return "alert", tones(self._tree.palette()).warning
            return ("offline" if node.root.state == "offline" else "folder"), ""
        return {"saved": "bookmark", "concept": "similar"}.get(node.kind, "folder"), ""

    def _share(self, painter: QPainter, node: Node, place: QRectF) -> None:
        """A hairline that fills as a root is indexed."""
        root = node.root
        if root is None or not root.pending or root.state == "offline":
            return
        tone = tones(self._tree.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.hairline))
        painter.drawRoundedRect(place, 1.5, 1.5)
        done = QRectF(place)
        done.setWidth(place.width() * root.indexed / max(1, root.indexed + root.pending))
        if self._tree.isRightToLeft():
            done.moveRight(place.right())
        painter.setBrush(QColor(tone.accent))
        painter.drawRoundedRect(done, 1.5, 1.5)


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
        self._saved: list[QStandardItem] = []
        self.items = QStandardItemModel(self)
        self.setModel(self.items)
        self.setItemDelegate(_Rows(self))
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
        found = [self.items.item(row).data(_NODE) for row in range(self.items.rowCount())]
        return [node for node in found if not kind or node.kind == kind]

    def index_of(self, node: Node) -> QModelIndex:
        """The row of ``node``, at any level."""
        waiting = [self.items.index(row, 0) for row in range(self.items.rowCount())]
        while waiting:
            index = waiting.pop()
            if index.data(_NODE) is node:
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
                before = item.data(_NODE)
                _fill(item, node)
                if before.root.path != root.path:
                    self._folders_again(root.id)
        self.viewport().update()

    def show_folders(self, root: int, folders: Sequence[FolderInfo]) -> None:
        """The folders below a root, those that are open stay open."""
        item = self._roots.get(root)
        if item is None or list(folders) == self._folders.get(root):
            return
        self._folders[root] = list(folders)
        opened = {index.data(_NODE).path for index in self._expanded_below(item.index())}
        item.removeRows(0, item.rowCount())
        known: dict[str, QStandardItem] = {"": item}
        info: RootInfo = item.data(_NODE).root
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

    def _folders_again(self, root: int) -> None:
        self._folders.pop(root, None)
        if self.isExpanded(self._roots[root].index()):
            self.folders_wanted.emit(root)

    def _expanded(self, index: _Index) -> None:
        node: Node = index.data(_NODE)
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
        node: Node | None = index.data(_NODE) if index.isValid() else None
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
        node: Node | None = index.data(_NODE) if index.isValid() else None
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
        elif from_edge > self.viewport().width() - 8 - _MORE:
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
        if not index.isValid() or index.data(_NODE).kind in ("heading", "loading"):
            return
        at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_wanted.emit(index.data(_NODE), at)

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
            node: Node | None = index.data(_NODE) if index.isValid() else None
            text = files.shown(node.absolute) if node is not None and node.kind == "root" else ""
            QToolTip.showText(event.globalPos(), text, self, self.visualRect(index))
            return True
        return super().viewportEvent(event)


def _fill(item: QStandardItem, node: Node) -> QStandardItem:
    """``item`` for ``node``, also for those who hear it."""
    item.setText(node.name)
    item.setData(node, _NODE)
    detail = node.spoken or node.detail
    item.setData(f"{node.name}: {detail}" if detail else node.name, Qt.ItemDataRole.AccessibleTextRole)
    flags = Qt.ItemFlag.NoItemFlags if node.kind in ("heading", "loading") else Qt.ItemFlag.ItemIsEnabled
    item.setFlags(flags | Qt.ItemFlag.ItemIsSelectable if flags else flags)
    return item
