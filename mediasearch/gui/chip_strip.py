"""A row of chips: keeps them in order under mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mediasearch.gui.chip import Chip


class ChipStrip(QWidget):
    """Shows ``items``, each by the chip that ``make`` makes of it; says when the person changed them."""

    changed = Signal(object)  #: the items as a tuple, after a removal or a move
    edit_requested = Signal(object)  #: an item
    focused = Signal(object)  #: a chip
    left = Signal(int)  #: the focus went out before the first (−1) or behind the last (1)

    def __init__(self, make: Callable[[Any], Chip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.chips: list[Chip] = []
        self.followed_by: QWidget | None = None  #: what Tab visits after the chips

    def items(self) -> tuple[Any, ...]:
        return tuple(chip.item for chip in self.chips)

    def set_items(self, items: Sequence[Any]) -> None:
        """Show ``items`` without saying that they changed; the focus stays at its place, or leaves with its chip."""
        kept = {id(chip.item): chip for chip in self.chips}
        focused = next((place for place, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        fewer = len(items) < len(self.chips)
        chips = []
        for item in items:
            chip = kept.pop(id(item), None)
            chips.append(chip if chip is not None else self._new(item))
        for chip in kept.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = chips
        self._lay_out()
        if focused >= 0 and not any(chip.hasFocus() for chip in chips):
            self._focus(len(chips) if fewer else focused)

    def focus_last(self) -> bool:
        """Whether there is a chip to take the focus."""
        if self.chips:
            self.chips[-1].setFocus(Qt.FocusReason.BacktabFocusReason)
        return bool(self.chips)

    def _new(self, item: Any) -> Chip:
        chip = self._make(item)
        chip.setParent(self)
        chip.removed.connect(lambda: self._remove(chip))
        chip.edit_requested.connect(lambda: self.edit_requested.emit(chip.item))
        chip.moved.connect(lambda step: self._move(chip, self.chips.index(chip) + step, done=True))
        chip.dragged.connect(lambda point: self._drag(chip, point))
        chip.dropped.connect(lambda: self.changed.emit(self.items()))
        chip.focused.connect(lambda: self.focused.emit(chip))
        chip.left.connect(lambda step: self._focus(self.chips.index(chip) + step))
        return chip

    def _lay_out(self) -> None:
        for place, chip in enumerate(self.chips):
            if self._row.indexOf(chip) != place:
                self._row.insertWidget(place, chip)
            chip.show()  # now, not with the next round of events: the next key may want it
        self._order_tabs()
        self.setVisible(bool(self.chips))
        self.updateGeometry()

    def _order_tabs(self) -> None:
        """Tab visits the chips right before :attr:`followed_by`."""
        if self.followed_by is None or not self.chips:
            return
        before: QWidget | None = self.followed_by.previousInFocusChain()
        while before is not None and before in self.chips:
            before = before.previousInFocusChain()
        if before is not None:
            for one, other in pairwise([before, *self.chips, self.followed_by]):
                QWidget.setTabOrder(one, other)

    def _remove(self, chip: Chip) -> None:
        self.set_items([other.item for other in self.chips if other is not chip])
        self.changed.emit(self.items())
        self.left.emit(1)

    def _focus(self, place: int) -> None:
        if 0 <= place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit(-1 if place < 0 else 1)

    def _move(self, chip: Chip, place: int, done: bool) -> None:
        if not 0 <= place < len(self.chips) or place == self.chips.index(chip):
            return
        self.chips.remove(chip)
        self.chips.insert(place, chip)
        self._row.removeWidget(chip)
        self._row.insertWidget(place, chip)
        self._row.activate()
        self._lay_out()
        if done:
            self.changed.emit(self.items())

    def _drag(self, chip: Chip, point: QPoint) -> None:
        """The chip takes the place of the one whose middle the pointer has passed."""
        at = chip.mapTo(self, point).x()
        place = self.chips.index(chip)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for step in (-1, 1):
            if not 0 <= place + step < len(self.chips):
                continue
            middle = self.chips[place + step].geometry().center().x()
            before = (step < 0) != mirrored
            if at < middle if before else at > middle:
                self._move(chip, place + step, done=False)
                return
