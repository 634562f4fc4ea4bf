"""How the rows of the library tree look, and what each of them stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mediasearch.gui import files, icons
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import tones
from mediasearch.protocol import RootInfo

if TYPE_CHECKING:
    from mediasearch.gui.library_tree import LibraryTree

INDENT: Final = 16
MORE: Final = 28  #: the width of the dots that open a menu
NODE: Final = Qt.ItemDataRole.UserRole
_HEIGHTS: Final = {"root": 54, "folder": 32, "saved": 34, "concept": 34, "heading": 40}

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


class LibraryRows(QStyledItemDelegate):
    def __init__(self, tree: LibraryTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, _HEIGHTS.get(index.data(NODE).kind, 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node: Node = index.data(NODE)
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
        more = MORE if over or focused else 0
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
