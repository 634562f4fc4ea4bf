"""The folders of the library: how many pictures each holds, how it is doing, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui import files, icons, messages
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.theme import secondary, tones
from mediasearch.protocol import RootInfo

WIDTH = 276


class _Share(QWidget):
    """A hairline that fills as a root is indexed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.share = 1.0
        self.setFixedHeight(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.share >= 1.0:
            return
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.hairline))
        painter.drawRoundedRect(QRectF(self.rect()), 1.5, 1.5)
        done = QRectF(0, 0, self.width() * self.share, self.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            done.moveRight(self.width())
        painter.setBrush(QColor(tone.accent))
        painter.drawRoundedRect(done, 1.5, 1.5)


class RootRow(QWidget):
    """One root."""

    rescan_requested = Signal(int)
    remove_requested = Signal(int)
    show_requested = Signal(object)
    missing_answered = Signal(int, bool)

    def __init__(self, root: RootInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.root = root
        self._symbol = QLabel(self)
        self._symbol.setFixedSize(20, 20)
        self._name = ElidedLabel(self)
        self.state = ElidedLabel(self)
        self._share = _Share(self)
        secondary(self.state)
        self.more = icons.IconButton("more", self.tr("What to do with this folder"), self, edge=28, size=16)
        self.more.clicked.connect(self._open_menu)
        self.deleted = QPushButton(self.tr("They were deleted"), self)
        self.keep = QPushButton(self.tr("Keep them"), self)
        for button, forget in ((self.deleted, True), (self.keep, False)):
            button.setProperty("look", "link")
            button.clicked.connect(lambda _=False, forget=forget: self.missing_answered.emit(self.root.id, forget))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self.state)
        words.addWidget(self._share)
        answers = QHBoxLayout()
        answers.setContentsMargins(-8, 2, 0, 0)  # their words under the other words
        answers.setSpacing(0)
        answers.addWidget(self.deleted)
        answers.addWidget(self.keep)
        answers.addStretch()
        words.addLayout(answers)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.update_root(root)

    def update_root(self, root: RootInfo) -> None:
        self.root = root
        name = files.name(root.path.rstrip("/\\")) or files.shown(root.path)
        self._name.setText(name)
        self.state.setText(messages.root_state(root))
        self.setToolTip(files.shown(root.path))
        self.setAccessibleName(f"{name}: {self.state.text()}")
        waiting = root.pending > 0 and root.state != "offline"
        self._share.share = root.indexed / max(1, root.indexed + root.pending) if waiting else 1.0
        self._share.update()
        self.deleted.setVisible(root.held > 0)
        self.keep.setVisible(root.held > 0)
        self._name.setEnabled(root.state != "offline")
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        name = {"offline": "offline"}.get(self.root.state, "alert" if self.root.held else "folder")
        tone = tones(self.palette())
        colour = tone.warning if self.root.held else tone.secondary
        self._symbol.setPixmap(icons.pixmap(name, colour, 20, max(2.0, self.devicePixelRatioF())))

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rescan = menu.addAction(self.tr("Look for changes now"), lambda: self.rescan_requested.emit(self.root.id))
        show = menu.addAction(self.tr("Show in folder"), lambda: self.show_requested.emit(self.root.path))
        rescan.setEnabled(self.root.state != "offline")
        show.setEnabled(self.root.state != "offline")
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the library…"), lambda: self.remove_requested.emit(self.root.id))
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())


class LibraryPane(QFrame):
    add_requested = Signal()
    rescan_requested = Signal(int)
    remove_requested = Signal(int)
    show_requested = Signal(object)
    missing_answered = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Library"))
        self._rows: dict[int, RootRow] = {}
        title = QLabel(self.tr("Library"), self)
        secondary(title)
        add = icons.IconButton("plus", self.tr("Add a folder"), self, edge=28, size=18)
        add.clicked.connect(self.add_requested)
        head = QHBoxLayout()
        head.setContentsMargins(18, 0, 8, 4)
        head.addWidget(title, 1)
        head.addWidget(add)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch()
        inside = QWidget(self)
        inside.setLayout(self._list)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def rows(self) -> list[RootRow]:
        return list(self._rows.values())

    def show_roots(self, roots: list[RootInfo]) -> None:
        wanted = {root.id for root in roots}
        for gone in [number for number in self._rows if number not in wanted]:
            row = self._rows.pop(gone)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for root in roots:
            if root.id in self._rows:
                self._rows[root.id].update_root(root)
                continue
            row = RootRow(root, self)
            row.rescan_requested.connect(self.rescan_requested)
            row.remove_requested.connect(self.remove_requested)
            row.show_requested.connect(self.show_requested)
            row.missing_answered.connect(self.missing_answered)
            self._rows[root.id] = row
            self._list.insertWidget(self._list.count() - 1, row)
