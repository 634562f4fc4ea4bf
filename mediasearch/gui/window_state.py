"""What the window remembers between two starts: its place, whether the library pane is open, what was done last.

A small JSON file in the library, so that ``--library`` takes it along and nothing is written into the home directory.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from mediasearch.paths import Library, write_atomically

log = logging.getLogger("mediasearch.window")


@dataclass
class WindowState:
    geometry: str = ""  #: QWidget.saveGeometry as base64
    library_pane: bool = False
    model_offer: bool = True  #: a full model may be offered: nobody has said “Not now” yet
    recent: list[str] = field(default_factory=list)  #: names of the actions chosen last, the latest first

    def geometry_bytes(self) -> bytes:
        try:
            return base64.b64decode(self.geometry, validate=True)
        except (binascii.Error, ValueError):
            return b""


def _file(library: Library) -> Path:
    return library.data / "window.json"


def load(library: Library) -> WindowState:
    """What was saved; whatever is missing or damaged takes its default."""
    try:
        body = json.loads(_file(library).read_bytes())
    except FileNotFoundError:
        return WindowState()
    except (OSError, ValueError) as error:
        log.info("the window's state could not be read: %s", error)
        return WindowState()
    if not isinstance(body, dict):
        return WindowState()
    default = WindowState()
    known = {
        part.name: body[part.name]
        for part in fields(WindowState)
        if type(body.get(part.name)) is type(getattr(default, part.name))
    }
    return WindowState(**known)


def save(library: Library, state: WindowState) -> None:
    """Never fails: not remembering a place is no reason to bother anyone."""
    try:
        write_atomically(_file(library), json.dumps(asdict(state), indent=2).encode() + b"\n")
    except OSError as error:
        log.warning("the window's state could not be saved: %s", error)
