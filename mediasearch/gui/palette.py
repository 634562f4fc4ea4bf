"""The command palette: every action by its name, with its key.

Typing filters, ↓ and ↑ choose, Enter does it, Esc closes.  The focus goes back to where it was before anything is
done, so that an action on pictures finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui.announcing import announce
from mediasearch.gui.fuzzy import fit
from mediasearch.gui.palette_rows import COMMAND, PLACES, ROW, Command, PaletteRows
from mediasearch.gui.soft_box import SHADOW, paint_soft_box
from mediasearch.gui.theme import secondary, tones

WIDTH: Final = 560
ROWS: Final = 9
RECENT: Final = 8  #: actions that are remembered


class CommandPalette(QFrame):
    """Lies over ``area``.  ``recent``: names of what was chosen last, the latest first; the caller keeps it."""

    chosen = Signal(str)  #: name

    def __init__(self, area: QWidget, recent: list[str]) -> None:
        super().__init__(area)
        self._area = area
        self._recent = recent
        self._commands: list[Command] = []
        self._before: QWidget | None = None
        self.setAccessibleName(self.tr("All commands"))
        self.line = QLineEdit(self)
        self.line.setFrame(False)
        self.line.setPlaceholderText(self.tr("What would you like to do?"))
        self.line.setAccessibleName(self.tr("Find a command"))
        self.line.setFixedHeight(44)
        self.line.setTextMargins(14, 0, 14, 0)
        self.line.setStyleSheet("background: transparent; border: none;")
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.list = QListView(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # typing stays in the line
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setItemDelegate(PaletteRows(self.list))
        self.list.clicked.connect(lambda _: self._take())
        self.model = QStandardItemModel(self)
        self.list.setModel(self.model)
        self.nothing = QLabel(self.tr("No command is called that."), self)
        self.nothing.setContentsMargins(14, 10, 14, 14)
        secondary(self.nothing)
        rule = _Rule(self)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW + 6, SHADOW + 5, SHADOW + 6, SHADOW + 7)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(rule)
        column.addSpacing(5)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        area.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        self.hide()

    def open_with(self, commands: Sequence[Command]) -> None:
        """Show ``commands``, those chosen lately first."""
        self._before = QApplication.focusWidget()
        places = {name: place for place, name in enumerate(self._recent)}
        self._commands = sorted(commands, key=lambda command: places.get(command.name, len(places)))
        self.line.clear()
        self._filter("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Gone, and the focus where it was."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown(self) -> list[Command]:
        """What is listed now, in order."""
        return [self.model.index(row, 0).data(COMMAND) for row in range(self.model.rowCount())]

    # ------------------------------------------------------------------------------------------------- inside

    def _filter(self, typed: str) -> None:
        found = []
        for place, command in enumerate(self._commands):
            fitting = fit(typed, command.text)
            if fitting is not None:
                found.append((-fitting[0], place, command, fitting[1]))
            elif (beside := fit(typed, f"{command.group} {command.text}")) is not None:
                found.append((1 - beside[0], place, command, []))
        self.model.clear()
        for _, _, command, places in sorted(found, key=lambda each: each[:2]):
            item = QStandardItem(command.text)
            item.setData(command, COMMAND)
            item.setData(places, PLACES)
            item.setData(", ".join(part for part in (command.text, command.key) if part), _SPOKEN)
            self.model.appendRow(item)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self._choose(0)
        self._place()

    def _choose(self, row: int) -> None:
        count = self.model.rowCount()
        if count:
            index = self.model.index(row % count, 0)
            self.list.setCurrentIndex(index)
            announce(self.line, str(index.data(_SPOKEN)))

    def _take(self) -> None:
        command: Command | None = self.list.currentIndex().data(COMMAND)
        if command is None:
            return
        if command.name in self._recent:
            self._recent.remove(command.name)
        self._recent.insert(0, command.name)
        del self._recent[RECENT:]
        self.close_palette()
        self.chosen.emit(command.name)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS}
        key = Qt.Key(event.key())
        if key in steps:
            row, count = self.list.currentIndex().row(), self.model.rowCount()
            wanted = row + steps[key]
            self._choose(wanted if abs(steps[key]) == 1 else min(max(wanted, 0), max(count - 1, 0)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass  # there is nowhere else to go
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.line and isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()  # while it is open every key is its own
            elif kind == QEvent.Type.KeyPress and self._key(event):
                return True
        elif watched is self._area and kind == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self._area and kind == QEvent.Type.MouseButtonPress:
            self.close_palette()
        return super().eventFilter(watched, event)

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and now is not self.line:
            self._before = None  # the person went elsewhere; stay there
            self.hide()

    def _place(self) -> None:
        width = min(WIDTH, self._area.width() - 32) + 2 * SHADOW
        top = max(20, self._area.height() // 9)
        around = 2 * SHADOW + self.line.height() + 24
        room = max((self._area.height() - top - around) // ROW, 1)
        self.list.setFixedHeight(ROW * min(max(self.model.rowCount(), 1), ROWS, room))
        self._column.activate()
        self.setGeometry((self._area.width() - width) // 2, top, width, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_soft_box(self)


class _Rule(QWidget):
    """A hairline under the line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect().adjusted(-5, 0, 5, 0), QColor(tones(self.palette()).hairline))


_SPOKEN: Final = Qt.ItemDataRole.AccessibleTextRole
