"""The windows beside the window: settings, issues, keys, about.  None of them holds anything up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from mediasearch import __version__, protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.notice import Notice
from mediasearch.gui.preferences import Preferences
from mediasearch.gui.problems import ProblemsDialog
from mediasearch.gui.shortcuts import ShortcutsDialog
from mediasearch.settings import DECLARATIONS, Settings

#: Sections of the settings that only the engine reads, when it starts.
_ENGINE_SECTIONS = frozenset({"Indexing"})
_SECTION = {setting.name: setting.section for setting in DECLARATIONS}


class Dialogs(QObject):
    setting_changed = Signal(str)
    show_requested = Signal(object)  #: path
    missing_answered = Signal(int, bool)  #: root, forget

    def __init__(self, client: EngineClient, settings: Settings, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self._client = client
        self._settings = settings
        self._notice = notice
        self._window = window
        self._restart_engine = False
        self.preferences: Preferences | None = None
        self.problems: ProblemsDialog | None = None
        self.shortcuts: ShortcutsDialog | None = None
        self.about: QMessageBox | None = None
        client.problems_changed.connect(lambda _: self.refresh_problems())

    def open_preferences(self) -> None:
        if self.preferences is None:
            self.preferences = Preferences(self._settings, self._window)
            self.preferences.changed.connect(self._changed)
            self.preferences.finished.connect(self._preferences_closed)
        _bring(self.preferences)

    def _changed(self, name: str) -> None:
        self.save_settings()
        self._restart_engine |= _SECTION[name] in _ENGINE_SECTIONS
        self.setting_changed.emit(name)

    def _preferences_closed(self) -> None:
        _drop(self.preferences)
        self.preferences = None
        if self._restart_engine:
            self._restart_engine = False
            self._client.restart()

    def save_settings(self) -> None:
        try:
            self._settings.save()
        except OSError as error:
            self._notice.say(
                self.tr("The settings could not be saved ({reason}). They hold until the window is closed.").format(
                    reason=error.strerror or error
                )
            )

    def open_problems(self) -> None:
        if self.problems is None:
            self.problems = ProblemsDialog(self._window)
            self.problems.retry_requested.connect(lambda ids: self._act(protocol.RetryFiles(0, ids)))
            self.problems.ignore_requested.connect(lambda ids: self._act(protocol.IgnoreFiles(0, ids)))
            self.problems.show_requested.connect(self.show_requested)
            self.problems.missing_answered.connect(self.missing_answered)
            self.problems.missing_answered.connect(lambda *_: self.refresh_problems())
            self.problems.finished.connect(self._problems_closed)
        self.refresh_problems()
        _bring(self.problems)

    def refresh_problems(self) -> None:
        if self.problems is not None:
            self._client.request(protocol.ListProblems(0), self._list_problems)

    def _list_problems(self, event: protocol.Event) -> None:
        if self.problems is not None and isinstance(event, protocol.ProblemsReply):
            self.problems.show_problems(event.problems)

    def _act(self, message: protocol.Command) -> None:
        self._client.request(message, self._acted)

    def _acted(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.Failure):
            self._notice.say(messages.failure(event))
        self.refresh_problems()

    def _problems_closed(self) -> None:
        _drop(self.problems)
        self.problems = None

    def open_shortcuts(self) -> None:
        if self.shortcuts is None:
            self.shortcuts = ShortcutsDialog(self._window)
        _bring(self.shortcuts)

    def open_about(self) -> None:
        if self.about is None:
            self.about = QMessageBox(self._window)
            self.about.setWindowTitle(self.tr("About Mediasearch"))
            self.about.setIconPixmap(self._window.windowIcon().pixmap(64, 64))
            self.about.addButton(self.tr("Close"), QMessageBox.ButtonRole.RejectRole)
            self.about.setText(self.tr("Mediasearch {version}").format(version=__version__))
            self.about.setInformativeText(
                self.tr(
                    "Finds your own photos by what is in them. Everything stays on this computer.\n\n"
                    "Free software under the Apache License 2.0."
                )
            )
        self.about.open()


def _bring(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _drop(dialog: QDialog | None) -> None:
    if dialog is not None:
        dialog.deleteLater()
