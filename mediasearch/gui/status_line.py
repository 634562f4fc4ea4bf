"""The quiet line at the bottom: how far indexing is, what needs attention, how large thumbnails are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mediasearch.gui import messages
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.theme import secondary, tones
from mediasearch.gui.view_controls import ViewControls
from mediasearch.protocol import Progress

HEIGHT = 40
#: Below this width the line keeps to words; thumbnails are then sized with Ctrl and the wheel.
_NARROW = 640


class ProgressRing(QWidget):
    """How much is done, as a ring of 16 px."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFixedSize(16, 16)

    def set_share(self, share: float) -> None:
        self.share = max(0.0, min(1.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, 1.5, 13, 13)
        painter.setPen(QPen(QColor(tone.hairline), 2))
        painter.drawEllipse(box)
        pen = QPen(QColor(tone.accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, round(-360 * 16 * self.share))


class StatusLine(QWidget):
    pause_requested = Signal(bool)
    problems_requested = Signal()
    edge_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._paused = False
        self._starter = False
        self._sizes = True
        self._progress = Progress("idle")
        self.ring = ProgressRing(self)
        self.label = ElidedLabel(self)
        secondary(self.label)
        self.pause = QPushButton(self.tr("Pause"), self)
        self.problems = QPushButton(self)
        for button in (self.pause, self.problems):
            button.setProperty("look", "link")
        self.pause.clicked.connect(lambda: self.pause_requested.emit(not self._paused))
        self.problems.clicked.connect(self.problems_requested)
        self.controls = ViewControls(self)
        self.slider = self.controls.slider
        self.controls.edge_chosen.connect(self.edge_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(10)
        row.addWidget(self.ring)
        row.addWidget(self.label, 1)
        row.addWidget(self.pause)
        row.addWidget(self.problems)
        row.addSpacing(6)
        row.addWidget(self.controls)
        self.show_progress(self._progress)

    def set_starter(self, starter: bool) -> None:
        """Whether the small model that comes with the program is the one searching."""
        self._starter = starter
        self.show_progress(self._progress)

    def set_edge(self, edge: int) -> None:
        self.controls.show_edge(edge)

    def set_size_visible(self, visible: bool) -> None:
        """There is nothing to size while there are no pictures."""
        self._sizes = visible
        self._place_slider()

    def show_progress(self, progress: Progress) -> None:
        self._progress = progress
        self._paused = progress.state == "paused"
        busy = progress.total > progress.done and progress.state != "idle"
        self.ring.setVisible(busy)
        if busy:
            self.ring.set_share(progress.done / max(1, progress.total))
        self.pause.setVisible(busy or self._paused)
        self.pause.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        self._say(self._sentence(progress, busy))
        self.problems.setVisible(progress.problems > 0)
        self.problems.setText(messages.issues(progress.problems))

    def _sentence(self, progress: Progress, busy: bool) -> str:
        if busy:
            parts = [
                self.tr("{done} of {total}").format(
                    done=messages.number(progress.done), total=messages.number(progress.total)
                )
            ]
            if self._paused:
                parts.append(self.tr("paused"))
            else:
                if progress.rate > 0:
                    parts.append(messages.rate(progress.rate))
                if progress.seconds_left is not None:
                    parts.append(self.tr("{time} left").format(time=messages.duration(progress.seconds_left)))
            return " · ".join(parts)
        if self._paused:
            return self.tr("Indexing is paused")
        if progress.state == "scanning":
            return self.tr("Looking for pictures…")
        return self.tr("Starter model: colours, shapes and simple scenes.") if self._starter else ""

    def _say(self, sentence: str) -> None:
        if self.label.text() != sentence:
            self.label.setText(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_slider()
        super().resizeEvent(event)

    def _place_slider(self) -> None:
        self.controls.setVisible(self._sizes and self.width() >= _NARROW)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
