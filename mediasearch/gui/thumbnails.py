"""Thumbnails for the screen (skeleton)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ThumbnailLoader(QObject):
    ready = Signal(object)  #: content whose picture can be painted now
    missing = Signal(object)  #: content without a readable thumbnail; once, until ``forget``

    def __init__(self, parent: QObject | None = None, limit: int = 128 << 20) -> None:
        super().__init__(parent)
        self.limit = limit

    def forget(self, content: int) -> None: ...
