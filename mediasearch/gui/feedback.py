"""What the person called right and wrong, as one quiet line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from mediasearch.gui import messages
from mediasearch.gui.announcing import announce
from mediasearch.gui.theme import secondary


class Feedback(QWidget):
    """Takes the place of the count while there is something to say, so that nothing moves."""

    clear_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        secondary(self.label)
        self.save = QPushButton(self.tr("Save as concept…"), self)
        self.clear = QPushButton(self.tr("Clear"), self)
        self.save.clicked.connect(self.save_requested)
        self.clear.clicked.connect(self.clear_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.label)
        row.addSpacing(8)
        for button in (self.save, self.clear):
            button.setProperty("look", "link")
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def show_marks(self, more: int, less: int) -> None:
        """So many are called right, and so many wrong."""
        self.setVisible(bool(more or less))
        text = messages.examples(more, less)
        if text and text != self.label.text():
            announce(self.label, text)
        self.label.setText(text)
        self.save.setVisible(more > 0)  # "not like this" alone is no concept
