"""What is asked before a model is downloaded, imported or removed.  None of these holds anything up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)

from mediasearch import protocol
from mediasearch.gui import files, messages, model_words
from mediasearch.gui.models import HUB, STARTER, Models
from mediasearch.gui.question import Question, wrapped
from mediasearch.gui.theme import secondary
from mediasearch.protocol import ModelInfo

_REPOSITORY: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


class GetModel(Question):
    """Asks the server how much it would be; only a second click downloads it."""

    download_requested = Signal(str)

    def __init__(self, models: Models, info: ModelInfo, parent: QWidget | None = None) -> None:
        super().__init__("", info.description, "", parent)
        self.setWindowTitle(self.tr("Download a model"))
        self.title.setText(self.tr("Download {model}?").format(model=info.title))
        self.yes.setText(self.tr("Download"))
        self._models = models
        self.info = info
        self._question = 0
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        self.amount = self._fact(grid, self.tr("To download"))
        if info.size:  # what the registry says, until the server says it exactly
            self.amount.setText(self.tr("about {size}").format(size=model_words.size(info.size)))
        self.host = self._fact(grid, self.tr("From"))
        self.free = self._fact(grid, self.tr("Free space"))
        if info.licence:
            self._fact(grid, self.tr("Licence")).setText(info.licence)
        self.body.addLayout(grid)
        self.body.addWidget(QLabel(self.tr("Your photos are never uploaded."), self))
        self.finished.connect(self._closed)
        self.ask()

    def _fact(self, grid: QGridLayout, name: str) -> QLabel:
        row = grid.rowCount()
        title = QLabel(name, self)
        secondary(title)
        value = wrapped("…", self)
        grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)
        return value

    def ask(self) -> None:
        """Ask, or ask again."""
        self.say_trouble("")
        self.yes.setEnabled(False)
        self.yes.setText(self.tr("Download"))
        self._question = self._models.ask_size(self.info.name, self._answered)

    def _answered(self, event: protocol.Event) -> None:
        self._question = 0
        self.yes.setEnabled(True)
        if isinstance(event, protocol.ModelSize):
            self.amount.setText(model_words.size(event.size))
            self.host.setText(event.host)
            self.free.setText(model_words.size(event.free))
            if event.size > event.free:
                self.say_trouble(self.tr("There is not enough space for it. Free some, then try again."))
                self.yes.setText(self.tr("Try again"))
        elif isinstance(event, protocol.Failure):
            self.say_trouble(messages.failure(event))
            self.yes.setText(self.tr("Try again"))
        self.yes.setFocus()

    def _agree(self) -> None:
        if not self.trouble.isHidden():
            self.ask()
            return
        self.download_requested.emit(self.info.name)
        self.accept()

    def _closed(self) -> None:
        if self._question:
            self._models.forget(self._question)


class HubModel(Question):
    """The name of any open_clip repository of the hub."""

    named = Signal(str)  #: as a model's name, ``hf-hub:owner/repository``

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("Another model from the hub"))
        self.title.setText(self.windowTitle())
        self.text.setText(self.tr("Any open_clip model of the Hugging Face hub whose weights are safetensors."))
        self.text.show()
        self.yes.setText(self.tr("Go on"))
        self.yes.setEnabled(False)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("owner/repository"))
        self.line.setAccessibleName(self.tr("Name of the repository"))
        self.line.textChanged.connect(lambda _: self.yes.setEnabled(bool(self.repository())))
        self.body.addWidget(self.line)
        self.line.setFocus()

    def repository(self) -> str:
        """``owner/repository`` of what was typed or pasted, "" while it is none."""
        text = self.line.text().strip().removeprefix(HUB)
        text = re.sub(r"^https?://[^/]+/", "", text).rstrip("/")
        return text if _REPOSITORY.fullmatch(text) else ""

    def _agree(self) -> None:
        if repository := self.repository():
            self.named.emit(HUB + repository)
            self.accept()


class ImportModel(Question):
    """Which architecture a file of weights is of."""

    chosen = Signal(object, str)  #: path, architecture

    def __init__(self, models: Models, path: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("Use a file"))
        self.title.setText(files.name(path))
        self.text.setText(
            self.tr("Which architecture are these weights of? Whoever gave you the file says it, often in its name.")
        )
        self.text.show()
        self.yes.setText(self.tr("Use it"))
        self.yes.setEnabled(False)
        self.path = path
        self.names: list[str] = []
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("such as ViT-B-32"))
        self.line.setAccessibleName(self.tr("Architecture"))
        self.line.textChanged.connect(lambda _: self.yes.setEnabled(bool(self.architecture())))
        self.body.addWidget(self.line)
        self.line.setFocus()
        models.architectures(self._listed)

    def architecture(self) -> str:
        """As open_clip writes it, "" while what was typed is none."""
        typed = self.line.text().strip().lower()
        return next((name for name in self.names if name.lower() == typed), "")

    def _listed(self, names: list[str]) -> None:
        self.names = names
        completer = QCompleter(names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        shown = QListView()
        shown.setObjectName("completions")  # looks like the menus
        completer.setPopup(shown)
        self.line.setCompleter(completer)
        if not self.line.text():
            self.line.setText(named_in(Path(self.path).name, names))
            self.line.selectAll()
        self.yes.setEnabled(bool(self.architecture()))

    def _agree(self) -> None:
        if architecture := self.architecture():
            self.chosen.emit(self.path, architecture)
            self.accept()


class RemoveModel(Question):
    """Its files go; whether what it knows about pictures goes too is asked."""

    remove_requested = Signal(str, bool)

    def __init__(self, info: ModelInfo, parent: QWidget | None = None) -> None:
        super().__init__("", "", "", parent, careful=True)
        self.setWindowTitle(self.tr("Remove a model"))
        self.yes.setText(self.tr("Remove"))
        self.info = info
        room = model_words.size(model_words.space(info))
        self.vectors = QCheckBox(self)
        self.vectors.setText(
            self.tr("Also forget what it knows about {pictures} ({size})").format(
                pictures=messages.pictures(info.vectors), size=room
            )
        )
        self.vectors.setVisible(info.vectors > 0 and info.name != STARTER)
        self.vectors.setChecked(info.name == STARTER)
        if info.name == STARTER:
            self.title.setText(self.tr("Forget what {model} knows?").format(model=info.title))
            text = self.tr("It comes with the program and stays. What it knows about {pictures} goes; that frees "
                           "{size}, and going back to it means indexing once more.")  # fmt: skip
            self.text.setText(text.format(pictures=messages.pictures(info.vectors), size=room))
            self.yes.setText(self.tr("Forget"))
        else:
            self.title.setText(self.tr("Remove {model} from this computer?").format(model=info.title))
            self.text.setText(self._freed(info))
            self.body.addWidget(self.vectors)
        self.text.show()

    def _freed(self, info: ModelInfo) -> str:
        here = info.done if info.state == "downloading" else info.size
        parts = [self.tr("This frees about {size}.").format(size=model_words.size(here))] if here else []
        parts.append(self.tr("Your photos stay where they are, and the model in use goes on answering."))
        if info.vectors:
            parts.append(self.tr("While what it knows is kept, coming back to it needs no indexing."))
        return " ".join(parts)

    def _agree(self) -> None:
        self.remove_requested.emit(self.info.name, self.vectors.isChecked())
        self.accept()


def named_in(file: str, names: list[str]) -> str:
    """The architecture that the name of a file tells, "" for none: the longest one it holds, ``-`` and ``_`` alike."""

    def plain(text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "-", text.lower())

    held = [name for name in names if plain(name) in plain(file)]
    return max(held, key=len, default="")
