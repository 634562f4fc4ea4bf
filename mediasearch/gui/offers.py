"""The list under the search field: what one may be about to type, or searched for earlier.

Typing stays in the field; ↓ goes into the list, Enter takes what is marked, Esc closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui.announcing import announce
from mediasearch.gui.offer_rows import OFFER, ROW, Offer, OfferRows
from mediasearch.gui.soft_box import SHADOW, paint_soft_box
from mediasearch.gui.theme import margins, secondary

MOST_ROWS: Final = 10


class _List(QListView):
    """Its keys; what it does not use itself goes back to the field."""

    taken = Signal()
    removed = Signal()
    left = Signal()
    escaped = Signal()
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left.emit()
        elif event.text() and event.text().isprintable() and not event.modifiers() & _HELD:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters go to the field."""


class Offers(QFrame):
    """Lies over ``area``, under ``field``.  Hidden until :meth:`offer` has something."""

    chosen = Signal(object)  #: a Query
    removed = Signal(int)  #: a kept search is to be forgotten
    clear_requested = Signal()
    typed = Signal(str)
    closed = Signal(bool)  #: whether the focus was inside

    def __init__(self, area: QWidget, field: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._field = field
        self.list = _List(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Suggestions"))
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setItemDelegate(OfferRows(self.list))
        self.model = QStandardItemModel(self)
        self.list.setModel(self.model)
        self.list.clicked.connect(lambda _: self._take())
        self.list.taken.connect(self._take)
        self.list.removed.connect(self._remove)
        self.list.escaped.connect(self.close_list)
        self.list.left.connect(lambda: self._field.setFocus(Qt.FocusReason.BacktabFocusReason))
        self.list.typed.connect(self.typed)
        self.title = QLabel(self.tr("Earlier searches"), self)
        secondary(self.title)
        self.clear_button = QPushButton(self.tr("Clear…"), self)
        self.clear_button.setProperty("look", "link")
        self.clear_button.setAccessibleName(self.tr("Clear the history"))
        self.clear_button.clicked.connect(self.clear_requested)
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        margins(head, 18, 4, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW, 7, SHADOW, 7 + SHADOW)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list)
        area.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        self.hide()

    def offer(self, offers: Sequence[Offer], history: bool = False) -> None:
        """Show ``offers``; none closes the list.  ``history``: with a title and a way to clear it."""
        if not offers and not history:
            self.close_list()
            return
        self.model.clear()
        for each in offers:
            item = QStandardItem(each.label)
            item.setData(each, OFFER)
            item.setData(self._spoken(each), Qt.ItemDataRole.AccessibleTextRole)
            item.setEditable(False)
            self.model.appendRow(item)
        self._head.setVisible(history)
        self.title.setText(self.tr("Earlier searches") if offers else self.tr("Nothing was searched for yet"))
        self.clear_button.setVisible(any(each.kind == "history" for each in offers))
        self.list.setVisible(bool(offers))
        self.list.setFixedHeight(ROW * min(len(offers), MOST_ROWS))
        self._place()
        opened = not self.isVisible()
        self.show()
        self.raise_()
        if opened and not history:
            announce(self.list, self.tr("Suggestions below; the down arrow goes to them."))

    def enter(self) -> None:
        """Take the focus, on the first offer."""
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.close_list()

    def close_list(self) -> None:
        if self.isVisible():
            inside = self.list.hasFocus() or self.clear_button.hasFocus()
            self.hide()
            self.closed.emit(inside)

    def offers(self) -> list[Offer]:
        return [self.model.index(row, 0).data(OFFER) for row in range(self.model.rowCount())]

    def _spoken(self, offer: Offer) -> str:
        kinds = {"history": self.tr("Earlier search: {query}"), "saved": self.tr("Saved search: {query}")}
        return kinds.get(offer.kind, self.tr("Suggestion: {query}")).format(query=offer.label)

    def _current(self) -> Offer | None:
        index = self.list.currentIndex()
        return index.data(OFFER) if index.isValid() else None

    def _take(self) -> None:
        offer = self._current()
        if offer is not None:
            self.close_list()
            self.chosen.emit(offer.query)

    def _remove(self) -> None:
        offer = self._current()
        if offer is not None and offer.kind == "history":
            row = self.list.currentIndex().row()
            self.model.removeRow(row)
            self.removed.emit(offer.id)
            self.list.setFixedHeight(ROW * min(max(1, self.model.rowCount()), MOST_ROWS))
            self._place()
            if not self.model.rowCount():
                self.close_list()

    # ------------------------------------------------------------------------------------------------ place, looks

    def _place(self) -> None:
        below = self._field.mapTo(self._area, QPoint(0, self._field.height() + 6))
        self.setGeometry(below.x() - SHADOW, below.y(), self._field.width() + 2 * SHADOW, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            elif event.type() == QEvent.Type.MouseButtonPress:
                self.close_list()
        return super().eventFilter(watched, event)

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """Whoever works elsewhere needs no list; another program's window in front does not count."""
        if self.isVisible() and now is not None and not self.isAncestorOf(now) and not self._field.isAncestorOf(now):
            self.hide()
            self.closed.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_soft_box(self, above=False)


_HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
