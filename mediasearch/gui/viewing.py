"""From a result to the viewer and back, and what both ask of the desktop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication

from mediasearch import protocol
from mediasearch.gui import desktop, files
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.parts import Parts

_VIEWED = "viewed"


class Viewing(QObject):
    similar_requested = Signal(object)  #: list of content ids
    opened = Signal()  #: a result was looked at

    def __init__(self, client: EngineClient, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._full_screen = False  # entered from the viewer, to be left with it
        self._awaited = 0  # a content
        parts.model.modelReset.connect(self._arrived)
        view, viewer = parts.view, parts.viewer
        view.opened.connect(self.open)
        view.previewed.connect(self.open)
        view.copy_paths_requested.connect(self.copy_paths)
        viewer.copy_text_requested.connect(self._copy_text)
        viewer.closed.connect(self._closed)
        viewer.row_changed.connect(self._follow_viewer)
        viewer.favourite_requested.connect(view.favourite_requested)
        viewer.asked.connect(self._do)
        viewer.menu_requested.connect(self._menu)
        viewer.full_screen_requested.connect(self._toggle_full_screen)
        viewer.viewed.connect(lambda content: client.request(protocol.Mark(0, [content], _VIEWED)))
        viewer.strip.thumbnails.missing.connect(lambda content: client.request(protocol.MakeThumbnail(content)))
        parts.pane.show_requested.connect(self.show_in_folder)
        for source in (view, viewer):
            source.similar_requested.connect(self.similar_requested)
            source.show_in_folder_requested.connect(self.show_in_folder)
            source.copy_image_requested.connect(self._copy_image)

    def open(self, row: int) -> None:
        """Show ``row`` as large as the window."""
        self.opened.emit()
        self._parts.viewer.setGeometry(self._parts.central.rect())
        self._parts.viewer.show_row(self._parts.model, row)

    def open_when_there(self, content: int) -> None:
        """Show ``content`` as soon as the next results are there, if it is among them."""
        self._awaited = content

    def _arrived(self) -> None:
        content, self._awaited = self._awaited, 0
        row = self._parts.model.row_of(content) if content else -1
        if row >= 0:
            self.open(row)

    def show_in_folder(self, path: str) -> None:
        """In the system's file manager; a sentence when it is not there."""
        if not desktop.show_in_folder(path):
            self.tell_gone(path)

    def tell_gone(self, path: str) -> None:
        """The file that was meant is not where it was."""
        self._parts.notice.say(
            self.tr("{name} is not there now. Connect its drive, or look for changes.").format(
                name=files.name(path.rstrip("/\\"))
            )
        )

    def copy_paths(self, paths: list[str]) -> None:
        """To the clipboard, one a line."""
        desktop.copy_paths(paths)
        self._parts.notice.say(self.tr("Path copied.") if len(paths) == 1 else self.tr("Paths copied."))

    # ------------------------------------------------------------------------------------------------- inside

    def _copy_image(self, path: str) -> None:
        if desktop.copy_image(path, self._parts.model.originals):
            self._parts.notice.say(self.tr("Picture copied."))
        else:
            self.tell_gone(path)

    def _do(self, name: str) -> None:
        """An action on the picture that the viewer shows is one on the grid's selection, which follows it."""
        self._select_shown()
        action = self._parts.view.result_actions.by_name.get(name)
        if action is not None:
            action.trigger()

    def _menu(self, at: QPoint) -> None:
        self._select_shown()
        menu = self._parts.view.result_actions.menu(self._parts.viewer)
        menu.removeAction(self._parts.view.result_actions.by_name["open"])
        menu.popup(at)

    def _select_shown(self) -> None:
        view, row = self._parts.view, self._parts.viewer.row
        if row >= 0 and view.selected_rows() != [row]:
            view.follow(row)

    def _follow_viewer(self, row: int) -> None:
        """The grid is where the viewer was when that is closed."""
        self._parts.view.follow(row)

    def _toggle_full_screen(self) -> None:
        window = self._parts.viewer.window()
        self._full_screen = not window.isFullScreen()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _closed(self) -> None:
        self._parts.view.setFocus()
        window = self._parts.viewer.window()
        if self._full_screen and window.isFullScreen():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        self._full_screen = False

    def _copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._parts.notice.say(self.tr("Coordinates copied."))
