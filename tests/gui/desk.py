"""A window whose engine does what a test tells it (:mod:`tests.gui.scripted_engine`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.offers import Offers
from tests.gui.window_support import wait_until


@dataclass
class Desk:
    window: MainWindow
    script: Path
    qtbot: QtBot

    @property
    def offers(self) -> Offers:
        return self.window.recalling.offers

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.window.search_bar.line, text)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, wherever the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, held)

    def suggests(self, *texts: str) -> None:
        self.script.with_suffix(".suggests").write_text("\n".join(texts))

    def finds(self, *contents: int) -> None:
        self.script.with_suffix(".finds").write_text(" ".join(map(str, contents)))

    def heard(self, kind: type) -> list[protocol.Message]:
        heard = self.script.with_suffix(".heard")
        lines = heard.read_bytes().splitlines() if heard.exists() else []
        return [message for line in lines if isinstance(message := protocol.decode(line), kind)]

    def labels(self) -> list[str]:
        return [offer.label for offer in self.offers.offers()] if self.offers.isVisible() else []

    def until(self, good: Callable[[], object]) -> None:
        wait_until(self.qtbot, good)
