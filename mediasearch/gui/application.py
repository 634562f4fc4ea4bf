"""Starting the window.  Everything of Qt is imported inside :func:`run`, after the preflight has passed."""

from __future__ import annotations

import contextlib
import signal
import sys
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
            "Choose another one with --library DIR.",
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
        client = EngineClient(engine_command or default_engine_command(library))
        client.start()  # before anything is drawn: it loads while the window is being built

        from mediasearch.gui import languages

        languages.install(app, settings.text("language"))

        from mediasearch.gui.main_window import MainWindow
        from mediasearch.gui.theme import Theme

        theme = Theme(app, settings.text("theme"))
        window = MainWindow(library, settings, client, theme, roots)
        logs.install_excepthook(window.tell_of_a_bug)
        _end_on_interrupt(app, window.quit)
        window.show()
        try:
            return app.exec()
        finally:
            sys.excepthook = sys.__excepthook__
            client.stop()
    finally:
        logs.stop(handler)


def default_engine_command(library: Library) -> list[str]:
    """The command that starts the engine of ``library`` with this Python."""
    from mediasearch.paths import Library as Places

    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mediasearch"]
    place = [] if library == Places.default() else ["--library", str(library.data)]
    return [*program, "engine", "--kind", "window", *place]


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


def _end_on_interrupt(app: QApplication, close: object) -> None:
    """Ctrl+C in the terminal closes the window as a click would.

    Python runs signal handlers only between two of its instructions, and Qt's loop executes none while it waits; a
    socket that the interpreter writes to wakes it.
    """
    import socket

    from PySide6.QtCore import QSocketNotifier

    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        return
    inside, outside = socket.socketpair()
    inside.setblocking(False)
    outside.setblocking(False)
    signal.set_wakeup_fd(outside.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(inside.fileno(), QSocketNotifier.Type.Read, app)

    def woken() -> None:
        with contextlib.suppress(OSError):  # woken once more after the end
            inside.recv(64)

    def interrupted(*_: object) -> None:
        assert callable(close)
        close()

    notifier.activated.connect(woken)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)

    def over() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        inside.close()
        outside.close()

    app.aboutToQuit.connect(over)
