"""The models a person sees: what there is of each, getting one, changing to one, and what is told about it.

Long work runs in a job of its own (:mod:`mediasearch.models.launch`): this room starts it, hears it, stops it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.engine.loop import Loop, Timer
from mediasearch.engine.model_list import info_of, name_for, stopped_filling
from mediasearch.engine.rate import Rate
from mediasearch.engine.serving import Encoders
from mediasearch.engine.switching import Switching
from mediasearch.errors import MediaSearchError
from mediasearch.models import architectures, launch, places, registry
from mediasearch.models.events import Event
from mediasearch.models.launch import Action, Job
from mediasearch.models.places import Status
from mediasearch.models.registry import Entry
from mediasearch.paths import Library

if TYPE_CHECKING:
    from mediasearch.engine.indexer import Indexer
    from mediasearch.engine.store import Store

log = logging.getLogger(__name__)

#: Progress is told at most four times a second.
TELL_SECONDS = 0.25
#: A stopped job is waited for before its files are deleted.
PATIENCE_SECONDS = 5.0

#: What the person sees of a job's stages; the others are short.
_STAGES = {
    "downloading": "downloading",
    "importing": "downloading",
    "checking": "downloading",
    "preparing": "preparing",
}


@dataclass
class _Work:
    job: Job
    use: bool  #: change to the model when it is ready
    stage: str = "downloading"
    done: float = 0
    total: float = 0
    rate: Rate = field(default_factory=lambda: Rate(window=5.0))


class Models:
    """Runs on the owner loop; ``tell`` sends an event to everyone."""

    def __init__(
        self,
        loop: Loop,
        library: Library,
        store: Store,
        encoders: Encoders,
        indexer: Indexer,
        switching: Switching,
        tell: Callable[[protocol.Event], None],
    ) -> None:
        self._loop = loop
        self._library = library
        self._store = store
        self._encoders = encoders
        self._indexer = indexer
        self._switching = switching
        self._tell = tell
        self._works: dict[str, _Work] = {}
        self._asking: list[Job] = []
        self._statuses: dict[str, Status] = {}
        self._entries: list[Entry] | None = None
        self._timer: Timer | None = None
        self._told: list[protocol.ModelInfo] = []

    def stop(self) -> None:
        """End what is being fetched; it can go on another time."""
        for job in [*self._asking, *(work.job for work in self._works.values())]:
            job.stop()

    # --------------------------------------------------------------------------------------------- asked

    def carry_out(self, client: Client, message: protocol.Message) -> bool:
        """Whether the message was one about models.  Raises :class:`MediaSearchError`."""
        match message:
            case protocol.ListModels(request=request):
                self._look_again()
                client.send(protocol.ModelsReply(request, self.infos()))
            case protocol.AskModelSize(request=request, name=name):
                self._ask_size(client, request, name)
            case protocol.DownloadModel(request=request, name=name, use=use):
                self._download(self._entry(name), use)
                client.send(protocol.Done(request))
            case protocol.ImportModel(request=request, path=path, architecture=architecture, use=use):
                self._import(Path(path), architecture, use)
                client.send(protocol.Done(request))
            case protocol.StopModel(request=request, name=name):
                self._stop(self._entry(name).name)
                client.send(protocol.Done(request))
            case protocol.UseModel(request=request, name=name):
                self._use(self._entry(name).name)
                client.send(protocol.Done(request))
            case protocol.RemoveModel(request=request, name=name, vectors=vectors):
                self._remove(client, request, self._entry(name).name, vectors)
            case protocol.Architectures(request=request):
                self._architectures(client, request)
            case _:
                return False
        return True

    def _entry(self, name: str) -> Entry:
        known = {entry.name: entry for entry in self._known()}
        return known[name] if name in known else registry.find(name)

    def _ask_size(self, client: Client, request: int, name: str) -> None:
        entry = self._entry(name)

        def heard(event: Event) -> None:
            if event.stage == "size":
                answer: protocol.Event = protocol.ModelSize(
                    request, entry.name, int(event.total), event.free, event.host
                )
            elif event.stage in ("failed", "stopped"):
                answer = protocol.Failure(request, event.title or "The question was stopped", event.advice)
            else:
                return
            client.send(answer)
            self._loop.post(self._asked)

        self._asking.append(launch.start(self._library, "size", entry.name, heard))

    def _asked(self) -> None:
        self._asking = [job for job in self._asking if job.running]

    def _download(self, entry: Entry, use: bool) -> None:
        state = self._encoders.status(entry.name).state
        if state == "ready":
            if use:
                self._switching.use(entry.name)
            return
        work = self._works.get(entry.name)
        if work is not None:
            work.use = work.use or use
            return
        self._start("prepare" if state in ("source", "broken") else "download", entry.name, use)

    def _import(self, path: Path, architecture: str, use: bool) -> None:
        taken = {entry.name for entry in self._known()} | set(self._works)
        name = name_for(path, taken)
        self._start("import", name, use, file=path, architecture=architecture)

    def _start(self, action: Action, name: str, use: bool, file: Path | None = None, architecture: str = "") -> None:
        self._switching.troubles.pop(name, None)

        def heard(event: Event) -> None:
            self._loop.post(self._heard, name, event)

        job = launch.start(self._library, action, name, heard, file=file, architecture=architecture)
        self._works[name] = _Work(job, use, "preparing" if action == "prepare" else "downloading")
        self._entries = None
        self.changed()

    def _stop(self, name: str) -> None:
        work = self._works.get(name)
        if work is not None:
            work.job.stop()
        filling = self._switching.filling
        if filling is not None and filling.model.name == name:
            self._switching.stop()

    def _use(self, name: str) -> None:
        state = self._encoders.status(name).state
        if state == "ready" or name == self._store.serving.name:
            self._switching.use(name)
        elif name in self._works:
            self._works[name].use = True
        elif state in ("source", "broken"):
            self._start("prepare", name, use=True)
        else:
            raise MediaSearchError(
                f"The model {name} is not on this computer", f"Download it first: mediasearch model download {name}"
            )

    def _remove(self, client: Client, request: int, name: str, vectors: bool) -> None:
        if name == self._store.serving.name and self._store.serving.runner is not None:
            raise MediaSearchError(f"The model {name} is in use", "Change to another one first.")
        self._stop(name)
        self._switching.troubles.pop(name, None)
        if vectors:
            self._switching.forget(name)
        work = self._works.get(name)
        if name == registry.STARTER and vectors:  # it comes with the program: only its embeddings can go
            client.send(protocol.Done(request))
            return

        def remove() -> None:
            if work is not None:
                work.job.wait(PATIENCE_SECONDS)
            try:
                places.remove(self._library.models, name)
            except MediaSearchError as error:
                client.send(protocol.Failure(request, error.title, error.advice))
            else:
                client.send(protocol.Done(request))
            self._loop.post(self._look_again)
            self._loop.post(self.changed)

        threading.Thread(target=remove, name="remove model", daemon=True).start()

    def _architectures(self, client: Client, request: int) -> None:
        def look() -> None:  # reads a hundred files
            client.send(protocol.ArchitecturesReply(request, architectures.names()))

        threading.Thread(target=look, name="architectures", daemon=True).start()

    # -------------------------------------------------------------------------------------------- heard

    def _heard(self, name: str, event: Event) -> None:
        work = self._works.get(name)
        if work is None:
            return
        stage = _STAGES.get(event.stage)
        if stage is not None:
            if stage != work.stage:
                work.rate.reset()
            elif event.done > work.done:
                work.rate.add(int(event.done - work.done))
            work.stage, work.done, work.total = stage, event.done, event.total
        elif event.stage in ("complete", "ready", "failed", "stopped"):
            self._look_again()
        if event.stage in ("ready", "failed", "stopped"):
            del self._works[name]
            if event.stage == "failed":
                self._switching.troubles[name] = str(MediaSearchError(event.title, event.advice))
                log.warning("%s: %s", name, self._switching.troubles[name])
            elif event.stage == "ready":
                if work.use:
                    self._switching.use(name)
                else:
                    self._switching.reload(name)
        self.changed()

    def _look_again(self) -> None:
        self._entries = None
        self._statuses.clear()

    # --------------------------------------------------------------------------------------------- told

    def changed(self) -> None:
        """Something may be different; told at most so often."""
        if self._timer is None:
            self._timer = self._loop.after(TELL_SECONDS, self._tell_now)

    def _tell_now(self) -> None:
        self._timer = None
        infos = self.infos()
        if infos != self._told:
            self._told = infos
            self._tell(protocol.ModelsChanged(infos))

    def infos(self) -> list[protocol.ModelInfo]:
        ids: dict[str, int] = {row.name: row.id for row, _ in self._store.model_rows()}
        return [self._info(entry, ids.get(entry.name, 0)) for entry in self._known()]

    def _known(self) -> list[Entry]:
        if self._entries is None:
            entries = self._encoders.entries()
            names = {entry.name for entry in entries}
            # An import has no files yet, and the model that answers may have lost all of them.
            # What came to nothing stays with the reason until it is removed.
            others = [*self._works, *self._switching.troubles, self._store.serving.name]
            more = dict.fromkeys(name for name in others if name not in names)
            self._entries = entries + [Entry(name, name, templates={}) for name in more]
        return self._entries

    def _info(self, entry: Entry, model_id: int) -> protocol.ModelInfo:
        name = entry.name
        status = self._statuses.get(name)
        if status is None:
            status = self._statuses[name] = self._encoders.status(name)
        info = info_of(entry, status, self._store.vectors_of(model_id))
        info.trouble = self._switching.troubles.get(name) or status.trouble
        serving, filling = self._store.serving, self._switching.filling
        work = self._works.get(name)
        if work is not None:
            info.state, info.paused, info.trouble = work.stage, False, ""
            if work.stage == "preparing":  # a share of the whole, told in hundredths
                info.done, info.total = round(100 * work.done / (work.total or 1)), 100
            else:
                info.done, info.total = int(work.done), int(work.total)
                info.rate = round(work.rate.per_second(), 1)
                info.seconds_left = work.rate.seconds_left(int(work.total - work.done))
        elif name == serving.name:
            info.state = "active" if serving.runner is not None else "broken"
            info.vectors = self._store.vectors_of(serving.model_id)
            info.runtime = serving.runner.model.runtime if serving.runner is not None else ""
            info.trouble = info.trouble or (str(serving.trouble) if serving.trouble is not None else "")
        elif filling is not None and filling.model.name == name:
            rate = self._switching.rate
            info.state, info.paused = "filling", self._indexer.resting
            info.vectors = info.done = self._store.vectors_of(filling.model_id)
            info.total = max(info.done, self._store.counts().contents)
            info.runtime = filling.model.runtime
            if rate is not None and not info.paused:
                info.rate = round(rate.per_second(), 1)
                info.seconds_left = rate.seconds_left(info.total - info.done)
        elif status.state == "ready" and name in self._switching.stopped:
            stopped_filling(info, self._store.counts().contents)
        return info
