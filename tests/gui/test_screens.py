"""States look as they were accepted: drawn with a font of our own, and compared as a person would compare them.

When one should look otherwise, look at it (``python -m tests.gui.screens FOLDER``), then accept it:
``python -m tests.gui.screens --accept``.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import qVersion
from PySide6.QtGui import QIcon, QImage, QRawFont
from PySide6.QtWidgets import QApplication

from mediasearch.gui.theme import Theme
from tests.gui.screens import references
from tests.gui.screens.album import marked
from tests.gui.screens.compare import Difference, difference
from tests.gui.screens.drawing import FONT, LOOKS
from tests.gui.screens.stage import Stage, staged
from tests.gui.screens.states import STATES
from tests.support.engine import CHECKOUT

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems draw other letters and menus")
#: States that one test draws; a process takes a second to start, and a slow machine has three minutes.
AT_ONCE = 24
#: Share of a picture in which another Qt may draw otherwise; 6.9 moves the text in number boxes, which is 0.029 of one.
OF_ANOTHER_QT = 0.05


def alike(found: Difference) -> bool:
    """The Qt of the references may differ in no place; another one moves the text in a box or draws another arrow."""
    same = qVersion().split(".")[:2] == references.DRAWN_WITH.read_text("utf-8").split(".")[:2]
    return found.places == 0 if same else found.share <= OF_ANOTHER_QT


def portions() -> list[tuple[str, list[str]]]:
    made = []
    for look in LOOKS:
        names = references.states(look)
        made += [(look, names[at : at + AT_ONCE]) for at in range(0, len(names), AT_ONCE)]
    return made


@LINUX
@pytest.mark.parametrize(("look", "names"), portions(), ids=lambda value: value if isinstance(value, str) else value[0])
def test_states_look_as_they_were_accepted(look: str, names: list[str], tmp_path: Path) -> None:
    missing = [name for name in names if not references.file(look, name).exists()]
    assert missing == [], "no references yet: python -m tests.gui.screens --accept " + " ".join(missing)
    drawn, differ = tmp_path / "drawn", tmp_path / "differ"
    wrong = names
    for _ in range(2):  # what a very slow machine had not finished gets another chance
        references.draw(look, drawn, wrong)
        wrong = [name for name in wrong if not alike(compared(look, name, drawn, differ))]
        if not wrong:
            return
    raise AssertionError(
        f"These look otherwise than they should, in the look “{look}”: {', '.join(wrong)}. In {differ} each is a "
        "picture: what is, what should be, and where they differ. If that is how it should be: "
        f"python -m tests.gui.screens --accept {' '.join(wrong)}"
    )


def compared(look: str, name: str, drawn: Path, differ: Path) -> Difference:
    """How ``name`` differs from its reference; where it does, both and the difference are put side by side."""
    with Image.open(drawn / f"{name}.png") as is_, Image.open(references.file(look, name)) as should:
        found = difference(is_.convert("RGB"), should.convert("RGB"))
        if found.places:
            differ.mkdir(exist_ok=True)
            beside = [is_, should, found.picture]
            whole = Image.new("RGB", (sum(each.width + 4 for each in beside), max(each.height for each in beside)))
            left = 0
            for each in beside:
                whole.paste(each, (left, 0))
                left += each.width + 4
            whole.resize((whole.width * 3, whole.height * 3), Image.Resampling.NEAREST).save(differ / f"{name}.png")
    return found


def test_every_reference_is_of_a_state() -> None:
    kept = {path.relative_to(references.PLACE).as_posix() for path in references.PLACE.rglob("*.png")}
    assert kept == {f"{look}/{name}.png" for look in LOOKS for name in references.states(look)}
    assert {state.name for state in STATES} >= references.SOME
    assert sum(path.stat().st_size for path in references.PLACE.rglob("*.png")) < 1_500_000


def test_the_font_has_what_the_window_says(qapp: QApplication) -> None:
    """Otherwise: ``python -m tests.gui.screens.make_font`` with that in its ranges."""
    said = {
        letter for path in (CHECKOUT / "resources" / "translations").glob("*.ts") for letter in path.read_text("utf-8")
    }
    for path in (CHECKOUT / "mediasearch" / "gui").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said |= set(node.value)
    font = QRawFont(str(FONT), 13)
    assert font.isValid()
    assert sorted(letter for letter in said if letter.isprintable() and not font.supportsCharacter(ord(letter))) == []
    assert FONT.stat().st_size < 60_000


# ------------------------------------------------------------------------------------------- whether it would be seen


def seen(stage: Stage) -> Image.Image:
    """The window, in its own size."""
    stage.settle()
    stage.stand_still()
    image = stage.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    return Image.frombytes("RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB",
                           image.bytesPerLine())  # fmt: skip


def between(one: Image.Image, other: Image.Image) -> Difference:
    return difference(references.reduced(one), references.reduced(other))


def test_what_a_person_would_notice_is_noticed(theme: Theme, tmp_path: Path) -> None:
    state = next(state for state in STATES if state.name == "pane")
    with staged(tmp_path / "library", state.facts(marked(tmp_path / "pictures")), theme) as stage:
        state.does(stage)
        window = stage.window
        before = seen(stage)
        assert between(before, seen(stage)).places == 0

        icon = window.top.menu.icon()
        window.top.menu.setIcon(QIcon())
        assert between(before, seen(stage)).places > 0, "a missing icon"
        window.top.menu.setIcon(icon)

        window.top.settings.hide()
        assert between(before, seen(stage)).places > 0, "a missing button"
        window.top.settings.show()

        window.pages.setContentsMargins(8, 0, 0, 0)
        assert between(before, seen(stage)).places > 0, "pictures that begin 8 px further"
        window.pages.setContentsMargins(0, 0, 0, 0)
        assert between(before, seen(stage)).places == 0

        window.parts.filters.hide()
        assert between(before, seen(stage)).share > 0.03, "a missing row"
        window.parts.filters.show()

        theme.choose("dark")
        assert between(before, seen(stage)).share > 0.5, "the other theme"
        theme.choose("light")


def test_what_a_person_would_not_notice_is_passed_over(theme: Theme, tmp_path: Path) -> None:
    state = next(state for state in STATES if state.name == "settings-model")
    with staged(tmp_path / "library", state.facts(marked(tmp_path / "pictures")), theme) as stage:
        state.does(stage)
        image = seen(stage)
    moved = image.copy()
    moved.paste(image, (1, 1))
    assert between(image, moved).places == 0, "all of it a pixel further"
    assert between(image, image.filter(ImageFilter.GaussianBlur(0.7))).places == 0, "softer edges"
    assert between(image, image.point(lambda level: min(255, level + 3))).places == 0, "a shade lighter"
