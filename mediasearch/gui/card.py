"""One tile of the grid, painted: the picture, and around it what the person needs to know or may do.

Every colour comes from the palette.  A tile may paint a little outside its rectangle
(:data:`mediasearch.gui.grid_view.REACH`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPalette, QPen, QPixmap

from mediasearch.gui import hit_texts, icons
from mediasearch.gui.card_places import BADGE, BUTTON, INSET, LIFT, STACK, Action, button, copies_badge, picture_area
from mediasearch.gui.thumbnails import Picture
from mediasearch.protocol import Hit

RADIUS: Final = 8.0

_RING: Final = 2.5
_RING_GAP: Final = 2.0
_GLYPH: Final = 14  #: in a badge
_MOST: Final = 99  #: a stack of more is "99+"
_FAINT: Final = 0.7  #: opacity of a badge that only tells something by the way
_NEAR: Final = 14  #: of 255 in each channel: colours that are hardly told apart
_DIMMED: Final = 0.42  #: opacity of what cannot be opened now, was called wrong, or leaves


_ICONS: Final = {Action.SIMILAR: "similar", Action.FOLDER: "folder", Action.FAVOURITE: "heart"}


@dataclass(slots=True)
class State:
    """How a tile stands at this moment; ``lift`` and ``shown`` run from 0 to 1."""

    selected: bool = False
    current: bool = False  #: has the keyboard focus
    lift: float = 0.0
    shown: float = 1.0  #: of the picture over its placeholder
    pressed: Action | None = None
    over: Action | None = None
    marked: int = 0  #: 1: more like this, −1: less like this
    opened: bool = False  #: its stack is shown in place
    leaving: bool = False  #: hidden from the next answer on


class Card:
    """Paints tiles with one palette, font and device pixel ratio; made anew when one of them changes."""

    def __init__(self, palette: QPalette, font: QFont, ratio: float, cropped: bool, mirrored: bool = False) -> None:
        role = QPalette.ColorRole
        self._ratio = ratio
        self._cropped = cropped
        self._mirrored = mirrored
        self._ground = palette.color(role.Base)
        self._text = palette.color(role.Text)
        self._quiet = palette.color(role.PlaceholderText)
        self._accent = palette.color(role.Accent)
        self._on_accent = palette.color(role.HighlightedText)
        self._raised = palette.color(role.Light)
        self._empty = palette.color(role.Midlight)
        self._shadow = palette.color(role.Shadow)
        self._dark = self._ground.lightness() < 128
        self._font = QFont(font)
        self._font.setPointSizeF(max(font.pointSizeF() * 0.85, 7.0))
        self._font.setWeight(QFont.Weight.DemiBold)
        if QFontMetricsF(self._font).height() > BADGE - 4:  # larger text stands beside the picture, not on it
            self._font.setPixelSize(BADGE - 9)
        self._metrics = QFontMetricsF(self._font)
        self._area = QRectF()  # of the picture whose badges are painted
        self._placeholders: dict[str, QBrush] = {}
        self._blending: dict[str, bool] = {}

    def paint(self, painter: QPainter, tile: QRect, hit: Hit | None, picture: Picture | None, state: State) -> None:
        lift = LIFT * state.lift
        still = picture_area(tile, hit, self._cropped)
        area = QRectF(still).translated(0, -lift)
        if lift:
            self._paint_shadow(painter, area, state.lift)
        dimmed = state.leaving or state.marked < 0 or (hit is not None and not hit.online)
        if picture is None or state.shown < 1:
            painter.setOpacity(_DIMMED if dimmed else 1.0)
            self._paint_placeholder(painter, area, hit)
        if picture is not None:
            painter.setOpacity((_DIMMED if dimmed else 1.0) * state.shown)
            _paint_pixmap(painter, area, picture.pixmap, self._ratio)
            if hit is not None and self._lost(hit.palette):
                painter.setPen(QPen(self._empty, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setOpacity(1.0)
        if state.selected or state.current:
            self._paint_ring(painter, area, state)
        if hit is not None:
            self._paint_badges(painter, still, area, hit, state)
        if state.lift:
            painter.setOpacity(state.lift)
            for action, icon in _ICONS.items():
                liked = action == Action.FAVOURITE and hit is not None and hit.favourite
                where = button(still, action, self._mirrored)
                self._paint_button(painter, where, "heart-full" if liked else icon, action, state)
            painter.setOpacity(1.0)

    # ------------------------------------------------------------------------------------------------- parts

    def _paint_placeholder(self, painter: QPainter, area: QRectF, hit: Hit | None) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._placeholder(hit.palette if hit is not None else ""))
        painter.drawRoundedRect(area, RADIUS, RADIUS)

    def _placeholder(self, palette: str) -> QBrush:
        """The picture's own colours, running into each other and close to the ground, so that many stay calm."""
        made = self._placeholders.get(palette)
        if made is None:
            tones = [_mix(self._empty, tone, 0.5) for tone in _tones(palette)]
            if len(tones) > 1:
                gradient = QLinearGradient(0, 0, 0.6, 1)
                gradient.setCoordinateMode(QLinearGradient.CoordinateMode.ObjectMode)
                for place, tone in enumerate(tones):
                    gradient.setColorAt(place / (len(tones) - 1), tone)
                made = QBrush(gradient)
            else:
                made = QBrush(tones[0] if tones else self._empty)
            if len(self._placeholders) > 4096:
                self._placeholders.clear()
            self._placeholders[palette] = made
        return made

    def _lost(self, palette: str) -> bool:
        """Whether a picture of these colours would not be seen on the ground: a white page, a night sky."""
        found = self._blending.get(palette)
        if found is None:
            tones = _tones(palette)
            found = bool(tones) and all(_near(tone, self._ground) for tone in tones)
            if len(self._blending) > 4096:
                self._blending.clear()
            self._blending[palette] = found
        return found

    def _paint_shadow(self, painter: QPainter, area: QRectF, strength: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(self._shadow)
        for spread, alpha in ((5.0, 0.03), (3.5, 0.045), (2.0, 0.06), (0.8, 0.08)):
            colour.setAlphaF(alpha * strength * (2.2 if self._dark else 1.0))
            painter.setBrush(colour)
            painter.drawRoundedRect(
                area.adjusted(-spread, -spread + 2, spread, spread + 2), RADIUS + spread, RADIUS + spread
            )

    def _paint_ring(self, painter: QPainter, area: QRectF, state: State) -> None:
        """Around the picture, on the ground, where it contrasts whatever the picture shows.

        Selected: the accent, with a gap.  Current only: the same ring, quiet.  Both: the accent, without the gap.
        """
        both = state.selected and state.current
        width = _RING + _RING_GAP if both else _RING
        out = _RING + _RING_GAP - width / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._accent if state.selected else self._quiet, width))
        painter.drawRoundedRect(area.adjusted(-out, -out, out, out), RADIUS + out, RADIUS + out)

    def _paint_badges(self, painter: QPainter, still: QRect, area: QRectF, hit: Hit, state: State) -> None:
        """Places are reckoned from left to right; :meth:`_paint_badge` turns them round."""
        self._area = area
        left, top = area.left() + INSET, area.top() + INSET
        if hit.stack > 1:
            text = str(hit.stack) if hit.stack <= _MOST else f"{_MOST}+"
            lit = self._accent if state.opened else None
            place = QPointF(button(still, Action.STACK).topLeft()) + QPointF(0, LIFT * (1 - state.lift))
            self._paint_badge(painter, place, "stack", text, lit, STACK, state.over == Action.STACK)
            left = place.x() + STACK + 4
        if not hit.online:
            self._paint_badge(painter, QPointF(left, top), "offline", "")
        copies = copies_badge(still, hit)
        if not copies.isNull():  # no count, and fainter: unlike a stack it is nothing to open
            self._paint_badge(painter, QPointF(copies.left(), top), "copy", "", alpha=_FAINT)
        low = QPointF(area.left() + INSET, area.bottom() - INSET - BADGE)
        if state.marked:
            sign = "plus" if state.marked > 0 else "minus"
            low.setX(low.x() + self._paint_badge(painter, low, sign, "", self._accent) + 4)
        if hit.kind == "video":
            self._paint_badge(painter, low, "play", hit_texts.duration(hit.duration) if hit.duration else "")
        if hit.favourite and not state.lift:
            self._paint_badge(painter, QPointF(area.right() - INSET - BADGE, top), "heart-full", "")

    def _paint_badge(
        self,
        painter: QPainter,
        at: QPointF,
        icon: str,
        text: str,
        lit: QColor | None = None,
        width: float = 0.0,
        over: bool = False,
        alpha: float = 0.92,
    ) -> float:
        """A small pill with ``icon`` and ``text``, on the colour ``lit`` where it says something; returns its width."""
        wide = width or BADGE + (self._metrics.horizontalAdvance(text) + 5 if text else 0.0)
        x = self._area.left() + self._area.right() - at.x() - wide if self._mirrored else at.x()
        pill = QRectF(x, at.y(), wide, BADGE)
        ground = QColor(lit or self._raised)
        if over:
            ground = _mix(ground, self._accent, 0.16)
        ground.setAlphaF(1.0 if lit or over else alpha)
        ink = self._on_accent if lit else self._text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, BADGE / 2, BADGE / 2)
        glyph = icons.pixmap(icon, ink.name(), _GLYPH, self._ratio)
        inset = (BADGE - _GLYPH) / 2
        content = _GLYPH + 4 + self._metrics.horizontalAdvance(text) if text else _GLYPH
        before = (wide - content) / 2 if width else inset + (1 if text else 0)
        left = pill.right() - before - _GLYPH if self._mirrored else pill.left() + before
        painter.drawPixmap(QPointF(left, at.y() + inset), glyph)
        if text:
            painter.setFont(self._font)
            painter.setPen(ink)
            inner, side = QRectF(left + _GLYPH + 3, pill.top(), pill.right() - left, BADGE), Qt.AlignmentFlag.AlignLeft
            if self._mirrored:
                inner, side = (
                    QRectF(pill.left(), pill.top(), left - 3 - pill.left(), BADGE),
                    Qt.AlignmentFlag.AlignRight,
                )
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute, text)
        return wide

    def _paint_button(self, painter: QPainter, where: QRect, icon: str, action: Action, state: State) -> None:
        area = QRectF(where)
        ground = QColor(self._raised)
        if state.over == action:
            ground = _mix(ground, self._accent, 0.30 if state.pressed == action else 0.16)
        ground.setAlphaF(1.0 if state.over == action else 0.93)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, 8, 8)
        glyph = icons.pixmap(icon, self._text.name(), 18, self._ratio)
        painter.drawPixmap(area.topLeft() + QPointF((BUTTON - 18) / 2, (BUTTON - 18) / 2), glyph)


