"""Starting the window.  Everything of Qt is imported inside :func:`run`, after the preflight has passed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from mediasearch.errors import MediaSearchError
from mediasearch.gui import preflight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mediasearch.paths import Library

#: Names ``resources/desktop/mediasearch.desktop``; Wayland finds the icon through it.
DESKTOP_FILE = "mediasearch"


def run(library: Library, roots: list[str], engine_command: list[str] | None = None) -> int:
    """Open the window on ``library`` and return the exit code when it is closed.

    When a window on this library is open already, that one comes to the front, adds ``roots``, and this ends.

    ``roots``: folders to add, absolute.  ``engine_command``: program and arguments that start the engine; by default
    this very Python and package.  Raises :class:`MediaSearchError` when no window can open here or the library's
    folders cannot be made.
    """
    preflight.check()
    try:
        library.create()
    except OSError as error:
        raise MediaSearchError(
            f"The library folder {library.data} cannot be used ({error.strerror or error})",
            "Check its permissions and free space, or choose another folder with --library.",
        ) from error

    from mediasearch.gui import logs
    from mediasearch.gui.engine_client import EngineClient
    from mediasearch.settings import Settings

    handler = logs.start(library.logs)
    try:
        app = _application()
        if library.holder.exists():
            from mediasearch.gui.second_start import raise_other_window

            if raise_other_window(library, roots):
                return 0
        settings = Settings(library.settings)
        interrupts = _Interrupts(app)
        client = EngineClient(engine_command or default_engine_command(library))
        client.start()  # before anything is drawn: it loads while the window is being built

        from mediasearch.gui.program import Program
        from mediasearch.gui.theme import Theme

        theme = Theme(app, settings.text("theme"))
        program = Program(app, library, settings, client, theme, roots)
        logs.install_excepthook(program.tell_of_a_bug)
        interrupts.close_with(program.quit)
        try:
            return app.exec()
        finally:
            sys.excepthook = sys.__excepthook__
            program.window.client.stop()
    finally:
        logs.stop(handler)


def say_why_not(error: MediaSearchError) -> None:
    """Show in a box why no window opens, if nobody would read it on standard error; waits until the box is closed.

    Started from an icon, a program's standard error is nothing, a file or the system's journal.  Where it is a
    terminal or a pipe, a person or a program reads it there, and the caller says it there in any case.
    """
    if _stderr_is_read():
        return
    try:
        preflight.check()
    except MediaSearchError:
        return  # nor can a box be shown
    app = _application()

    from PySide6.QtWidgets import QMessageBox

    from mediasearch.gui import languages
    from mediasearch.gui.sentences import translated

    languages.install(app, "system")  # what the person chose lies in the library
    box = QMessageBox(QMessageBox.Icon.Critical, app.applicationDisplayName(), translated(f"{error.title}."))
    box.setInformativeText(translated(error.advice))
    box.exec()


def _stderr_is_read() -> bool:
    if sys.stderr is None:  # a program of Windows without a console
        return False
    try:
        return sys.stderr.isatty() or stat.S_ISFIFO(os.fstat(sys.stderr.fileno()).st_mode)
    except (OSError, ValueError):  # closed, or no file at all
        return False


def default_engine_command(library: Library) -> list[str]:
    """The command that starts the engine of ``library`` with this Python."""
    from mediasearch.paths import Library as Places
    from mediasearch.paths import program

    place = [] if library == Places.default() else ["--library", str(library.data)]
    return [*program(), "engine", "--kind", "window", *place]


def _application() -> QApplication:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from mediasearch import __version__
    from mediasearch.gui.icons import application_icon, pixmap

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("mediasearch")
    app.setApplicationDisplayName("Mediasearch")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(DESKTOP_FILE)
    app.setWindowIcon(application_icon())
    app.aboutToQuit.connect(pixmap.cache_clear)  # a pixmap must not outlive the application
    return app


class _Interrupts:
    """Ctrl+C in the terminal closes the window as a click would.

    Python runs signal handlers only between two of its instructions, and Qt's loop executes none while it waits; a
    socket that the interpreter writes to wakes it.  What comes while the window is still being built is remembered.
    """

    def __init__(self, app: QApplication) -> None:
        self._close: Callable[[], object] | None = None
        self._interrupted = False
        if sys.platform == "win32":
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            return
        self._inside, self._outside = socket.socketpair()
        self._inside.setblocking(False)
        self._outside.setblocking(False)
        signal.set_wakeup_fd(self._outside.fileno(), warn_on_full_buffer=False)

        from PySide6.QtCore import QSocketNotifier

        self._notifier = QSocketNotifier(self._inside.fileno(), QSocketNotifier.Type.Read, app)
        self._notifier.activated.connect(self._woken)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._interrupt)
        app.aboutToQuit.connect(self._over)

    def close_with(self, close: Callable[[], object]) -> None:
        """There is a window now, and this is how it is closed."""
        from PySide6.QtCore import QTimer

        self._close = close
        if self._interrupted:
            QTimer.singleShot(0, close)

    def _interrupt(self, *_: object) -> None:
        self._interrupted = True
        if self._close is not None:
            self._close()

    def _woken(self) -> None:
        with contextlib.suppress(OSError):  # woken once more after the end
            self._inside.recv(64)

    def _over(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        self._inside.close()
        self._outside.close()
