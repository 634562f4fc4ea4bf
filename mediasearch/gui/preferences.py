"""The settings: sections beside, and what belongs to the chosen one.

Pages of their own have folders, indexing, models and keys; whatever else is declared in :mod:`mediasearch.settings`
gets a page for its section.  Changes act at once, except where a page says otherwise.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui import icons
from mediasearch.gui.folders import Folders
from mediasearch.gui.folders_page import FoldersPage
from mediasearch.gui.indexing_page import IndexingPage
from mediasearch.gui.keys_page import KeysPage
from mediasearch.gui.model_row import EDGE as ROW_EDGE
from mediasearch.gui.models import Models
from mediasearch.gui.models_page import ModelsPage
from mediasearch.gui.setting_rows import SettingRows, translated
from mediasearch.gui.theme import large
from mediasearch.settings import Settings

_SIDE: Final = 178
_EDGE: Final = 32
_ICONS: Final = {
    "folders": "folder", "Indexing": "gauge", "model": "model", "Searching": "search", "Look": "look",
    "Background": "clock", "keys": "keyboard",
}  # fmt: skip
#: In which order sections that are declared stand; others follow them.
_ORDER: Final = ("Indexing", "Searching", "Look", "Background")


class Preferences(QDialog):
    """``changed`` tells the name of a setting that has a new value; saving is the window's business."""

    changed = Signal(str)

    def __init__(self, settings: Settings, folders: Folders, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        self.setWindowTitle(self.tr("Settings"))
        room = self.screen().availableGeometry().size()
        self.resize(min(900, room.width() * 9 // 10), min(700, room.height() * 9 // 10))
        self.sections = QListWidget(self)
        self.sections.setObjectName("sections")
        self.sections.setFixedWidth(_SIDE)
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.sections.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.setAccessibleName(self.tr("Sections"))
        self.pages = QStackedWidget(self)
        self._names: list[str] = []
        self.folders = FoldersPage(folders)
        self.models = ModelsPage(models)
        declared = {name: list(group) for name, group in groupby(settings, key=lambda setting: setting.section)}
        self._add("folders", self.tr("Folders"), self.folders)
        for section in sorted(declared, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)):
            if section == "Indexing":
                self.indexing = IndexingPage(settings, declared[section])
                self.indexing.changed.connect(self.changed)
                self.editors |= self.indexing.rows.editors
                self._add(section, translated(section), self.indexing)
                self._add("model", self.tr("Model"), self.models)
                continue
            rows = SettingRows(settings, declared[section])
            rows.changed.connect(self.changed)
            self.editors |= rows.editors
            self._add(section, translated(section), _at_the_top(rows))
        self._add("keys", self.tr("Keys"), KeysPage())
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.sections.setCurrentRow(0)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addSpacing(12)  # unlike a margin, it is on the other side from right to left
        side = QVBoxLayout()
        side.setContentsMargins(0, 18, 0, 12)
        side.addWidget(self.sections)
        beside.addLayout(side)
        beside.addWidget(self.pages, 1)
        self._tint()

    def show_page(self, name: str) -> None:
        """``folders``, ``model``, ``keys``, or a section of the declarations."""
        if name in self._names:
            self.sections.setCurrentRow(self._names.index(name))

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._names[self.sections.currentRow()]

    def _add(self, name: str, title: str, page: QWidget) -> None:
        self._names.append(name)
        item = QListWidgetItem(title)
        item.setSizeHint(QSize(0, 38))
        self.sections.addItem(item)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_EDGE - ROW_EDGE, 22, _EDGE - ROW_EDGE, 24)
        column.setSpacing(0)
        head = QLabel(title, inside)
        head.setContentsMargins(ROW_EDGE, 0, ROW_EDGE, 0)
        large(head, QFont.Weight.DemiBold)
        if page is not self.models:  # its rows have an edge of their own
            page.setContentsMargins(ROW_EDGE, 0, ROW_EDGE, 0)
        column.addWidget(head)
        column.addSpacing(16)
        column.addWidget(page, 1)
        scroll = QScrollArea(self.pages)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        # What there is only to read is scrolled with the keys; elsewhere they belong to what is in it.
        to_read = isinstance(page, KeysPage)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus if to_read else Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(title)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.pages.addWidget(scroll)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        for row, name in enumerate(self._names):
            self.sections.item(row).setIcon(icons.icon(_ICONS.get(name, "settings"), self.palette()))


def _at_the_top(rows: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(rows)
    column.addStretch()
    return page
