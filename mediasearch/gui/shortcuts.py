"""The list of keys."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from mediasearch.gui.actions import GRID_KEYS, translated
from mediasearch.gui.theme import secondary


class ShortcutsDialog(QDialog):
    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        lines = [
            (action.text().rstrip("…"), [key.toString(_NATIVE) for key in action.shortcuts()])
            for action in actions.values()
            if action.shortcuts()
        ]
        for title, usual, mac in GRID_KEYS:
            key = QKeySequence(mac if sys.platform == "darwin" else usual)
            lines.append((translated(title), [key.toString(_NATIVE)]))
        grid = QGridLayout(self)
        grid.setContentsMargins(32, 26, 32, 26)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(11)
        half = (len(lines) + 1) // 2
        for place, (text, keys) in enumerate(lines):
            column, row = (place // half) * 3, place % half
            grid.addWidget(QLabel(text, self), row, column)
            label = QLabel(self.tr(" or ").join(keys), self)
            label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            secondary(label)
            grid.addWidget(label, row, column + 1)
        grid.setColumnMinimumWidth(2, 24)


_NATIVE = QKeySequence.SequenceFormat.NativeText
