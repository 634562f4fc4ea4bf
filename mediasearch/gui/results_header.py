"""The line over the results: how many there are, of how much, and whether newer ones wait."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mediasearch.gui import messages
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.theme import secondary
from mediasearch.protocol import SearchReply

HEIGHT = 34


class ResultsHeader(QWidget):
    """Always as high, whatever it says."""

    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.label = ElidedLabel(self)
        secondary(self.label)
        self.newer = QPushButton(self)
        self.newer.setProperty("look", "link")
        self.newer.clicked.connect(self.show_requested)
        self.newer.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.newer)

    def show_reply(self, reply: SearchReply, browsing: bool, indexed: int, files: int, indexing: bool) -> None:
        """``indexed`` of ``files`` files can be found by now; ``indexing``: the others are on their way."""
        if reply.note:
            text = reply.note
        elif indexing and not browsing and indexed < files:
            text = self.tr("Showing matches from {indexed} of {files}. More appear as indexing continues.").format(
                indexed=messages.number(indexed), files=messages.number(files)
            )
        elif browsing:
            text = messages.pictures(reply.count)
        elif reply.count < reply.total:
            text = self.tr("The closest {count} of {pictures}").format(
                count=messages.number(reply.count), pictures=messages.pictures(reply.total)
            )
        else:
            text = self.tr("{pictures}, the closest first").format(pictures=messages.pictures(reply.count))
        if self.label.text() != text:
            self.label.setText(text)

    def show_held(self, count: int, browsing: bool) -> None:
        """``count`` as in :attr:`mediasearch.gui.searching.Searching.held`."""
        self.newer.setVisible(count != 0)
        if count:
            self.newer.setText(messages.new_matches(count, browsing))
