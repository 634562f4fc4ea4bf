"""Whether a window can open here at all, asked before Qt is loaded.

Qt aborts the process (it does not raise) when its platform plugin cannot start, and importing it fails with a linker
message when a system library is missing.  Both are found here first and said in one sentence.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from typing import Final

from mediasearch.errors import MediaSearchError

#: What importing QtGui needs, with the Debian package that brings it.
_QT_LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}

#: What the X11 platform plugin needs on top.
_XCB_LIBRARIES: Final = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}

_WITHOUT_ONE: Final = (
    "Without one, use the command line: `mediasearch index FOLDER`, then `mediasearch search TEXT`; "
    "`mediasearch status` tells what is known."
)

#: Platform plugins of Qt that open no window of the desktop and so need no display server.
_WITHOUT_DISPLAY: Final = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "eglfs", "linuxfb", "vkkhrdisplay"})


def packages() -> set[str]:
    """Every Debian package that :func:`check` may ask for; ``packaging/setup.sh`` installs them."""
    return {*_QT_LIBRARIES.values(), *_XCB_LIBRARIES.values()}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    """Whether the X server ``display`` is there and lets us in."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # there are other ways to fail, and Qt has its own copy
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def check(
    environment: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    loads: Callable[[str], bool] = _loads,
    answers: Callable[[str], bool] = _answers,
) -> None:
    """Raise :class:`MediaSearchError` when no window can open, naming what to install or to use instead."""
    environment = os.environ if environment is None else environment
    if not platform.startswith("linux"):
        return  # Windows and macOS bring everything, and always have a desktop
    plugin = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    wayland = bool(environment.get("WAYLAND_DISPLAY")) or plugin.startswith("wayland")
    x11 = bool(environment.get("DISPLAY"))
    if plugin not in _WITHOUT_DISPLAY and not (wayland or x11):
        raise MediaSearchError("There is no display to open a window on", _WITHOUT_ONE)
    needed = dict(_QT_LIBRARIES)
    on_x11 = plugin == "xcb" or (not plugin and not wayland)
    if on_x11:
        needed.update(_XCB_LIBRARIES)
    missing = [library for library in needed if not loads(library)]
    if missing:
        packages = " ".join(needed[library] for library in missing)
        raise MediaSearchError(
            f"The window needs {', '.join(missing)}, which this system does not have",
            f"On Debian or Ubuntu: `sudo apt install {packages}`. Until then, `mediasearch index FOLDER` and "
            "`mediasearch search TEXT` work without a window.",
        )
    if on_x11 and x11 and not answers(environment["DISPLAY"]):
        raise MediaSearchError(
            f"The display {environment['DISPLAY']} is not there, or does not let this program in", _WITHOUT_ONE
        )
