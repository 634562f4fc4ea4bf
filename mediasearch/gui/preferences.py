"""The settings dialog, made from the declarations in :mod:`mediasearch.settings`; changes act at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui.switch import Switch
from mediasearch.gui.theme import large, secondary
from mediasearch.settings import Setting, Settings, Value

_EDITOR_WIDTH = 140


def _tr(text: str) -> str:
    """Titles and descriptions stand in the declarations; their translations in the context “Settings”."""
    return QCoreApplication.translate("Settings", text)


class Preferences(QDialog):
    """``changed`` tells the name of a setting that has a new value; saving is the window's business."""

    changed = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        self.setWindowTitle(self.tr("Settings"))
        self.resize(600, 620)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(0)
        section = ""
        grid = QGridLayout()
        for setting in settings:
            if setting.section != section:
                section = setting.section
                title = QLabel(_tr(section), inside)
                large(title, QFont.Weight.DemiBold)
                if self.editors:
                    column.addSpacing(26)
                column.addWidget(title)
                column.addSpacing(14)
                grid = QGridLayout()
                grid.setHorizontalSpacing(24)
                grid.setVerticalSpacing(16)
                grid.setColumnStretch(0, 1)
                column.addLayout(grid)
            self._add(setting, grid, inside)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    def _add(self, setting: Setting, grid: QGridLayout, parent: QWidget) -> None:
        row = grid.rowCount()
        words = QVBoxLayout()
        words.setSpacing(2)
        title = QLabel(_tr(setting.title), parent)
        description = QLabel(_tr(setting.description), parent)
        description.setWordWrap(True)
        secondary(description)
        words.addWidget(title)
        words.addWidget(description)
        grid.addLayout(words, row, 0)
        editor = self._editor(setting, parent)
        editor.setAccessibleName(title.text())
        editor.setAccessibleDescription(description.text())
        title.setBuddy(editor)
        grid.addWidget(editor, row, 1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.editors[setting.name] = editor

    def _editor(self, setting: Setting, parent: QWidget) -> QWidget:
        value = self._settings[setting.name]
        take = partial(self._take, setting)
        if isinstance(setting.default, bool):
            box = Switch(parent)
            box.setChecked(bool(value))
            box.toggled.connect(take)
            return box
        if setting.choices:
            combo = QComboBox(parent)
            for choice in setting.choices:
                combo.addItem(_tr(choice.capitalize()), choice)
            combo.setCurrentIndex(combo.findData(value))
            combo.currentIndexChanged.connect(lambda _: take(combo.currentData()))
            combo.setFixedWidth(_EDITOR_WIDTH)
            return combo
        spin: QSpinBox | QDoubleSpinBox
        if isinstance(setting.default, float):
            spin = QDoubleSpinBox(parent)
            spin.setRange(_low(setting), _high(setting))
        else:
            spin = QSpinBox(parent)
            spin.setRange(int(_low(setting)), int(_high(setting)))
        spin.setSuffix(f" {_tr(setting.unit)}" if setting.unit else "")
        spin.setValue(value)  # type: ignore[arg-type]  # an int for a QSpinBox
        spin.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        spin.setKeyboardTracking(False)  # “1” on the way to “120” is not meant
        spin.setGroupSeparatorShown(True)
        spin.setFixedWidth(_EDITOR_WIDTH)
        spin.valueChanged.connect(take)
        return spin

    def _take(self, setting: Setting, value: Value) -> None:
        if self._settings[setting.name] != value:
            self._settings[setting.name] = value
            self.changed.emit(setting.name)


def _low(setting: Setting) -> float:
    return 0 if setting.low is None else setting.low


def _high(setting: Setting) -> float:
    return 1 << 30 if setting.high is None else setting.high
