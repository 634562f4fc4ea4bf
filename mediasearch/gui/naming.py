"""Asks for a name; nothing waits for the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mediasearch.gui.theme import large, secondary


class NameDialog(QDialog):
    """``named`` gives the name, stripped, once the person has agreed."""

    named = Signal(str)

    def __init__(self, title: str, hint: str, name: str, accept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.line = QLineEdit(name, self)
        self.line.setMaxLength(100)
        self.line.setAccessibleName(self.tr("Name"))
        self.line.selectAll()
        label = QLabel(title, self)
        large(label)
        note = QLabel(hint, self)
        note.setWordWrap(True)
        secondary(note)
        self.agree = QPushButton(accept, self)
        self.agree.setProperty("look", "primary")
        self.agree.setDefault(True)
        self.agree.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.agree)
        self.accepted.connect(lambda: self.named.emit(self.line.text().strip()))
        self.line.textChanged.connect(lambda text: self.agree.setEnabled(bool(text.strip())))
        self.agree.setEnabled(bool(name.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 24, 26, 22)
        column.setSpacing(12)
        column.addWidget(label)
        column.addWidget(self.line)
        column.addWidget(note)
        note.setVisible(bool(hint))
        column.addSpacing(8)
        column.addLayout(buttons)
