"""Takes the README's three pictures anew: ``python packaging/readme_pictures.py [FOLDER]``.

The real program, with the starter model, over the pictures of ``mediasearch demo``, drawn into FOLDER if it is
not there.  No screen is needed; fonts are those of the machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image

HERE: Final = Path(__file__).resolve().parent
COUNT: Final = 320
SIZE: Final = (1170, 760)
PATIENCE: Final = 300  #: seconds for the pictures to be indexed
os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "QT_LOGGING_RULES": "qt.qpa.*=false"}
sys.path.insert(0, str(HERE.parent))  # the program whose pictures these are, not another one that is installed


def main(folder: Path) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from mediasearch.demo import draw_collection
    from mediasearch.gui import languages
    from mediasearch.gui.application import default_engine_command
    from mediasearch.gui.engine_client import EngineClient
    from mediasearch.gui.icons import application_icon, pixmap
    from mediasearch.gui.main_window import MainWindow
    from mediasearch.gui.query import Query
    from mediasearch.gui.theme import Theme
    from mediasearch.paths import Library
    from mediasearch.settings import Settings

    if not folder.exists():
        draw_collection(folder, COUNT)

    def until(good: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not good():
            assert time.monotonic() < end, "the window did not get there"
            QTest.qWait(50)
        for _ in range(10):  # thumbnails are asked for, and cut anew, a moment later
            QTest.qWait(50)
            while not window.view.thumbnails.idle:
                QTest.qWait(50)

    def ask(text: str) -> None:
        before = window.showing.reply
        window.asking.ask(Query.read(text))
        until(lambda: window.showing.reply is not before)

    def take(name: str) -> None:
        if (focused := QApplication.focusWidget()) is not None:
            focused.clearFocus()
        until(lambda: True)
        path = HERE / name
        window.grab().save(str(path))
        with Image.open(path) as image:
            image.convert("RGB").save(path.with_suffix(".jpg"), quality=82, subsampling=0, progressive=True)
        path.unlink()
        print(path.with_suffix(".jpg"))

    app = QApplication(sys.argv[:1])
    app.setWindowIcon(application_icon())
    languages.install(app, "en")
    app.aboutToQuit.connect(pixmap.cache_clear)
    with tempfile.TemporaryDirectory(prefix="ms-") as place:
        library = Library.at(Path(place))
        library.create()
        settings = Settings(library.settings)
        settings["reduce_motion"] = "on"
        client = EngineClient(default_engine_command(library))
        client.start()
        theme = Theme(app, "light")
        window = MainWindow(library, settings, client, theme, [str(folder)])
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        until(lambda: sum(root.indexed for root in window.folders.roots) >= COUNT - 10)
        until(lambda: not window.status.pause.isVisible())
        window.parts.banner.acted.emit("later")
        ask("sunset over the sea")
        broader = window.status.controls.breadth.slider
        broader.setValue(broader.maximum())
        until(lambda: (reply := window.showing.reply) is not None and reply.best)
        take("screenshot.png")
        window.viewing.open(0)
        window.viewer.act("information")
        QTest.qWait(2000)
        take("screenshot-viewer.png")
        window.viewer.close_viewer()
        theme.choose("dark")
        ask("")
        take("screenshot-dates.png")
        for timer in window.findChildren(QTimer):
            timer.stop()
        window.close()
        client.stop()
        until(lambda: True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "Pictures").absolute())
