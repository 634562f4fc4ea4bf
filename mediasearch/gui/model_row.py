"""One model of the list: what it is, how it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mediasearch.gui import model_words
from mediasearch.gui.announcing import announce
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.icons import IconButton
from mediasearch.gui.models import ON_ITS_WAY
from mediasearch.gui.progress_bar import ProgressBar
from mediasearch.gui.theme import secondary, tones
from mediasearch.protocol import ModelInfo

#: The button is as wide in every row, so the words before it end in one line: at least this, and as the words need.
_BUTTON_WIDTH = 112
_BUTTON_EDGE = 20
#: Between the row's own ground and its words, so that words stand in line with what is above the list.
EDGE = 14


class ModelRow(QWidget):
    """Takes the focus as a whole: Enter does what its button does, Up and Down go to the neighbours."""

    acted = Signal(str, str)  #: what (download, go-on, stop, use, hurry, remove), and the name of the model
    moved = Signal(int)  #: −1: to the row above, 1: to the one below

    def __init__(self, info: ModelInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.info = info
        self._waits = ""
        self._spoken = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = QLabel(self)
        font = QFont(self.title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.mark = QLabel(self)
        self.mark.setProperty("look", "accent")
        self.description = QLabel(self)
        self.description.setWordWrap(True)
        self.facts = ElidedLabel(self)
        self.bar = ProgressBar(self)
        self.state = ElidedLabel(self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.trouble = QLabel(self)
        self.trouble.setProperty("look", "warning")
        self.trouble.setWordWrap(True)
        for label in (self.title, self.mark, self.description, self.note, self.trouble):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for quiet in (self.description, self.facts, self.state, self.note):
            secondary(quiet)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self._fit_button()
        self.button.clicked.connect(self._act)
        self.more = IconButton("more", self.tr("More"), self, edge=30, size=18)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._place()
        self.show_info(info)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.mark)
        head.addStretch()
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(head)
        words.addWidget(self.description)
        words.addWidget(self.facts)  # or the state in its place, so that no row changes its height
        words.addWidget(self.state)
        words.addWidget(self.note)
        words.addWidget(self.trouble)
        words.addSpacing(4)
        words.addWidget(self.bar)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(self.more)
        beside.addWidget(self.button)
        for kept in (self.button, self.more):
            policy = kept.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            kept.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 12, EDGE, 9)
        row.setSpacing(20)
        row.addLayout(words, 1)
        row.addLayout(beside)
        row.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _fit_button(self) -> None:
        metrics = self.button.fontMetrics()
        widest = max(metrics.horizontalAdvance(words) for words in model_words.verbs().values())
        self.button.setFixedWidth(max(_BUTTON_WIDTH, widest + 2 * _BUTTON_EDGE))

    # ------------------------------------------------------------------------------------------------ showing

    def show_info(self, info: ModelInfo, waits: str = "", offline: bool = False) -> None:
        """``waits``: what keeps a model from being filled, as a sentence; ``offline``: some folder is away."""
        before, self.info, self._waits = self.info, info, waits
        coming = info.state in ON_ITS_WAY
        self.title.setText(info.title)
        self.mark.setText(self._marked(info))
        self.description.setText(info.description)
        self.description.setVisible(bool(info.description))
        self.facts.setText(model_words.facts(info))
        self.facts.setVisible(not coming)
        self.note.setText(model_words.note(info))
        self.note.setVisible(bool(self.note.text()))
        self.trouble.setText(info.trouble)
        self.trouble.setVisible(bool(info.trouble))
        self.bar.setVisible(coming)
        self.bar.show_share(model_words.share(info), info.paused)
        self.state.setText(waits if waits and coming else model_words.progress(info))
        self.state.setVisible(coming)
        what, words = model_words.action(info)
        if not what and self.button.hasFocus():
            self.setFocus()  # the focus stays with the model, not with what is next to it
        self.button.setVisible(bool(what))
        if words and self.button.text() != words:
            self.button.setText(words)
        self.button.setAccessibleName(f"{words} {info.title}")
        look = "primary" if what == "download" and info.recommended and not info.trouble else ""
        if self.button.property("look") != look:
            self.button.setProperty("look", look)
            self.button.style().polish(self.button)
        self._fill_menu(info, offline)
        self._speak(before)

    def _marked(self, info: ModelInfo) -> str:
        if info.state == "active":
            return self.tr("In use")
        if info.state in ON_ITS_WAY:
            return self.tr("Waiting") if self._waits else model_words.stage(info)
        if info.recommended:
            return self.tr("Recommended")
        return self.tr("On this computer") if info.state == "ready" else ""

    def _fill_menu(self, info: ModelInfo, offline: bool) -> None:
        entries = []
        if self._waits and info.paused:
            entries.append(("stop", self.tr("Stop learning your pictures")))
        if offline and info.state == "filling" and not info.paused:
            entries.append(("hurry", self.tr("Change now, without folders that aren’t connected")))
        if removing := model_words.removing(info):
            entries.append(("remove", removing))
        if [action.data() for action in self._menu.actions()] != [(what, words) for what, words in entries]:
            self._menu.clear()
            for what, words in entries:
                action = self._menu.addAction(words)
                action.setData((what, words))
                action.triggered.connect(lambda _=False, what=what: self.acted.emit(what, self.info.name))
        self.more.setVisible(bool(entries))
        self.more.say(self.tr("More about {model}").format(model=info.title))

    def _speak(self, before: ModelInfo) -> None:
        """A change of state is told; that there is more of the same can be asked for."""
        info = self.info
        now = self._waits or model_words.progress(info) or self._marked(info)
        self.setAccessibleName(model_words.spoken(info, info.trouble or now))
        self.setAccessibleDescription(model_words.action(info)[1])
        if (info.state, info.trouble) != (before.state, before.trouble):
            announce(self, info.trouble or f"{info.title}: {now}")

    # ------------------------------------------------------------------------------------------------ hands

    def _act(self) -> None:
        what, _ = model_words.action(self.info)
        if what:
            self.acted.emit(what, self.info.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
        elif key == Qt.Key.Key_Delete and model_words.removing(self.info):
            self.acted.emit("remove", self.info.name)
        elif key == Qt.Key.Key_Menu and self.more.isVisible():
            self.more.showMenu()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        elif event.type() == QEvent.Type.FontChange:
            self._fit_button()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.info.state == "active":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.accent_soft))
            painter.drawRoundedRect(box, 10, 10)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tone.accent), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 10, 10)
