"""Tiles as pictures: what is painted, and which thumbnails are loaded for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QStyle, QWidget

from mediasearch.gui.card import RADIUS, Card, State
from mediasearch.gui.card_places import Action, picture_area
from mediasearch.gui.grid_layout import GAP
from mediasearch.gui.grid_view import REACH, GridView
from mediasearch.gui.headings import FADE, Headings
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.thumbnails import Look, ThumbnailLoader

FADE_SECONDS: Final = 0.12
LIFT_SECONDS: Final = 0.09

_Index = QModelIndex | QPersistentModelIndex
_LOOKS: Final = (
    QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange,
)  # fmt: skip


class PictureGrid(GridView):
    """A grid that paints hits as cards and keeps the loader busy with what is on the screen."""

    visible_changed = Signal()  #: other rows are on the screen

    def __init__(
        self, model: ResultsModel, thumbnails: ThumbnailLoader | None, edge: int, parent: QWidget | None
    ) -> None:
        super().__init__(model, edge, parent)
        self.thumbnails = thumbnails or ThumbnailLoader(self)
        self._cropped = True
        self._motion: bool | None = None
        self._card: Card | None = None
        self._headings: Headings | None = None
        self._marked: dict[int, int] = {}  # content → 1 more like this, −1 less like this
        self._hover = -1
        self._hover_since = 0.0
        self._over: Action | None = None
        self._pressed: Action | None = None
        self._band = QRect()  # of the rubber, in the content
        self._focus_shown = False
        self._bare: set[int] = set()  # contents whose placeholder is on the screen
        self._fading: dict[int, float] = {}  # content → since when
        self._on_screen = range(0)
        self._frames = QTimer(self, interval=16)
        self._frames.timeout.connect(self._animate)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._load_visible)
        self._recut = QTimer(self, singleShot=True, interval=90)
        self._recut.timeout.connect(self._cut_anew)
        self.thumbnails.ready.connect(self._picture_came)
        model.thumbnail_changed.connect(self._thumbnail_changed)
        self.moved.connect(self._settle.start)
        self.tiles_resized.connect(self._recut.start)
        self.rows_replaced.connect(self._begin_anew)

    def set_cropped(self, cropped: bool) -> None:
        """Whether thumbnails fill their square or are shown whole."""
        if cropped != self._cropped:
            self._cropped = cropped
            self._card = None
            self._cut_anew()

    def set_motion(self, allowed: bool | None) -> None:
        """Whether anything may move or fade; None follows the system."""
        self._motion = allowed

    @property
    def motion(self) -> bool:
        if self._motion is not None:
            return self._motion
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0

    def set_marked(self, more: Iterable[int], less: Iterable[int]) -> None:
        """What the person called right and wrong; shown on the tiles."""
        self._marked = {**dict.fromkeys(more, 1), **dict.fromkeys(less, -1)}
        self.viewport().update()

    def picture_rect(self, row: int) -> QRect:
        """Where the picture of ``row`` is painted in the viewport, when nothing lifts it."""
        tile = self.grid.rect(row).translated(0, -self.verticalOffset())
        return picture_area(tile, self.results.hit(row), self._cropped)

    def _begin_anew(self) -> None:
        self._hover = -1
        self._bare.clear()
        self._fading.clear()
        self._load_visible()

    def dataChanged(self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()) -> None:
        rows = self.visible_rows()
        if top_left.row() < rows.stop and bottom_right.row() >= rows.start:
            self.viewport().update()
        self._settle.start()

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DevicePixelRatioChange:
            self._card = self._headings = None
            self._recut.start()
        elif kind in _LOOKS:
            self._card = self._headings = None
        return super().event(event)

    # ------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._recut.isActive())
        card = self._card or self._make_card()
        top = self.verticalScrollBar().value()
        region = event.region()
        many = region.rectCount() > 1
        area = event.rect()
        self._paint_headings(painter, area, top)
        self._paint_stack(painter, area, top)
        selection = self.selectionModel()
        current = self.currentIndex().row() if self._focus_shown and self.hasFocus() and not self._single() else -1
        state = State()
        lifted = None
        for row in self.grid.between(area.top() + top - REACH, area.bottom() + top + REACH):
            tile = self.grid.rect(row).translated(0, -top)
            reach = tile.adjusted(-REACH, -REACH, REACH, REACH)
            if not (region.intersects(reach) if many else area.intersects(reach)):
                continue
            if row == self._hover:
                lifted = tile  # last, so that its shadow lies over its neighbours
                continue
            self._paint_tile(painter, card, row, tile, selection, current, state)
        if lifted is not None:
            self._paint_tile(painter, card, self._hover, lifted, selection, current, state)
        if not self._band.isNull():
            self._paint_band(painter)
        if area.top() < self.grid.strip + FADE:
            self._paint_strip(painter, top)
        painter.end()

    def _paint_headings(self, painter: QPainter, area: QRect, top: int) -> None:
        shown = self.grid.headings(area.top() + top, area.bottom() + top)
        if shown:
            sections = self.results.sections
            self._headings = self._headings or Headings(self.palette(), self.font())
            for place in shown:
                where = self.grid.heading(place).translated(0, -top)
                self._headings.paint(painter, where, sections[place], self.layoutDirection())

    def _paint_strip(self, painter: QPainter, top: int) -> None:
        """The heading of the section that is scrolled through, above what lies under it."""
        if self.grid.strip:
            place, out = self.grid.stuck(top)
            strip = QRect(0, -out, self.viewport().width(), self.grid.strip)
            self._headings = self._headings or Headings(self.palette(), self.font())
            where = self.grid.heading(place).translated(0, -top)
            self._headings.paint_strip(painter, strip, where, self.results.sections[place], self.layoutDirection())

    def _paint_stack(self, painter: QPainter, area: QRect, top: int) -> None:
        """A ground under the pictures of the opened stack, which holds them together."""
        opened = self.results.opened
        rows = self.grid.between(area.top() + top - REACH, area.bottom() + top + REACH)
        both = range(max(opened.start, rows.start), min(opened.stop, rows.stop))
        if both:
            out = GAP // 2 + 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
            first = both.start
            while first < both.stop:
                last = min(self.grid.row_in(self.grid.line(first), self.grid.columns - 1), both.stop - 1)
                whole = self.grid.rect(first).united(self.grid.rect(last)).translated(0, -top)
                painter.drawRoundedRect(QRectF(whole.adjusted(-out, -out, out, out)), RADIUS + out, RADIUS + out)
                first = last + 1

    def _paint_tile(
        self,
        painter: QPainter,
        card: Card,
        row: int,
        tile: QRect,
        selection: QItemSelectionModel,
        current: int,
        state: State,
    ) -> None:
        content = self.results.content(row)
        picture = self.thumbnails.picture(content)
        state.selected = selection.isSelected(self.results.index(row))
        state.current = row == current
        state.marked = self._marked.get(content, 0)
        state.leaving = content in self.results.leaving
        state.opened = row == self.results.opened.start and bool(self.results.opened)
        state.shown = 1.0
        if picture is None:
            self._bare.add(content)
        elif content in self._fading:
            state.shown = min((monotonic() - self._fading[content]) / FADE_SECONDS, 1.0)
        if row == self._hover:
            state.lift = self._lift()
            state.over, state.pressed = self._over, self._pressed
        else:
            state.lift = 0.0
            state.over = state.pressed = None
        card.paint(painter, tile, self.results.hit(row), picture, state)

    def _paint_band(self, painter: QPainter) -> None:
        colour = self.palette().color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(colour, 1))
        colour.setAlphaF(0.14)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(self._band_on_screen()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _single(self) -> bool:
        """Whether exactly the current tile is selected: then its ring says it all."""
        parts = self.selected_parts()
        return len(parts) == 1 and len(parts[0]) == 1 and parts[0].start == self.currentIndex().row()

    def _make_card(self) -> Card:
        self._card = Card(self.palette(), self.font(), self.devicePixelRatioF(), self._cropped, self.isRightToLeft())
        return self._card

    # ------------------------------------------------------------------------------------------- motion, loading

    def _lift(self) -> float:
        if not self.motion:
            return 1.0
        return min((monotonic() - self._hover_since) / LIFT_SECONDS, 1.0)

    def _animate(self) -> None:
        now = monotonic()
        for content, since in list(self._fading.items()):
            self._update_content(content)
            if now - since >= FADE_SECONDS:
                del self._fading[content]
        lifting = self._hover >= 0 and now - self._hover_since < LIFT_SECONDS + 0.02
        if lifting:
            self._update_row(self._hover)
        if not self._fading and not lifting:
            self._frames.stop()

    def _picture_came(self, content: int) -> None:
        if content in self._bare:
            self._bare.discard(content)
            if self.motion:
                self._fading[content] = monotonic()
                self._frames.start()
        self._update_content(content)
        if self.thumbnails.picture(content) is None:
            self._settle.start()  # its file was replaced while it was decoded

    def _thumbnail_changed(self, content: int) -> None:
        self.thumbnails.forget(content)
        self._settle.start()

    def _load_visible(self) -> None:
        """Tell the model and the loader what is on the screen; then a screen ahead and half a screen behind."""
        rows = self.visible_rows()
        self.results.set_visible(rows.start, max(rows.stop - 1, rows.start))
        ahead = range(rows.stop, min(rows.stop + len(rows), self.grid.count))
        behind = range(max(rows.start - len(rows) // 2, 0), rows.start)
        wishes = []
        for row in (*rows, *ahead, *behind):
            hit = self.results.hit(row)
            if hit is not None:
                wishes.append((hit.content, hit.thumbnail))
        self.thumbnails.want(wishes)
        on_screen = set(self.results.contents(rows))
        self._bare &= on_screen
        if rows != self._on_screen:
            self._on_screen = rows
            self.visible_changed.emit()

    def _cut_anew(self) -> None:
        """The tiles have another size: have thumbnails cut for it."""
        ratio = self.devicePixelRatioF()
        look = Look(round(self.grid.tile * ratio), self._cropped, RADIUS * ratio)
        self._recut.stop()
        if look != self.thumbnails.look:
            self.thumbnails.set_look(look)
        self._load_visible()
        self.viewport().update()

    def _update_content(self, content: int) -> None:
        for row in self.visible_rows():
            if self.results.content(row) == content:
                self._update_row(row)
                return

    def _update_row(self, row: int) -> None:
        if 0 <= row < self.grid.count:
            tile = self.grid.rect(row).translated(0, -self.verticalScrollBar().value())
            self.viewport().update(tile.adjusted(-REACH, -REACH, REACH, REACH))

    def _band_on_screen(self) -> QRect:
        return self._band.translated(0, -self.verticalOffset())
