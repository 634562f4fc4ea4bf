"""One picture, as large as the window, laid over the results."""

from __future__ import annotations

import contextlib
import sys
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mediasearch.gui import files, theme
from mediasearch.gui.icons import IconButton
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.viewer_bar import NARROW, ViewerBar
from mediasearch.gui.viewer_canvas import Canvas
from mediasearch.gui.viewer_details import Details
from mediasearch.gui.viewer_pictures import Loaded, ViewerPictures
from mediasearch.protocol import Hit

AHEAD: Final = 2  #: pictures that are ready before they are asked for, in the direction of the last step
_MAC: Final = sys.platform == "darwin"
_Key = Qt.Key

_SHEET: Final = """
QWidget#bar, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {bar}; }}
QLabel#name {{ color: {text}; font-weight: 600; }}
QLabel#note {{ background: {bar}; color: {text}; border-radius: 15px; padding: 0 16px; }}
QTextEdit {{ background: transparent; color: {text}; border: none; }}
QToolButton[look="text"] {{ background: transparent; color: {text}; border: 1px solid transparent;
                            border-radius: 8px; padding: 0 10px; }}
QToolButton[look="text"]:hover {{ background: {hover}; }}
QToolButton[look="text"]:pressed {{ background: {pressed}; }}
QToolButton[look="text"]:focus {{ border: 1px solid {accent}; }}
QToolButton[look="text"]:disabled {{ color: {faint}; }}
QToolButton#step {{ background: {bar}; border-radius: 20px; }}
QToolButton#step:hover {{ background: {pressed}; }}
"""


