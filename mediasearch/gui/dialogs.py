"""The windows beside the window: settings, issues, keys, about.  None of them holds anything up.

Each is imported when it is opened first, so that the window need not wait for them when it starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.folders import MISSING, Folders
from mediasearch.gui.model_choice import ModelChoice
from mediasearch.gui.models import Models
from mediasearch.gui.notice import Notice, Said
from mediasearch.settings import Settings

if TYPE_CHECKING:
    from mediasearch.gui.about import About
    from mediasearch.gui.preferences import Preferences
    from mediasearch.gui.problems import ProblemsDialog
    from mediasearch.gui.shortcuts import ShortcutsDialog

_UNSAVED: Final = "settings not saved"


class Dialogs(QObject):
    setting_changed = Signal(str)
    show_requested = Signal(object)  #: path

    def __init__(
        self,
        client: EngineClient,
        settings: Settings,
        notice: Notice,
        folders: Folders,
        models: Models,
        choice: ModelChoice,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._client = client
        self._folders = folders
        self._models = models
        self._choice = choice
        self._settings = settings
        self._notice = notice
        self._window = window
        self.preferences: Preferences | None = None
        self.problems: ProblemsDialog | None = None
        self.shortcuts: ShortcutsDialog | None = None
        self.about: About | None = None
        self._progress = protocol.Progress("idle")
        notice.teach(_UNSAVED, self._unsaved_words)
        client.problems_changed.connect(lambda _: self.refresh_problems())
        client.progress.connect(self._take_progress)
        client.roots_changed.connect(lambda event: self._take_roots(event.roots))
        choice.page_requested.connect(lambda name: self.open_preferences("model", name))

    def open_preferences(self, page: str = "", model: str = "") -> None:
        """``page`` as in :meth:`Preferences.show_page`; ``model``: the one to look at there."""
        if self.preferences is None:
            from mediasearch.gui.preferences import Preferences

            self.preferences = Preferences(self._settings, self._folders, self._models, self._window)
            self.preferences.changed.connect(self._changed)
            self.preferences.finished.connect(self._preferences_closed)
            self._connect_pages(self.preferences)
            self._notice.follow(self.preferences)
        _bring(self.preferences)
        if page:
            self.preferences.show_page(page)
        if model:
            self.preferences.models.point_at(model)

    def _connect_pages(self, dialog: Preferences) -> None:
        dialog.models.acted.connect(self._choice.act)
        dialog.models.file_requested.connect(self._choice.choose_file)
        dialog.models.hub_requested.connect(self._choice.choose_from_hub)
        dialog.models.resume_requested.connect(self._choice.resume)
        dialog.indexing.pause_requested.connect(lambda paused: self._client.request(protocol.SetPaused(0, paused)))
        self._models.look()
        self._take_progress(self._progress)
        self._take_roots(self._folders.roots)
        self._client.request(protocol.ListProblems(0), self._list_problems)

    def _take_progress(self, progress: protocol.Progress) -> None:
        self._progress = progress
        if self.preferences is not None:
            self.preferences.indexing.show_progress(progress)
            self.preferences.models.show_progress(progress)

    def _take_roots(self, roots: list[protocol.RootInfo]) -> None:
        if self.preferences is not None:
            self.preferences.models.show_roots(roots)

    def _changed(self, name: str) -> None:
        self.save_settings()
        self.setting_changed.emit(name)

    def _preferences_closed(self) -> None:
        dialog, self.preferences = self.preferences, None
        if dialog is not None and dialog.indexing.differs:
            self._client.restart()
        _drop(dialog)

    def save_settings(self) -> None:
        try:
            self._settings.save()
        except OSError as error:
            self._notice.tell(_UNSAVED, error.strerror or str(error))

    def _unsaved_words(self, reason: str) -> Said:
        text = self.tr("The settings could not be saved ({reason}). They hold until the window is closed.")
        return Said(text.format(reason=reason))

    def open_problems(self) -> None:
        if self.problems is None:
            from mediasearch.gui.problems import ProblemsDialog

            self.problems = ProblemsDialog(self._window)
            self.problems.retry_requested.connect(lambda ids: self._act(protocol.RetryFiles(0, ids)))
            self.problems.ignore_requested.connect(lambda ids: self._act(protocol.IgnoreFiles(0, ids)))
            self.problems.show_requested.connect(self.show_requested)
            self.problems.missing_answered.connect(self._folders.answer_missing)
            self.problems.locate_requested.connect(self._folders.ask_where)
            self.problems.remove_requested.connect(self._folders.ask_to_remove)
            self.problems.rescan_requested.connect(self._folders.rescan)
            self.problems.exclude_requested.connect(self._folders.exclude)
            self.problems.missing_answered.connect(lambda *_: self.refresh_problems())
            self.problems.finished.connect(self._problems_closed)
            self._notice.follow(self.problems)
        self.refresh_problems()
        _bring(self.problems)

    def refresh_problems(self) -> None:
        """Ask what is the matter, for the dialogs that show it."""
        if self.problems is not None or self.preferences is not None:
            self._client.request(protocol.ListProblems(0), self._list_problems)

    def _list_problems(self, event: protocol.Event) -> None:
        if not isinstance(event, protocol.ProblemsReply):
            return
        if self.problems is not None:
            self.problems.show_problems(event.problems)
            if any(problem.kind == "root-held" for problem in event.problems):
                self._notice.take_back(MISSING)  # the same question
        if self.preferences is not None:
            self.preferences.folders.show_problems(event.problems)

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
            from mediasearch.gui.shortcuts import ShortcutsDialog

            self.shortcuts = ShortcutsDialog(self._window)
        _bring(self.shortcuts)

    def open_about(self) -> None:
        if self.about is None:
            from mediasearch.gui.about import About

            self.about = About(self._window)
        _bring(self.about)


def _bring(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _drop(dialog: QDialog | None) -> None:
    if dialog is not None:
        dialog.deleteLater()
