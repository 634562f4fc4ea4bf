"""What is known about a picture, beside it."""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from mediasearch.gui import dates, files, hit_texts
from mediasearch.gui.icons import IconButton
from mediasearch.protocol import Hit

WIDTH: Final = 288
COPIES: Final = 30  #: listed; the rest is counted


class Details(QScrollArea):
    """A column of named facts; those that are not known are left out."""

    copy_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Details"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(20, 16, 20, 20)
        self._column.setSpacing(2)
        self.setWidget(self._content)

    def show_hit(self, hit: Hit) -> None:
        """Describe ``hit``."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        place = _coordinates(hit)
        for title, text in self.facts(hit):
            self._add(title, text, place if title == self.tr("Place") else "")
        self._column.addStretch(1)

    def facts(self, hit: Hit) -> list[tuple[str, str]]:
        """Names and texts, in order."""
        locale = QLocale()
        found = [
            (self.tr("Name"), files.name(hit.path)),
            (self.tr("Folder"), files.folder(hit.path)),
            (self.tr("Date"), dates.moment(hit.taken_at)),
            (self.tr("Why it is here"), _why(hit)),
        ]
        if hit.width and hit.height:
            megapixels = locale.toString(hit.width * hit.height / 1e6, "f", 1)
            found.append(
                (self.tr("Dimensions"), self.tr("%1 × %2 · %3 MP")
                 .replace("%1", locale.toString(hit.width))
                 .replace("%2", locale.toString(hit.height))
                 .replace("%3", megapixels))
            )  # fmt: skip
        if hit.size:
            found.append(
                (self.tr("Size"), locale.formattedDataSize(hit.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat))
            )
        found.append((self.tr("Camera"), hit.camera or ""))
        if hit.latitude is not None and hit.longitude is not None:
            found.append((self.tr("Place"), _place(hit.latitude, hit.longitude)))
        if hit.duration:
            found.append((self.tr("Length"), hit_texts.duration(hit.duration)))
        others = [files.shown(path) for path in hit.files if path != hit.path]
        if others:
            listed = "\n".join(others[:COPIES])
            if len(others) > COPIES:
                listed += "\n" + self.tr("and %n more", "", len(others) - COPIES)
            found.append((self.tr("%n other copies", "", len(others)), listed))
        if not hit.online:
            found.append((self.tr("State"), self.tr("Its drive or folder isn’t connected.")))
        return [(title, text) for title, text in found if text]

    def _add(self, title: str, text: str, copied: str = "") -> None:
        """``copied``: what a button beside the fact takes to the clipboard, "" for no button."""
        name = QLabel(title)
        name.setProperty("look", "secondary")
        value = _Value(text)
        value.setAccessibleName(title)
        self._column.addWidget(name)
        if copied:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            copy = IconButton("copy", self.tr("Copy the coordinates"), edge=26, size=16)
            copy.setPalette(self.palette())
            copy.clicked.connect(lambda: self.copy_requested.emit(copied))
            row.addWidget(value, 1)
            row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addWidget(line)
        else:
            self._column.addWidget(value)
        self._column.addSpacing(12)


class _Value(QTextEdit):
    """Text that can be selected and that breaks anywhere: a path has no spaces for a label to break at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setPlainText(text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel's

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(ceil(self.document().size().height()))


def _place(latitude: float, longitude: float) -> str:
    """Degrees as on a map."""
    north = "N" if latitude >= 0 else "S"
    east = "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.5f}° {north}, {abs(longitude):.5f}° {east}"


def _coordinates(hit: Hit) -> str:
    """As maps take them: latitude and longitude in degrees."""
    if hit.latitude is None or hit.longitude is None:
        return ""
    return f"{hit.latitude:.6f}, {hit.longitude:.6f}"


def _why(hit: Hit) -> str:
    """How sure it is and what spoke for it, as a sentence's beginning; "" where nothing was asked."""
    said = " · ".join(part for part in (hit_texts.band(hit), hit_texts.why(hit)) if part)
    return said[:1].upper() + said[1:]
