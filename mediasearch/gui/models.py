"""What the engine tells of models, and what the person asks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import Answered, EngineClient
from mediasearch.protocol import ModelInfo

STARTER: Final = "starter"
HUB: Final = "hf-hub:"
#: A model in one of these is on its way, unless it was stopped.
ON_ITS_WAY: Final = frozenset({"downloading", "preparing", "filling"})
_FETCHED: Final = frozenset({"downloading", "preparing"})


class Models(QObject):
    """The list, always as the engine told it last: the recommended model first, the one that comes with us last."""

    changed = Signal()
    refused = Signal(str, str)  #: the name of a model, and why what was asked of it is not done

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._interrupted: set[str] = set()
        self.infos: list[ModelInfo] = []
        client.models_changed.connect(lambda event: self._take(event.models))
        client.ready.connect(self._engine_ready)

    # ------------------------------------------------------------------------------------------------ what there is

    def find(self, name: str) -> ModelInfo | None:
        return next((info for info in self.infos if info.name == name), None)

    @property
    def active(self) -> ModelInfo | None:
        """The one that answers; None while none does."""
        return next((info for info in self.infos if info.state == "active"), None)

    @property
    def broken(self) -> ModelInfo | None:
        """The one that should answer and cannot."""
        if self.active is not None:
            return None
        return next((info for info in self.infos if info.state == "broken"), None)

    @property
    def coming(self) -> ModelInfo | None:
        """One that is on its way, or was stopped there; what moves comes before what stands."""
        coming = [info for info in self.infos if info.state in ON_ITS_WAY]
        return min(coming, key=lambda info: info.paused, default=None)

    @property
    def recommended(self) -> ModelInfo | None:
        return next((info for info in self.infos if info.recommended), None)

    def look(self) -> None:
        """Ask for the list; it is told by itself when something changes."""
        self._client.request(protocol.ListModels(0), self._listed)

    def _engine_ready(self) -> None:
        # Jobs end with their engine.  What nobody stopped goes on with the next one.
        self._interrupted = {info.name for info in self.infos if info.state in _FETCHED and not info.paused}
        self.look()

    def _listed(self, event: protocol.Event) -> None:
        if not isinstance(event, protocol.ModelsReply):
            return
        interrupted, self._interrupted = self._interrupted, set()
        self._take(event.models)
        for info in event.models:
            if info.name in interrupted and info.paused and info.state in _FETCHED:
                self.download(info.name)

    def _take(self, infos: list[ModelInfo]) -> None:
        self.infos = sorted(infos, key=lambda info: (not info.recommended, info.name == STARTER))
        self.changed.emit()

    # ------------------------------------------------------------------------------------------------ what is asked

    def ask_size(self, name: str, answered: Answered) -> int:
        """The one question that goes to a server; the number is for :meth:`forget`."""
        return self._client.request(protocol.AskModelSize(0, name), answered)

    def forget(self, number: int) -> None:
        """The answer is no longer wanted."""
        self._client.forget(number)

    def download(self, name: str) -> None:
        """Download, or go on with it; then prepare it and change to it."""
        self._request(name, protocol.DownloadModel(0, name))

    def take_file(self, path: str, architecture: str) -> None:
        """Import a safetensors file and change to it."""
        self._request("", protocol.ImportModel(0, path, architecture))

    def stop(self, name: str) -> None:
        self._request(name, protocol.StopModel(0, name))

    def use(self, name: str) -> None:
        """Change to a model that is there; once more for one that fills: without what cannot be read now."""
        self._request(name, protocol.UseModel(0, name))

    def remove(self, name: str, vectors: bool) -> None:
        """Delete its files, and with ``vectors`` what it knows about pictures."""
        self._request(name, protocol.RemoveModel(0, name, vectors))

    def architectures(self, answered: Callable[[list[str]], None]) -> None:
        """The names for :meth:`take_file`."""

        def listed(event: protocol.Event) -> None:
            if isinstance(event, protocol.ArchitecturesReply):
                answered(event.names)

        self._client.request(protocol.Architectures(0), listed)

    def _request(self, name: str, message: protocol.Command) -> None:
        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self.refused.emit(name, messages.failure(event))
            self.look()

        self._client.request(message, answered)
