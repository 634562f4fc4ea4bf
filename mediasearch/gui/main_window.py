"""The window: makes its rooms, gives them the engine and the actions, and remembers its place.

:mod:`.parts` builds what is seen; :mod:`.asking` has the query, :mod:`.showing` the results, :mod:`.viewing` what is
done with one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from mediasearch import protocol
from mediasearch.gui import actions, folders, window_state
from mediasearch.gui.asking import Asking
from mediasearch.gui.background import Background
from mediasearch.gui.browsing import Browsing
from mediasearch.gui.commands import Commands
from mediasearch.gui.dialogs import Dialogs
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.engine_watch import EngineWatch
from mediasearch.gui.filing import Filing
from mediasearch.gui.marking import Marking
from mediasearch.gui.model_choice import ModelChoice
from mediasearch.gui.models import Models
from mediasearch.gui.motion import Motion
from mediasearch.gui.parts import Parts
from mediasearch.gui.recalling import Recalling
from mediasearch.gui.refining import Refining
from mediasearch.gui.showing import Showing
from mediasearch.gui.theme import Theme
from mediasearch.gui.undo import Undo
from mediasearch.gui.viewing import Viewing
from mediasearch.paths import Library, program
from mediasearch.settings import Settings

#: Thumbnail sizes are saved once the hand has come to rest (milliseconds).
SAVE_MS: Final = 600
ZOOM: Final = 1.12


class MainWindow(QMainWindow):
    """One window on one library.  ``roots``: folders to add as soon as the engine is ready."""

    language_chosen = Signal()  #: the setting is another one, which only another window can speak

    def __init__(
        self, library: Library, settings: Settings, client: EngineClient, theme: Theme, roots: list[str] | None = None
    ) -> None:
        super().__init__()
        self.library = library
        self.settings = settings
        self.client = client
        self.theme = theme
        self.roots_to_add = list(roots or [])
        self._quitting = False  # else closing hides the window where there is a tray
        QApplication.instance().commitDataRequest.connect(self._session_ends)  # type: ignore[union-attr]
        self._state = window_state.load(library)
        self._save = QTimer(self, singleShot=True, interval=SAVE_MS)
        self.setWindowTitle("Mediasearch")
        self.setMinimumSize(560, 420)
        self._build()
        self._connect()
        self.parts.order_tabs()
        self._restore_place()
        self._update_navigation(False, False)
        self._expect()
        self.search_bar.setFocus()
        if settings.complaints:
            self.notice.say(" ".join(settings.complaints))

    # ------------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        central = QWidget(self)
        self.setCentralWidget(central)
        self.parts = parts = Parts(central)
        self.top, self.search_bar, self.pane = parts.top, parts.search_bar, parts.pane
        self.model, self.view, self.viewer = parts.model, parts.view, parts.viewer
        self.header, self.pages, self.status = parts.header, parts.pages, parts.status
        self.incoming, self.notice = parts.incoming, parts.notice
        self.view.set_edge(self.settings.integer("thumbnail_size"))
        self.view.set_cropped(self.settings.boolean("crop_thumbnails"))
        self.motion = Motion(self.settings.text("reduce_motion"), self)
        self.motion.changed.connect(self._motion_changed)
        self._motion_changed()
        self.status.controls.show_cropped(self.settings.boolean("crop_thumbnails"))
        self.status.set_edge(self.view.edge)
        self.pane.setVisible(self._state.library_pane)
        self.top.library.setChecked(self._state.library_pane)
        self.undo = Undo()
        self.folders = folders.Folders(self.library, self.client, self.notice, self.undo, self)
        self.models = Models(self.client, self)
        self.choice = ModelChoice(self.models, self.client, parts, self.folders, self._state.model_offer, self)
        self.dialogs = Dialogs(self.client, self.settings, self.notice, self.folders, self.models, self.choice, self)
        self.watch = EngineWatch(self.client, self.notice, self.status, self.library, self.roots_to_add, self.quit)
        self.showing = Showing(self.client, parts, self.folders, self)
        self.recalling = Recalling(self.client, parts, self.undo, self)
        self.asking = Asking(parts, self.showing, self.recalling, self)
        self.browsing = Browsing(self.client, parts, self.folders, self.recalling, self)
        self.viewing = Viewing(self.client, parts, self)
        self.marking = Marking(self.client, parts, self.showing, self.undo, self)
        self.filing = Filing(self.client, parts, self.viewing, self.undo, self)
        self.refining = Refining(self.client, parts, self.showing.searching, self.undo, self)
        self.background = Background(self.client, self.settings, self.notice, self, self.quit, _command(self.library))
        self.actions_by_name = actions.make(self, self._handlers())
        self.commands = Commands(parts, self.actions_by_name, self._state.recent, self)
        self.top.take_actions(self.actions_by_name, self.commands.fill_menu)
        if sys.platform == "darwin":
            self.commands.fill_menu_bar(self.menuBar())

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "add_folder": lambda: self.folders.choose(),
            "rescan": lambda: self.folders.rescan(),
            "problems": lambda: self.dialogs.open_problems(),
            "focus_search": self.asking.focus_search,
            "paste": self.asking.paste,
            "back": lambda: self.asking.go(-1),
            "forward": lambda: self.asking.go(1),
            "history": self.recalling.toggle_history,
            "save_search": self.recalling.save,
            "undo": self.undo.undo,
            "show_new": self.showing.show_new,
            "library": self._toggle_pane,
            "larger": lambda: self._set_edge(round(self.view.edge * ZOOM)),
            "smaller": lambda: self._set_edge(round(self.view.edge / ZOOM)),
            "full_screen": self._toggle_full_screen,
            "settings": lambda: self.dialogs.open_preferences(),
            "palette": lambda: self.commands.open_palette(),
            "shortcuts": lambda: self.dialogs.open_shortcuts(),
            "about": lambda: self.dialogs.open_about(),
            "quit": self.quit,
        }

    def _connect(self) -> None:
        client = self.client
        client.ready.connect(self._engine_ready)
        client.raise_window.connect(self._raise)
        self.asking.navigated.connect(self._update_navigation)
        self.filing.pictures_added.connect(self.asking.add_pictures)
        self.filing.library_left.connect(self.folders.removed)
        self.viewing.opened.connect(self.asking.trail.settle)
        self.viewing.opened.connect(self.recalling.note)
        self.viewing.similar_requested.connect(self.asking.find_similar)
        self.view.edge_changed.connect(self._edge_changed)
        self.incoming.folders.connect(self.folders.add_dropped)
        self.incoming.said.connect(lambda sentence: self.notice.say(sentence))
        self.header.model_requested.connect(lambda name: self.dialogs.open_preferences("model", name))
        self.choice.later.connect(self._no_offer)
        self.pages.choose_requested.connect(self.folders.choose)
        self.pages.pictures_folder_requested.connect(lambda: self.folders.add([folders.pictures_folder()]))
        self.status.pause_requested.connect(lambda paused: client.request(protocol.SetPaused(0, paused)))
        self.status.locate_requested.connect(self.folders.ask_where_away)
        self.status.problems_requested.connect(self.dialogs.open_problems)
        self.status.edge_chosen.connect(self._set_edge)
        self.status.controls.cropped_chosen.connect(self._set_cropped)
        self.dialogs.setting_changed.connect(self._setting_changed)
        self.dialogs.show_requested.connect(self.viewing.show_in_folder)
        self._save.timeout.connect(self.dialogs.save_settings)

    # ------------------------------------------------------------------------------------------------ the engine

    def _expect(self) -> None:
        """Whether folders will be known in a moment, from the engine or from the command line."""
        known = not self.client.is_ready and self.library.database.exists()
        self.showing.expecting = bool(self.roots_to_add) or known
        self.showing.show_page()

    def _engine_ready(self, event: protocol.Ready) -> None:
        self.folders.take(event.roots)
        if event.paused:
            self.showing.show_progress(protocol.Progress("paused"))
        if self.roots_to_add:
            self.folders.add(self.roots_to_add)
            self.roots_to_add.clear()
        self._expect()
        if self.showing.reply is None and not self.showing.searching.under_way:  # somebody typed before
            self.showing.show(self.search_bar.query())
        if not event.model:
            self.notice.keep(
                "model", self.tr("No model could be loaded, so pictures cannot be searched. Install Mediasearch again.")
            )

    def _no_offer(self) -> None:
        """“Not now” was said to a full model, and holds."""
        self._state.model_offer = False
        window_state.save(self.library, self._state)

    def _update_navigation(self, back: bool, forward: bool) -> None:
        for step, possible in (("back", back), ("forward", forward)):
            self.actions_by_name[step].setEnabled(possible)
        self.top.back.setEnabled(back)
        self.top.forward.setEnabled(forward)

    # ------------------------------------------------------------------------------------------------ looks, place

    def _set_edge(self, edge: int) -> None:
        self.view.set_edge(edge)
        self._edge_changed(self.view.edge)

    def _edge_changed(self, edge: int) -> None:
        self.status.set_edge(edge)
        self.settings["thumbnail_size"] = edge
        self._save.start()

    def _set_cropped(self, cropped: bool) -> None:
        self.view.set_cropped(cropped)
        self.status.controls.show_cropped(cropped)
        self.settings["crop_thumbnails"] = cropped
        self._save.start()

    def _setting_changed(self, name: str) -> None:
        self.background.setting_changed(name)
        if name == "theme":
            self.theme.choose(self.settings.text(name))
        elif name == "language":
            self.language_chosen.emit()
        elif name == "thumbnail_size":
            self._set_edge(self.settings.integer(name))
        elif name == "crop_thumbnails":
            self._set_cropped(self.settings.boolean(name))
        elif name == "reduce_motion":
            self.motion.choose(self.settings.text(name))

    def _motion_changed(self) -> None:
        for moving in (self.view, self.viewer):
            moving.set_motion(self.motion.allowed)

    def _toggle_pane(self) -> None:
        shown = not self.pane.isVisible()
        self.pane.setVisible(shown)
        self.top.library.setChecked(shown)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _restore_place(self) -> None:
        if not self.restoreGeometry(self._state.geometry_bytes()):
            area = self.screen().availableGeometry()
            self.resize(min(1240, area.width() * 9 // 10), min(840, area.height() * 9 // 10))
            self.move(area.center() - self.rect().center())

    def _raise(self, event: protocol.RaiseWindow) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.folders.add_dropped(event.roots)

    def tell_of_a_bug(self) -> None:
        """Something was not caught; it stands in the log."""
        self.notice.say(
            self.tr("Something went wrong in the window; the log tells more. You can go on."),
            (self.tr("Show log"), self.watch.show_logs),
        )

    # ------------------------------------------------------------------------------------------------ events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.asking.escape()
        else:
            super().keyPressEvent(event)

    def quit(self) -> None:
        """End the program, tray or not."""
        self._quitting = True
        self.close()

    def _session_ends(self) -> None:
        self._quitting = True

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._quitting and self.background.hides():
            event.ignore()
            self.hide()
            return
        self.remember()
        self.setUpdatesEnabled(False)  # what is still to be painted would find no window
        self.hide()  # gone at once; the engine may need a moment to finish its transaction
        self.client.stop()
        event.accept()
        QApplication.quit()

    def let_go(self) -> None:
        """Nothing more is read for this window."""
        self.viewer.close_viewer()
        for thumbnails in (self.viewer.strip.thumbnails, self.view.thumbnails):
            thumbnails.close()

    def remember(self) -> None:
        """The window goes: what the next one is to know is saved, and the tray is left."""
        self.background.leave()
        self._state.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._state.library_pane = self.pane.isVisible()
        window_state.save(self.library, self._state)
        if self._save.isActive():
            self._save.stop()
            self.dialogs.save_settings()


def _command(library: Library) -> list[str]:
    """What starts this program on ``library``."""
    return program() if library == Library.default() else [*program(), "--library", str(library.data)]