class Viewer(QWidget):
    """Shows one row of a :class:`ResultsModel` and steps through the others.

    The ground is dark in every theme: beside a white one no photo shows its shadows.
    """

    closed = Signal()
    similar_requested = Signal(object)  #: list of content ids
    show_in_folder_requested = Signal(object)  #: path
    copy_image_requested = Signal(object)  #: path
    row_changed = Signal(int)  #: the row that is shown now, for the grid to follow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = -1
        self._model: ResultsModel | None = None
        self._hit: Hit | None = None
        self._direction = 1
        self._shown: tuple[str, bool] | None = None  # path, and whether it is the real picture
        self._pictures = ViewerPictures(self)
        self._pictures.loaded.connect(self._picture_came)
        self.setObjectName("viewer")
        self.setAccessibleName(self.tr("Picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()
        self._build()
        self.hide()

    # -------------------------------------------------------------------------------------------- from the window

    def show_row(self, model: ResultsModel, row: int) -> None:
        """Open on ``row`` of ``model``, or move there."""
        if model is not self._model:
            if self._model is not None:
                self._model.rows_arrived.disconnect(self._rows_arrived)
                self._model.modelReset.disconnect(self._model_reset)
                self._model.dataChanged.disconnect(self._data_changed)
            self._model = model
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
            self._pictures.forget()
            self.canvas.show_image(QPixmap(), QSize(), keep=False)
            self._shown = None
            self.row = -1
            self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_viewer()
        super().closeEvent(event)

    # ------------------------------------------------------------------------------------------------- building

    def _dress(self) -> None:
        tone = theme.DARK
        palette = theme.palette(tone)
        ground = palette.color(QPalette.ColorRole.Window).darker(150)
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, ground)
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.setStyleSheet(
            theme.style_sheet(tone)
            + _SHEET.format(
                bar=tone.pane, text=tone.text, hover=tone.hover, pressed=tone.hairline, accent=tone.accent,
                faint=tone.faint,
            )
        )  # fmt: skip

    def _build(self) -> None:
        self.bar = ViewerBar(self)
        self.bar.back.clicked.connect(self.close_viewer)
        self.bar.similar.clicked.connect(self._find_similar)
        self.bar.folder.clicked.connect(self._show_in_folder)
        self.bar.copy.clicked.connect(self._copy)
        self.bar.info.toggled.connect(self._show_details)
        self.canvas = Canvas()
        self.canvas.zoomed.connect(self._tell_zoom)
        self.canvas.resized.connect(self._canvas_resized)
        self.canvas.clicked_beside.connect(self.close_viewer)
        self.details = Details()
        self.details.hide()
        self._note = QLabel(self.canvas)
        self._note.setObjectName("note")
        self._note.setFixedHeight(30)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note.hide()
        self.previous = self._step_button("back", self.tr("Previous picture"), -1)
        self.next = self._step_button("forward", self.tr("Next picture"), 1)

        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.canvas, 1)
        body.addWidget(self.details)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addLayout(body, 1)

    def _step_button(self, icon: str, text: str, step: int) -> IconButton:
        button = IconButton(icon, text, self.canvas, edge=40)
        button.setObjectName("step")
        button.clicked.connect(lambda: self.step(step))
        return button

    # ------------------------------------------------------------------------------------------------- moving

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) picture; nothing at the ends."""
        if self._model is not None and 0 <= self.row + by < self._model.rowCount():
            self._direction = 1 if by > 0 else -1
            self._go(self.row + by)

    def _go(self, row: int) -> None:
        if self._model is None:
            return
        moved = row != self.row
        self.row = row
        self._hit = self._model.hit(row)
        self.bar.set_position(row, self._model.rowCount())
        self.previous.setVisible(row > 0)
        self.next.setVisible(row < self._model.rowCount() - 1)
        self._show_hit()
        self._want()
        if moved:
            self.row_changed.emit(row)

    def _show_hit(self) -> None:
        hit = self._hit
        online = hit is not None and hit.online
        self.bar.similar.setEnabled(hit is not None)
        self.bar.folder.setEnabled(online)
        self.bar.copy.setEnabled(hit is not None)
        self._say("")
        if hit is None:
            self.bar.name.setText(self.tr("Loading…"))
            self.canvas.show_image(QPixmap(), QSize(), keep=False)
            return
        self.bar.name.setText(files.name(hit.path))
        self.setAccessibleName(files.name(hit.path))
        if self.details.isVisible():
            self.details.show_hit(hit)
        self._shown = None
        self._show_best()

    def _show_best(self) -> None:
        """The picture itself when it is here, else its thumbnail."""
        hit = self._hit
        if hit is None:
            return
        loaded = self._pictures.get(hit.path)
        if loaded is not None and not loaded.image.isNull():
            same = self._shown is not None and self._shown[0] == hit.path
            self.canvas.show_image(loaded.image, loaded.full, keep=same)
            self._shown = (hit.path, True)
            self._say("")
            return
        if self._shown != (hit.path, False):
            stand_in = QPixmap()
            if hit.thumbnail is not None:
                with contextlib.suppress(OSError):
                    stand_in = QPixmap.fromImage(files.reader(hit.thumbnail).read())
            full = QSize(hit.width, hit.height)
            self.canvas.show_image(stand_in, full if full.isValid() and not full.isEmpty() else stand_in.size(), False)
            self._shown = (hit.path, False)
        if not hit.online:
            self._say(self.tr("Its drive or folder isn’t connected. This is the saved preview."))
        elif loaded is not None:
            self._say(self._why_preview(hit, loaded))

    def _why_preview(self, hit: Hit, loaded: Loaded) -> str:
        if hit.thumbnail is None:
            return self.tr("This picture can’t be shown here.")
        if not loaded.full.isValid():
            return self.tr("This is the preview: the format can’t be shown here in full.")
        return self.tr("This is the preview: the picture couldn’t be read.")

    def _want(self) -> None:
        """Read what is shown, then its neighbours, further ones in the direction of travel."""
        if self._model is None or not self.isVisible():
            return
        screen = self.canvas.screen_size()
        wishes: list[tuple[str, QSize | None]] = []
        steps = [0, *(self._direction * step for step in range(1, AHEAD + 1)), -self._direction]
        for step in steps:
            hit = self._model.hit(self.row + step)
            if hit is not None and hit.online:
                closer = step == 0 and self.canvas.zoom > self._fit_zoom(hit, screen) * 1.01
                wishes.append((hit.path, None if closer else screen))
        self._pictures.want(wishes)

    def _fit_zoom(self, hit: Hit, screen: QSize) -> float:
        if not hit.width or not hit.height:
            return 1.0
        return min(screen.width() / hit.width, screen.height() / hit.height)

    def _picture_came(self, path: str) -> None:
        if self._hit is not None and path == self._hit.path and self.isVisible():
            self._show_best()
            self._want()

    def _rows_arrived(self, start: int, stop: int) -> None:
        if self.isVisible() and self._hit is None and start <= self.row < stop:
            self._go(self.row)

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """A thumbnail came, a file was renamed, a folder went offline."""
        if self._model is None or not self.isVisible() or not first.row() <= self.row <= last.row():
            return
        hit = self._model.hit(self.row)
        if hit is not None and hit != self._hit:
            self._hit = hit
            self._show_hit()
            self._want()
        elif hit is not None and self._shown == (hit.path, False):
            self._shown = None
            self._show_best()

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

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        if shown and self._hit is not None:
            self.details.show_hit(self._hit)

    def _tell_zoom(self, zoom: float) -> None:
        self.bar.percent.setText("" if self.canvas.fitted else QLocale().toString(zoom * 100, "f", 0) + " %")
        if not self.canvas.fitted:
            self._want()  # in full, once somebody looks closer

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._place_overlays()

    # ------------------------------------------------------------------------------------------------- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.set_narrow(self.width() < NARROW)

    def _canvas_resized(self) -> None:
        self._place_overlays()
        self._want()

    def _place_overlays(self) -> None:
        area = self.canvas.rect()
        self._note.adjustSize()
        self._note.move((area.width() - self._note.width()) // 2, area.height() - self._note.height() - 20)
        middle = area.height() // 2 - 20
        self.previous.setGeometry(QRect(14, middle, 40, 40))
        self.next.setGeometry(QRect(area.width() - 54, middle, 40, 40))

    def event(self, event: QEvent) -> bool:
        # While the viewer is open its keys are its own, whatever the window has bound to them.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act(event, False):
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
            return self._act(event, True)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._act(event, True):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, do: bool) -> bool:
        """Whether the key of ``event`` means something here; with ``do``, do it."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        chord = QKeySequence(event.keyCombination()) if held else QKeySequence(event.key())
        text = chord.toString(QKeySequence.SequenceFormat.PortableText).replace("Num+", "")
        act = {
            "Esc": self.close_viewer, "Space": self.close_viewer,
            "Left": lambda: self.step(-1), "Right": lambda: self.step(1),
            "PgUp": lambda: self.step(-1), "PgDown": lambda: self.step(1),
            "Home": lambda: self._jump(0), "End": lambda: self._jump(-1),
            "Ctrl+0": self.canvas.fit, "Ctrl+1": lambda: self.canvas.zoom_to(1.0),
            "Ctrl++": lambda: self.canvas.zoom_by(1), "Ctrl+=": lambda: self.canvas.zoom_by(1),
            "Ctrl+Shift++": lambda: self.canvas.zoom_by(1), "Ctrl+-": lambda: self.canvas.zoom_by(-1),
            "I": self.bar.info.toggle, "Ctrl+C": self._copy, "Ctrl+Shift+F": self._find_similar,
            **({"Ctrl+Alt+R": self._show_in_folder} if _MAC else
               {"Ctrl+Return": self._show_in_folder, "Ctrl+Enter": self._show_in_folder}),
        }.get(text)  # fmt: skip
        if act is not None and do:
            act()
        return act is not None

    def _jump(self, row: int) -> None:
        if self._model is not None and self._model.rowCount():
            self._go(row % self._model.rowCount())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._model is not None:
            self._want()
