"""From a result to what is done with it: opened in the viewer, shown in its folder, copied."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mediasearch.gui import desktop, files
from mediasearch.gui.parts import Parts


class Viewing(QObject):
    similar_requested = Signal(object)  #: list of content ids
    opened = Signal()  #: a result was looked at

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        parts.view.opened.connect(self.open)
        parts.view.previewed.connect(self.open)
        parts.view.copy_image_requested.connect(lambda _: parts.notice.say(self.tr("Picture copied.")))
        parts.view.copy_paths_requested.connect(self._copy_paths)
        parts.viewer.closed.connect(lambda: parts.view.setFocus())
        parts.viewer.row_changed.connect(self._follow_viewer)
        parts.pane.show_requested.connect(self.show_in_folder)
        for source in (parts.view, parts.viewer):
            source.similar_requested.connect(self.similar_requested)
            source.show_in_folder_requested.connect(self.show_in_folder)
            source.copy_image_requested.connect(desktop.copy_image)

    def open(self, row: int) -> None:
        """Show ``row`` as large as the window."""
        self.opened.emit()
        self._parts.viewer.setGeometry(self._parts.central.rect())
        self._parts.viewer.show_row(self._parts.model, row)

    def show_in_folder(self, path: str) -> None:
        """In the system's file manager; a sentence when it is not there."""
        if not desktop.show_in_folder(path):
            self._parts.notice.say(
                self.tr("{name} is not there now. Connect its drive, or look for changes.").format(
                    name=files.name(path.rstrip("/\\"))
                )
            )

    def _copy_paths(self, paths: list[str]) -> None:
        desktop.copy_paths(paths)
        self._parts.notice.say(self.tr("Path copied.") if len(paths) == 1 else self.tr("Paths copied."))

    def _follow_viewer(self, row: int) -> None:
        """The grid is where the viewer was when that is closed."""
        index = self._parts.model.index(row)
        self._parts.view.setCurrentIndex(index)
        self._parts.view.scrollTo(index)
