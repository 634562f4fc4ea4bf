"""Work on files beside the window: told how far it is, stopped by the person or by the end of the program."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

log = logging.getLogger("mediasearch.window")

Result = TypeVar("Result")


class _Bell(QObject):
    """Rung by the thread; kept alive by it, so that it never touches an object that is gone."""

    told = Signal(int)
    over = Signal(object)


class Job(QObject, Generic[Result]):
    """``work(tell)`` runs in a thread of its own; ``tell(done)`` is False once it is to stop.

    ``done`` gets what it returns, in the window's thread; None when it failed in a way that nobody foresaw (it is in
    the log).
    """

    told = Signal(int)

    def __init__(
        self, work: Callable[[Callable[[int], bool]], Result], done: Callable[[Result | None], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stopped = Event()
        self._done = done
        bell = self._bell = _Bell()
        bell.told.connect(self.told, Qt.ConnectionType.QueuedConnection)
        bell.over.connect(self._over, Qt.ConnectionType.QueuedConnection)
        stopped = self._stopped

        def tell(count: int) -> bool:
            bell.told.emit(count)
            return not stopped.is_set()

        def run() -> None:
            result: Result | None = None
            try:
                result = work(tell)
            except Exception:
                log.exception("work on files failed")
            finally:
                bell.over.emit(result)

        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)
        Thread(target=run, name="files").start()

    def stop(self) -> None:
        """Soon, leaving nothing half done."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def _over(self, result: Result | None) -> None:
        self._done(result)
        self.deleteLater()
