"""The list of keys, made from the declarations of the actions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from mediasearch.gui.actions import MENUS, SPECS, Spec, translated
from mediasearch.gui.theme import secondary

_VIEWER: Final = QT_TRANSLATE_NOOP("Actions", "One picture")


class ShortcutsDialog(QDialog):
    """Groups of keys in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        inside = QWidget(self)
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(32, 26, 32, 26)
        columns.setSpacing(48)
        for side in _in_two(groups()):
            column = QVBoxLayout()
            column.setSpacing(10)
            for place, (title, specs) in enumerate(side):
                if place:
                    column.addSpacing(16)
                column.addWidget(_heading(title, inside))
                column.addLayout(self._lines(specs, inside))
            column.addStretch()
            columns.addLayout(column, 1)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.windowTitle())
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        room = self.screen().availableGeometry().size()
        wanted = inside.sizeHint()
        self.resize(min(wanted.width() + 16, room.width() * 9 // 10), min(wanted.height() + 2, room.height() * 8 // 10))

    def _lines(self, specs: list[Spec], parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, spec in enumerate(specs):
            grid.addWidget(QLabel(spec.shown.rstrip("…"), parent), row, 0)
            keys = QLabel(self.tr(" or ").join(dict.fromkeys(spec.native_keys()[:2])), parent)
            keys.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            secondary(keys)
            grid.addWidget(keys, row, 1)
        return grid


def groups() -> list[tuple[str, list[Spec]]]:
    """Titles, and what has a key, as the menus group it."""
    found = {group: [spec for spec in SPECS if spec.menu == group and spec.keys] for group in MENUS}
    found["picture"] += [spec for spec in SPECS if spec.name == "preview"]
    found["search"] += [spec for spec in SPECS if spec.where == "habit" and spec.name != "preview"]
    listed = [(translated(title), found[group]) for group, title in MENUS.items()]
    return [*listed, (translated(_VIEWER), [spec for spec in SPECS if spec.where == "viewer"])]


def _in_two(found: list[tuple[str, list[Spec]]]) -> list[list[tuple[str, list[Spec]]]]:
    """Two columns of nearly the same height."""
    heights = [len(specs) + 3 for _, specs in found]
    cut = min(range(1, len(found)), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    return [found[:cut], found[cut:]]


def _heading(text: str, parent: QWidget) -> QLabel:
    made = QLabel(text, parent)
    font = QFont(made.font())
    font.setWeight(QFont.Weight.DemiBold)
    made.setFont(font)
    return made
