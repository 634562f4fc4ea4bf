"""How far work on files is, over the bottom of the window, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mediasearch.gui import messages
from mediasearch.gui.announcing import announce
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.job import Job
from mediasearch.gui.soft_box import SHADOW, paint_soft_box
from mediasearch.gui.theme import margins, secondary, tones

WIDTH = 420


class JobCard(QWidget):
    """Shows one job at a time; ``area`` is what it lies over."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self.job: Job | None = None  #: what is shown; nothing else is begun meanwhile
        self.title = ElidedLabel(self)
        self.count = QLabel(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        secondary(self.count)
        self.bar = _Bar(self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setProperty("look", "link")
        self.cancel.clicked.connect(self._cancel)
        words = QHBoxLayout()
        words.addWidget(self.title, 1)
        words.addWidget(self.count)
        words.addWidget(self.cancel)
        column = QVBoxLayout(self)
        margins(column, SHADOW + 18, SHADOW + 9, SHADOW + 10, SHADOW + 14)
        column.setSpacing(6)
        column.addLayout(words)
        column.addWidget(self.bar)
        area.installEventFilter(self)
        self.hide()

    def run(
        self, work: Callable[[Callable[[int], bool]], object], done: Callable[..., None], title: str, total: int
    ) -> None:
        """Do ``work``, as a :class:`Job` does, and show it; then ``done`` gets what it returned."""

        def over(result: object) -> None:
            self.end()
            done(result)

        self.follow(Job(work, over, self), title, total)

    def follow(self, job: Job, title: str, total: int) -> None:
        """Show ``job`` until :meth:`end`."""
        self.job = job
        self.title.setText(title)
        self.setAccessibleName(title)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, max(total, 1))
        self.cancel.setEnabled(True)
        self._tell(total)
        self.count.setFixedWidth(self.count.sizeHint().width())  # nothing beside it moves while it counts
        self._tell(0)
        job.told.connect(self._tell)
        self._place()
        self.show()
        self.raise_()
        announce(self, title)

    def end(self) -> None:
        """It is over."""
        self.job = None
        self.hide()

    def _tell(self, done: int) -> None:
        self.bar.setValue(done)
        self.count.setText(
            self.tr("{done} of {total}").format(done=messages.number(done), total=messages.number(self.bar.maximum()))
        )

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        if self.job is not None:
            self.job.stop()

    def _place(self) -> None:
        width = min(WIDTH + 2 * SHADOW, self._area.width() - 16)
        height = self.sizeHint().height()
        self.setGeometry((self._area.width() - width) // 2, self._area.height() - height - 44, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_soft_box(self, radius=12)


class _Bar(QProgressBar):
    """A thin line that fills."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(4)
        self.setTextVisible(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(QColor(tone.hairline))
        painter.drawRoundedRect(whole, 2, 2)
        done = QRectF(whole)
        done.setWidth(whole.width() * (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            done.moveRight(whole.right())
        painter.setBrush(QColor(tone.accent))
        painter.drawRoundedRect(done, 2, 2)
