"""Our own line icons, 20 px, drawn in the colour that the palette asks for.

The files in ``resources/icons`` use ``currentColor``; here it becomes a colour of the palette and the SVG is rendered
for the screens that there are, so that it is crisp everywhere.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from mediasearch.gui.theme import tones
from mediasearch.paths import resources

SIZE = 20
#: These say where something is or goes, so from right to left they are mirrored.
DIRECTED = frozenset({"back", "forward", "library", "export", "list", "undo"})


@lru_cache(maxsize=1024)  # one window with both themes; a few hundred bytes to a few kilobytes each
def pixmap(
    name: str, colour: str, size: int = SIZE, ratio: float = 1.0, height: int = 0, mirrored: bool = False
) -> QPixmap:
    """The icon ``name`` in ``colour`` (``#rrggbb``), ``size`` points wide at ``ratio`` device pixels a point.

    As high as it is wide, unless ``height`` says otherwise.
    """
    source = _source(name).replace(b"currentColor", colour.encode())
    wide, high = round(size * ratio), round((height or size) * ratio)
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, wide, high))
    painter.end()
    if mirrored:
        image = image.flipped(Qt.Orientation.Horizontal)
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@cache
def _source(name: str) -> bytes:
    return (resources() / "icons" / f"{name}.svg").read_bytes()


def _ratios() -> list[float]:
    """Device pixels a point: of the screens that there are, and the two most frequent."""
    return sorted({1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


def icon(name: str, palette: QPalette, size: int = SIZE, colour: str | None = None) -> QIcon:
    """The icon in the palette's secondary text colour (or ``colour``), and fainter when disabled."""
    tone = tones(palette)
    made = QIcon()
    turned = name in DIRECTED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    for ratio in _ratios():
        for mode, tint in (
            (QIcon.Mode.Normal, colour or tone.secondary),
            (QIcon.Mode.Active, tone.text),
            (QIcon.Mode.Disabled, tone.faint),
        ):
            made.addPixmap(pixmap(name, tint, size, ratio, mirrored=turned), mode)
    return made


def application_icon() -> QIcon:
    source = resources() / "icons" / "mediasearch.svg"
    made = QIcon()
    renderer = QSvgRenderer(str(source))
    for size in (16, 20, 24, 32, 40, 48, 64, 96, 128, 256, 512):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        made.addPixmap(QPixmap.fromImage(image))
    return made


class IconButton(QToolButton):
    """A button that is only an icon; it always has a name for those who do not see it, and a tool tip."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None, edge: int = 36, size: int = SIZE) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self.setProperty("look", "icon")
        self.setIconSize(QSize(size, size))
        self.setFixedSize(edge, edge)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say(text)
        self._tint()

    def say(self, text: str) -> None:
        """What the button does, for the tool tip and for screen readers."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def set_icon_name(self, name: str) -> None:
        self._name = name
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (
            QEvent.Type.PaletteChange,
            QEvent.Type.StyleChange,
            QEvent.Type.DevicePixelRatioChange,  # perhaps of a screen that has just been plugged in
        ):
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        look = (self._name, tones(self.palette()).secondary, self.devicePixelRatioF())
        if self.property("tinted") != look:
            self.setProperty("tinted", look)
            self.setIcon(icon(self._name, self.palette(), self._size))


def colour_of(palette: QPalette, role: QPalette.ColorRole) -> str:
    return QColor(palette.color(role)).name()
