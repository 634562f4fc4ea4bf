"""The top of the viewer: where one is, and what can be done with the picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from mediasearch.gui import files, icons, theme
from mediasearch.gui.icons import IconButton
from mediasearch.protocol import Hit

NARROW: Final = 940  #: below this width the buttons lose their texts
NARROWEST: Final = 600  #: below this one some of them are in the menu only
_HEIGHT: Final = 52
#: Of a button: its height, the room before the icon and after the text, and the room between them.
_BUTTON: Final = 36
_INSIDE: Final = 10
_APART: Final = 7


class ViewerBar(QWidget):
    """Back, name, position, zoom; what is asked for most; details, full screen, and the rest in a menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        # The texts give way to the window, not the window to the texts.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.back = IconButton("back", self.tr("Back to the results"))
        self.name = ElidedLabel()
        self.name.setObjectName("name")
        self.position = QLabel()
        self.percent = QLabel()
        for label in (self.position, self.percent):
            label.setProperty("look", "secondary")
        self.similar = self._button("similar", self.tr("Find similar"))
        self.folder = self._button("folder", self.tr("Show in folder"))
        self.copy = self._button("copy", self.tr("Copy"))
        self.favourite = IconButton("heart", self.tr("Add to favourites"))
        self.play = IconButton("pause", self.tr("Pause"))
        self.play.hide()
        self.info = IconButton("info", self.tr("Details"))
        self.info.setCheckable(True)
        self.full = IconButton("full-screen", self.tr("Full screen"))
        self.more = IconButton("more", self.tr("More actions"))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(6)
        line.addWidget(self.back)
        line.addSpacing(4)
        line.addWidget(self.name, 1)
        line.addWidget(self.percent)
        line.addSpacing(8)
        line.addWidget(self.position)
        line.addSpacing(10)
        for button in (self.play, self.favourite, self.similar, self.folder, self.copy):
            line.addWidget(button)
        line.addSpacing(4)
        for button in (self.info, self.full, self.more):
            line.addWidget(button)

    def show_hit(self, hit: Hit | None) -> None:
        """Name ``hit``, and offer what can be done with it; None while it is fetched."""
        self.name.setText(files.name(hit.path) if hit is not None else self.tr("Loading…"))
        for button in (self.similar, self.copy, self.favourite):
            button.setEnabled(hit is not None)
        self.folder.setEnabled(hit is not None and hit.online)
        liked = hit is not None and hit.favourite
        self.favourite.set_icon_name("heart-full" if liked else "heart")
        self.favourite.say(self.tr("Remove from favourites") if liked else self.tr("Add to favourites"))

    def show_playing(self, playing: bool) -> None:
        """What the button for an animated picture does next."""
        self.play.set_icon_name("pause" if playing else "play")
        self.play.say(self.tr("Pause") if playing else self.tr("Play"))

    def set_position(self, row: int, count: int) -> None:
        """Say that this is the picture in ``row`` (from 0) of ``count``."""
        here, of = QLocale().toString(row + 1), QLocale().toString(count)
        self.position.setText(f"{here} / {of}")
        self.position.setAccessibleName(self.tr("Picture %1 of %2").replace("%1", here).replace("%2", of))

    def set_width(self, width: int) -> None:
        """Leave out the buttons' texts, then the buttons that the menu has too, before the name loses its room."""
        form = Qt.ToolButtonStyle
        for button in (self.similar, self.folder, self.copy):
            button.setToolButtonStyle(form.ToolButtonIconOnly if width < NARROW else form.ToolButtonTextBesideIcon)
        for button in (self.folder, self.copy):
            button.setVisible(width >= NARROWEST)

    def _button(self, icon: str, text: str) -> QToolButton:
        made = _TextButton()
        made.setProperty("look", "text")
        made.setIcon(icons.icon(icon, self.palette(), colour=theme.DARK.text))
        made.setIconSize(QSize(icons.SIZE, icons.SIZE))
        made.setText(text)
        made.setAccessibleName(text)
        made.setToolTip(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return made


class _TextButton(QToolButton):
    """An icon with its name.  The style would put them 4 px apart, which is too close, in a button that is too wide."""

    def sizeHint(self) -> QSize:
        icon = self.iconSize().width()
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return QSize(_BUTTON, _BUTTON)
        return QSize(_INSIDE + icon + _APART + self.fontMetrics().horizontalAdvance(self.text()) + _INSIDE + 2, _BUTTON)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        how = QStyleOptionToolButton()
        self.initStyleOption(how)
        how.icon, how.text = QIcon(), ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, how)
        size = self.iconSize()
        only_icon = self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        left = (self.width() - size.width()) // 2 if only_icon else _INSIDE
        place = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self.icon().paint(painter, QStyle.visualRect(self.layoutDirection(), self.rect(), place), mode=mode)
        if not only_icon:
            beside = QRect(place.right() + 1 + _APART, 0, self.width(), self.height())
            beside.setRight(self.width() - 1)
            tone = theme.DARK.text if self.isEnabled() else theme.DARK.faint
            painter.setPen(QColor(tone))
            painter.drawText(
                QStyle.visualRect(self.layoutDirection(), self.rect(), beside),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine,
                self.text(),
            )


class ElidedLabel(QLabel):
    """One line of plain text that loses its middle rather than its end: there the number of a photo stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # A name reads from left to right wherever it stands: else "005.jpg" becomes "jpg.005".
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | side, text)
