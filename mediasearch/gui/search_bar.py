"""The search field: words and pictures, in the middle of the top, the one loud thing in the window."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from mediasearch.gui import drops, icons
from mediasearch.gui.chips import Chip, Room
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.theme import large, tones

HEIGHT = 48
WIDEST = 760
#: What the symbol, the clear button and the margins take, and what the words need at least.
_BESIDE = 105
_WORDS = 130


class _Line(QLineEdit):
    """The words.  What it does not use itself, it leaves to the field around it."""

    down_pressed = Signal()
    backspace_at_start = Signal()
    picture_pasted = Signal(QMimeData)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.DeleteEndOfLine)
        ):
            event.ignore()  # Ctrl+K on X11; here it means the search
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            mime = QGuiApplication.clipboard().mimeData()
            if drops.looks_useful(mime) in ("picture", "folder"):
                self.picture_pasted.emit(mime)
                return
        if event.key() == Qt.Key.Key_Down and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.down_pressed.emit()
            return
        if event.key() == Qt.Key.Key_Backspace and self.cursorPosition() == 0 and not self.hasSelectedText():
            self.backspace_at_start.emit()
            return
        super().keyPressEvent(event)


class SearchBar(QWidget):
    """Holds a :class:`Query` and says when it changed."""

    #: The person changed the query (not :meth:`set_query`).
    changed = Signal()
    down_pressed = Signal()
    submitted = Signal()
    escaped = Signal()
    picture_pasted = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[Picture] = []
        self._chips: list[Chip] = []
        self.setFixedHeight(HEIGHT)
        self.setMaximumWidth(WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._symbol = QLabel(self)
        self._symbol.setFixedSize(22, 22)
        self.line = _Line(self)
        self.line.setFrame(False)
        self.line.setAcceptDrops(False)  # the whole window takes drops
        self.line.setPlaceholderText(self.tr("Describe it, or drop an image here…"))
        self.line.setAccessibleName(self.tr("Search"))
        self.line.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
        large(self.line)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.submitted)
        self.line.down_pressed.connect(self.down_pressed)
        self.line.backspace_at_start.connect(self._focus_last_chip)
        self.line.picture_pasted.connect(self.picture_pasted)
        self.clear_button = icons.IconButton("close", self.tr("Clear the query"), self, edge=30, size=16)
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.setVisible(False)
        self._row = QHBoxLayout()
        self._row.setSpacing(5)
        self._row.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(15, 0, 9, 0)
        layout.setSpacing(9)
        layout.addWidget(self._symbol)
        layout.addLayout(self._row)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.clear_button)
        self.setFocusProxy(self.line)
        self._tint()

    def sizeHint(self) -> QSize:
        return QSize(WIDEST, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, HEIGHT)

    # ------------------------------------------------------------------------------------------------ the query

    def query(self) -> Query:
        return Query(self.line.text(), tuple(self._pictures))

    def set_query(self, query: Query) -> None:
        """Show ``query`` without saying that it changed."""
        if self.line.text() != query.text:
            self.line.setText(query.text)
        self._set_pictures(list(query.pictures))

    def add_pictures(self, pictures: list[Picture]) -> None:
        """Let ``pictures`` join the query."""
        self.replace(self.query().with_pictures(pictures))

    def replace(self, query: Query) -> None:
        """Show ``query`` as if the person had entered it."""
        self.set_query(query)
        self.changed.emit()

    def clear(self) -> None:
        if not self.query().empty or self.line.text():
            self.replace(Query())
        self.line.setFocus()

    def type_into(self, text: str) -> None:
        """Take over what was typed elsewhere in the window."""
        self.line.setFocus()
        self.line.deselect()
        self.line.end(False)
        self.line.insert(text)
        self._edited()

    def focus_all(self) -> None:
        """Ready to type a new query over the old one."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _edited(self) -> None:
        self._update_clear()
        self.changed.emit()

    def _set_pictures(self, pictures: list[Picture]) -> None:
        if pictures == self._pictures:
            self._update_clear()
            return
        had_focus = any(chip.hasFocus() for chip in self._chips)
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._pictures = pictures
        self._chips = []
        for picture in pictures:
            chip = Chip(picture, self)
            chip.setCursor(Qt.CursorShape.ArrowCursor)
            chip.removed.connect(lambda picture=picture: self._remove(picture))
            chip.weight_chosen.connect(lambda weight, picture=picture: self._weigh(picture, weight))
            self._row.addWidget(chip)
            chip.show()  # now, not with the next round of events: the next key may want it
            self._chips.append(chip)
        self._share_room()
        if had_focus:
            self.line.setFocus()
        order: list[QWidget] = [*self._chips, self.line]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self._update_clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_room()
        super().resizeEvent(event)

    def _share_room(self) -> None:
        """Words come first: chips show less of themselves where there is little room."""
        free = self.width() - _BESIDE - _WORDS
        for room in (Room.NAME, Room.CROSS, Room.PICTURE):
            if room == Room.NAME and len(self._chips) > 2:
                continue
            if sum(chip.width_in(room) + 5 for chip in self._chips) <= free:
                break
        for chip in self._chips:
            chip.set_room(room)

    def chips(self) -> list[Chip]:
        return list(self._chips)

    def _remove(self, picture: Picture) -> None:
        left = [other for other in self._pictures if other is not picture]
        self.replace(Query(self.line.text(), tuple(left)))
        self.line.setFocus()

    def _weigh(self, picture: Picture, weight: float) -> None:
        changed = [replace(other, weight=weight) if other is picture else other for other in self._pictures]
        self.replace(Query(self.line.text(), tuple(changed)))

    def _focus_last_chip(self) -> None:
        if self._chips:
            self._chips[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _update_clear(self) -> None:
        self.clear_button.setVisible(bool(self.line.text() or self._pictures))
        more = self.tr("Add words, or drop another image…")
        usual = self.tr("Describe it, or drop an image here…")
        self.line.setPlaceholderText(more if self._pictures else usual)

    # ------------------------------------------------------------------------------------------------ looks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        colour = tones(self.palette()).secondary
        self._symbol.setPixmap(icons.pixmap("search", colour, 22, max(2.0, self.devicePixelRatioF())))

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.line.hasFocus()
        width = 1.5 if focused else 1.0
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(tone.accent if focused else tone.hairline), width))
        painter.setBrush(self.palette().button())
        painter.drawRoundedRect(box, 14, 14)
