"""The world that the tests live in: a home of their own, no screen, and what must be left as it was at the end."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil

from tests.support.guard import network_guard
from tests.support.load import PATIENCE

_GUARD = Path(network_guard.__file__).parent
#: What the system's own libraries keep for every program; nothing of ours.
_NOT_OURS = ("cache/fontconfig", "cache/mesa_shader_cache", "cache/mesa_shader_cache_db")


def enter(place: Path) -> None:
    """Make this process, and all that it starts, live in ``place``."""
    home = place / "home"
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "appdata",
        "LOCALAPPDATA": home / "localappdata",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": place / "run",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(folder)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ[network_guard.OFFENCES] = str(place / "offences")
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(_GUARD), *([inherited] if inherited else [])])
    # Some libraries behave themselves only where this is set, and people's machines do not set it.
    os.environ.pop("CI", None)


def offences() -> list[str]:
    """Every attempt so far to reach the network, by this process or one that it started."""
    record = Path(os.environ[network_guard.OFFENCES])
    return record.read_text("utf-8").splitlines() if record.exists() else []


def strays() -> list[str]:
    """What was written into the home, where nothing of ours belongs: everything is kept in a library."""
    home = Path(os.environ["HOME"])
    files = (path.relative_to(home).as_posix() for path in home.rglob("*") if not path.is_dir())
    return sorted(name for name in files if not name.startswith(_NOT_OURS))


def empty_the_clipboard() -> None:
    """Qt's offscreen clipboard dies after the interpreter, and with it data that Python made: that would crash."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()


def survivors(patience: float = PATIENCE) -> dict[int, str]:
    """Processes that the tests started and that are still there after ``patience`` seconds: id → command line."""
    deadline = time.monotonic() + patience
    while (left := _started()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _started() -> dict[int, str]:
    """Found by what they inherited, so that one whose parent is gone is found too."""
    found = {}
    for process in psutil.process_iter():
        try:
            ours = process.environ().get(network_guard.OFFENCES) == os.environ[network_guard.OFFENCES]
            line = " ".join(process.cmdline())
        except psutil.Error:
            continue
        # multiprocessing's own helper ends with the process that started it.
        if ours and process.pid != os.getpid() and line and "resource_tracker" not in line:
            found[process.pid] = line
    return found
