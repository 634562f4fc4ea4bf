"""The search field: words and pictures, in the middle of the top, the one loud thing in the window.

It holds the filters of the query, too; they are shown in the row below (:mod:`mediasearch.gui.filter_bar`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from mediasearch.gui import icons, terms
from mediasearch.gui.chip_strip import ChipStrip
from mediasearch.gui.chips import PictureChip, Room
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.search_line import SearchLine
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import large, margins, tones

HEIGHT: Final = 48
WIDEST: Final = 760
#: What the symbol, the buttons and the margins take, and what the words need at least.
_BESIDE: Final = 138
_WORDS: Final = 130
#: Below this width the field keeps to what cannot be done otherwise.
_NARROW: Final = 360


class SearchBar(QWidget):
    """Holds a :class:`Query` and says when it changed."""

    #: The person changed the query (not :meth:`set_query`).
    changed = Signal()
    #: The query that is held is another one, whoever changed it.
    shown = Signal()
    #: The person typed; the query changed with it, or not.
    typed = Signal()
    down_pressed = Signal()
    submitted = Signal()
    escaped = Signal()
    picture_pasted = Signal(QMimeData)
    history_requested = Signal()
    terms_entered = Signal()  #: the focus should go to the last of the filters

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setMaximumWidth(WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._symbol = QLabel(self)
        self._symbol.setFixedSize(22, 22)
        self.line = SearchLine(self)
        self.line.setFrame(False)
        self.line.setAcceptDrops(False)  # the whole window takes drops
        self.line.setPlaceholderText(self.tr("Describe it, or drop an image here…"))
        self.line.setAccessibleName(self.tr("Search"))
        self.line.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
        large(self.line)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self._submit)
        self.line.down_pressed.connect(self.down_pressed)
        self.line.left_at_start.connect(self._enter_chips)
        self.line.picture_pasted.connect(self.picture_pasted)
        self.clear_button = icons.IconButton("close", self.tr("Clear the query"), self, edge=30, size=16)
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.setVisible(False)
        self.history_button = icons.IconButton("clock", self.tr("Earlier searches"), self, edge=30, size=18)
        self.history_button.clicked.connect(self.history_requested)
        self._strip = ChipStrip(self._make_chip, self)
        self._strip.followed_by = self.line
        self._strip.changed.connect(self._strip_changed)
        self._strip.left.connect(self._strip_left)
        self._strip.hide()
        layout = QHBoxLayout(self)
        margins(layout, 15, 0, 9, 0)
        layout.setSpacing(9)
        layout.addWidget(self._symbol)
        layout.addWidget(self._strip)
        layout.addWidget(self.line, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.clear_button)
        buttons.addWidget(self.history_button)
        layout.addLayout(buttons)
        self._tint()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The cursor goes into the line.  No focus proxy: to Tab that would be a stop of its own, and a trap."""
        self.line.setFocus(reason)

    def sizeHint(self) -> QSize:
        return QSize(WIDEST, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, HEIGHT)

    # ------------------------------------------------------------------------------------------------ the query

    def query(self) -> Query:
        return Query(self.line.text(), self._strip.items(), self._terms)

    def set_query(self, query: Query) -> None:
        """Show ``query`` without saying that it changed."""
        if self.line.text() != query.text:
            self.line.setText(query.text)
        self._terms = query.terms
        if query.pictures != self._strip.items():
            self._strip.set_items(query.pictures)
            self._share_room()
        self._updated()

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

    def edit_term(self, term: Term) -> None:
        """Turn a filter back into text, its value selected to be typed over."""
        query = self.query()
        words = query.text.strip()
        text = f"{words} {term.text}".strip()
        self.set_query(Query(text, query.pictures, query.without_term(term).terms))
        self.line.setFocus()
        start = len(text) - len(term.text) + term.text.find(":") + 1
        self.line.setSelection(start, len(text) - start)

    def commit(self) -> None:
        """Filters that were typed to their end become chips, also without a space behind them."""
        text, found, _ = terms.take(self.line.text())
        if found:
            self._take(text, found)

    def _edited(self) -> None:
        text, found, cursor = terms.take(self.line.text(), self.line.cursorPosition())
        if found:
            self._take(text, found)
            self.line.setCursorPosition(cursor)
        self._updated()
        self.changed.emit()
        self.typed.emit()

    def _take(self, text: str, found: list[Term]) -> None:
        self.line.setText(text)
        self._terms = tuple(dict.fromkeys([*self._terms, *found]))
        self._updated()

    def _submit(self) -> None:
        self.commit()
        self.submitted.emit()

    # ------------------------------------------------------------------------------------------------ pictures

    def chips(self) -> list[PictureChip]:
        return [chip for chip in self._strip.chips if isinstance(chip, PictureChip)]

    def _make_chip(self, picture: Picture) -> PictureChip:
        chip = PictureChip(picture)
        chip.weight_chosen.connect(lambda weight: self._weigh(picture, weight))
        return chip

    def _strip_changed(self, pictures: tuple[Picture, ...]) -> None:
        self._share_room()
        self._updated()
        self.changed.emit()

    def _strip_left(self, step: int) -> None:
        if step > 0:
            self.line.setFocus()
            self.line.setCursorPosition(0)
        elif self._terms:
            self.terms_entered.emit()

    def _weigh(self, picture: Picture, weight: float) -> None:
        query = self.query()
        changed = tuple(replace(other, weight=weight) if other is picture else other for other in query.pictures)
        self.replace(replace(query, pictures=changed))

    def _enter_chips(self) -> None:
        if not self._strip.focus_last() and self._terms:
            self.terms_entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.history_button.setVisible(self.width() >= _NARROW)
        self._share_room()
        super().resizeEvent(event)

    def _share_room(self) -> None:
        """Words come first: chips show less of themselves where there is little room."""
        free = self.width() - _BESIDE - _WORDS
        chips = self.chips()
        for room in (Room.NAME, Room.CROSS, Room.PICTURE):
            if room == Room.NAME and len(chips) > 2:
                continue
            if sum(chip.width_in(room) + 6 for chip in chips) <= free:
                break
        for chip in chips:
            chip.set_room(room)

    def _updated(self) -> None:
        self.clear_button.setVisible(not self.query().empty or bool(self.line.text()))
        more = self.tr("Add words, or drop another image…")
        usual = self.tr("Describe it, or drop an image here…")
        self.line.setPlaceholderText(more if self._strip.chips else usual)
        self.shown.emit()

    # ------------------------------------------------------------------------------------------------ looks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if event.type() == QEvent.Type.FocusOut:
                self.commit()
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
