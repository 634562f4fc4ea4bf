"""The row below the search field: menus that add a filter, and the filters that hold, each as a chip."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from mediasearch.gui import messages
from mediasearch.gui.chip_scroller import ChipScroller
from mediasearch.gui.chip_strip import ChipStrip
from mediasearch.gui.chips import TermChip
from mediasearch.gui.filter_button import FilterButton
from mediasearch.gui.query import Query
from mediasearch.gui.search_bar import SearchBar
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import margins
from mediasearch.protocol import Value

HEIGHT: Final = 42
#: Below this width the chips need the room of some menus; what these do can be typed.
NARROW: Final = 700
#: A menu waits so long for the engine to say what there is, then opens with what is known (milliseconds).
PATIENCE_MS: Final = 250
#: So many entries of a kind are in a menu.
MOST: Final = 14


class FilterBar(QWidget):
    """Shows the filters of ``search``, and changes them there."""

    #: A menu opens: what there is of ``in``, ``type``, ``camera`` or ``folder``?  Answered by :meth:`show_values`.
    values_wanted = Signal(str)

    def __init__(self, search: SearchBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._values: dict[str, list[Value]] = {}
        self._opening: FilterButton | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._open_menu)
        self.menu: QMenu | None = None
        self.setFixedHeight(HEIGHT)
        self.buttons = {
            name: FilterButton(name, text, True, self)
            for name, text in (
                ("folder", self.tr("Folder")), ("in", self.tr("Date")), ("type", self.tr("Type")),
                ("camera", self.tr("Camera")),
            )
        }  # fmt: skip
        self.favourites = FilterButton("is", self.tr("Favourites"), False, self)
        self.favourites.setCheckable(True)
        self.favourites.clicked.connect(lambda: self.toggle(Term("is", "favourite")))
        self.strip = ChipStrip(self._make_chip)
        self.strip.changed.connect(self._strip_changed)
        self.strip.edit_requested.connect(search.edit_term)
        self.strip.left.connect(lambda _: search.line.setFocus())
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.clear_button.setProperty("look", "link")
        self.clear_button.setAccessibleName(self.tr("Clear the filters"))
        self.clear_button.clicked.connect(self.clear)
        self.strip.followed_by = self.clear_button
        self._scroll = ChipScroller(self.strip, self)
        row = QHBoxLayout(self)
        margins(row, 8, 0, 14, 6)
        row.setSpacing(2)
        for button in self.buttons.values():
            button.clicked.connect(lambda _=False, button=button: self._ask(button))
            row.addWidget(button)
        row.addWidget(self.favourites)
        row.addSpacing(10)
        row.addWidget(self._scroll, 1)
        row.addWidget(self.clear_button)
        search.shown.connect(self._show)
        search.terms_entered.connect(self.strip.focus_last)
        self._show()

    def order(self) -> list[QWidget]:
        """In which order Tab visits what is here."""
        return [*self.buttons.values(), self.favourites, self.clear_button]

    def resizeEvent(self, event: QResizeEvent) -> None:
        for button in (self.buttons["camera"], self.favourites):
            button.setVisible(self.width() >= NARROW)
        super().resizeEvent(event)

    # ------------------------------------------------------------------------------------------------ the filters

    def toggle(self, term: Term, alone: bool = True) -> None:
        """Add ``term``, or take it out again; ``alone``: instead of others of its kind."""
        query = self._search.query()
        if term in query.terms:
            self._search.replace(query.without_term(term))
            return
        rivals = _DATES if term.name in _DATES else (term.name,)
        kept = [other for other in query.terms if other.negated or other.name == "is" or other.name not in rivals]
        terms = kept if alone else list(query.terms)
        self._search.replace(Query(query.text, query.pictures, (*terms, term)))

    def clear(self) -> None:
        query = self._search.query()
        self._search.replace(Query(query.text, query.pictures))
        self._search.line.setFocus()

    def _show(self) -> None:
        query = self._search.query()
        if query.terms != self.strip.items():
            self.strip.set_items(query.terms)
            self._scroll.fit()
        self.clear_button.setVisible(bool(query.terms))
        self.favourites.setChecked(Term("is", "favourite") in query.terms)

    def _make_chip(self, term: Term) -> TermChip:
        chip = TermChip(term)
        chip.reversed.connect(lambda: self._reverse(term))
        chip.unread.connect(lambda: self._unread(term))
        return chip

    def _reverse(self, term: Term) -> None:
        query = self._search.query()
        other = Term(term.name, term.value, not term.negated)
        self._search.replace(
            Query(query.text, query.pictures, tuple(other if each == term else each for each in query.terms))
        )

    def _unread(self, term: Term) -> None:
        query = self._search.query().without_term(term)
        words = f'{"-" if term.negated else ""}"{term.said}"'
        self._search.replace(Query(f"{query.text.strip()} {words}".strip(), query.pictures, query.terms))

    def _strip_changed(self, terms: tuple[Term, ...]) -> None:
        query = self._search.query()
        self._search.replace(Query(query.text, query.pictures, terms))
        self._scroll.fit()

    # ------------------------------------------------------------------------------------------------ the menus

    def show_values(self, name: str, values: list[Value]) -> None:
        """What the library holds of the filter ``name``; its menu opens with it."""
        self._values[name] = values
        if self._opening is not None and self._opening.name == name:
            self._open_menu()

    def _ask(self, button: FilterButton) -> None:
        self._opening = button
        self._patience.start()
        self.values_wanted.emit(button.name)

    def _open_menu(self) -> None:
        self._patience.stop()
        button, self._opening = self._opening, None
        if button is None or not button.isVisible():
            return
        self.menu = self.make_menu(button.name)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.destroyed.connect(self._menu_gone)
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _menu_gone(self) -> None:
        self.menu = None

    def make_menu(self, name: str) -> QMenu:
        """The menu of the filter ``name`` with what is known by now."""
        menu = QMenu(self)
        values = self._values.get(name, [])
        if name == "in":
            for text, days in ((self.tr("Last 7 days"), 8), (self.tr("Last 30 days"), 31)):
                # From today's start back, both ends included.
                since = date.today() - timedelta(days=days)
                self._add(menu, Term("after", since.isoformat()), text)
            menu.addSeparator()
        shown = [(Term(name, value.value), value) for value in values[:MOST]]
        labels = Counter(term.label for term, _ in shown)
        for term, value in shown:  # of two folders with one name each is shown with the folder it is in
            self._add(menu, term, value.value if labels[term.label] > 1 else "", value.count)
        if name == "in":
            menu.addSeparator()
            menu.addAction(self.tr("Another date…"), lambda: self._begin("in:"))
        elif name == "camera" and values:
            menu.addSeparator()
            self._add(menu, Term("has", "gps"), self.tr("With a place"))
        elif name == "folder" and len(values) > MOST:
            menu.addSeparator()
            menu.addAction(self.tr("Another folder…"), lambda: self._begin("folder:"))
        if menu.isEmpty():
            nothing = menu.addAction(self.tr("Nothing to choose from yet"))
            nothing.setEnabled(False)
        return menu

    def _add(self, menu: QMenu, term: Term, text: str = "", count: int = 0) -> QAction:
        label = (text or term.label).replace("&", "&&")
        action = menu.addAction(f"{label}\t{messages.number(count)}" if count else label)
        action.setCheckable(True)
        action.setChecked(term in self._search.query().terms)
        action.triggered.connect(lambda: self.toggle(term))
        return action

    def _begin(self, text: str) -> None:
        """Let the person type the value of a filter."""
        query = self._search.query()
        words = f"{query.text.strip()} {text}".strip()
        self._search.set_query(Query(words, query.pictures, query.terms))
        self._search.line.setFocus()


_DATES: Final = ("in", "before", "after")
