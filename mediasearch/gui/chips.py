"""The chips of a query: pictures and filters."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from mediasearch.gui import files, icons
from mediasearch.gui.chip import CROSS, HEIGHT, Chip
from mediasearch.gui.query import Picture
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import tones

_THUMBNAIL: Final = 26
_LONGEST_NAME: Final = 120
_LONGEST_LABEL: Final = 220

#: What ``-`` and ``+`` step through.
WEIGHTS: Final = (-2.0, -1.0, 1.0, 2.0, 3.0)


class Room(Enum):
    """How much room there is: for the thumbnail alone, for the cross as well, for the name as well."""

    PICTURE = 1
    CROSS = 2
    NAME = 3


class _Loaded(QObject):
    image = Signal(QImage)


class Load(QRunnable):
    """Reads a small version of a picture on another thread."""

    def __init__(self, path: str, edge: int) -> None:
        super().__init__()
        self.path = path
        self.edge = edge
        self.loaded = _Loaded()

    def run(self) -> None:
        try:
            reader = files.reader(self.path)
            size = reader.size()
            if size.isValid():
                reader.setScaledSize(size.scaled(self.edge, self.edge, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
            image = reader.read()
        except OSError:
            return
        if not image.isNull():
            self.loaded.image.emit(image)


class PictureChip(Chip):
    """One :class:`Picture` of the query: its thumbnail, and a name when there is room.

    ``-`` and ``+`` change what it means: less like this, like this, twice as important, three times.
    """

    weight_chosen = Signal(float)

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(picture, parent)
        self.picture = picture
        self._room = Room.NAME
        self._image = picture.preview if picture.preview is not None else QImage()
        name = picture.title or self.tr("picture")
        spoken = self.tr("Less like {name}") if picture.less else self.tr("Like {name}")
        spoken = spoken.format(name=name)
        if self._weight():
            spoken = self.tr("{what}, {times} times as important").format(what=spoken, times=f"{abs(picture.weight):g}")
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(self.tr("Delete takes it out, plus and minus say how much it counts."))
        self.setToolTip(spoken)
        if self._image.isNull() and picture.thumbnail:
            load = Load(picture.thumbnail, round(_THUMBNAIL * self.devicePixelRatioF()))
            load.loaded.image.connect(self._show_image)
            QThreadPool.globalInstance().start(load)

    @property
    def has_cross(self) -> bool:
        return self._room != Room.PICTURE

    def set_room(self, room: Room) -> None:
        """How much of itself the chip can show."""
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def width_in(self, room: Room) -> int:
        """How wide the chip is with so much room."""
        name = self._name() if room == Room.NAME else ""
        width = self._name_left()
        for text in (name, self._weight()):
            width += self.fontMetrics().horizontalAdvance(text) + 6 if text else 0
        return width + CROSS - 4 if room != Room.PICTURE else width - 3

    def sizeHint(self) -> QSize:
        return QSize(self.width_in(self._room), HEIGHT)

    def _weight(self) -> str:
        return "" if abs(self.picture.weight) == 1.0 else f"×{abs(self.picture.weight):g}"

    def _name(self) -> str:
        if not self.picture.title:
            return ""
        return self.fontMetrics().elidedText(self.picture.title, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME)

    def _name_left(self) -> int:
        return 3 + (18 if self.picture.less else 0) + _THUMBNAIL + 6

    def _show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = self._begin(QColor(tone.hover))
        left = 3
        if self.picture.less:
            self._draw_icon(painter, "minus", left + 1, 16, tone.warning)
            left += 18
        self._draw_thumbnail(painter, self._place(QRectF(left, 3, _THUMBNAIL, _THUMBNAIL)))
        at = self._name_left()
        for text, colour in (
            (self._name() if self._room == Room.NAME else "", tone.text),
            (self._weight(), tone.accent),
        ):
            if text:
                width = self.fontMetrics().horizontalAdvance(text) + 2
                self._draw_text(painter, at, width, text, colour)
                at += width + 4
        if self.has_cross:
            self._draw_cross(painter)

    def _draw_thumbnail(self, painter: QPainter, target: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(target, 6, 6)
        painter.save()
        painter.setClipPath(path)
        if self._image.isNull():
            painter.fillRect(target, self.palette().mid())
            painter.restore()
            drawn = icons.pixmap("image", tones(self.palette()).secondary, 16, self.devicePixelRatioF())
            painter.drawPixmap(target.adjusted(5, 5, -5, -5), drawn, QRectF(drawn.rect()))
            return
        edge = min(self._image.width(), self._image.height())
        source = QRectF((self._image.width() - edge) / 2, (self._image.height() - edge) / 2, edge, edge)
        painter.drawImage(target, self._image, source)
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {"-": -1, "+": 1, "=": 1}.get(event.text(), 0)
        if not step:
            super().keyPressEvent(event)
            return
        near = min(range(len(WEIGHTS)), key=lambda place: abs(WEIGHTS[place] - self.picture.weight))
        weight = WEIGHTS[max(0, min(len(WEIGHTS) - 1, near + step))]
        if weight != self.picture.weight:
            self.weight_chosen.emit(weight)

    def menu(self) -> QMenu:
        menu = super().menu()
        for text, weight in (
            (self.tr("Like this"), 1.0), (self.tr("Twice as important"), 2.0), (self.tr("Less like this"), -1.0),
        ):  # fmt: skip
            action = menu.addAction(text, partial(self.weight_chosen.emit, weight))
            action.setCheckable(True)
            action.setChecked(self.picture.weight == weight)
        menu.addSeparator()
        menu.addAction(self.tr("Take out of the query"), self.removed.emit)
        return menu


class TermChip(Chip):
    """One filter.  A click, Enter or F2 turns it back into text."""

    reversed = Signal()
    unread = Signal()  #: the words in which it was found are to be words

    def __init__(self, term: Term, parent: QWidget | None = None) -> None:
        super().__init__(term, parent)
        self.term = term
        self.setAccessibleName(term.spoken)
        self.setAccessibleDescription(self.tr("Enter changes it, Delete takes it out."))
        self.setToolTip(term.spoken)

    def sizeHint(self) -> QSize:
        return QSize(33 + self.fontMetrics().horizontalAdvance(self._label()) + 4 + CROSS, HEIGHT)

    def _label(self) -> str:
        return self.fontMetrics().elidedText(self.term.label, Qt.TextElideMode.ElideMiddle, _LONGEST_LABEL)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = self._begin(QColor(tone.accent_soft))
        self._draw_icon(painter, self.term.icon, 10, 16, tone.warning if self.term.negated else tone.accent)
        self._draw_text(painter, 33, self.width() - 33 - CROSS, self._label(), tone.text)
        self._draw_cross(painter)

    def menu(self) -> QMenu:
        menu = super().menu()
        menu.addAction(self.tr("Change…"), self.edit_requested.emit)
        reverse = menu.addAction(self.tr("Leave these out"), self.reversed.emit)
        reverse.setCheckable(True)
        reverse.setChecked(self.term.negated)
        if self.term.said:
            menu.addAction(self.tr("Search for the words instead"), self.unread.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Take out of the query"), self.removed.emit)
        return menu
