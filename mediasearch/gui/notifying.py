"""A word from the desktop when a long indexing has ended and the person is elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from mediasearch import protocol

log = logging.getLogger("mediasearch.window")

LONG_S: Final = 120.0  #: a shorter indexing is over before anybody leaves
SHOWN_MS: Final = 10_000
_WORKING: Final = frozenset({"scanning", "indexing"})


class LongWork(QObject):
    """Watches the indexing; ``ended`` is called with the number of pictures when a long one is over."""

    def __init__(self, ended: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended = ended
        self._since: float | None = None
        self._encoded = 0

    def take(self, progress: protocol.Progress) -> None:
        """How indexing goes now.  A pause neither ends it nor starts it anew."""
        if progress.state in _WORKING and self._since is None:
            self._since, self._encoded = monotonic(), progress.encoded
        elif progress.state == "idle" and self._since is not None:
            took, self._since = monotonic() - self._since, None
            count = progress.encoded - self._encoded
            if took >= LONG_S and count > 0:
                self._ended(count)


def notify(title: str, text: str, tray: QSystemTrayIcon | None) -> None:
    """Show a notification: from ``tray`` when it is there, from an icon that leaves again, or through the portal."""
    if tray is not None and tray.isVisible():
        tray.showMessage(title, text, tray.icon(), SHOWN_MS)
    elif QSystemTrayIcon.isSystemTrayAvailable():
        passing = QSystemTrayIcon(QApplication.windowIcon(), QApplication.instance())
        passing.show()
        passing.showMessage(title, text, passing.icon(), SHOWN_MS)
        QTimer.singleShot(SHOWN_MS + 2000, passing.deleteLater)
    elif sys.platform.startswith("linux"):
        _portal(title, text)


def _portal(title: str, text: str) -> None:
    """org.freedesktop.portal.Notification; nobody is bothered when there is no such service.

    Not org.freedesktop.Notifications, which wants an unsigned number that Qt for Python cannot send.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if bus.isConnected():
        message = QDBusMessage.createMethodCall(
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Notification",
            "AddNotification",
        )
        message.setArguments(["indexed", {"title": title, "body": text}])
        bus.asyncCall(message)
