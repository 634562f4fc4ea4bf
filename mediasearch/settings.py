"""Settings: each declared once with its type, default and description; the dialog is made from the declarations.

Kept as JSON in the library.  A damaged file or value never stops the program: the default serves, and
:attr:`Settings.complaints` says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mediasearch.paths import write_atomically

Value = bool | int | float | str


@dataclass(frozen=True)
class Setting:
    """One declaration.  ``choices`` limits a ``str``; ``low`` and ``high`` limit a number (both inclusive)."""

    name: str
    default: Value
    title: str
    description: str
    section: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""

    def valid(self, value: object) -> bool:
        if type(value) is int and type(self.default) is float:
            value = float(value)
        if type(value) is not type(self.default):
            return False
        if self.choices and value not in self.choices:
            return False
        if isinstance(value, int | float) and not isinstance(value, bool):
            return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return True


DECLARATIONS: Final[tuple[Setting, ...]] = (
    Setting("theme", "system", "Theme", "Light, dark, or as the system says.", "Look",
            choices=("system", "light", "dark")),
    Setting("language", "system", "Language", "Of the window, its menus and messages.", "Look",
            choices=("system", "en", "zh_CN")),
    Setting("thumbnail_size", 176, "Thumbnail size", "Edge of a thumbnail in the grid.", "Look",
            low=96, high=400, unit="px"),
    Setting("crop_thumbnails", True, "Fill the square", "Crop thumbnails to fill their square; off shows them whole.",
            "Look"),
    Setting("reduce_motion", "system", "Reduce motion", "Pictures appear and scroll without animation.", "Look",
            choices=("system", "on", "off")),
    Setting("keep_history", True, "Keep a history of searches", "The last searches are offered again; they stay "
            "on this computer.", "Searching"),
    Setting("keep_in_tray", False, "Keep running in the tray", "Closing the window hides it, and indexing goes on; "
            "only where the desktop has a tray.", "Background"),
    Setting("start_at_login", False, "Start at login", "Mediasearch opens when you log in.", "Background"),
    Setting("notify_when_done", True, "Tell when indexing is done", "A notification when indexing took longer than two "
            "minutes and the window is not in front.", "Background"),
    Setting("decode_workers", 0, "Decoding processes", "How many pictures are opened at once; 0 chooses by the "
            "number of processor cores.", "Indexing", low=0, high=64),
    Setting("cores", 0, "Processor cores for indexing", "How many cores indexing may use; 0 is all of them, at low "
            "priority.", "Indexing", low=0, high=64),
    Setting("pause_on_battery", True, "Pause on battery", "Indexing waits while the computer is not plugged in.",
            "Indexing"),
    Setting("max_megapixels", 300, "Largest picture", "Larger pictures are listed as problems instead of being "
            "opened.", "Indexing", low=1, high=4000, unit="MP"),
    Setting("decode_timeout", 20, "Longest decoding", "A file that takes longer is given up.", "Indexing",
            low=1, high=600, unit="s"),
    Setting("worker_memory", 1500, "Memory of a decoding process", "A file that needs more is given up.", "Indexing",
            low=200, high=32000, unit="MB"),
    Setting("rescan_minutes", 60, "Rescan every", "Finds changes that the system did not report.", "Indexing",
            low=1, high=10080, unit="min"),
    Setting("encoder_idle_seconds", 60, "Keep the model loaded for", "Afterwards its memory is given back until it is "
            "needed again.", "Indexing", low=1, high=86400, unit="s"),
)  # fmt: skip

_BY_NAME: Final = {setting.name: setting for setting in DECLARATIONS}


class Settings:
    """The values of one library.  Reading never raises for a bad file; :meth:`save` may raise ``OSError``."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.complaints: list[str] = []
        self._values: dict[str, Value] = {}
        self._foreign: dict[str, Any] = {}  # a newer version's settings survive being saved by this one
        if path is not None:
            self._load(path)

    def __getitem__(self, name: str) -> Value:
        setting = _BY_NAME[name]
        return self._values.get(name, setting.default)

    def integer(self, name: str) -> int:
        return int(self[name])

    def boolean(self, name: str) -> bool:
        return bool(self[name])

    def text(self, name: str) -> str:
        return str(self[name])

    def __setitem__(self, name: str, value: Value) -> None:
        setting = _BY_NAME[name]
        if not setting.valid(value):
            raise ValueError(f"{name}: {value!r} is not allowed")
        self._values[name] = value

    def __iter__(self) -> Iterator[Setting]:
        return iter(DECLARATIONS)

    def save(self) -> None:
        """Write what differs from the defaults.  Raises ``OSError``."""
        if self.path is None:
            return
        changed = {name: value for name, value in self._values.items() if value != _BY_NAME[name].default}
        body = json.dumps({**self._foreign, **changed}, indent=2, sort_keys=True)
        write_atomically(self.path, body.encode() + b"\n")

    def _load(self, path: Path) -> None:
        try:
            body = json.loads(path.read_bytes())
            if not isinstance(body, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError) as error:
            self.complaints.append(f"{path.name} could not be read ({error}); the defaults are used.")
            return
        for name, value in body.items():
            setting = _BY_NAME.get(name)
            if setting is None:
                self._foreign[name] = value
            elif setting.valid(value):
                self._values[name] = value
            else:
                self.complaints.append(f"{path.name}: {name} = {value!r} is not allowed; the default is used.")
