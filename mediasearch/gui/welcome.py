"""What stands where pictures will be: the invitation to choose a folder, or a calm sentence when nothing is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mediasearch.gui import icons
from mediasearch.gui.theme import large, secondary, tones


class _Page(QWidget):
    """A symbol, a line of large text, and a quieter one, in the upper middle."""

    def __init__(self, symbol: str, parent: QWidget | None = None, size: QSize | None = None) -> None:
        super().__init__(parent)
        self._size = size or QSize(48, 48)
        self._symbol_name = symbol
        self._symbol = QLabel(self)
        self._symbol.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(self)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        large(self.title, QFont.Weight.DemiBold)
        self.text = QLabel(self)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        secondary(self.text)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(40, 0, 40, 0)
        self.column.setSpacing(0)
        self.column.addStretch(5)
        self.column.addWidget(self._symbol)
        self.column.addSpacing(22)
        self.column.addWidget(self.title)
        self.column.addSpacing(10)
        self.column.addWidget(self.text)
        self.column.addSpacing(26)
        self._tint()

    def set_symbol(self, symbol: str) -> None:
        self._symbol_name = symbol
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        colour = tones(self.palette()).faint
        ratio = max(2.0, self.devicePixelRatioF())
        self._symbol.setPixmap(icons.pixmap(self._symbol_name, colour, self._size.width(), ratio, self._size.height()))


class Welcome(_Page):
    """The empty library."""

    choose_requested = Signal()
    pictures_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("welcome", parent, QSize(220, 130))
        self.title.setText(self.tr("Search your photos by what is in them"))
        self.text.setText(self.tr("Choose a folder to begin, or drop one here."))
        self.choose = QPushButton(self.tr("Choose a folder…"), self)
        self.choose.setProperty("look", "primary")
        self.choose.clicked.connect(self.choose_requested)
        self.pictures = QPushButton(self.tr("Use Pictures"), self)
        self.pictures.clicked.connect(self.pictures_requested)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for button in (self.choose, self.pictures):
            button.setMinimumHeight(40)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addStretch()
        self.column.addLayout(row)
        self.column.addSpacing(34)
        promise = QLabel(self.tr("Everything stays on this computer."), self)
        promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        secondary(promise)
        self.column.addWidget(promise)
        self.column.addStretch(6)


class Nothing(_Page):
    """A folder is there, but there is nothing to show (yet)."""

    acted = Signal(int)  #: the button that was pressed, from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("search", parent)
        self.buttons = [QPushButton(self), QPushButton(self)]
        self.button = self.buttons[0]
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, place=place: self.acted.emit(place))
            row.addWidget(button)
        row.addStretch()
        self.column.addLayout(row)
        self.column.addStretch(7)

    def say(self, symbol: str, title: str, text: str, *buttons: str) -> None:
        """One sentence in large, one in small, and at most two things to do about it."""
        self.set_symbol(symbol)
        self.title.setText(title)
        self.text.setText(text)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(buttons))
            button.setText(buttons[place] if place < len(buttons) else "")
