"""``python -m tests.gui.screens FOLDER [NAME…]``: a picture of every state (or of those named), in every look.

Pictures are ``FOLDER/LOOK/STATE.png``; beside them ``index.html`` shows all.  Fonts are those of the system, so they
are for looking at.

``python -m tests.gui.screens --accept [NAME…]``: what the window looks like now is what it should look like.  Look
at it first; this draws the references anew that ``tests/gui/test_screens.py`` compares with.
"""

from __future__ import annotations

import html
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.gui.screens import references
from tests.gui.screens.drawing import LOOKS, command, environment


def main(folder: Path, names: list[str]) -> int:
    """Each look in a process of its own: the scale is fixed when Qt starts."""
    folder.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        with tempfile.TemporaryDirectory(prefix="ms-") as place:
            around = environment(look, Path(place), False)
            subprocess.run(command(look, folder / look, names, False), env=around, check=True)
    (folder / "index.html").write_text(_index(folder), "utf-8")
    return 0


def accept(names: list[str]) -> int:
    """Draw the references (of the states ``names``, or all) anew; those of states that are gone are deleted."""
    from PySide6.QtCore import qVersion

    for look in LOOKS:
        with tempfile.TemporaryDirectory(prefix="ms-") as drawn:
            references.draw(look, Path(drawn), [name for name in references.states(look) if name in (names or [name])])
            references.keep(look, Path(drawn))
        print(references.PLACE / look)
    if not names:
        references.DRAWN_WITH.write_text(f"{qVersion()}\n", "utf-8")
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
    if sys.argv[1:2] == ["--accept"]:
        sys.exit(accept(sys.argv[2:]))
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
