"""The line over the results about models: the offer of a full one, how far it is, or that none answers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mediasearch.gui import model_words
from mediasearch.gui.announcing import announce
from mediasearch.gui.progress_bar import ProgressBar
from mediasearch.gui.theme import margins, tones
from mediasearch.protocol import ModelInfo

#: Below this width the buttons stand under the words.
_NARROW: Final = 860
#: As high as all of them are, so that the banner is as high whatever it says.
_BUTTON: Final = 32
_GAP: Final = 8  #: between buttons
_OUTSIDE: Final = 14  #: beside the banner


class ModelBanner(QWidget):
    """Says one thing at a time; the buttons are told apart by what they do."""

    acted = Signal(str)  #: download, file, later, stop, go-on, hide, choose

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = ProgressBar(self)
        room = self.bar.sizePolicy()
        room.setRetainSizeWhenHidden(False)
        self.bar.setSizePolicy(room)
        words = QVBoxLayout()
        words.setSpacing(7)
        words.addStretch()
        words.addWidget(self.label)
        words.addWidget(self.bar)
        words.addStretch()
        self._buttons = [QPushButton(self) for _ in range(3)]
        beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        beside.setSpacing(_GAP)
        for place, button in enumerate(self._buttons):
            button.setMinimumHeight(_BUTTON)
            button.clicked.connect(lambda _=False, place=place: self._act(place))
            beside.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        margins(self._row, 18, 10, 12, 10)
        self._row.setSpacing(18)
        self._row.addLayout(words, 1)
        self._row.addLayout(beside)
        self._beside = beside
        outside = QVBoxLayout(self)
        outside.setContentsMargins(_OUTSIDE, 4, _OUTSIDE, 4)
        outside.addLayout(self._row)
        self._does: list[str] = []
        self.hide()

    @property
    def shown(self) -> list[QPushButton]:
        """The buttons that stand there now."""
        return self._buttons[: len(self._does)]

    def order(self) -> list[QWidget]:
        """In which order Tab visits what is here."""
        return [*self._buttons]

    # ------------------------------------------------------------------------------------------------ saying

    def offer(self, info: ModelInfo, host: str) -> None:
        """No full model has been downloaded yet."""
        text = self.tr("Searching by description works best with a one-time download ({size}, from {host}). Your "
                       "photos are never uploaded.")  # fmt: skip
        self._say(
            text.format(size=model_words.size(info.size), host=host),
            ("download", self.tr("Download")),
            ("file", self.tr("Use a file I have")),
            ("later", self.tr("Not now")),
        )

    def ask(self, host: str) -> None:
        """It was clicked: the server is being asked."""
        self._say(self.tr("Asking {host}…").format(host=host), ("stop", self.tr("Stop")))

    def show_coming(self, info: ModelInfo, waits: str) -> None:
        """How far the model is that is on its way; ``waits``: for what it waits, "" for nothing."""
        go_on = ("go-on", self.tr("Go on")) if info.paused else ("stop", self.tr("Stop"))
        self._say(
            model_words.line(info, waits),
            go_on,
            ("hide", self.tr("Hide")),
            share=model_words.share(info),
            still=info.paused,
        )

    def show_trouble(self, sentence: str, *buttons: tuple[str, str]) -> None:
        """Nothing can be described, or a download came to nothing; what to do stands in the sentence."""
        self._say(sentence, *buttons)

    def _say(self, text: str, *buttons: tuple[str, str], share: float | None = None, still: bool = False) -> None:
        self._does = [does for does, _ in buttons]
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(buttons))
            if place < len(buttons):
                does, words = buttons[place]
                button.setText(words)
                look = {"download": "primary", "again": "primary", "later": "link", "hide": "link"}.get(does, "")
                if button.property("look") != look:
                    button.setProperty("look", look)
                    button.style().polish(button)
        on_its_way = "hide" in self._does
        self.bar.setVisible(on_its_way)
        if on_its_way:
            self.bar.show_share(share, still)
        if self.label.text() != text:
            self.label.setText(text)
        self._arrange(self.width())
        self.setAccessibleName(text)
        # How far it is can be asked for; what is told is that something else happens.
        topic = " · ".join(text.split(" · ")[:2]) if on_its_way else text
        if topic != self._said or self.isHidden():
            self._said = topic
            announce(self, text)
        self.show()

    def _act(self, place: int) -> None:
        if place < len(self._does):
            self.acted.emit(self._does[place])

    # ------------------------------------------------------------------------------------------------ looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        """Buttons beside the words, below them where that is too narrow, and below one another in the narrowest."""
        narrow = width < _NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        edges = self._row.contentsMargins()
        room = width - 2 * _OUTSIDE - edges.left() - edges.right()
        wanted = sum(button.sizeHint().width() for button in self.shown) + _GAP * (len(self.shown) - 1)
        directions = (down if narrow else across, down if narrow and wanted > room else across)
        if (self._row.direction(), self._beside.direction()) == directions:
            return
        self._row.setDirection(directions[0])
        self._beside.setDirection(directions[1])
        self._row.setSpacing(10 if narrow else 18)
        self._row.setAlignment(self._beside, Qt.AlignmentFlag.AlignLeading if narrow else Qt.AlignmentFlag.AlignVCenter)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones(self.palette()).accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_OUTSIDE, 4, -_OUTSIDE, -4), 12, 12)
