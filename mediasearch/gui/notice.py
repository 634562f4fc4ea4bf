"""One sentence over the bottom of the window, with at most two things to do about it.

It lies over the pictures, so nothing moves when it comes and goes.  A lasting one (the engine is away) stays until it
is taken back or closed, and returns after a passing one has gone.  While one of the program's other windows is in
use, it lies over that one: what is said beneath it would not be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mediasearch.gui.icons import IconButton
from mediasearch.gui.messages import breakable
from mediasearch.gui.theme import margins, tones

#: How long a passing sentence stays: long enough to be read twice (milliseconds, plus so many for each letter).
STAY_MS: Final = 3500
STAY_PER_LETTER_MS: Final = 55
WIDEST: Final = 640
BELOW: Final = 56  #: between it and the lower edge, unless something else stands there

Action = tuple[str, Callable[[], None]]


@dataclass(frozen=True)
class Said:
    """A sentence, and what can be done about it."""

    text: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Passing:
    """What is just being said, for a window that takes the place of this one: ``kind`` as in :meth:`Notice.teach`."""

    text: str
    kind: str
    about: tuple[Any, ...]
    left_ms: int


class Notice(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = self._area = parent
        self._beside: list[QWidget] = []  #: the program's other windows that are open
        self._in_use = parent  #: where the person is
        self._lasting: dict[str, Said] = {}
        self._passing = False
        self._taught: dict[str, Callable[..., Said]] = {}
        self._about: tuple[Any, ...] = ()  # what is told of, if that was taught
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.buttons = [QPushButton(self), QPushButton(self)]
        for button in self.buttons:
            button.setProperty("look", "link")
        self.close_button = IconButton("close", self.tr("Close this message"), self, edge=28, size=14)
        self.close_button.clicked.connect(self.dismiss)
        row = self._row = QHBoxLayout(self)
        margins(row, 18, 10, 8, 10)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        for button in self.buttons:
            row.addWidget(button)
        row.addWidget(self.close_button)
        self._below = BELOW
        self._topic = ""  #: of what passes
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._callbacks: list[Callable[[], None]] = []
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, place=place: self._act(place))
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, *actions: Action, topic: str = "") -> None:
        """Show a passing sentence; with something to do about it, it stays twice as long.

        ``topic``: what :meth:`take_back` calls it by.
        """
        self._pass(Said(text, actions), topic, ())

    def teach(self, kind: str, words: Callable[..., Said]) -> None:
        """``words`` tells of ``kind``, so that :meth:`tell` can, and a window in another language after it."""
        self._taught[kind] = words

    def tell(self, kind: str, *about: Any) -> None:
        """Say what ``kind`` was taught to say of ``about``; it passes, and is called by its kind."""
        self._pass(self._taught[kind](*about), kind, about)

    def passing(self) -> Passing | None:
        """The sentence that is shown and will pass, None when there is none."""
        if not self._passing:
            return None
        return Passing(self.accessibleName(), self._topic, self._about, max(self._timer.remainingTime(), 0))

    def go_on_with(self, passing: Passing) -> None:
        """Say what another window had not finished saying, over the dialog that was opened last.

        In this window's words where they were taught; else as it was said, without what that window would have done.
        """
        if self._beside:
            self._in_use = self._beside[-1]
        if passing.kind in self._taught:
            self.tell(passing.kind, *passing.about)
        else:
            self.say(passing.text)
        self._timer.start(passing.left_ms)

    def follow(self, window: QWidget) -> None:
        """Speak over ``window`` while that is the one in use, until it is closed."""
        self._beside.append(window)
        self._home.window().installEventFilter(self)
        window.installEventFilter(self)

    def keep(self, topic: str, text: str, *actions: Action) -> None:
        """Show a sentence about ``topic`` that stays until :meth:`take_back` or until it is closed."""
        self._lasting.pop(topic, None)
        self._lasting[topic] = Said(text, actions)
        self._passing = False
        self._timer.stop()
        self._show(self._lasting[topic])

    def take_back(self, topic: str) -> None:
        """What was said about ``topic`` is no longer true."""
        kept = self._lasting.pop(topic, None)
        if self._passing and topic == self._topic:
            self.dismiss()
        elif kept is not None and not self._passing:
            self._show_lasting()

    def dismiss(self) -> None:
        """Close what is shown now."""
        self._timer.stop()
        if not self._passing and self._lasting:
            self._lasting.popitem()
        self._passing = False
        self._show_lasting()

    def _show_lasting(self) -> None:
        if self._lasting:
            self._show(next(reversed(self._lasting.values())))
        else:
            self.hide()

    def text(self) -> str:
        """What is said now, "" when that is nothing."""
        return self.accessibleName() if self.isVisible() else ""

    def _act(self, place: int) -> None:
        callback = self._callbacks[place]
        self.dismiss()
        callback()

    def _pass(self, said: Said, topic: str, about: tuple[Any, ...]) -> None:
        self._passing = True
        self._topic = topic
        self._about = about
        self._show(said)
        stay = STAY_MS + STAY_PER_LETTER_MS * len(said.text)
        self._timer.start(stay * 2 if said.actions else stay)

    def _show(self, said: Said) -> None:
        self.label.setText(breakable(said.text))
        self.setAccessibleName(said.text)
        self._callbacks = [action[1] for action in said.actions]
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(said.actions))
            if place < len(said.actions):
                button.setText(said.actions[place][0])
        self._move_to(self._in_use)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self) -> None:
        area = self._area.rect()
        # A wrapped label wants to be narrow: ask for one line first, and give more lines only when that is too wide.
        beside = self.sizeHint().width() - self.label.sizeHint().width()
        line = self.label.fontMetrics().horizontalAdvance(self.label.text()) + 6
        width = max(120, min(line + beside, WIDEST, area.width() - 48))
        height = max(self.minimumSizeHint().height(), self._row.totalHeightForWidth(width))
        below = self._below if self._area is self._home else BELOW
        self.setGeometry((area.width() - width) // 2, area.height() - height - below, width, height)

    def keep_free(self, below: int = BELOW) -> None:
        """So many pixels over the lower edge of the window belong to something else now."""
        if below != self._below:
            self._below = below
            self._place()

    def _move_to(self, area: QWidget) -> None:
        if area is not self._area:
            self._area = area
            self.setParent(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._area and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.WindowActivate:  # of a dialog, and of the window it belongs to as well
            active = QApplication.activeWindow()
            if active in self._beside:
                self._in_use = active
            elif active is self._home.window():
                self._in_use = self._home
        elif event.type() == QEvent.Type.Hide and watched in self._beside:
            self._leave(watched)
        return super().eventFilter(watched, event)

    def _leave(self, window: QObject) -> None:
        """``window`` was closed, and may be deleted with what is in it."""
        self._beside = [each for each in self._beside if each is not window]
        if self._in_use is window:
            self._in_use = self._home
        if self._area is window:
            speaks = not self.isHidden()
            self._move_to(self._home)
            self._place()
            self.setVisible(speaks)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.hairline), 1))
        painter.setBrush(QColor(tone.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
