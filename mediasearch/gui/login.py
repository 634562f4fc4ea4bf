"""Starting with the person's session: one small file or registry value, written on a click and removed on the next."""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from mediasearch.paths import write_atomically

NAME: Final = "mediasearch"
_LABEL: Final = "io.github.mediasearch.start"
_RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"


def entry() -> Path | None:
    """The file that starts the program; None on Windows, where it is a value in the registry."""
    if sys.platform == "win32":
        return None
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    base = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(base) if base else Path.home() / ".config") / "autostart" / f"{NAME}.desktop"


def enabled() -> bool:
    """Whether it is started at login now, whoever said so."""
    place = entry()
    return place.exists() if place is not None else _registry_value() is not None


def set_enabled(on: bool, command: Sequence[str]) -> None:
    """Start ``command`` at login from now on, or no longer.  Raises ``OSError``."""
    place = entry()
    if place is None:
        _set_registry_value(subprocess.list2cmdline(command) if on else None)
    elif not on:
        place.unlink(missing_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, _plist(command) if sys.platform == "darwin" else _desktop_entry(command))


def _desktop_entry(command: Sequence[str]) -> bytes:
    line = " ".join(_quoted(part) for part in command)
    return (
        "[Desktop Entry]\nType=Application\nName=Mediasearch\nIcon=mediasearch\n"
        f"Exec={line}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    ).encode()


def _quoted(part: str) -> str:
    """As the Desktop Entry Specification quotes arguments; a percent sign stands for itself when doubled."""
    for reserved in ("\\", '"', "`", "$"):
        part = part.replace(reserved, "\\" + reserved)
    # The whole value is a string of the file as well, in which a backslash is written twice.
    return '"' + part.replace("%", "%%").replace("\\", "\\\\") + '"'


def _plist(command: Sequence[str]) -> bytes:
    return plistlib.dumps({"Label": _LABEL, "ProgramArguments": list(command), "RunAtLoad": True})


def _registry_value() -> str | None:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                return str(winreg.QueryValueEx(key, NAME)[0])
        except FileNotFoundError:
            return None
    return None


def _set_registry_value(line: str | None) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, _RUN, 0, winreg.KEY_SET_VALUE) as key:
            if line is not None:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, line)
                return
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, NAME)
