"""One picture, as large as the window, laid over the results."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from mediasearch.gui import actions, files
from mediasearch.gui.announcing import announce
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.viewer_parts import ViewerParts
from mediasearch.protocol import Hit

AHEAD: Final = 2  #: pictures that are ready before they are asked for, in the direction of the last step
VIEWED_MS: Final = 2000  #: who looked at a picture for so long has seen it
_Key = Qt.Key


class Viewer(ViewerParts):
    """Shows one row of a :class:`ResultsModel` and steps through the others."""

    closed = Signal()
    similar_requested = Signal(object)  #: list of content ids
    show_in_folder_requested = Signal(object)  #: path
    copy_image_requested = Signal(object)  #: path
    favourite_requested = Signal(object, bool)  #: list of content ids; like them, or no longer
    full_screen_requested = Signal()
    asked = Signal(str)  #: name of an action on pictures that the window carries out on :attr:`row`
    menu_requested = Signal(object)  #: QPoint on the screen
    copy_text_requested = Signal(str)
    row_changed = Signal(int)  #: the row that is shown now, for the grid to follow
    viewed = Signal(object)  #: content id that was looked at for :data:`VIEWED_MS`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ResultsModel | None = None
        self._hit: Hit | None = None
        self._direction = 1
        self._looking = QTimer(self, singleShot=True, interval=VIEWED_MS)
        self._looking.timeout.connect(self._looked)
        self._acts = self._own_acts()
        self._connect()

    # -------------------------------------------------------------------------------------------- from the window

    def show_row(self, model: ResultsModel, row: int) -> None:
        """Open on ``row`` of ``model``, or move there."""
        if model is not self._model:
            if self._model is not None:
                self._model.rows_arrived.disconnect(self._rows_arrived)
                self._model.modelReset.disconnect(self._model_reset)
                self._model.dataChanged.disconnect(self._data_changed)
            self._model = model
            self.canvas.pictures.originals = model.originals
            model.rows_arrived.connect(self._rows_arrived)
            model.modelReset.connect(self._model_reset)
            model.dataChanged.connect(self._data_changed)
        self._direction = -1 if 0 <= row < self.row else 1
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go(row)

    def close_viewer(self) -> None:
        """Back to the results."""
        if self.isVisible():
            self.hide()
            self._looking.stop()
            self.canvas.empty()
            self.row = self.strip.row = -1
            self.closed.emit()

    def possible(self) -> set[str]:
        """Names of the viewer's own actions that can be done now."""
        return {name for name in self._acts if actions.BY_NAME[name].where == "viewer"} - (
            set() if self.bar.play.isVisible() else {"play"}
        )

    def act(self, name: str) -> None:
        """Do what the action ``name`` means here."""
        act = self._acts.get(name)
        if act is not None:
            act()
        else:
            self.asked.emit(name)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_viewer()
        super().closeEvent(event)

    # ------------------------------------------------------------------------------------------------ connecting

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.back.clicked.connect(self.close_viewer)
        bar.similar.clicked.connect(self._find_similar)
        bar.folder.clicked.connect(self._show_in_folder)
        bar.copy.clicked.connect(self._copy)
        bar.favourite.clicked.connect(self._toggle_favourite)
        bar.play.clicked.connect(self._toggle_playing)
        bar.full.clicked.connect(self.full_screen_requested)
        bar.info.toggled.connect(self._show_details)
        bar.more.clicked.connect(lambda: self.menu_requested.emit(bar.more.mapToGlobal(bar.more.rect().bottomLeft())))
        self.details.copy_requested.connect(self.copy_text_requested)
        canvas.zoomed.connect(self._tell_zoom)
        canvas.clicked_beside.connect(self.close_viewer)
        canvas.animated.connect(self._tell_playing)
        self.strip.chosen.connect(self.go)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))

    def _own_acts(self) -> dict[str, Callable[[], None]]:
        return {
            "previous": partial(self.step, -1),
            "next": partial(self.step, 1),
            "first": partial(self._jump, 0),
            "last": partial(self._jump, -1),
            "closer": partial(self.canvas.zoom_by, 1),
            "farther": partial(self.canvas.zoom_by, -1),
            "fit": self.canvas.fit,
            "whole": partial(self.canvas.zoom_to, 1.0),
            "information": self.bar.info.toggle,
            "play": self._toggle_playing,
            "close_viewer": self.close_viewer,
            "similar": self._find_similar,
            "folder": self._show_in_folder,
            "copy_image": self._copy,
            "favourite": self._toggle_favourite,
        }

    # ------------------------------------------------------------------------------------------------- moving

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) picture; nothing at the ends."""
        self.go(self.row + by)

    def go(self, row: int) -> None:
        """Go to ``row``; nothing outside the results."""
        if self._model is not None and 0 <= row < self._model.rowCount():
            self._direction = 1 if row >= self.row else -1
            self._go(row)

    def _jump(self, row: int) -> None:
        if self._model is not None and self._model.rowCount():
            self._go(row % self._model.rowCount())

    def _go(self, row: int) -> None:
        if self._model is None:
            return
        moved = row != self.row
        self._hit = self._model.hit(row)
        self.place_in(row, self._model.rowCount())
        self.strip.show_row(self._model, row)
        self._show_hit()
        if moved:
            self.row_changed.emit(row)
            self._looking.start()

    def _show_hit(self) -> None:
        hit = self._hit
        self.bar.show_hit(hit)
        if hit is not None:
            self.setAccessibleName(files.name(hit.path))
            announce(self, f"{files.name(hit.path)}, {self.bar.position.accessibleName()}")
            if self.details.isVisible():
                self.details.show_hit(hit)
        self.canvas.show_hit(hit, self._around())

    def _around(self) -> list[Hit]:
        """The neighbours to have ready, further ones in the direction of travel."""
        model = self._model
        if model is None:
            return []
        steps = [*(self._direction * step for step in range(1, AHEAD + 1)), -self._direction]
        return [hit for step in steps if (hit := model.hit(self.row + step)) is not None]

    def _rows_arrived(self, start: int, stop: int) -> None:
        if self.isVisible() and self._hit is None and start <= self.row < stop:
            self._go(self.row)

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """A thumbnail came, a file was renamed, a folder went offline, a favourite was made."""
        if self._model is None or not self.isVisible() or not first.row() <= self.row <= last.row():
            return
        hit = self._model.hit(self.row)
        if hit is not None and (self._hit is None or hit.path != self._hit.path or hit.online != self._hit.online):
            self._hit = hit
            self._show_hit()
        elif hit is not None:
            self._hit = hit
            self.bar.show_hit(hit)
            self.canvas.preview_changed(hit)

    def _model_reset(self) -> None:
        """The results were refreshed: stay with the picture, wherever it stands now."""
        if self._model is None or not self.isVisible():
            return
        count = self._model.rowCount()
        row = self._model.row_of(self._hit.content) if self._hit is not None else -1
        if row >= 0 or count:
            self._go(row if row >= 0 else min(self.row, count - 1))
        else:
            self.close_viewer()

    # ------------------------------------------------------------------------------------------------- doing

    def _find_similar(self) -> None:
        if self._hit is not None:
            self.similar_requested.emit([self._hit.content])

    def _show_in_folder(self) -> None:
        if self._hit is not None and self._hit.online:
            self.show_in_folder_requested.emit(self._hit.path)

    def _copy(self) -> None:
        if self._hit is not None:
            self.copy_image_requested.emit(self._hit.path)

    def _toggle_favourite(self) -> None:
        if self._hit is not None:
            self.favourite_requested.emit([self._hit.content], not self._hit.favourite)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        if shown and self._hit is not None:
            self.details.show_hit(self._hit)

    def _toggle_playing(self) -> None:
        self.canvas.set_playing(not self.canvas.moving.playing)
        self.bar.show_playing(self.canvas.moving.playing)

    def _tell_playing(self, animated: bool) -> None:
        self.bar.play.setVisible(animated)
        self.bar.show_playing(self.canvas.moving.playing)

    def _tell_zoom(self, zoom: float) -> None:
        self.bar.percent.setText("" if self.canvas.fitted else QLocale().toString(zoom * 100, "f", 0) + " %")

    def _looked(self) -> None:
        if self._hit is not None and self.isVisible() and self.isActiveWindow():
            self.viewed.emit(self._hit.content)

    # ------------------------------------------------------------------------------------------------- events

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        # While the viewer is open its keys are its own, whatever the window has bound to them.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _meant(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A focused button would take the arrows to move the focus; here they mean pictures.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (_Key.Key_Left, _Key.Key_Right)
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _meant(event)
        if event.key() in (_Key.Key_Left, _Key.Key_Right) and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            name = {"previous": "next", "next": "previous"}.get(name, name)  # as the strip runs
        if name:
            self.act(name)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._model is not None and self.isVisible():
            self._show_hit()


def _meant(event: QKeyEvent) -> str:
    """The viewer's keys; Enter plays a video, or opens a picture in its program."""
    if event.key() in (_Key.Key_Return, _Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
        return "open_default"
    return actions.meant_by(event, "viewer", "pictures")


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
