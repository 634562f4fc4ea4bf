"""Life beside the window: an icon in the tray, starting at login, and a word when a long indexing has ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from mediasearch import protocol
from mediasearch.gui import login, messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.icons import application_icon
from mediasearch.gui.notice import Notice
from mediasearch.gui.notifying import LongWork, notify
from mediasearch.settings import Settings


class Background(QObject):
    """``quit_all`` ends the program; ``command`` starts it.  ``tray_available``: whether an icon would be seen."""

    def __init__(
        self,
        client: EngineClient,
        settings: Settings,
        notice: Notice,
        window: QWidget,
        quit_all: Callable[[], None],
        command: Sequence[str],
        tray_available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__(window)
        self._client = client
        self._settings = settings
        self._notice = notice
        self._window = window
        self._quit_all = quit_all
        self._command = list(command)
        self._available = tray_available
        self._paused = False
        self._told = False
        self.tray: QSystemTrayIcon | None = None
        self._work = LongWork(self._ended, self)
        client.progress.connect(self._progress)
        # Somebody may have removed the entry elsewhere, in the settings of the desktop.
        settings["start_at_login"] = login.enabled()
        self._update_tray()

    def setting_changed(self, name: str) -> None:
        """The person changed one of ours."""
        if name == "keep_in_tray":
            self._update_tray()
            if self._settings.boolean(name) and self.tray is None:
                self._notice.say(self.tr("This desktop shows no tray, so closing the window ends Mediasearch."))
        elif name == "start_at_login":
            self._set_login(self._settings.boolean(name))

    def hides(self) -> bool:
        """Whether closing the window only hides it; the first time this is said."""
        self._update_tray()  # at login the desktop may have made its tray after this program had started
        if self.tray is None:
            return False
        if not self._told:
            self._told = True
            notify(
                self.tr("Mediasearch goes on in the tray"),
                self.tr("Click its icon to open the window, or choose Quit there."),
                self.tray,
            )
        return True

    def leave(self) -> None:
        """The program ends."""
        if self.tray is not None:
            self.tray.hide()

    # ------------------------------------------------------------------------------------------------- inside

    def _update_tray(self) -> None:
        wanted = self._settings.boolean("keep_in_tray") and self._available()
        QApplication.setQuitOnLastWindowClosed(not wanted)
        if wanted and self.tray is None:
            self.tray = QSystemTrayIcon(application_icon(), self)
            self.tray.setToolTip("Mediasearch")
            self.tray.setContextMenu(self.make_menu())
            self.tray.activated.connect(self._activated)
            self.tray.show()
        elif not wanted and self.tray is not None:
            self.tray.hide()
            self.tray.deleteLater()
            self.tray = None

    def make_menu(self) -> QMenu:
        """What the icon in the tray offers."""
        menu = QMenu(self._window)
        menu.addAction(self.tr("Open Mediasearch"), self.show_window)
        self.pause = menu.addAction(self.tr("Pause indexing"), self._toggle_paused)
        menu.addSeparator()
        menu.addAction(self.tr("Quit"), self._quit_all)
        return menu

    def show_window(self) -> None:
        """The window, in front."""
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            if self._window.isVisible() and self._window.isActiveWindow():
                self._window.close()
            else:
                self.show_window()

    def _toggle_paused(self) -> None:
        self._client.request(protocol.SetPaused(0, not self._paused))

    def _progress(self, progress: protocol.Progress) -> None:
        self._paused = progress.state == "paused"
        if self.tray is not None:
            self.pause.setText(self.tr("Resume indexing") if self._paused else self.tr("Pause indexing"))
        self._work.take(progress)

    def _ended(self, count: int) -> None:
        if self._settings.boolean("notify_when_done") and not self._window.isActiveWindow():
            notify(
                self.tr("Your pictures can be searched"),
                self.tr("{pictures} were indexed.").format(pictures=messages.pictures(count)),
                self.tray,
            )

    def _set_login(self, on: bool) -> None:
        try:
            login.set_enabled(on, self._command)
        except OSError as error:
            self._settings["start_at_login"] = login.enabled()
            self._notice.say(
                self.tr("Starting at login could not be changed ({reason}). Use the settings of the desktop.").format(
                    reason=error.strerror or error
                )
            )
