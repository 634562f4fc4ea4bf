"""The engine: wires the catalog, the roots, the indexer and the queries to the messages of its clients."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch import protocol
from mediasearch.encoders.base import ImageEncoder, Model, TextEncoder
from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied, EncoderProcess
from mediasearch.engine.clients import Client
from mediasearch.engine.indexer import Indexer
from mediasearch.engine.loop import URGENT, Loop, Timer
from mediasearch.engine.queries import Queries
from mediasearch.engine.roots import Roots
from mediasearch.engine.store import Store
from mediasearch.ingest.decode import DecodeTask
from mediasearch.ingest.workers import DecodePool
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Decoded, Failed, PendingFile, RootState
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from mediasearch.settings import Settings

if TYPE_CHECKING:
    from mediasearch.library.vectors import Graph, Snapshot

log = logging.getLogger(__name__)

#: At most one progress line and one change notice in this time.
NEWS_SECONDS = 0.3
#: A content without a file is kept this long, in case the file only moved; gone from disk within a minute.
ORPHAN_SECONDS = 20.0
#: How often orphans are collected and the index is looked after.
HOUSEKEEPING_SECONDS = 10.0
#: Vectors that may be lost from the index *cache* by a kill; they are read from the catalog at the next start.
SAVE_EVERY = 20_000
#: While nothing can be written, it is tried again this often.
TROUBLE_SECONDS = 5.0
#: An engine that died while these files were decoded this often has probably died of them.
MAX_INTERRUPTIONS = 5


@dataclass(frozen=True)
class Encoders:
    """How the towers of the model are opened.  ``image`` is pickled into the encoder process."""

    model: Model
    image: Callable[[], ImageEncoder]
    text: Callable[[], TextEncoder]


class Engine:
    """Owns one library until :meth:`run` returns."""

    def __init__(self, library: Library, settings: Settings, encoders: Encoders, catalog: Catalog) -> None:
        self.library = library
        self.loop = Loop(self._bug)
        self.model = encoders.model
        self._catalog = catalog
        model_id = catalog.ensure_model(encoders.model)
        catalog.set_active_model(model_id)
        index = VectorIndex(library.vectors, encoders.model.identity, encoders.model.dimension)
        index.load(catalog, model_id)
        self.store = Store(
            catalog, index, ThumbnailStore(library.thumbnails), model_id, self._contents_changed, self._trouble
        )
        for file, attempts in catalog.interrupted():
            if attempts >= MAX_INTERRUPTIONS:
                self.store.record_failures([Failed(file, "crashed")], quarantine=True)
        self._max_pixels = max_pixels = settings.integer("max_megapixels") * 1_000_000
        self.pool = DecodePool(
            settings.integer("decode_workers"),
            float(settings.integer("decode_timeout")),
            settings.integer("worker_memory"),
            lambda result: self.loop.post(self._decoded, result),
        )
        self.encoder = EncoderProcess(
            encoders.image,
            lambda result: self.loop.post(self._encoded, result, priority=URGENT),
            size=encoders.model.preprocess.size,
            idle_seconds=settings.integer("encoder_idle_seconds"),
        )
        self.indexer = Indexer(
            self.loop, self.store, self.pool, self.encoder, self.model, max_pixels, self._progress_changed
        )
        self.queries = Queries(self.loop, self.store, self.pool, self.encoder, self.model, encoders.text, max_pixels)
        self.roots = Roots(
            self.loop,
            library,
            self.store,
            settings.integer("rescan_minutes") * 60.0,
            self.indexer.wake,
            self._roots_changed,
            self._warn,
        )
        self._clients: list[Client] = []
        self._window: Client | None = None
        self._previews: set[int] = set()
        self._stopping = threading.Event()
        self._added = self._removed = 0
        self._news: Timer | None = None
        self._last_roots: list[protocol.RootInfo] | None = None
        self._problem_count = -1
        self._last_progress: protocol.Progress | None = None
        self._graph_building = False
        self._last_activity = time.monotonic()

    # --------------------------------------------------------------------------------------------- life cycle

    def run(self) -> None:
        """Serve until a client says :class:`protocol.Quit` or :meth:`quit` is called."""
        self.roots.start()
        self.indexer.wake()
        self.loop.after(HOUSEKEEPING_SECONDS, self._housekeeping)
        try:
            self.loop.run()
        finally:
            self._shut_down()

    def quit(self) -> None:
        """May be called from any thread."""
        self.loop.stop()

    def _shut_down(self) -> None:
        self._stopping.set()
        self.roots.stop()
        self.queries.stop()
        self.indexer.shutdown()
        self.encoder.stop()
        self.pool.stop()
        self._catalog.close()
        for client in self._clients:
            client.close(0.3)

    # ------------------------------------------------------------------------------------------------ clients

    def join(self, client: Client, *, window: bool = False) -> None:
        """A peer has connected; the first thing it hears is :class:`protocol.Ready`."""
        self.loop.post(self._join, client, window, priority=URGENT)

    def leave(self, client: Client) -> None:
        self.loop.post(self._leave, client, priority=URGENT)

    def received(self, client: Client, message: protocol.Message) -> None:
        """A message of a peer, from its reader thread."""
        self.loop.post(self._handle, client, message, priority=URGENT)

    def _join(self, client: Client, window: bool) -> None:
        self._clients.append(client)
        if window:
            self._window = client
        client.send(
            protocol.Ready(
                version=protocol.VERSION,
                library=str(self.library.data),
                model=self.model.name,
                contents=self.store.counts().contents,
                roots=self._root_infos(),
                paused=self.indexer.paused,
            )
        )
        for notice in self._catalog.notices:
            client.send(protocol.Failure(0, notice))
        client.send(self._progress())
        client.send(protocol.ProblemsChanged(self._count_problems()))

    def _leave(self, client: Client) -> None:
        if client in self._clients:
            self._clients.remove(client)
        if client is self._window:
            self.quit()

    def _broadcast(self, event: protocol.Event) -> None:
        for client in self._clients:
            client.send(event)

    # --------------------------------------------------------------------------------------------- commands

    def _handle(self, client: Client, message: protocol.Message) -> None:
        match message:
            case protocol.Search():
                self.queries.search(client, message)
            case protocol.Rows():
                self.queries.rows(client, message)
            case protocol.AddRoots(request=request, paths=paths):
                complaint = self.roots.add(paths)
                self._answer(client, request, complaint)
            case protocol.RemoveRoot(request=request, root=root):
                self.indexer.forget()
                self.roots.remove(root)
                self._answer(client, request)
            case protocol.Rescan(request=request, root=root):
                self.roots.rescan(root)
                self._answer(client, request)
            case protocol.SetPaused(request=request, paused=paused):
                self.indexer.pause(paused)
                self._progress_changed()
                self._roots_changed()
                self._answer(client, request)
            case protocol.GetStatus(request=request):
                client.send(self._status(request))
            case protocol.ListProblems(request=request):
                client.send(protocol.ProblemsReply(request, self._problems()))
            case protocol.RetryFiles(request=request, problems=problems):
                self.store.retry(problems or None)
                self.indexer.wake()
                self._progress_changed()
                self._answer(client, request)
            case protocol.IgnoreFiles(request=request, problems=problems):
                self.store.ignore(problems)
                self._progress_changed()
                self._answer(client, request)
            case protocol.ConfirmMissing(request=request, root=root, forget=forget):
                self.roots.confirm(root, forget)
                self._answer(client, request)
            case protocol.MakeThumbnail(content=content):
                self._make_thumbnail(client, content)
            case protocol.RaiseWindow(request=request):
                if self._window is None:
                    client.send(protocol.Failure(request, "No window is open on this library"))
                else:
                    self._window.send(message)
                    self._answer(client, request)
            case protocol.Quit():
                if client is self._window or self._window is None:
                    self.quit()
            case _:
                log.warning("%s sent %s, which is no command", client.name, type(message).__name__)

    def _answer(self, client: Client, request: int, complaint: Exception | None = None) -> None:
        if complaint is None:
            client.send(protocol.Done(request))
        else:
            client.send(protocol.Failure(request, getattr(complaint, "title", ""), getattr(complaint, "advice", "")))

    # ------------------------------------------------------------------------------------------------ previews

    def _make_thumbnail(self, client: Client, content: int) -> None:
        """The preview cache may have been emptied by hand: decode the picture once more."""
        path = self.store.preview_of(content)
        if path is not None:
            client.send(protocol.ThumbnailReady(content, path))
            return
        file = self.store.catalog.file_of(content)
        try:
            found = Path(file).stat() if file is not None else None
        except OSError:
            found = None
        if file is None or found is None:
            client.send(protocol.ThumbnailReady(content, None))
        elif content not in self._previews:
            self._previews.add(content)
            task = PendingFile(-content, 0, b"", file, found.st_size, found.st_mtime_ns, 0)
            self.pool.submit(DecodeTask(task, self.model.preprocess, self._max_pixels))

    def _preview_decoded(self, content: int, result: Decoded | Failed) -> None:
        self._previews.discard(content)
        if isinstance(result, Decoded) and result.thumbnail:
            self.store.put_preview(result.content_hash, result.thumbnail)
        self._broadcast(protocol.ThumbnailReady(content, self.store.preview_of(content)))

    # --------------------------------------------------------------------------------------- finished work

    def _decoded(self, result: Decoded | Failed) -> None:
        if result.file < 0:  # a preview: the number is its content's
            self._preview_decoded(-result.file, result)
        else:
            self._last_activity = time.monotonic()
            self.indexer.decoded(result)

    def _encoded(self, result: Encoded | EncodeFailed | EncoderDied) -> None:
        match result:
            case Encoded(ticket=ticket):
                (self.queries.picture_encoded if ticket > 0 else self.indexer.encode_done)(result)
            case EncodeFailed(ticket=ticket):
                (self.queries.encoder_trouble if ticket > 0 else self.indexer.encode_failed)(result)
            case EncoderDied():
                self.queries.encoder_trouble(result)
                self.indexer.encoder_died(result)

    # -------------------------------------------------------------------------------------------------- news

    def _contents_changed(self, added: int, removed: int) -> None:
        self._added += added
        self._removed += removed
        self._tell_soon()

    def _progress_changed(self) -> None:
        self._tell_soon()

    def _roots_changed(self) -> None:
        self._tell_soon()

    def _tell_soon(self) -> None:
        if self._news is None:
            self._news = self.loop.after(NEWS_SECONDS, self._tell)

    def _tell(self) -> None:
        self._news = None
        if self._added or self._removed:
            self._broadcast(
                protocol.LibraryChanged(self.store.generation, self.store.counts().contents, self._added, self._removed)
            )
            self._added = self._removed = 0
        progress = self._progress()
        if progress != self._last_progress:
            self._last_progress = progress
            self._broadcast(progress)
        roots = self._root_infos()
        if roots != self._last_roots:
            self._last_roots = roots
            self._broadcast(protocol.RootsChanged(roots))
        problems = self._count_problems()
        if problems != self._problem_count:
            self._problem_count = problems
            self._broadcast(protocol.ProblemsChanged(problems))
        if progress.state not in ("idle", "paused"):
            self._tell_soon()

    def _progress(self) -> protocol.Progress:
        counts = self.store.counts()
        if self.indexer.paused:
            state = "paused"
        elif counts.pending:
            state = "indexing"
        elif self.roots.scanning:
            state = "scanning"
        else:
            state = "idle"
        done = self.indexer.done if counts.pending else 0
        rate = self.indexer.rate
        return protocol.Progress(
            state=state,
            done=done,
            total=done + counts.pending,
            rate=round(rate.per_second(), 1),
            seconds_left=rate.seconds_left(counts.pending),
            problems=counts.failed,
            skipped=counts.skipped,
            encoded=self.indexer.encoded,
        )

    def _root_infos(self) -> list[protocol.RootInfo]:
        counts = self.store.root_counts()
        infos = []
        for root in self.store.roots():
            row = counts.get(root.id)
            state = self.roots.state(root)
            if row is None:
                infos.append(protocol.RootInfo(root.id, root.path, state))
                continue
            if state == RootState.READY and row.pending:
                state = "indexing"
            if state in (RootState.READY, "indexing") and self.indexer.paused and row.pending:
                state = "paused"
            infos.append(
                protocol.RootInfo(
                    root.id, root.path, state, row.files, row.indexed, row.pending, row.failed, row.skipped, row.held
                )
            )
        return infos

    def _status(self, request: int) -> protocol.StatusReply:
        return protocol.StatusReply(
            request=request,
            model=self.model.name,
            vectors=self._catalog.vector_count(self.store.model_id),
            roots=self._root_infos(),
            failed=[problem for problem in self._problems() if problem.kind == "file"],
            skipped=self._catalog.skipped_counts(),
            encoded=self.indexer.encoded,
        )

    def _problems(self) -> list[protocol.Problem]:
        problems = [
            protocol.Problem(
                problem.id, "file", problem.path, problem.reason, problem.detail, problem.root, problem.since
            )
            for problem in self.store.problems()
        ]
        for root in self._root_infos():
            if root.state == RootState.OFFLINE:
                reason = self.roots.offline_reason(root.id) or "The folder is not connected."
                problems.insert(0, protocol.Problem(root.id, "root-offline", root.path, reason, root=root.id))
            if root.held:
                sentence = f"{root.held} files disappeared at once. They are kept until you say what happened."
                problems.insert(
                    0, protocol.Problem(root.id, "root-held", root.path, sentence, str(root.held), root=root.id)
                )
        if self.store.trouble:
            problems.insert(0, protocol.Problem(0, "engine", str(self.library.data), self.store.trouble))
        return problems

    def _count_problems(self) -> int:
        infos = self._root_infos()
        held = sum(1 for root in infos if root.held)
        offline = sum(1 for root in infos if root.state == RootState.OFFLINE)
        return self.store.counts().failed + held + offline + bool(self.store.trouble)

    def _warn(self, title: str, advice: str) -> None:
        self._broadcast(protocol.Failure(0, title, advice))

    def _trouble(self, sentence: str) -> None:
        if sentence:
            title, _, advice = sentence.partition(". ")
            self._broadcast(protocol.Failure(0, title, advice))
            self.loop.after(TROUBLE_SECONDS, self._try_writing)
        else:
            self.indexer.wake()
        self._progress_changed()

    def _try_writing(self) -> None:
        self.store.retry_writing()
        if self.store.trouble:
            self.loop.after(TROUBLE_SECONDS, self._try_writing)

    def _bug(self, error: BaseException) -> None:
        text = f"{type(error).__name__}: {error}"
        self._broadcast(protocol.Failure(0, "Something went wrong inside Mediasearch", f"The log says more ({text})."))

    # ------------------------------------------------------------------------------------------- housekeeping

    def _housekeeping(self) -> None:
        self.loop.after(HOUSEKEEPING_SECONDS, self._housekeeping)
        self.store.collect_orphans(ORPHAN_SECONDS)
        idle = not self.indexer.busy and not self.roots.scanning
        if self.store.unsaved and (idle or self.store.unsaved >= SAVE_EVERY):
            self.store.save_index()
        if self.store.index.needs_graph() and not self._graph_building:
            self._graph_building = True
            threading.Thread(target=self._build_graph, args=(self.store.snapshot(),), name="graph", daemon=True).start()

    def _build_graph(self, snapshot: Snapshot) -> None:
        """Aside, on a thread: minutes for a million vectors.  Until it is adopted the search stays exact."""
        from mediasearch.library.vectors import build_graph

        graph = build_graph(snapshot, self._stopping)
        self.loop.post(self._adopt_graph, graph)

    def _adopt_graph(self, graph: Graph | None) -> None:
        self._graph_building = False
        if graph is not None:
            self.store.index.adopt(graph)
            self.store.unsaved += 1
