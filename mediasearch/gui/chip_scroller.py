"""Room for more chips than fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from mediasearch.gui.chip import HEIGHT, Chip
from mediasearch.gui.chip_strip import ChipStrip


class ChipScroller(QScrollArea):
    """Chips that do not fit can be reached by wheel and keyboard instead of pushing everything away."""

    def __init__(self, strip: ChipStrip, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip = strip
        self.setWidget(strip)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.viewport().setAutoFillBackground(False)
        strip.setAutoFillBackground(False)
        strip.focused.connect(self._reveal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - turned // 2)
        event.accept()

    def fit(self) -> None:
        """Follow the chips: as wide as they are, showing the one with the focus, or what was added last."""
        layout = self._strip.layout()
        if layout is not None:
            layout.activate()
        self._strip.resize(self._strip.sizeHint())
        chips = self._strip.chips
        for chip in [each for each in chips if each.hasFocus()] or chips[-1:]:
            self._reveal(chip)

    def _reveal(self, chip: Chip) -> None:
        # QScrollArea.ensureWidgetVisible goes the wrong way from right to left.
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = self._strip.width() - chip.geometry().right() - 1 if mirrored else chip.x()
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, self._strip.width() - self.viewport().width()))  # as it will be
        bar.setValue(min(max(bar.value(), start + chip.width() + 8 - self.viewport().width()), start))
