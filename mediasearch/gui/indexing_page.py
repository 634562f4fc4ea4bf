"""Settings → Indexing: how it goes now, and how it is to go."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mediasearch.gui import messages
from mediasearch.gui.progress_bar import ProgressBar
from mediasearch.gui.setting_rows import SettingRows
from mediasearch.gui.theme import secondary
from mediasearch.protocol import Progress
from mediasearch.settings import Setting, Settings


class IndexingPage(QWidget):
    """Its settings are read by the engine when it starts, so they act when the dialog is closed; the page says so."""

    changed = Signal(str)
    pause_requested = Signal(bool)

    def __init__(self, settings: Settings, shown: Iterable[Setting], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = list(shown)
        self._settings = settings
        self._before = {setting.name: settings[setting.name] for setting in shown}
        self._paused = False
        self.state = QLabel(self)
        self.bar = ProgressBar(self)
        self.pause = QPushButton(self)
        self.pause.setAutoDefault(False)
        self.pause.clicked.connect(lambda: self.pause_requested.emit(not self._paused))
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.state)
        words.addWidget(self.bar)
        now = QHBoxLayout()
        now.setSpacing(24)
        now.addLayout(words, 1)
        now.addWidget(self.pause)
        self.rows = SettingRows(settings, shown, self)
        self.rows.changed.connect(self._changed)
        self.later = QLabel(
            self.tr(
                "What you changed here holds from when the settings are closed; indexing begins anew for a moment."
            ),
            self,
        )
        self.later.setWordWrap(True)
        secondary(self.later)
        self.later.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(now)
        column.addSpacing(26)
        column.addWidget(self.rows)
        column.addSpacing(18)
        column.addWidget(self.later)
        column.addStretch()
        self.show_progress(Progress("idle"))

    def show_progress(self, progress: Progress) -> None:
        """How indexing goes now."""
        busy = messages.busy(progress)
        self._paused = progress.state in ("paused", "battery")
        self.state.setText(messages.progress(progress) or self.tr("Everything is indexed."))
        self.bar.setVisible(busy)
        self.bar.show_share(progress.done / max(1, progress.total), still=self._paused)
        if progress.state == "battery":
            self.pause.setText(self.tr("Index anyway"))
        else:
            self.pause.setText(self.tr("Resume") if self._paused else self.tr("Pause"))

    @property
    def differs(self) -> bool:
        """Whether something is other than when the page was made."""
        return any(self._settings[name] != value for name, value in self._before.items())

    def _changed(self, name: str) -> None:
        self.later.setVisible(self.differs)
        self.changed.emit(name)
