"""What lies where on a tile of the grid: its picture, the buttons under the pointer, the badges that are pressed."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt

from mediasearch.protocol import Hit

LIFT: Final = 2.0  #: by how much a tile under the pointer is lifted
BUTTON: Final = 30
BADGE: Final = 22
STACK: Final = 44  #: width of the badge of a stack, whatever it counts: it is pressed
INSET: Final = 7
_BUTTON_GAP: Final = 6


class Action(IntEnum):
    """The buttons of a tile under the pointer: two at the lower right, from left to right, and one above them."""

    SIMILAR = 0
    FOLDER = 1
    FAVOURITE = 2
    STACK = 3  #: the badge that counts what a hit stands for; always there


def button(area: QRect, action: Action, mirrored: bool = False) -> QRect:
    """Where ``action`` is pressed on a picture that lies at ``area``; also when it is smaller than its buttons.

    ``mirrored``: for those who read from right to left.
    """
    if mirrored:
        return _turned(area, button(area, action))
    wide = 2 * BUTTON + _BUTTON_GAP + 2 * INSET
    right = max(area.right() + 1, area.center().x() + wide // 2) - INSET
    bottom = max(area.bottom() + 1, area.center().y() + BUTTON // 2 + INSET) - INSET - round(LIFT)
    if action in (Action.SIMILAR, Action.FOLDER):
        left = right - (2 - action) * (BUTTON + _BUTTON_GAP) + _BUTTON_GAP
        return QRect(left, bottom - BUTTON, BUTTON, BUTTON)
    top = min(area.top() + INSET - round(LIFT), bottom - 2 * BUTTON - 2)
    left = right - BUTTON
    if action == Action.FAVOURITE:
        return QRect(left, top, BUTTON, BUTTON)
    return QRect(min(area.left() + INSET, left - 4 - STACK), top, STACK, BADGE)


def copies_badge(area: QRect, hit: Hit, mirrored: bool = False) -> QRect:
    """Where it is said that several files hold the picture, which lies at ``area``; null when that is not so."""
    if len(hit.files) < 2:
        return QRect()
    if mirrored:
        return _turned(area, copies_badge(area, hit))
    before = STACK + 4 if hit.stack > 1 else 0
    if not hit.online:
        before += BADGE + 4
    left = (button(area, Action.STACK).left() if hit.stack > 1 else area.left() + INSET) + before
    return QRect(left, area.top() + INSET, BADGE, BADGE)


def _turned(area: QRect, part: QRect) -> QRect:
    """``part`` as it lies in ``area`` seen in a mirror."""
    return QRect(area.left() + area.right() - part.right(), part.top(), part.width(), part.height())


def action_at(area: QRect, x: int, y: int, stacked: bool = False, mirrored: bool = False) -> Action | None:
    """What is pressed at ``x``, ``y``; ``stacked``: the picture has a badge that opens a stack."""
    actions = [action for action in Action if stacked or action != Action.STACK]
    return next((action for action in actions if button(area, action, mirrored).contains(x, y)), None)


def picture_area(tile: QRect, hit: Hit | None, cropped: bool) -> QRect:
    """The part of ``tile`` that the picture of ``hit`` covers: all of it when it is cropped to fill."""
    if cropped or hit is None or hit.width <= 0 or hit.height <= 0:
        return tile
    size = QSize(hit.width, hit.height).scaled(tile.size(), Qt.AspectRatioMode.KeepAspectRatio)
    size = size.expandedTo(QSize(1, 1))
    left, top = (tile.width() - size.width()) // 2, (tile.height() - size.height()) // 2
    return QRect(tile.left() + left, tile.top() + top, size.width(), size.height())
