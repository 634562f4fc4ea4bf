"""Draws states in one look, in a process whose surroundings were chosen for it.

Two kinds of pictures: for people, with the fonts and photographs that a person has; and for comparison, in which
nothing depends on the machine: a font of our own and no other, plain pictures with paths of their own, the same
language, time zone and density.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.support.engine import CHECKOUT

FONT: Final = Path(__file__).with_name("blocks.ttf")
FAMILY: Final = "Mediasearch Blocks"


class Look(NamedTuple):
    theme: str
    language: str
    mirrored: bool
    ratio: int  #: device pixels a point


LOOKS: Final = {
    "light": Look("light", "en", False, 1),
    "dark": Look("dark", "en", False, 1),
    "large": Look("light", "en", False, 2),
    "chinese": Look("light", "zh_CN", False, 1),
    "mirrored": Look("dark", "en", True, 1),
}

_SCREEN: Final = {
    "name": "screen",
    "x": 0,
    "y": 0,
    "width": 3200,
    "height": 2000,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
}
#: No font of the machine is found, and letters are drawn as they are: unhinted, in shades of grey.
_FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir><cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""


def command(look: str, folder: Path, names: Sequence[str], compared: bool) -> list[str]:
    """What draws ``names`` (all states, if none) as ``folder/STATE.png``; to be run in :func:`environment`."""
    kind = "compared" if compared else "for-people"
    return [sys.executable, "-m", "tests.gui.screens.drawing", look, kind, str(folder.absolute()), *names]


def environment(look: str, place: Path, compared: bool) -> dict[str, str]:
    """Variables for a process that draws; ``place``: an empty folder that is there as long as it runs."""
    screen = place / "screen.json"
    screen.write_text(json.dumps({"screens": [_SCREEN]}), "utf-8")
    made = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "QT_SCALE_FACTOR": str(LOOKS[look].ratio),
        "QT_LOGGING_RULES": "qt.qpa.*=false",
    }
    if compared:
        (place / "fonts.conf").write_text(_FONTS.format(fonts=FONT.parent, cache=place / "fonts"), "utf-8")
        ours = ("QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_LOGGING_RULES")
        for name in [*made]:
            if (name.startswith(("QT_", "LC_", "XDG_CURRENT", "DBUS_")) and name not in ours) or name == "LANGUAGE":
                del made[name]
        made |= {"FONTCONFIG_FILE": str(place / "fonts.conf"), "LC_ALL": "C.UTF-8", "TZ": "UTC", "QT_FONT_DPI": "96"}
    return made


def draw(look: str, compared: bool, folder: Path, names: Sequence[str]) -> None:
    """The states called ``names`` (all, if none) as ``folder/STATE.png``."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from mediasearch.gui import languages
    from mediasearch.gui.icons import application_icon, pixmap
    from mediasearch.gui.theme import Theme
    from tests.gui.screens.album import marked, photographs
    from tests.gui.screens.stage import staged
    from tests.gui.screens.states import STATES

    chosen = LOOKS[look]
    app = QApplication(sys.argv[:1])
    if compared:
        QFontDatabase.addApplicationFont(str(FONT))
        others = {*QFontDatabase.families()} - {FAMILY, "Monospace", "Sans Serif", "Serif"}  # Qt's names for any
        assert not others, others
    app.setFont(QFont(FAMILY if compared else "Noto Sans", 10))
    app.setCursorFlashTime(0)  # it stays
    app.setWindowIcon(application_icon())
    app.aboutToQuit.connect(pixmap.cache_clear)
    languages.install(app, chosen.language)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if chosen.mirrored else Qt.LayoutDirection.LeftToRight)
    theme = Theme(app, chosen.theme)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ms-") as home:
        if compared:
            os.chdir(home)  # paths are shown: these are the same everywhere
            hits = marked(Path("Pictures"))
        else:
            hits = photographs(Path(tempfile.gettempdir()) / "mediasearch-screens")
        for at, state in enumerate(STATES):
            if names and state.name not in names:
                continue
            place = Path(home, f"library{at}")
            with staged(place, state.facts(hits), theme) as stage:
                state.does(stage)
                stage.settle()
                stage.stand_still()
                picture = stage.grab_front() if compared else stage.grab()
                picture.save(str(folder / f"{state.name}.png"))
                print(look, state.name, flush=True)
        os.chdir(folder)
    pixmap.cache_clear()


if __name__ == "__main__":
    draw(sys.argv[1], sys.argv[2] == "compared", Path(sys.argv[3]), sys.argv[4:])
