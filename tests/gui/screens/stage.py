"""A window whose engine is told what to answer, in the same process: states that take a real one hours, at once."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mediasearch import protocol
from mediasearch.gui.engine_client import Answered, EngineClient
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.theme import Theme
from mediasearch.paths import Library
from mediasearch.settings import Settings

#: Milliseconds that a state may take until nothing is under way any more.
PATIENCE = 30_000
#: Milliseconds for answers to come round the event loop once.
STEP = 3

#: Milliseconds; what is put off for longer is not waited for.
SOON = 600


@dataclass
class Facts:
    """What the engine knows.  ``best``: so many of ``hits`` are best matches, None where there are no bands."""

    roots: list[protocol.RootInfo] = field(default_factory=list)
    hits: list[protocol.Hit] = field(default_factory=list)
    best: int | None = None
    note: str = ""
    suggestion: str = ""
    total: int | None = None  #: contents that pass the filters; as many as there are hits, unless it is said
    progress: protocol.Progress | None = None
    models: list[protocol.ModelInfo] = field(default_factory=list)
    problems: list[protocol.Problem] = field(default_factory=list)
    searches: list[protocol.SavedSearch] = field(default_factory=list)
    concepts: list[protocol.ConceptInfo] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    folders: list[protocol.FolderInfo] = field(default_factory=list)
    values: dict[str, list[protocol.Value]] = field(default_factory=dict)
    model: str = "starter"


class StagedEngine(EngineClient):
    """Answers from :class:`Facts`, each time in the next turn of the event loop."""

    def __init__(self, facts: Facts) -> None:
        super().__init__([])
        self.facts = facts
        self._given = 0

    def start(self) -> None:
        QTimer.singleShot(0, self, self._begin)

    def stop(self) -> None:
        self._answers.clear()

    def restart(self) -> None:
        pass

    def tell(self, message: Any) -> None:
        """News of the engine."""
        self._dispatch(message)

    def request(self, message: Any, answered: Answered | None = None) -> int:
        number = super().request(message, answered)
        self._outbox.clear()
        if number:
            QTimer.singleShot(0, self, lambda: self.tell(replace(self._answer(message), request=number)))
        return number

    def _begin(self) -> None:
        roots = self.facts.roots
        self.tell(protocol.Ready(protocol.VERSION, "library", self.facts.model, len(self.facts.hits), roots))
        if self.facts.progress is not None:
            self.tell(self.facts.progress)

    def _answer(self, message: Any) -> Any:
        facts = self.facts
        if isinstance(message, protocol.Search):
            return self._search(message)
        if isinstance(message, protocol.Rows):
            return protocol.RowsReply(0, message.result, message.start, facts.hits[message.start : message.stop])
        if isinstance(message, protocol.Stack):
            return protocol.StackReply(0, facts.hits[:3], 12_000_000)
        if isinstance(message, protocol.ListModels):
            return protocol.ModelsReply(0, facts.models)
        if isinstance(message, protocol.AskModelSize):
            return protocol.ModelSize(0, message.name, 605_200_000, 40_000_000_000, "huggingface.co")
        if isinstance(message, protocol.Architectures):
            return protocol.ArchitecturesReply(0, ["ViT-B-32", "ViT-L-14"])
        if isinstance(message, protocol.ListProblems):
            return protocol.ProblemsReply(0, facts.problems)
        if isinstance(message, protocol.ListSearches):
            return protocol.SearchesReply(0, facts.searches)
        if isinstance(message, protocol.ListConcepts):
            return protocol.ConceptsReply(0, facts.concepts)
        if isinstance(message, protocol.Suggest):
            return protocol.Suggestions(0, facts.suggestions)
        if isinstance(message, protocol.ListFolders):
            paths = {each.path: each.path.rpartition("/")[0] for each in facts.folders}
            inside = set(paths.values())
            level = [
                replace(each, inside=each.path in inside)
                for each in facts.folders
                if paths[each.path] in message.levels
            ]
            return protocol.FoldersReply(0, message.root, level, message.levels)
        if isinstance(message, protocol.ListValues):
            return protocol.ValuesReply(0, message.name, facts.values.get(message.name, []))
        return protocol.Done(0)

    def _search(self, message: protocol.Search) -> protocol.SearchReply:
        facts = self.facts
        hits, best, months = list(facts.hits), None, []
        if message.sort == "date" or not (message.text or message.images):
            hits.sort(key=lambda hit: hit.taken_at or "", reverse=True)
            names = [(hit.taken_at or "")[:7] for hit in hits]
            months = [protocol.Month(name, len(list(run))) for name, run in groupby(names)]
        else:
            best = facts.best
        if best is not None:
            hits = [replace(hit, band="best" if at < best else "less", why=["looks"]) for at, hit in enumerate(hits)]
        self._given += 1
        count = len(hits)
        known = sum(root.files for root in facts.roots)
        return protocol.SearchReply(
            0, self._given, count, count if facts.total is None else facts.total,
            sum(root.indexed for root in facts.roots), known, protocol.pack(hit.content for hit in hits), hits,
            model=facts.model, note=facts.note, best=best, months=months, suggestion=facts.suggestion,
        )  # fmt: skip


@dataclass
class Stage:
    """One window and its engine."""

    window: MainWindow
    engine: StagedEngine

    def until(self, good: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not good():
            assert time.monotonic() < end, "the state was not reached"
            QTest.qWait(STEP)

    def settle(self) -> None:
        """Wait until all answers are there, thumbnails are painted and what is gone is deleted."""
        view = self.window.view
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QTest.qWait(STEP)
        if view.isVisible():
            self.until(lambda: view.thumbnails.idle)
        if self.window.viewer.isVisible():
            self.until(lambda: self.window.viewer.strip.thumbnails.idle)
        QTest.qWait(STEP)

    def open(self) -> None:
        """The engine has told all it knows when nothing was asked yet."""
        self.until(lambda: self.window.client.is_ready)
        if self.engine.facts.roots:
            self.until(lambda: self.window.showing.reply is not None)
        self.settle()

    def search(self, text: str) -> None:
        """Type ``text`` and wait for the answer."""
        from mediasearch.gui.query import Query

        before = self.window.showing.reply
        self.window.asking.ask(Query.read(text))
        self.until(lambda: self.window.showing.reply is not before)
        self.settle()

    def grab(self) -> QPixmap:
        """What is on the screen: the window, and over it dialogs and popups where they stand."""
        main = self.window
        picture = main.grab()
        painter = QPainter(picture)
        for each in self.shown()[1:]:
            at = each.pos() - main.pos()
            if isinstance(each, QDialog):  # the offscreen platform does not centre them
                at = main.rect().center() - each.rect().center()
                painter.fillRect(QRect(at, each.size()).adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 60))
            painter.drawPixmap(at, each.grab())
        painter.end()
        return picture

    def grab_front(self) -> QPixmap:
        """The dialog that is open, alone; otherwise what :meth:`grab` gives."""
        front = self.shown()[-1]
        return front.grab() if isinstance(front, QDialog) else self.grab()

    def stand_still(self) -> None:
        """Wait until nothing is about to happen by itself, and two pictures, one after the other, are the same.

        What would happen within seconds, on a slow machine already has, happens now; what is said stays.
        """
        for timer in self.window.notice.findChildren(QTimer):
            timer.stop()
        for timer in filter(_waits, self._timers()):
            timer.start(0)
        self.settle()
        self.until(lambda: not any(_waits(timer) and timer.interval() < SOON for timer in self._timers()))
        seen = [QImage()]

        def same() -> bool:
            seen.append(self.grab().toImage())
            return seen.pop(0) == seen[0]

        self.until(same)

    def _timers(self) -> list[QTimer]:
        return self.window.findChildren(QTimer)

    def shown(self) -> list[QWidget]:
        """The windows, dialogs, popups that are visible, the latest last."""
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        return sorted(shown, key=lambda each: each is not self.window)


def _waits(timer: QTimer) -> bool:
    """Whether something was put off: a search while typing, thumbnails cut anew, an entry in the history."""
    return timer.isActive() and timer.isSingleShot()


@contextlib.contextmanager
def staged(
    place: Path, facts: Facts, theme: Theme, size: Sequence[int] = (1180, 760), **settings: Any
) -> Iterator[Stage]:
    """A shown window in ``place`` whose engine knows ``facts``.  ``settings``: values that are not the defaults."""
    library = Library.at(place)
    library.create()
    chosen = Settings(library.settings)
    chosen["reduce_motion"] = "on"  # a picture of something that moves is another one each time
    for name, value in settings.items():
        chosen[name] = value
    engine = StagedEngine(facts)
    engine.start()
    window = MainWindow(library, chosen, engine, theme)
    window.resize(*size)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowExposed(window, PATIENCE)
    stage = Stage(window, engine)
    try:
        stage.open()
        yield stage
    finally:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for each in window.findChildren(QWidget):
            if each.isWindow() and each.isVisible():
                each.close()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
