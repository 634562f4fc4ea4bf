"""Whether the person has asked their system for less motion."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from PySide6.QtCore import QObject, Signal

_SPI_GETCLIENTAREAANIMATION = 0x1042
_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")


class Motion(QObject):
    """``choice``: "on" (reduce it), "off", or "system".  ``changed`` says that :attr:`allowed` may be another."""

    changed = Signal()

    def __init__(self, choice: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._system_reduces = False
        self._watcher: QObject | None = None
        if sys.platform == "win32":
            self._system_reduces = _windows()
        elif sys.platform == "darwin":
            self._system_reduces = _macos()
        else:
            self._ask_portal()

    def choose(self, choice: str) -> None:
        self._choice = choice
        self.changed.emit()

    @property
    def allowed(self) -> bool | None:
        """Whether things may move; None where nobody has said anything about it, and the style decides."""
        if self._choice == "system":
            return False if self._system_reduces else None
        return self._choice == "off"

    def _ask_portal(self) -> None:
        """GNOME, KDE and others answer here; later, and nobody waits for it."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher  # a few ms, only here

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        message = QDBusMessage.createMethodCall(*_PORTAL, "Read")
        message.setArguments(["org.gnome.desktop.interface", "enable-animations"])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)

        def answered() -> None:
            reply = watcher.reply()
            if reply.type() == QDBusMessage.MessageType.ReplyMessage:
                self.take(reply.arguments())
            watcher.deleteLater()

        watcher.finished.connect(answered)

    def take(self, answer: list[Any]) -> None:
        """The portal's answer to whether there are animations: a variant, within which there may be another."""
        animations = answer[0] if answer else True
        while hasattr(animations, "variant"):
            animations = animations.variant()
        if isinstance(animations, bool):
            self._system_reduces = not animations
            self.changed.emit()


def _windows() -> bool:
    """“Show animations in Windows” is off."""
    import ctypes

    shown = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(shown), 0)  # type: ignore[attr-defined]
    return not shown.value


def _macos() -> bool:
    """“Reduce motion” is on."""
    place = Path.home() / "Library/Preferences/com.apple.universalaccess.plist"
    try:
        with place.open("rb") as file:
            return bool(plistlib.load(file).get("reduceMotion", False))
    except (OSError, ValueError, ExpatError):  # never set, or not ours to read
        return False
