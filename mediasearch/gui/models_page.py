"""Settings → Model: which models there are, how far each is, and ways to get another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mediasearch.gui import folders, model_words
from mediasearch.gui.announcing import announce
from mediasearch.gui.model_row import EDGE, ModelRow
from mediasearch.gui.models import Models
from mediasearch.gui.theme import secondary
from mediasearch.protocol import ModelInfo, Progress, RootInfo


class ModelsPage(QWidget):
    """Rows stay where they are and are told what is new, so that neither focus nor eye loses its place."""

    acted = Signal(str, str)  #: as :attr:`ModelRow.acted`
    file_requested = Signal()
    hub_requested = Signal()
    resume_requested = Signal()

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._progress = Progress("idle")
        self._offline: list[str] = []
        self._refusals: dict[str, str] = {}
        self.rows: dict[str, ModelRow] = {}
        words = QLabel(
            self.tr("A model is what recognizes the things in your pictures. It is downloaded once and works on this "
                    "computer; your photos are never uploaded."), self,
        )  # fmt: skip
        words.setWordWrap(True)
        words.setContentsMargins(EDGE, 0, EDGE, 0)
        secondary(words)
        self.waiting = QLabel(self.tr("Looking which models there are…"), self)
        self.waiting.setContentsMargins(EDGE, 0, EDGE, 0)
        secondary(self.waiting)
        self.trouble = QLabel(self)
        self.trouble.setProperty("look", "warning")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(EDGE, 0, EDGE, 6)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()
        self.resume = QPushButton(self.tr("Go on with indexing"), self)
        self.resume.setProperty("look", "link")
        self.resume.setAutoDefault(False)
        self.resume.clicked.connect(self.resume_requested)
        self.resume.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.file = QPushButton(self.tr("Use a file I have…"), self)
        self.hub = QPushButton(self.tr("Another model from the hub…"), self)
        more = QHBoxLayout()
        more.setContentsMargins(EDGE, 0, EDGE, 0)
        more.setSpacing(10)
        for button in (self.file, self.hub):
            button.setAutoDefault(False)
            more.addWidget(button)
        more.addStretch()
        self.file.clicked.connect(self.file_requested)
        self.hub.clicked.connect(self.hub_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(words)
        column.addSpacing(12)
        column.addWidget(self.waiting)
        column.addLayout(self._list)
        column.addWidget(self.resume, 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(14)
        column.addWidget(self.trouble)
        column.addSpacing(4)
        column.addLayout(more)
        column.addStretch()
        models.changed.connect(self.refresh)
        models.refused.connect(self._refused)
        self.refresh()

    def refresh(self) -> None:
        """Show what the engine told last."""
        infos = self._models.infos
        self.waiting.setVisible(not infos)
        names = [info.name for info in infos]
        for name in [name for name in self.rows if name not in names]:
            row = self.rows.pop(name)
            self._list.removeWidget(row)
            if row.isAncestorOf(self.focusWidget() or self) or row.hasFocus():
                self.file.setFocus()
            row.deleteLater()
        for place, info in enumerate(infos):
            row = self.rows.get(info.name) or self._row(info)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            refusal = self._refusals.get(info.name, "")
            told = replace(info, trouble=info.trouble or refusal)
            row.show_info(told, self._waits(info), offline=bool(self._offline))
        self._order_tabs()
        resting = any(info.state == "filling" and info.paused for info in infos)
        self.resume.setVisible(resting and self._progress.state in ("paused", "battery"))

    def _row(self, info: ModelInfo) -> ModelRow:
        row = self.rows[info.name] = ModelRow(info, self)
        row.acted.connect(self._acted)
        row.moved.connect(lambda step: self._move(row, step))
        return row

    def show_progress(self, progress: Progress) -> None:
        """How indexing goes: while it rests, no model is filled."""
        changed = progress.state != self._progress.state
        self._progress = progress
        if changed:
            self.refresh()

    def show_roots(self, roots: Sequence[RootInfo]) -> None:
        """Folders that are not connected keep a model from being filled."""
        offline = [folders.name(root.path) for root in roots if root.state == "offline"]
        if offline != self._offline:
            self._offline = offline
            self.refresh()

    def _waits(self, info: ModelInfo) -> str:
        if waits := model_words.waits(info, self._progress.state):
            return waits
        stuck = info.state == "filling" and not info.paused and not info.rate and info.done < info.total
        if stuck and self._offline and self._progress.state == "idle":
            return self.tr("Waits for {folders}, which isn’t connected.").format(folders=", ".join(self._offline))
        return ""

    def _acted(self, what: str, name: str) -> None:
        self.trouble.hide()
        self._refusals.pop(name, None)
        self.acted.emit(what, name)

    def _refused(self, name: str, sentence: str) -> None:
        """What was asked is not done: said at the model, or below the list where it is not in it."""
        if name in self.rows:
            self._refusals[name] = sentence
            self.refresh()
            return
        self.trouble.setText(sentence)
        self.trouble.show()
        announce(self.trouble, sentence)

    # ------------------------------------------------------------------------------------------------ keys

    def point_at(self, name: str) -> None:
        """Bring the model into sight and give it the focus."""
        row = self.rows.get(name)
        if row is None:
            return
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(row, 0, 24)
            parent = parent.parentWidget()

    def _move(self, row: ModelRow, step: int) -> None:
        names = [info.name for info in self._models.infos]
        place = names.index(row.info.name) + step if row.info.name in names else -1
        if 0 <= place < len(names):
            self.point_at(names[place])

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for info in self._models.infos:
            row = self.rows[info.name]
            for widget in (row, row.button, row.more):
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget
        for widget in (self.resume, self.file, self.hub):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
