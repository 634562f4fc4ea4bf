"""One trouble that is no file's: what happened, since when, and what the person can say to it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mediasearch.gui import folders, messages, sentences
from mediasearch.gui.theme import secondary, to_copy, tones
from mediasearch.protocol import Problem


class TroubleCard(QWidget):
    """``acted`` tells what: gone, wait, locate, forget, retry, show."""

    acted = Signal(str)

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = problem
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        secondary(self.text)
        self.buttons: list[QPushButton] = []
        title, text, actions = self._words(problem)
        if problem.since:
            text = "\n".join(part for part in (text, messages.since(problem.since)) if part)
        self.title.setText(messages.breakable(title))
        # What is there to be copied stays as it is.
        self.text.setText(text if problem.kind == "root-watch" else messages.breakable(text))
        self.text.setVisible(bool(text))
        to_copy(self.text, problem.kind == "root-watch")
        self.setToolTip(messages.reason(problem))
        self.setAccessibleName(" ".join(part for part in (title, text) if part))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 12, 32, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addSpacing(12)
        for what, label in actions:
            button = QPushButton(label, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, what=what: self.acted.emit(what))
            row.addWidget(button)
            self.buttons.append(button)

    def _words(self, problem: Problem) -> tuple[str, str, list[tuple[str, str]]]:
        name = folders.name(problem.path)
        if problem.kind == "root-held":
            count = int(problem.detail) if problem.detail.isdecimal() else 0
            if count == 1:
                title = self.tr("1 file disappeared from “{name}”.").format(name=name)
            else:
                title = self.tr("{count} files disappeared from “{name}”.", "", count).format(
                    count=messages.number(count), name=name
                )
            text = self.tr("They are kept until you say what happened.")
            return (
                title,
                text,
                [("show", _show()), ("gone", self.tr("They are gone")), ("wait", self.tr("Keep waiting"))],
            )
        if problem.kind == "root-offline":
            return (
                self.tr("{name} isn’t connected.").format(name=name),
                self.tr("Its pictures are still found, with saved previews."),
                [("retry", _retry()), ("locate", self.tr("Locate…")), ("forget", self.tr("Forget…"))],
            )
        if problem.kind == "root-watch":
            return name, messages.unwatched(problem), [("show", _show()), ("retry", _retry())]
        text = sentences.joined(problem.detail, self.tr("This message goes by itself when it is over."))
        return messages.reason(problem), text, []

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.pane if tone.pane != tone.raised else tone.hover))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(18, 2, -18, -2), 10, 10)


def _retry() -> str:
    """As on the button beneath the files."""
    return QCoreApplication.translate("ProblemsDialog", "Retry")


def _show() -> str:
    return QCoreApplication.translate("ProblemsDialog", "Show in folder")
