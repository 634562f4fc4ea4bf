"""The years beside results that are sorted by date: see where you are, jump to where you want to be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication, QSizePolicy, QStyle, QWidget

from mediasearch.gui.grid_layout import GridLayout
from mediasearch.gui.grid_view import GridView
from mediasearch.gui.theme import tones

WIDTH: Final = 56
_MARGIN: Final = 22  #: above the first and below the last place
_APART: Final = 24  #: labels that are closer than this would run into each other
_DOTS_APART: Final = 7


class Bubble(QWidget):
    """The month under the pointer, beside the rail and over the pictures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self.text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, beside: QPoint, to_left: bool) -> None:
        """Show ``text`` with its nearer end at ``beside``, in the coordinates of the parent."""
        self.text = text
        size = QSize(QFontMetrics(self.font()).horizontalAdvance(text) + 26, 32)
        left = beside.x() - size.width() if to_left else beside.x()
        top = min(max(beside.y() - size.height() // 2, 2), max(self._area.height() - size.height() - 2, 2))
        self.setGeometry(QRect(QPoint(left, top), size))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.hairline), 1))
        painter.setBrush(QColor(tone.raised))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(tone.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text)


class DateRail(QAbstractSlider):
    """Stands in for the scroll bar of ``view`` while its sections are months.  Its value is a section."""

    def __init__(self, view: GridView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._area = parent
        self._hover = -1
        self._dragged = False
        self._drawn: tuple[tuple[GridLayout, int, int], list[tuple[str, float]], list[float]] | None = None
        self.bubble: Bubble | None = None
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Dates"))
        self.hide()
        view.moved.connect(self._follow)
        view.results.modelReset.connect(self._follow)
        view.results.sections_changed.connect(self._follow)
        view.results.modelReset.connect(self._forget)
        view.results.sections_changed.connect(self._forget)

    def month(self) -> str:
        """The month at the top of the grid."""
        return self._title(self.value())

    def marks(self) -> Iterator[tuple[str, float]]:
        """Year and place (a share of the way down) of the first month of each year, from the top."""
        year = None
        for place, part in enumerate(self._view.results.sections):
            if part.year != year:
                year = part.year
                yield part.year_title(), self._share(place)

    def jump(self, section: int) -> None:
        """Bring the heading of ``section`` to the top of the screen."""
        self._view.verticalScrollBar().setValue(self._view.grid.heading(section).top())
        self.setValue(section)  # also where the end of the results keeps it from being the top
        self._tell(self._y(self._share(section)))

    # ------------------------------------------------------------------------------------------------- following

    def _follow(self) -> None:
        view = self._view
        parts = view.results.sections
        shown = len(parts) > 1 and parts[0].dated and view.grid.height > 2 * view.viewport().height() > 0
        if shown != self.isVisibleTo(self._area):
            policy = Qt.ScrollBarPolicy
            view.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if shown else policy.ScrollBarAsNeeded)
            self.setVisible(shown)
        if not shown:
            self._hide_bubble()
            return
        self.setRange(0, len(parts) - 1)
        if len(view.grid.starts) == len(parts):
            self.setValue(min(view.grid.section_at(view.verticalOffset()), len(parts) - 1))
        self.setAccessibleDescription(self.month())
        self.update()

    def _forget(self) -> None:
        self._drawn = None  # the same layout may be that of other months

    def _title(self, section: int) -> str:
        parts = self._view.results.sections
        return parts[section].title() if 0 <= section < len(parts) else ""

    def _share(self, section: int) -> float:
        most = max(self._view.verticalScrollBar().maximum(), 1)
        return min(self._view.grid.heading(section).top() / most, 1.0) if section else 0.0

    def _y(self, share: float) -> float:
        return _MARGIN + share * max(self.height() - 2 * _MARGIN, 1)

    def _scroll_at(self, y: float) -> int:
        share = (y - _MARGIN) / max(self.height() - 2 * _MARGIN, 1)
        return round(min(max(share, 0.0), 1.0) * self._view.verticalScrollBar().maximum())

    # ------------------------------------------------------------------------------------------------- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = True
            self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self._go(event.position().y())
        else:
            self._hover = round(event.position().y())
            self._tell(self._hover)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = False
        if not self.rect().contains(event.position().toPoint()):
            self._hide_bubble()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = -1
        if not self._dragged:
            self._hide_bubble()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._view.viewport(), event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, now, last = event.key(), self.value(), self.maximum()
        years = [part.year for part in self._view.results.sections]
        to = {
            Qt.Key.Key_Up: now - 1, Qt.Key.Key_Down: now + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: _year_before(years, now), Qt.Key.Key_PageDown: _year_after(years, now),
        }.get(Qt.Key(key))  # fmt: skip
        if to is None:
            event.ignore()
        else:
            self.jump(min(max(to, 0), last))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self.update()

    def _go(self, y: float) -> None:
        self._view.verticalScrollBar().setValue(self._scroll_at(y))
        self._tell(y)

    def _tell(self, y: float) -> None:
        """The month that the place ``y`` leads to, in the bubble."""
        if self.bubble is None:
            self.bubble = Bubble(self._area)
        tops = [self._view.grid.heading(place).top() for place in range(self.maximum() + 1)]
        section = max(bisect_right(tops, self._scroll_at(y) + 1) - 1, 0)
        to_left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        beside = self.mapTo(self._area, QPoint(-2 if to_left else WIDTH + 2, round(y)))
        self.bubble.say(self._title(section), beside, to_left)

    def _hide_bubble(self) -> None:
        if self.bubble is not None:
            self.bubble.hide()

    # ------------------------------------------------------------------------------------------------- looks

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def _places(self) -> tuple[list[tuple[str, float]], list[float]]:
        """Where years and dots are drawn, as many as have room; worked out once for each layout."""
        key = (self._view.grid, self.height(), self._view.verticalScrollBar().maximum())
        if self._drawn is None or self._drawn[0] != key:
            labels: list[tuple[str, float]] = []
            for year, share in self.marks():
                y = self._y(share)
                if year and (not labels or y - labels[-1][1] >= _APART):
                    labels.append((year, y))
            dots = [-100.0]
            for place in range(self.maximum() + 1):
                y = self._y(self._share(place))
                if y - dots[-1] >= _DOTS_APART and all(abs(y - label) >= 11 for _, label in labels):
                    dots.append(y)
            self._drawn = (key, labels, dots[1:])
        return self._drawn[1:]

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * 0.88, 7.5))
        painter.setFont(font)
        bar = self._view.verticalScrollBar()
        here = self._y(bar.value() / max(bar.maximum(), 1))
        end = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        words = QRectF(14 if mirrored else 4, -10, WIDTH - 18, 20)
        labels, dots = self._places()
        painter.setPen(QColor(tone.secondary))
        for year, y in labels:
            painter.drawText(words.translated(0, y), end | Qt.AlignmentFlag.AlignVCenter, year)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.faint))
        edge = 24.0 if mirrored else WIDTH - 24.0
        for y in dots:
            painter.drawEllipse(QPointF(edge, y), 1.3, 1.3)
        painter.setBrush(QColor(tone.accent))
        outer = 3.0 if mirrored else WIDTH - 7.0
        painter.drawRoundedRect(QRectF(outer, here - 11, 4, 22), 2, 2)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tone.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 4, -2, -4), 8, 8)


def _year_before(years: list[str], now: int) -> int:
    """The first month of this year, or of the one above when it is there already."""
    first = years.index(years[now])
    return first if first < now or not now else years.index(years[now - 1])


def _year_after(years: list[str], now: int) -> int:
    return next((place for place in range(now, len(years)) if years[place] != years[now]), len(years) - 1)
