"""How results are looked at, in the line below them: how strict, whole or cropped, how large."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from mediasearch.gui.icons import IconButton
from mediasearch.gui.theme import margins, secondary, tones
from mediasearch.settings import DECLARATIONS

_SIZE = next(setting for setting in DECLARATIONS if setting.name == "thumbnail_size")
_STEPS: Final = 10  #: of the breadth to each side
_BREADTH_MS: Final = 120  #: the cut follows a hand that moves, but not every pixel of it


class SizeSlider(QSlider):
    """Thumbnail size, with a small and a large square at its ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(int(_SIZE.low or 96), int(_SIZE.high or 400))
        self.setSingleStep(16)
        self.setPageStep(48)
        self.setFixedWidth(120)
        self.setAccessibleName(self.tr("Thumbnail size"))
        self.setToolTip(self.tr("Thumbnail size"))


class BreadthSlider(QWidget):
    """Closer ━●━ Broader: how sure a match has to be to stand among the best ones."""

    chosen = Signal(float)  #: −1 to 1, once the hand slows down

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(-_STEPS, _STEPS)
        self.slider.setPageStep(_STEPS // 2)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName(self.tr("How sure the best matches have to be"))
        self.slider.setToolTip(self.tr("How sure the best matches have to be"))
        self._rest = QTimer(self, singleShot=True, interval=_BREADTH_MS)
        self._rest.timeout.connect(lambda: self.chosen.emit(self.slider.value() / _STEPS))
        self.slider.valueChanged.connect(lambda _: self._rest.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (QLabel(self.tr("Closer"), self), self.slider, QLabel(self.tr("Broader"), self)):
            if isinstance(part, QLabel):
                secondary(part)
            row.addWidget(part)

    def show_breadth(self, breadth: float) -> None:
        """The cut is here."""
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(breadth * _STEPS))
        self.slider.blockSignals(blocked)


class _Glyph(QWidget):
    def __init__(self, edge: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._edge = edge
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tones(self.palette()).secondary), 1.3))
        box = QRectF(0, 0, self._edge, self._edge)
        box.moveCenter(QPointF(8, 8))
        painter.drawRoundedRect(box, 2, 2)


class ViewControls(QWidget):
    edge_chosen = Signal(int)
    cropped_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.breadth = BreadthSlider(self)
        self.breadth.hide()
        self.crop = IconButton("crop", "", self, edge=28, size=18)
        self.crop.setCheckable(True)
        self.crop.clicked.connect(self._crop)
        self.slider = SizeSlider(self)
        self.slider.valueChanged.connect(self.edge_chosen)
        self.sizes = QWidget(self)
        beside = QHBoxLayout(self.sizes)
        margins(beside, 10, 0, 0, 0)
        beside.setSpacing(10)
        for part in (self.crop, _Glyph(7, self), self.slider, _Glyph(12, self)):
            beside.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.breadth)
        row.addWidget(self.sizes)
        self.show_cropped(True)

    def show_edge(self, edge: int) -> None:
        """Thumbnails are this large."""
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(edge)
        self.slider.blockSignals(blocked)

    def show_cropped(self, cropped: bool) -> None:
        """Thumbnails fill their square, or are whole."""
        self.crop.setChecked(cropped)
        self.crop.say(self.tr("Show whole pictures") if cropped else self.tr("Fill the squares"))

    def _crop(self, cropped: bool) -> None:
        self.show_cropped(cropped)
        self.cropped_chosen.emit(cropped)