def _tones(palette: str) -> list[QColor]:
    """The colours of a picture, as the engine tells them."""
    tones = [QColor(f"#{part.strip().lstrip('#')}") for part in palette.split(",")[:3]]
    return [tone for tone in tones if tone.isValid()]


def _near(one: QColor, other: QColor) -> bool:
    channels = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return all(abs(here - there) < _NEAR for here, there in channels)


def _mix(one: QColor, other: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def _paint_pixmap(painter: QPainter, area: QRectF, pixmap: QPixmap, ratio: float) -> None:
    width, height = area.width() * ratio, area.height() * ratio
    if abs(pixmap.width() - width) <= 1 and abs(pixmap.height() - height) <= 1:
        # In device pixels: at 150 % a tile may begin in the middle of one, and the picture would be smeared over two.
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawPixmap(round(area.left() * ratio), round(area.top() * ratio), pixmap)
        painter.restore()
        return
    # Cut for another size, or for another shape while the setting changes: fill the area without distortion.
    part = QSizeF(area.size()).scaled(QSizeF(pixmap.size()), Qt.AspectRatioMode.KeepAspectRatio)
    corner = QPointF((pixmap.width() - part.width()) / 2, (pixmap.height() - part.height()) / 2)
    painter.drawPixmap(area, pixmap, QRectF(corner, part))
