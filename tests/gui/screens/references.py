"""The accepted pictures of states, and where they are kept: a quarter of the size of the window, in fewer colours."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image

from tests.gui.screens.drawing import LOOKS, command, environment
from tests.gui.screens.states import STATES

PLACE: Final = Path(__file__).parent.parent / "references"
#: The Qt that the references were drawn with, as ``6.11.3``.
DRAWN_WITH: Final = PLACE / "qt.txt"
#: Points of the window for one pixel of a reference.
REDUCED: Final = 4
#: What every look is compared in; the light one in all states.
SOME: Final = frozenset({
    "empty", "indexing", "results", "dates", "filters", "like-pictures", "nothing-found", "viewer-details", "problems",
    "settings-folders", "settings-indexing", "settings-look", "settings-model", "palette", "history", "pane", "offline",
    "menu-results", "menu-filter", "left-out", "drop", "copying", "to-trash", "about", "get-model", "smallest-pane",
})  # fmt: skip


def states(look: str) -> list[str]:
    """The names of the states that are compared in ``look``."""
    return [state.name for state in STATES if look == "light" or state.name in SOME]


def file(look: str, state: str) -> Path:
    return PLACE / look / f"{state}.png"


def draw(look: str, folder: Path, names: Sequence[str]) -> None:
    """Draw the states ``names`` in ``look``, in the size of references, as ``folder/STATE.png``."""
    with tempfile.TemporaryDirectory(prefix="ms-") as place:
        around = environment(look, Path(place), True)
        ran = subprocess.run(command(look, folder, names, True), env=around, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    for name in names:
        path = folder / f"{name}.png"
        with Image.open(path) as image:
            small = reduced(image, LOOKS[look].ratio)
        small.save(path, optimize=True)


def reduced(image: Image.Image, ratio: int = 1) -> Image.Image:
    """``image`` (``ratio`` pixels a point) in the size and the colours of references."""
    return image.convert("RGB").reduce(REDUCED * ratio).point(lambda level: level & 0xFC | 2)


def keep(look: str, drawn: Path) -> None:
    """Make what was drawn in ``look`` the references, and forget states that are not compared any more."""
    (PLACE / look).mkdir(parents=True, exist_ok=True)
    for path in drawn.glob("*.png"):
        shutil.copyfile(path, file(look, path.stem))
    for path in (PLACE / look).glob("*.png"):
        if path.stem not in states(look):
            path.unlink()
