"""What this program is, and under which licence."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mediasearch import __version__
from mediasearch.gui.icons import application_icon
from mediasearch.gui.theme import large, secondary

_EDGE = 72  #: of the icon


class About(QDialog):
    """Opened from the menu; nothing waits for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Mediasearch"))
        icon = QLabel(self)
        icon.setPixmap(application_icon().pixmap(_EDGE, _EDGE))
        title = QLabel(self.tr("Mediasearch {version}").format(version=__version__), self)
        large(title, QFont.Weight.DemiBold)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(title)
        for sentence in (
            self.tr("Finds your own photos by what is in them."),
            self.tr("Everything stays on this computer."),
            self.tr("Free software under the Apache License 2.0."),
        ):
            line = QLabel(sentence, self)
            secondary(line)
            words.addWidget(line)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(icon)
        row.addLayout(words, 1)
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 22)
        column.setSpacing(20)
        column.addLayout(row)
        column.addLayout(buttons)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
