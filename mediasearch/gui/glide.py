"""Scrolling by the wheel as if the list had weight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QScrollBar

DURATION_MS: Final = 140


class Glide(QPropertyAnimation):
    """Moves a scroll bar over a moment; what is added meanwhile is added to where it was going."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar, b"value", bar)
        self._bar = bar
        self.setDuration(DURATION_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        bar.sliderPressed.connect(self.stop)

    def by(self, pixels: int) -> None:
        """Go on by ``pixels``, as far as there is something to see."""
        running = self.state() == QPropertyAnimation.State.Running
        start = int(self.endValue()) if running else self._bar.value()
        self.stop()
        self.setStartValue(self._bar.value())
        self.setEndValue(min(max(start + pixels, self._bar.minimum()), self._bar.maximum()))
        self.start()
