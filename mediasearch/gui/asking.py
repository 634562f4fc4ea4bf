"""The query under the person's hands: what changes it, and the way back to earlier ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from mediasearch.gui import files
from mediasearch.gui.parts import Parts
from mediasearch.gui.query import Picture, Query, Trail
from mediasearch.gui.recalling import Recalling
from mediasearch.gui.showing import Place, Showing
from mediasearch.gui.terms import Term

#: A query that was left alone for so long is one to come back to (milliseconds).
SETTLED_MS: Final = 1500


class Asking(QObject):
    """Passes the query of the search bar on to :class:`Showing`, and keeps the :class:`Trail`."""

    navigated = Signal(bool, bool)  #: whether there is an earlier and a later query

    def __init__(self, parts: Parts, showing: Showing, recalling: Recalling, parent: QObject) -> None:
        super().__init__(parent)
        self.recalling = recalling
        self._parts = parts
        self._showing = showing
        self._bar = parts.search_bar
        self.trail = Trail()
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self.trail.settle)
        self._bar.changed.connect(self._changed)
        self._bar.down_pressed.connect(self._down)
        self._bar.submitted.connect(self.trail.settle)
        self._bar.escaped.connect(self.escape)
        self._bar.picture_pasted.connect(lambda mime: parts.incoming.take(mime))
        parts.view.typed.connect(self._bar.type_into)
        parts.view.escaped.connect(self.escape)
        parts.view.left_top.connect(lambda: self._bar.setFocus(Qt.FocusReason.BacktabFocusReason))
        parts.incoming.pictures.connect(self.add_pictures)
        parts.pages.clear_requested.connect(self._bar.clear)
        parts.pages.remove_requested.connect(self._remove)
        parts.pages.filters_clear_requested.connect(self._remove_all)
        recalling.chosen.connect(self.ask)
        showing.failed.connect(self._failed)
        for area in (parts.central, parts.view.viewport()):
            area.installEventFilter(self)

    def _changed(self) -> None:
        query = self._bar.query()
        self._parts.incoming.joins = not query.empty
        if not query.means(self.trail.current.query):
            self.trail.visit(query, self._showing.place())
            self._settled.start()
            self._showing.show(query)
        else:
            self.trail.current.query = query  # what was text may be a chip now
        self._navigated()

    def _remove(self, term: Term) -> None:
        """A filter goes, also one that is still text."""
        self._bar.commit()
        self._bar.replace(self._bar.query().without_term(term))

    def _remove_all(self) -> None:
        self._bar.commit()
        self._parts.filters.clear()

    def _failed(self) -> None:
        """Pictures that came with a query that failed go out of it again."""
        query = self._bar.query()
        good = tuple(picture for picture in query.pictures if picture in self._showing.answered.pictures)
        if good != query.pictures:
            self._bar.replace(replace(query, pictures=good))

    def _down(self) -> None:
        """Into the list below the field when one is open, else into the pictures."""
        if self.recalling.offers.isVisible() and self.recalling.offers.offers():
            self.recalling.offers.enter()
        elif self._parts.pages.currentWidget() is self._parts.pages.results:
            self.trail.settle()
            self._parts.view.enter()

    def _navigated(self) -> None:
        self.navigated.emit(self.trail.can_go_back, self.trail.can_go_forward)

    # ------------------------------------------------------------------------------------------------ from outside

    def add_pictures(self, pictures: list[Picture]) -> None:
        """``pictures`` join the query."""
        self._parts.viewer.close_viewer()
        self._bar.add_pictures(pictures)
        self._bar.window().activateWindow()
        self._bar.setFocus()

    def ask(self, query: Query) -> None:
        """``query`` as a whole: from a list, or the library pane."""
        self._parts.viewer.close_viewer()
        self.trail.settle()
        self._bar.replace(query)
        self.trail.settle()
        self._bar.line.setFocus()

    def find_similar(self, contents: list[int]) -> None:
        """The pictures ``contents`` become the query."""
        pictures = []
        for content in contents[:8]:
            hit = self._parts.model.hit(self._parts.model.row_of(content))
            title = files.name(hit.path) if hit is not None else ""
            pictures.append(Picture(content=content, title=title, thumbnail=hit.thumbnail if hit is not None else None))
        self._parts.viewer.close_viewer()
        self.trail.settle()
        self._bar.replace(Query("", tuple(pictures)))
        self._parts.view.setFocus()

    def go(self, step: int) -> None:
        """To an earlier (−1) or later (1) query, at the place where it was left."""
        if not (self.trail.can_go_back if step < 0 else self.trail.can_go_forward):
            return
        visit = self.trail.go(step, self._showing.place())
        self._parts.viewer.close_viewer()
        self._bar.set_query(visit.query)
        self._parts.incoming.joins = not visit.query.empty
        self._showing.show(visit.query, visit.place)
        self._navigated()

    def resume(self, query: Query, trail: Trail, place: Place) -> None:
        """Go on where another window was left."""
        self.trail.take(trail)
        self._bar.set_query(query)
        self._parts.incoming.joins = not query.empty
        self._showing.show(query, place)
        self._navigated()

    def focus_search(self) -> None:
        """Ready for a new query, wherever the person was."""
        self._parts.viewer.close_viewer()
        self._bar.focus_all()

    def paste(self) -> None:
        """An image on the clipboard joins the query; words go into the search field."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self._parts.incoming.take(mime) and mime.hasText():
            self._bar.type_into(" ".join(mime.text().split()))

    def escape(self) -> None:
        """Close, then deselect, then clear the query."""
        if self.recalling.escape():
            return
        if self._parts.viewer.isVisible():
            self._parts.viewer.close_viewer()
        elif self._parts.view.selectionModel().hasSelection():
            self._parts.view.clearSelection()
        else:
            self._bar.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The side buttons of a mouse go back and forward, as in a browser."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            step = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button())
            if step is not None:
                self.go(step)
                return True
        return super().eventFilter(watched, event)
