"""The parts of the window and where they stand.  Who listens to whom is said elsewhere."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mediasearch.gui.filmstrip import HEIGHT
from mediasearch.gui.filter_bar import FilterBar
from mediasearch.gui.incoming import Incoming
from mediasearch.gui.library_pane import LibraryPane
from mediasearch.gui.model_banner import ModelBanner
from mediasearch.gui.notice import Notice
from mediasearch.gui.pages import Pages
from mediasearch.gui.results_header import ResultsHeader
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import ResultsView
from mediasearch.gui.status_line import StatusLine
from mediasearch.gui.theme import dress
from mediasearch.gui.top_bar import TopBar
from mediasearch.gui.viewer import Viewer


class Parts(QObject):
    """Everything inside ``central``: the bar above, the pane beside, the pages, the line below, and what lies over."""

    def __init__(self, central: QWidget) -> None:
        super().__init__(central)
        self.central = central
        self.top = TopBar(central)
        self.search_bar = self.top.search
        self.filters = FilterBar(self.search_bar, central)
        self.model = ResultsModel(self)
        self.view = ResultsView(self.model, parent=central)
        self.header = ResultsHeader(central)
        self.status = StatusLine(central)
        self.pane = LibraryPane(central)
        self.pages = Pages(self.header, self.view, central)
        self.banner = ModelBanner(central)
        right = _column()
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        right.addWidget(self.status)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.pane)
        body.addLayout(right, 1)
        column = _column(central)
        column.addWidget(self.top)
        column.addWidget(self.filters)
        column.addLayout(body, 1)
        self.viewer = Viewer(central)
        self.viewer.hide()
        self.incoming = Incoming(central, self.search_bar)
        self.notice = Notice(central)
        self.laid_over: list[QWidget] = [self.notice]  #: also over the viewer, and then as dark as that
        central.installEventFilter(self)
        self.viewer.installEventFilter(self)
        self.viewer.strip.installEventFilter(self)

    def order_tabs(self) -> None:
        """From the top left to the bottom right, as it is read."""
        controls = self.status.controls
        line: list[QWidget] = [self.status.pause, self.status.model, self.status.locate, self.status.problems]
        bottom: list[QWidget] = [*line, controls.breadth.slider, controls.crop, controls.slider]
        head: list[QWidget] = [
            self.header.feedback.save,
            self.header.feedback.clear,
            self.header.hint,
            self.header.newer,
        ]
        results: list[QWidget] = [*head, self.header.sort, self.view, self.pages.rail]
        order = [*self.top.order(), *self.filters.order(), *self.pane.order(), *self.banner.order(), *results, *bottom]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.central and event.type() == QEvent.Type.Resize:
            self.viewer.setGeometry(self.central.rect())
        elif watched is self.viewer and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            for each in self.laid_over:
                dress(each, self.viewer if event.type() == QEvent.Type.Show else None)
        elif watched is self.viewer.strip and event.type() == QEvent.Type.Show:
            self.notice.keep_free(HEIGHT + 12)
        elif watched is self.viewer.strip and event.type() == QEvent.Type.Hide:
            self.notice.keep_free()
        return super().eventFilter(watched, event)


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
