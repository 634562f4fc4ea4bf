"""The rows of the library tree.  A level of folders becomes rows once it is opened, and a wide one piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from mediasearch.gui import messages
from mediasearch.gui.library_rows import NODE, Node, root_name
from mediasearch.protocol import ConceptInfo, FolderInfo, RootInfo, SavedSearch

#: So many folders of a level are rows at first, and so many more each time the end of them is seen.
PORTION: Final = 200

#: A root and a folder in it, "" for itself.
Level = tuple[int, str]


class LibraryItems(QStandardItemModel):
    """Roots with the folders inside them, then what was kept.

    A folder that has others inside begins with one row that says to wait; so does the end of a level that goes on.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[Level, QStandardItem] = {}
        self._shown: dict[Level, tuple[str, list[FolderInfo]]] = {}  # where the root is, and what lies there
        self._limits: dict[Level, int] = {}
        self._kept: list[QStandardItem] = []

    def roots(self) -> list[int]:
        """The ids of the roots that are rows."""
        return [root for root, path in self._items if not path]

    def place(self, level: Level) -> QModelIndex:
        """The row of a root or folder; invalid when it is none."""
        item = self._items.get(level)
        return item.index() if item is not None else QModelIndex()

    def limit(self, levels: Iterable[Level]) -> int:
        """How many folders of each of ``levels`` are wanted."""
        return max((self._limits.get(level, PORTION) for level in levels), default=PORTION)

    def want_more(self, level: Level) -> bool:
        """The end of ``level`` was seen; whether its next folders have not been wanted before."""
        limit = len(self._shown[level][1]) + PORTION if level in self._shown else PORTION
        fresh = self._limits.get(level) != limit
        self._limits[level] = limit
        return fresh

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_roots(self, roots: Sequence[RootInfo]) -> list[int]:
        """Gives the ids of those that are somewhere else now: their folders are to be asked for again."""
        wanted = {root.id for root in roots}
        for gone in [number for number in self.roots() if number not in wanted]:
            row = self._items[(gone, "")].row()
            self._forget((gone, ""))
            self.removeRow(row)
        moved = []
        for place, root in enumerate(roots):
            node = Node("root", root_name(root.path), messages.root_state(root), root=root)
            item = self._items.get((root.id, ""))
            if item is None:
                item = self._items[(root.id, "")] = QStandardItem()
                _fill(item, node)
                item.appendRow(self._waiting(node))
                self.insertRow(place, [item])
                continue
            before: Node = item.data(NODE)
            _fill(item, node)
            if before.root is not None and before.root.path != root.path:
                moved.append(root.id)
        return moved

    def show_level(self, level: Level, folders: Sequence[FolderInfo], cut: bool = False) -> None:
        """The folders right below ``level``, in order; ``cut``: there are more of them.  What is open stays open."""
        item = self._items.get(level)
        if item is None:
            return
        above: Node = item.data(NODE)
        shown = (above.root.path if above.root is not None else "", list(folders))
        if self._shown.get(level) == shown and cut == _goes_on(item):
            return
        self._shown[level] = shown
        wanted = {folder.path for folder in folders}
        for row in range(item.rowCount() - 1, -1, -1):
            node: Node = item.child(row).data(NODE)
            if node.kind == "loading" or node.path not in wanted:
                self._forget((level[0], node.path))
                item.removeRow(row)
        for row, folder in enumerate(folders):
            said = (messages.number(folder.files), messages.pictures(folder.files)) if folder.files else ("", "")
            node = Node("folder", folder.path.rpartition("/")[2], *said, root=above.root, path=folder.path)
            place = (level[0], folder.path)
            known = self._items.get(place)
            if known is not None and known.row() != row:  # elsewhere in the order: rare enough to open it anew
                self._forget(place)
                item.removeRow(known.row())
                known = None
            if known is None:
                known = self._items[place] = QStandardItem()
                item.insertRow(row, [_fill(known, node)])  # as a list: only so the model keeps it alive
            elif known.data(NODE) != node:
                _fill(known, node)
            self._hold_open(known, node, folder.inside)
        if cut:
            item.appendRow(self._waiting(above))

    def show_kept(self, saved: Sequence[SavedSearch], concepts: Sequence[ConceptInfo]) -> None:
        """Saved searches and concepts, below the roots."""
        rows: list[Node] = []
        if saved:
            rows.append(Node("heading", self.tr("Saved searches")))
            rows += [Node("saved", each.name, id=each.id) for each in saved]
        if concepts:
            rows.append(Node("heading", self.tr("Concepts")))
            rows += [Node("concept", each.name) for each in concepts]
        if rows == [item.data(NODE) for item in self._kept]:
            return
        for item in self._kept:
            self.removeRow(item.row())
        self._kept = [_fill(QStandardItem(), node) for node in rows]
        for item in self._kept:
            self.appendRow(item)

    # ------------------------------------------------------------------------------------------------ inside

    def _hold_open(self, item: QStandardItem, node: Node, inside: bool) -> None:
        """A folder with others inside can be opened."""
        if inside and not item.rowCount():
            item.appendRow(self._waiting(node))
        elif not inside and item.rowCount():
            for row in range(item.rowCount()):
                self._forget((_root(node), item.child(row).data(NODE).path))
            item.removeRows(0, item.rowCount())

    def _waiting(self, above: Node) -> QStandardItem:
        path = f"{above.path}/…" if above.path else "…"
        return _fill(QStandardItem(), Node("loading", self.tr("Looking for folders…"), root=above.root, path=path))

    def _forget(self, level: Level) -> None:
        """``level`` and everything below are no rows any more."""
        for folder in self._shown.pop(level, ("", []))[1]:
            self._forget((level[0], folder.path))
        self._items.pop(level, None)
        self._limits.pop(level, None)


def _goes_on(item: QStandardItem) -> bool:
    return item.rowCount() > 0 and item.child(item.rowCount() - 1).data(NODE).kind == "loading"


def _root(node: Node) -> int:
    return node.root.id if node.root is not None else 0


def _fill(item: QStandardItem, node: Node) -> QStandardItem:
    """``item`` for ``node``, also for those who hear it."""
    item.setText(node.name)
    item.setData(node, NODE)
    detail = node.spoken or node.detail
    item.setData(f"{node.name}: {detail}" if detail else node.name, Qt.ItemDataRole.AccessibleTextRole)
    flags = Qt.ItemFlag.NoItemFlags if node.kind in ("heading", "loading") else Qt.ItemFlag.ItemIsEnabled
    item.setFlags(flags | Qt.ItemFlag.ItemIsSelectable if flags else flags)
    return item
