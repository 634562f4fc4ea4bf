"""One picture, as large as the window (skeleton)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mediasearch.gui.results_model import ResultsModel


class Viewer(QWidget):
    closed = Signal()
    similar_requested = Signal(object)  #: list of content ids
    show_in_folder_requested = Signal(object)  #: path
    copy_image_requested = Signal(object)  #: path
    row_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = -1

    def show_row(self, model: ResultsModel, row: int) -> None:
        self.row = row
        self.show()
        self.setFocus()
