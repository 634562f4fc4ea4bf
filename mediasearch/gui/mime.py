"""What is handed to another program when pictures are dragged out or copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QImage

from mediasearch.gui import files
from mediasearch.gui.originals import Originals

_IMAGE: Final = "application/x-qt-image"


class FilesMimeData(QMimeData):
    """Files as ``text/uri-list``; a single one also as pixels, read only when somebody asks for them."""

    def __init__(self, paths: Iterable[str], originals: Originals) -> None:
        """``paths``: those that are not there, because a link took their place say, are left out."""
        super().__init__()
        self.paths = paths = [path for path in paths if originals.there(path)]
        self._originals = originals
        self._image: QImage | None = None
        # As bytes: QMimeData.setUrls would lose names that are no text.
        lines = b"".join(bytes(files.url(path).toEncoded().data()) + b"\r\n" for path in paths)
        self.setData("text/uri-list", QByteArray(lines))

    def formats(self) -> list[str]:
        known = super().formats()
        return [*known, _IMAGE] if len(self.paths) == 1 else known

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, kind: Any) -> Any:
        if mimetype != _IMAGE or len(self.paths) != 1:
            return super().retrieveData(mimetype, kind)
        if self._image is None:
            try:
                self._image = files.reader(self.paths[0], self._originals.open).read()
            except OSError:
                self._image = QImage()
        return self._image
