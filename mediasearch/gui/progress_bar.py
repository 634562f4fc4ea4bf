"""A thin bar that says how much is done; while that cannot be told, it is empty and only takes its room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediasearch.gui.theme import tones

_HEIGHT = 3


class ProgressBar(QWidget):
    """Keeps its place when there is nothing to show, so that nothing beside it jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._still = False
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keep = self.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.setSizePolicy(keep)

    @property
    def share(self) -> float | None:
        return self._share

    def show_share(self, share: float | None, still: bool = False) -> None:
        """``share`` from 0 to 1; ``still``: nothing moves at the moment, so it is quieter."""
        if (share, still) != (self._share, self._still):
            self._share, self._still = share, still
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        painter.setBrush(QColor(tone.hairline))
        painter.drawRoundedRect(box, 1.5, 1.5)
        if not self._share:
            return
        width = max(float(_HEIGHT), box.width() * self._share)
        left = box.right() - width if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else box.left()
        painter.setBrush(QColor(tone.faint if self._still else tone.accent))
        painter.drawRoundedRect(QRectF(left, box.top(), width, box.height()), 1.5, 1.5)
