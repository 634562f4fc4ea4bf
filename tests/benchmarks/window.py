"""The window's process, telling when it can be seen and when it shows the first answer.

``python -m tests.benchmarks.window LIBRARY [TEXT]`` prints the time (seconds since the epoch) of the first complete
paint and, with a text, of the paint that shows the hits for it; then the window closes.  ``python -m
tests.benchmarks.window --bare`` does the first with an empty window of Qt's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class Painted(QObject):
    """Calls ``then`` after the next paint of ``widget`` for which ``ready`` holds."""

    def __init__(self, widget: QWidget, then: Callable[[], None], ready: Callable[[], bool] = lambda: True) -> None:
        super().__init__(widget)
        self._then: Callable[[], None] | None = then
        self._ready = ready
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._then is not None and self._ready():
            QTimer.singleShot(0, self._then)  # when everything of this pass is painted
            self._then = None
        return False


def tell() -> None:
    print(time.time(), flush=True)


def bare() -> int:
    app = QApplication([])
    window = QMainWindow()
    window.resize(1100, 760)

    def seen() -> None:
        tell()
        window.close()

    Painted(window, seen)
    window.show()
    return app.exec()


def ours(library: str, text: str) -> int:
    import mediasearch.gui.main_window as main_window
    from mediasearch.cli import run

    class Observed(main_window.MainWindow):
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)  # type: ignore[arg-type]
            Painted(self.centralWidget(), self._window_shown)

        def _window_shown(self) -> None:
            tell()
            if not text:
                self.close()
                return
            Painted(self.view.viewport(), self._hits_shown, lambda: self.model.rowCount() > 0)
            self.search_bar.line.setText(text)
            self.search_bar.line.textEdited.emit(text)

        def _hits_shown(self) -> None:
            tell()
            self.close()

    main_window.MainWindow = Observed  # type: ignore[misc]
    return run(["--library", library])


if __name__ == "__main__":
    sys.exit(bare() if sys.argv[1:] == ["--bare"] else ours(sys.argv[1], " ".join(sys.argv[2:])))
