"""Another program on the same screen, as a browser or a file manager is: it copies, it is dragged from, it looks.

``python -m tests.end_to_end.other_program`` obeys one JSON list a line on standard input and answers each with a line:

* ``["look", FILE]`` writes a picture of the whole screen,
* ``["copy words", TEXT]``, ``["copy picture", FILE]`` and ``["copy files", FILE…]`` put something on the clipboard,
* ``["offer", FILE…]`` makes these files what is dragged away from its small square, which stands in the corner of the
  screen that is at the bottom right.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QMimeData, QSocketNotifier, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

#: Edge of the square, in pixels.
EDGE = 30


class Square(QWidget):
    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.BypassWindowManagerHint | Qt.WindowType.FramelessWindowHint)
        corner = QGuiApplication.primaryScreen().geometry().bottomRight()
        self.setGeometry(corner.x() - EDGE + 1, corner.y() - EDGE + 1, EDGE, EDGE)
        self.offered: list[str] = []

    def mousePressEvent(self, event: QMouseEvent) -> None:
        drag = QDrag(self)
        drag.setMimeData(_files(self.offered))
        drag.exec(Qt.DropAction.CopyAction)


def _files(paths: list[str]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def _obey(order: list[str], square: Square) -> None:
    match order:
        case ["look", path]:
            QGuiApplication.primaryScreen().grabWindow(0).save(path)
        case ["copy words", text]:
            QGuiApplication.clipboard().setText(text)
        case ["copy picture", path]:
            QGuiApplication.clipboard().setImage(QImage(path))
        case ["copy files", *paths]:
            QGuiApplication.clipboard().setMimeData(_files(paths))
        case ["offer", *paths]:
            square.offered = paths
        case _:
            raise ValueError(order)


def main() -> int:
    app = QApplication(sys.argv[:1])
    square = Square()
    square.show()

    def told() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        _obey(json.loads(line), square)
        print("done", flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)
    notifier.activated.connect(told)
    print("done", flush=True)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
