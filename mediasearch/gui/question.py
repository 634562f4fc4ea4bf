"""A question as calm as the window: what, what it means, yes or no.  Nothing waits for the answer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mediasearch.gui.announcing import announce
from mediasearch.gui.messages import breakable
from mediasearch.gui.theme import large, secondary

WIDTH: Final = 460


class Question(QDialog):
    """A line of large text, a quieter one, whatever there is to fill in, and two buttons.

    ``careful``: what it asks about cannot be taken back, so Enter means no.
    """

    def __init__(self, title: str, text: str, accept: str, parent: QWidget | None, careful: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.title = wrapped(title, self)
        large(self.title, QFont.Weight.DemiBold)
        self.text = wrapped(text, self)
        secondary(self.text)  # before it is shown, or the style has looked at it already
        self.text.setVisible(bool(text))
        self.trouble = wrapped("", self)
        self.trouble.setProperty("look", "warning")
        self.trouble.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.yes = QPushButton(accept, self)
        self.yes.setAutoDefault(False)
        if careful:
            self.cancel.setDefault(True)
            self.cancel.setFocus()
        else:
            self.yes.setProperty("look", "primary")
            self.yes.setDefault(True)
        self.yes.clicked.connect(self._agree)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 22)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(4)
        column.addLayout(self.body)
        column.addWidget(self.trouble)
        column.addSpacing(10)
        column.addLayout(buttons)
        self._column = column

    def _agree(self) -> None:
        self.accept()

    def fit(self) -> None:
        """As high as the words are at this width."""
        self._column.activate()
        self.setFixedSize(WIDTH, self._column.totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def say_trouble(self, sentence: str) -> None:
        """ "" for none."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.fit()
        if sentence:
            announce(self.trouble, sentence)


def wrapped(text: str, parent: QWidget) -> QLabel:
    """A label for plain text of several lines."""
    label = QLabel(breakable(text), parent)
    label.setAccessibleName(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
