"""Windows on real engines, which are given back when the test is over."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui import languages, sentences
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import ResultsView
from mediasearch.gui.theme import Theme
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.gui.desk import Desk
from tests.gui.opened import Opened
from tests.gui.window_support import PATIENCE
from tests.support.engine import CHECKOUT, colour_engine

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the offscreen platform cannot do is no fault of a window."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


class PatientBot(QtBot):
    """pytest-qt's, which gives up after five seconds unless told otherwise; a busy machine may need more."""

    @functools.wraps(QtBot.waitUntil)
    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    @functools.wraps(QtBot.waitSignal)
    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    @functools.wraps(QtBot.waitSignals)
    def waitSignals(self, signals: list[Any], *, timeout: int = PATIENCE, **options: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The window's looks; one for all tests, as it is one for the application."""
    found = qapp.findChild(Theme)
    if not isinstance(found, Theme):
        found = Theme(qapp, "light")
    found.choose("light")
    return found


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    """Afterwards the application speaks as it did."""
    font, locale = QFont(qapp.font()), QLocale()
    yield
    languages.install(qapp, "en")
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.setParent(None)
    sentences.forget()
    QLocale.setDefault(locale)
    QApplication.setFont(font)


@pytest.fixture
def open_window(library: Library, theme: Theme) -> Iterator[OpenWindow]:
    """``open_window(*roots, command=None)``: a shown window with an engine of its own (colours, by default)."""
    opened: list[MainWindow] = []

    def opener(*roots: object, command: list[str] | None = None) -> MainWindow:
        library.create()
        client = EngineClient(command or colour_engine(library, "window"))
        client.start()
        window = MainWindow(library, Settings(library.settings), client, theme, [str(root) for root in roots])
        window.resize(1000, 700)
        window.show()
        opened.append(window)
        return window

    yield opener
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ResultsView]:
    """A grid of four columns in a window of its own, without motion."""
    window = QWidget()
    QVBoxLayout(window).setContentsMargins(0, 0, 0, 0)
    made = ResultsView(ResultsModel(window), parent=window)
    made.set_motion(False)
    window.layout().addWidget(made)
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    yield made
    made.thumbnails.close()


@pytest.fixture
def desk(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A window on a scripted engine that is ready, the cursor in its search field."""
    monkeypatch.chdir(CHECKOUT)
    script = tmp_path / "script"
    script.write_text("serve")
    script.with_suffix(".finds").write_text("1 2 3")
    window = open_window(command=[sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
    made = Desk(window, script, qtbot)
    made.until(lambda: window.client.is_ready)
    window.activateWindow()
    window.search_bar.line.setFocus()
    made.until(window.search_bar.line.hasFocus)
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """There is no file manager to ask, and no program is started."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    handler = Opened()
    QDesktopServices.setUrlHandler("file", handler, "take")
    yield handler
    QDesktopServices.unsetUrlHandler("file")
