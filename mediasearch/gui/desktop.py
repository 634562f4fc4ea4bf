"""What the desktop does for us: show a file in its folder, take a picture or a path to the clipboard."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mediasearch.gui import files
from mediasearch.gui.mime import FilesMimeData
from mediasearch.gui.originals import Originals

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusMessage

log = logging.getLogger("mediasearch.window")

#: Calls to the file manager under way; nobody else keeps them alive.
_waiting: set[object] = set()


def show_in_folder(path: str) -> bool:
    """Open the file manager on ``path`` with the file selected; False when the file is not there."""
    if not Path(path).exists():
        return False
    if sys.platform == "win32":
        # One argument list and no shell: a comma or an ampersand in a name is just a character.
        subprocess.Popen(["explorer.exe", "/select,", str(Path(path))])  # noqa: S607
    elif sys.platform == "darwin":
        subprocess.Popen(["/usr/bin/open", "-R", path])
    elif not _file_manager(path):
        open_folder(path)
    return True


def open_folder(path: str) -> bool:
    """Open the folder that holds ``path``."""
    return QDesktopServices.openUrl(files.url(str(Path(path).parent)))


def open_file(path: str) -> bool:
    """Open ``path`` with the program that the desktop uses for it."""
    return QDesktopServices.openUrl(files.url(path))


def _file_manager(path: str) -> bool:
    """Ask the file manager over D-Bus (org.freedesktop.FileManager1), which can select the file."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems"
    )
    message.setArguments([[_encoded(files.url(path))], ""])
    _call(message, path)
    return True


def _call(message: QDBusMessage, path: str) -> None:
    """Send ``message``; when nobody can do it, the folder of ``path`` is opened instead."""
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

    # Starting another program may take seconds: the answer is awaited beside everything else.
    watcher = QDBusPendingCallWatcher(QDBusConnection.sessionBus().asyncCall(message))
    _waiting.add(watcher)

    def answered() -> None:
        _waiting.discard(watcher)
        if watcher.isError():
            log.info("the desktop cannot show a file: %s", watcher.error().message())
            open_folder(path)

    watcher.finished.connect(answered)


def _encoded(url: QUrl) -> str:
    return bytes(url.toEncoded().data()).decode("ascii")


def copy_image(path: str, originals: Originals) -> bool:
    """The file as picture and as file; the pixels are read when somebody pastes them.  False when it is not there."""
    mime = FilesMimeData([path], originals)
    if mime.paths:
        QGuiApplication.clipboard().setMimeData(mime)
    return bool(mime.paths)


def copy_paths(paths: list[str]) -> None:
    QGuiApplication.clipboard().setText("\n".join(files.shown(path) for path in paths))


def open_with(path: str, originals: Originals, window: QWidget) -> bool:
    """Let the person choose a program for ``path``; False where the system has no such list."""
    if sys.platform == "win32":
        subprocess.Popen(["rundll32.exe", "shell32.dll,OpenAs_RunDLL", str(Path(path))])  # noqa: S607
        return True
    if sys.platform == "darwin":
        return _choose_program(path, window)
    return _portal(path, originals)


def _choose_program(path: str, window: QWidget) -> bool:
    """macOS has no list of its own to show; its applications are files to choose from."""
    dialog = QFileDialog(window, QCoreApplication.translate("Filing", "Open with"), "/Applications")
    dialog.setNameFilter("*.app")
    dialog.fileSelected.connect(lambda program: subprocess.Popen(["/usr/bin/open", "-a", program, path]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return True


def _portal(path: str, originals: Originals) -> bool:
    """The desktop's own chooser, over D-Bus (org.freedesktop.portal.OpenURI)."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor

    bus = QDBusConnection.sessionBus()
    names = bus.interface()
    if not bus.isConnected() or names is None:
        return False
    service = "org.freedesktop.portal.Desktop"
    known = names.isServiceRegistered(service).value() or service in (names.activatableServiceNames().value() or [])
    if not known:
        return False
    try:
        descriptor = originals.open(path)
    except OSError:
        return False
    message = QDBusMessage.createMethodCall(
        service, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.OpenURI", "OpenFile"
    )
    message.setArguments(["", QDBusUnixFileDescriptor(descriptor), {"ask": True}])
    os.close(descriptor)  # the message has a copy
    _call(message, path)
    return True
