"""What the list under the search field offers, and how its rows look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, QThreadPool
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mediasearch.gui import icons
from mediasearch.gui.chips import Load
from mediasearch.gui.query import Query
from mediasearch.gui.theme import tones

ROW: Final = 38
OFFER: Final = Qt.ItemDataRole.UserRole
_THUMBNAIL: Final = 26

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Offer:
    """A query to take.  ``kind``: words (of the library), history or saved; ``id`` of a kept search."""

    kind: str
    query: Query
    name: str = ""
    id: int = 0

    @property
    def label(self) -> str:
        return self.name or self.query.label


class OfferRows(QStyledItemDelegate):
    """Paints an offer: what it is, the pictures in it, and its words."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._images: dict[str, QImage | None] = {}
        self._loading: dict[str, QObject] = {}  # what would be gone with the finished task, and its news with it

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        offer: Offer = index.data(OFFER)
        tone = tones(self._view.palette())
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = state & QStyle.StateFlag.State_Selected and self._view.hasFocus()
            painter.setBrush(QColor(tone.accent_soft if chosen else tone.hover))
            painter.drawRoundedRect(box, 8, 8)
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = 12.0

        def place(width: float, height: float) -> QRectF:
            left = box.right() - at - width if mirrored else box.left() + at
            return QRectF(left, box.center().y() - height / 2, width, height)

        name = {"history": "clock", "saved": "bookmark"}.get(offer.kind, "search")
        drawn = icons.pixmap(name, tone.secondary, 16, self._view.devicePixelRatioF())
        painter.drawPixmap(place(16, 16), drawn, QRectF(drawn.rect()))
        at += 28
        for picture in offer.query.pictures[:3]:
            self._thumbnail(painter, place(_THUMBNAIL, _THUMBNAIL), picture.preview or self._image(picture.thumbnail))
            at += _THUMBNAIL + 6
        at += 4 if offer.query.pictures else 0
        words = place(box.width() - at - 12, ROW)
        metrics = painter.fontMetrics()
        said = offer.name or replace(offer.query, pictures=()).label or offer.label  # the pictures are seen
        text = metrics.elidedText(said, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.setPen(QColor(tone.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)
        painter.restore()

    def _thumbnail(self, painter: QPainter, target: QRectF, image: QImage | None) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(target, 6, 6)
        painter.save()
        painter.setClipPath(clip)
        if image is None or image.isNull():
            painter.fillRect(target, self._view.palette().mid())
        else:
            edge = min(image.width(), image.height())
            source = QRectF((image.width() - edge) / 2, (image.height() - edge) / 2, edge, edge)
            painter.drawImage(target, image, source)
        painter.restore()

    def _image(self, path: str | None) -> QImage | None:
        if path and path not in self._images:
            self._images[path] = None
            load = Load(path, round(_THUMBNAIL * self._view.devicePixelRatioF()))
            self._loading[path] = load.loaded
            load.loaded.image.connect(lambda image: self._came(path, image))
            QThreadPool.globalInstance().start(load)
        return self._images.get(path or "")

    def _came(self, path: str, image: QImage) -> None:
        self._loading.pop(path, None)
        self._images[path] = image
        self._view.viewport().update()
