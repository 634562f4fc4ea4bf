"""Settings to look at and to change, one below the other, each made from its declaration."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from mediasearch.gui import languages
from mediasearch.gui.switch import Switch
from mediasearch.gui.theme import secondary
from mediasearch.settings import Setting, Settings, Value

_EDITOR_WIDTH = 140


def translated(text: str) -> str:
    """Titles and descriptions stand in the declarations; their translations in the context “Settings”."""
    return QCoreApplication.translate("Settings", text)


class SettingRows(QWidget):
    """``changed`` tells the name of a setting that has a new value; saving is somebody else's business."""

    changed = Signal(str)

    def __init__(self, settings: Settings, shown: Iterable[Setting], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(18)
        self._grid.setColumnStretch(0, 1)
        for setting in shown:
            self._add(setting)

    def _add(self, setting: Setting) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        title = QLabel(translated(setting.title), self)
        description = QLabel(translated(setting.description), self)
        description.setWordWrap(True)
        secondary(description)
        words.addWidget(title)
        words.addWidget(description)
        row = self._grid.rowCount()
        self._grid.addLayout(words, row, 0)
        editor = self._editor(setting)
        editor.setAccessibleName(title.text())
        editor.setAccessibleDescription(description.text())
        title.setBuddy(editor)
        self._grid.addWidget(editor, row, 1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.editors[setting.name] = editor

    def _editor(self, setting: Setting) -> QWidget:
        value = self._settings[setting.name]
        take = partial(self._take, setting)
        if isinstance(setting.default, bool):
            box = Switch(self)
            box.setChecked(bool(value))
            box.toggled.connect(take)
            return box
        if setting.choices:
            combo = QComboBox(self)
            for choice in setting.choices:
                native = setting.name == "language" and choice in languages.LANGUAGES
                combo.addItem(languages.name(choice) if native else translated(choice.capitalize()), choice)
            combo.setCurrentIndex(combo.findData(value))
            combo.currentIndexChanged.connect(lambda _: take(combo.currentData()))
            combo.setFixedWidth(_EDITOR_WIDTH)
            return combo
        spin: QSpinBox | QDoubleSpinBox
        if isinstance(setting.default, float):
            spin = QDoubleSpinBox(self)
            spin.setRange(_low(setting), _high(setting))
        else:
            spin = QSpinBox(self)
            spin.setRange(int(_low(setting)), int(_high(setting)))
        spin.setSuffix(f" {translated(setting.unit)}" if setting.unit else "")
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
