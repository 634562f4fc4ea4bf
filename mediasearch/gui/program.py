"""The window that there is, and the one that takes its place when it is to speak another language.

Texts stand in more than sixty widgets and in what they have worked out from them; a window made anew is sure to leave
none behind.  The engine does not notice, and the person is where they were.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from mediasearch.gui import languages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.notice import Passing
from mediasearch.gui.query import Query, Trail
from mediasearch.gui.showing import Place
from mediasearch.gui.theme import Theme
from mediasearch.gui.undo import Undo
from mediasearch.paths import Library
from mediasearch.settings import Settings


class Program(QObject):
    """Opens the window; ``roots``: folders to add.  :attr:`window` is the one that there is now."""

    def __init__(
        self,
        app: QApplication,
        library: Library,
        settings: Settings,
        client: EngineClient,
        theme: Theme,
        roots: list[str],
    ) -> None:
        super().__init__(app)
        self._app = app
        self._library = library
        self._settings = settings
        self._theme = theme
        self.window = self._make(client, roots)
        self.window.show()

    def quit(self) -> None:
        """End the program."""
        self.window.quit()

    def tell_of_a_bug(self) -> None:
        """Something was not caught; it stands in the log."""
        self.window.tell_of_a_bug()

    # ------------------------------------------------------------------------------------------------- inside

    def _make(self, client: EngineClient, roots: list[str]) -> MainWindow:
        self._language = languages.install(self._app, self._settings.text("language"))
        window = MainWindow(self._library, self._settings, client, self._theme, roots)
        # Not at once: the list in which the language was chosen goes with its window.
        window.language_chosen.connect(self._change, Qt.ConnectionType.QueuedConnection)
        return window

    def _change(self) -> None:
        """Another window in the place of this one, in the language that was chosen."""
        old = self.window
        if languages.choose(self._settings.text("language")) == self._language:
            return
        job = old.filing.card.job
        if job is not None:
            old.notice.say(self.tr("The language changes when the copying or moving is over."))
            job.destroyed.connect(self._change, Qt.ConnectionType.QueuedConnection)
            return
        left = _Left.by(old)
        old.remember()
        client = old.client
        self.window = new = self._make(client.successor(), old.roots_to_add)
        left.take_up(new)
        new.client.tell_again()
        new.show()
        left.show_dialogs(new)
        old.hide()
        old.let_go()
        old.deleteLater()
        client.deleteLater()


@dataclass
class _Left:
    """Where the person was, in words that another window understands."""

    query: Query
    trail: Trail
    place: Place
    viewed: int  #: content, 0 when none is shown large
    opened: dict[int, list[str]]  #: the levels of folders that are open, by root
    trouble: bool  #: the engine has said that something is wrong
    page: str  #: of the settings, "" when they are closed
    settings: QByteArray  #: where they stand
    problems: QByteArray | None
    undo: Undo
    said: Passing | None

    @staticmethod
    def by(window: MainWindow) -> _Left:
        dialogs, viewer = window.dialogs, window.viewer
        page, place = "", QByteArray()
        if dialogs.preferences is not None:
            page, place = dialogs.preferences.page, dialogs.preferences.saveGeometry()
            dialogs.preferences.close()  # some settings hold from then on
        return _Left(
            query=window.search_bar.query(),
            trail=window.asking.trail,
            place=window.showing.place(),
            viewed=window.model.content(viewer.row) if viewer.isVisible() else 0,
            opened=window.pane.tree.opened(),
            trouble=window.watch.in_trouble,
            page=page,
            settings=place,
            problems=dialogs.problems.saveGeometry() if dialogs.problems is not None else None,
            undo=window.undo,
            said=window.notice.passing(),
        )

    def take_up(self, window: MainWindow) -> None:
        """Before the engine has told ``window`` anything."""
        window.undo.go_on_from(self.undo)
        window.asking.resume(self.query, self.trail, self.place)
        window.pane.tree.open_when_there(self.opened)
        if self.trouble:
            window.watch.look_again()
        if self.viewed:
            window.viewing.open_when_there(self.viewed)

    def show_dialogs(self, window: MainWindow) -> None:
        dialogs = window.dialogs
        if self.problems is not None:
            dialogs.open_problems()
            _put(dialogs.problems, self.problems)
        if self.page:
            dialogs.open_preferences(self.page)
            _put(dialogs.preferences, self.settings)
            if dialogs.preferences is not None and "language" in dialogs.preferences.editors:
                dialogs.preferences.editors["language"].setFocus()
        else:
            window.activateWindow()
        if self.said is not None:
            window.notice.go_on_with(self.said)


def _put(dialog: QWidget | None, place: QByteArray) -> None:
    if dialog is not None:
        dialog.restoreGeometry(place)
