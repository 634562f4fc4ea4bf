"""Settings → Keys: every key of the window, to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mediasearch.gui.shortcuts import groups
from mediasearch.gui.theme import secondary


class KeysPage(QWidget):
    """The same groups as in the list of keys, in one column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for place, (title, specs) in enumerate(groups()):
            if place:
                column.addSpacing(14)
            head = QLabel(title, self)
            font = QFont(head.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(font)
            column.addWidget(head)
            grid = QGridLayout()
            grid.setHorizontalSpacing(32)
            grid.setVerticalSpacing(9)
            grid.setColumnStretch(0, 1)
            for row, spec in enumerate(specs):
                grid.addWidget(QLabel(spec.shown.rstrip("…"), self), row, 0)
                keys = QLabel(self.tr(" or ").join(dict.fromkeys(spec.native_keys())), self)
                keys.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                secondary(keys)
                grid.addWidget(keys, row, 1)
            column.addLayout(grid)
        column.addStretch()
