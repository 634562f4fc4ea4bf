"""The quiet line at the bottom: how far indexing is, what needs attention, how large thumbnails are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mediasearch.gui import messages, model_words
from mediasearch.gui.announcing import announce
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.theme import secondary, tones
from mediasearch.gui.view_controls import ViewControls
from mediasearch.protocol import ModelInfo, Progress

HEIGHT = 40
#: Below this width the line keeps to words; thumbnails are then sized with Ctrl and the wheel.
_NARROW = 640
#: What the slider for breadth takes: beside it sizes need so much more.
_BREADTH = 210


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
    """Says one thing: what keeps the library from being written, how indexing goes, what is away, or nothing."""

    pause_requested = Signal(bool)
    problems_requested = Signal()
    model_requested = Signal()
    locate_requested = Signal()
    edge_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._paused = False
        self._starter = False
        self._offer = ""
        self._coming: ModelInfo | None = None
        self._offline: list[str] = []
        self._trouble = ""
        self._sizes = True
        self._breadth = False
        self._progress = Progress("idle")
        self.ring = ProgressRing(self)
        self.label = ElidedLabel(self)
        secondary(self.label)
        self.pause = QPushButton(self.tr("Pause"), self)
        self.model = QPushButton(self)
        self.locate = QPushButton(self.tr("Locate…"), self)
        self.problems = QPushButton(self)
        buttons = (self.pause, self.model, self.locate, self.problems)
        for button in buttons:
            button.setProperty("look", "link")
        self.pause.clicked.connect(lambda: self.pause_requested.emit(not self._paused))
        self.model.clicked.connect(self.model_requested)
        self.locate.clicked.connect(self.locate_requested)
        self.problems.clicked.connect(self.problems_requested)
        self.controls = ViewControls(self)
        self.slider = self.controls.slider
        self.controls.edge_chosen.connect(self.edge_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(10)
        row.addWidget(self.ring)
        row.addWidget(self.label, 1)
        for button in buttons:
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self.controls)
        self.show_progress(self._progress)

    def set_starter(self, starter: bool, offer: str = "") -> None:
        """Whether the small model that comes with the program is the one searching; ``offer``: words of the way to
        another one, "" where that is offered elsewhere."""
        self._starter = starter
        self._offer = offer
        self._refresh()

    def set_coming(self, info: ModelInfo | None) -> None:
        """A model that is on its way, where nothing else says so."""
        self._coming = info
        self._refresh()

    def set_offline(self, names: list[str]) -> None:
        """Folders that are not connected."""
        changed, self._offline = names != self._offline, names
        self._refresh()
        if changed and self.says_offline:
            announce(self.label, self.label.text())

    @property
    def says_offline(self) -> bool:
        """Whether this line tells of folders that are not connected: it has nothing more urgent to say."""
        return bool(self._offline) and not self._trouble and self._coming is None and not self._working()

    def set_trouble(self, sentence: str) -> None:
        """What keeps the library from being written; "" when that is over."""
        if sentence != self._trouble:
            self._trouble = sentence
            self.label.setProperty("look", "warning" if sentence else "secondary")
            self.label.style().polish(self.label)
            announce(self.label, sentence)
            self._refresh()

    def set_edge(self, edge: int) -> None:
        self.controls.show_edge(edge)

    def set_size_visible(self, visible: bool) -> None:
        """There is nothing to size while there are no pictures."""
        self._sizes = visible
        self._place_slider()

    def set_breadth_visible(self, visible: bool) -> None:
        """Whether the results have bands, whose cut can be moved."""
        self._breadth = visible
        self.controls.breadth.setVisible(visible)
        self._place_slider()

    def show_progress(self, progress: Progress) -> None:
        self._progress = progress
        self._refresh()

    def _refresh(self) -> None:
        progress = self._progress
        self._paused = progress.state in ("paused", "battery")
        busy = messages.busy(progress)
        sentence = self._trouble or self._working()
        coming = self._coming if not sentence else None
        ring = None if self._trouble else self._share(progress if busy else coming)
        self.ring.setVisible(ring is not None)
        self.ring.set_share(ring or 0.0)
        self.pause.setVisible((busy or self._paused) and not self._trouble)
        self.pause.setText(self._verb())
        offer = self._offer if self._starter and not sentence and not self._offline else ""
        self.model.setText(self.tr("Show") if coming is not None else offer)
        self.model.setVisible(bool(self.model.text()))
        self.locate.setVisible(self.says_offline and len(self._offline) == 1)
        self._say(sentence or self._aside(coming))
        self.problems.setVisible(progress.problems > 0)
        self.problems.setText(messages.issues(progress.problems))

    def _working(self) -> str:
        return messages.progress(self._progress)

    def _verb(self) -> str:
        if self._progress.state == "battery":
            return self.tr("Index anyway")
        return self.tr("Resume") if self._paused else self.tr("Pause")

    def _share(self, of: Progress | ModelInfo | None) -> float | None:
        return of.done / max(1, of.total) if of is not None else None

    def _aside(self, coming: ModelInfo | None) -> str:
        """What is said while nothing is being indexed."""
        if coming is not None:
            return model_words.line(coming, model_words.waits(coming, self._progress.state))
        if len(self._offline) == 1:
            return self.tr("{name} isn’t connected. Showing saved previews.").format(name=self._offline[0])
        if self._offline:
            text = self.tr("{count} folders aren’t connected. Showing saved previews.", "", len(self._offline))
            return text.format(count=messages.number(len(self._offline)))
        return self.tr("Starter model: colours, shapes and simple scenes.") if self._starter else ""

    def _say(self, sentence: str) -> None:
        if self.label.text() != sentence:
            self.label.setText(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_slider()
        super().resizeEvent(event)

    def _place_slider(self) -> None:
        self.controls.setVisible(self._sizes and self.width() >= _NARROW)
        self.controls.sizes.setVisible(not self._breadth or self.width() >= _NARROW + _BREADTH)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
