"""The parts of the viewer and where they stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStyle, QVBoxLayout, QWidget

from mediasearch.gui import filmstrip
from mediasearch.gui.filmstrip import Filmstrip
from mediasearch.gui.icons import IconButton
from mediasearch.gui.viewer_bar import ViewerBar
from mediasearch.gui.viewer_details import Details
from mediasearch.gui.viewer_look import dress
from mediasearch.gui.viewer_stage import Stage


class ViewerParts(QWidget):
    """The bar above, the picture with a button on each side, the filmstrip below it, the details beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = -1
        self._several = False
        self.setObjectName("viewer")
        self.setAccessibleName(self.tr("Picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar = ViewerBar(self)
        self.canvas = Stage(self)
        self.canvas.resized.connect(self._place_steps)
        self.details = Details(self)
        self.details.hide()
        self.strip = Filmstrip(self)
        self.previous = self._step_button("back", self.tr("Previous picture"))
        self.next = self._step_button("forward", self.tr("Next picture"))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.canvas, 1)
        left.addWidget(self.strip)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self.details)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addLayout(body, 1)
        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)
        dress(self)
        self.hide()

    def set_motion(self, allowed: bool | None) -> None:
        """Whether things may move by themselves; None where nobody minds."""
        self.strip.motion = self.canvas.autoplay = allowed is not False

    def place_in(self, row: int, count: int) -> None:
        """``row`` of ``count`` is shown: say so, and offer only the steps and the strip that lead somewhere."""
        self.row = row
        self.bar.set_position(row, count)
        self.previous.setVisible(row > 0)
        self.next.setVisible(row < count - 1)
        self._several = count > 1
        self._show_strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.set_width(self.width())
        self._show_strip()

    def _show_strip(self) -> None:
        roomy = self.width() >= filmstrip.LOWEST[0] and self.height() >= filmstrip.LOWEST[1]
        self.strip.setVisible(roomy and self._several)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place_steps()

    def _place_steps(self) -> None:
        area = self.canvas.rect()
        middle = area.height() // 2 - 20
        for button, left in ((self.previous, 14), (self.next, area.width() - 54)):
            button.setGeometry(QStyle.visualRect(self.layoutDirection(), area, QRect(left, middle, 40, 40)))

    def _step_button(self, icon: str, text: str) -> IconButton:
        button = IconButton(icon, text, self.canvas, edge=40)
        button.setObjectName("step")
        return button
