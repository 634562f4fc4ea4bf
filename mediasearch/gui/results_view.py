"""The grid of results (skeleton: signals as the window connects them)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListView, QWidget

from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.thumbnails import ThumbnailLoader


class ResultsView(QListView):
    opened = Signal(int)  #: row
    previewed = Signal(int)  #: row
    similar_requested = Signal(object)  #: list of content ids
    show_in_folder_requested = Signal(object)  #: path
    copy_image_requested = Signal(object)  #: path
    copy_paths_requested = Signal(object)  #: list of paths
    typed = Signal(str)
    escaped = Signal()
    left_top = Signal()
    visible_changed = Signal()
    edge_changed = Signal(int)

    def __init__(
        self, model: ResultsModel, thumbnails: ThumbnailLoader | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.results = model
        self.thumbnails = thumbnails or ThumbnailLoader(self)
        self.edge = 176
        self.setModel(model)

    def set_edge(self, edge: int) -> None:
        self.edge = edge

    def set_cropped(self, cropped: bool) -> None: ...

    def set_motion(self, allowed: bool) -> None: ...

    def enter(self) -> None:
        """Take the focus from the search box, with something current."""
        self.setFocus()

    def scroll_state(self) -> object:
        return self.verticalScrollBar().value()

    def restore_scroll(self, state: object) -> None: ...
