"""Asks for a name; nothing waits for the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from mediasearch.gui.theme import secondary


class NameDialog(QDialog):
    """``named`` gives the name, stripped, once the person has agreed."""

    named = Signal(str)

    def __init__(self, title: str, hint: str, name: str, accept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self.line = QLineEdit(name, self)
        self.line.setMaxLength(100)
        self.line.setAccessibleName(self.tr("Name"))
        self.line.selectAll()
        label = QLabel(title, self)
        note = QLabel(hint, self)
        note.setWordWrap(True)
        secondary(note)
        buttons = QDialogButtonBox(self)
        self.agree = buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("look", "primary")
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.named.emit(self.line.text().strip()))
        self.line.textChanged.connect(lambda text: self.agree.setEnabled(bool(text.strip())))
        self.agree.setEnabled(bool(name.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(10)
        column.addWidget(label)
        column.addWidget(self.line)
        if hint:
            column.addWidget(note)
        column.addSpacing(6)
        column.addWidget(buttons)
