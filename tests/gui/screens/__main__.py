"""``python -m tests.gui.screens FOLDER [NAME…]``: a picture of every state (or of those named), in every look.

Pictures are ``FOLDER/LOOK/STATE.png``; beside them ``index.html`` shows all.  Fonts are those of the system, so they
are for looking at; what can be told without looking is tested in ``tests/gui/test_accessibility.py``.
"""

from __future__ import annotations

import html
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

#: Look → theme, language, from right to left, device pixels a point.
LOOKS: Final = {
    "light": ("light", "en", False, 1),
    "dark": ("dark", "en", False, 1),
    "large": ("light", "en", False, 2),
    "chinese": ("light", "zh_CN", False, 1),
    "mirrored": ("dark", "en", True, 1),
}


def main(folder: Path, names: list[str]) -> int:
    """Each look in a process of its own: the scale is fixed when Qt starts."""
    import subprocess

    folder.mkdir(parents=True, exist_ok=True)
    screen = {"name": "screen", "x": 0, "y": 0, "width": 3200, "height": 2000, "logicalDpi": 96, "logicalBaseDpi": 96}
    place = folder / "screen.json"
    place.write_text(json.dumps({"screens": [screen]}), "utf-8")
    for look in LOOKS:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={place}",
            "QT_SCALE_FACTOR": str(LOOKS[look][3]),
            "QT_LOGGING_RULES": "qt.qpa.*=false",
        }
        subprocess.run(
            [sys.executable, "-m", "tests.gui.screens", "--look", look, str(folder), *names],
            env=environment,
            check=True,
        )
    place.unlink()
    (folder / "index.html").write_text(_index(folder), "utf-8")
    return 0


def draw(look: str, folder: Path, names: list[str]) -> int:
    """All states in one look."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QApplication

    from mediasearch.gui import languages
    from mediasearch.gui.icons import application_icon, pixmap
    from mediasearch.gui.theme import Theme
    from tests.gui.screens.album import photographs
    from tests.gui.screens.stage import staged
    from tests.gui.screens.states import STATES

    theme_name, language, mirrored, _ = LOOKS[look]
    app = QApplication(sys.argv[:1])
    app.setFont(QFont("Noto Sans", 10))
    app.setWindowIcon(application_icon())
    app.aboutToQuit.connect(pixmap.cache_clear)
    languages.install(app, language)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    theme = Theme(app, theme_name)
    hits = photographs(Path(tempfile.gettempdir()) / "mediasearch-screens")
    (folder / look).mkdir(parents=True, exist_ok=True)
    for state in STATES:
        if names and state.name not in names:
            continue
        with tempfile.TemporaryDirectory() as place, staged(Path(place), state.facts(hits), theme) as stage:
            state.does(stage)
            stage.settle()
            stage.grab().save(str(folder / look / f"{state.name}.png"))
            print(look, state.name)
    pixmap.cache_clear()
    return 0


def _index(folder: Path) -> str:
    """All pictures on one page, a row for each state."""
    names = sorted({path.stem for path in folder.glob("*/*.png")})
    rows = "\n".join(
        f"<h2>{html.escape(name)}</h2><p>"
        + " ".join(f'<img src="{look}/{name}.png" alt="{name}, {look}" width="590">' for look in LOOKS)
        + "</p>"
        for name in names
    )
    return f'<!DOCTYPE html><meta charset="utf-8"><title>Screens of Mediasearch</title>\n{rows}\n'


if __name__ == "__main__":
    if sys.argv[1:2] == ["--look"]:
        sys.exit(draw(sys.argv[2], Path(sys.argv[3]), sys.argv[4:]))
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
