"""The engine: wires the catalog, the roots, the indexer and the queries to the messages of its clients."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from mediasearch import protocol, reasons
from mediasearch.encoders.process import Encoded, EncodeFailed, EncoderDied, Outcome
from mediasearch.engine import writing
from mediasearch.engine.clients import Client
from mediasearch.engine.commands import LibraryCommands, answer
from mediasearch.engine.housekeeping import Housekeeping
from mediasearch.engine.indexer import Indexer
from mediasearch.engine.lookups import LOOKUP_SECONDS, Lookups
from mediasearch.engine.loop import URGENT, Loop
from mediasearch.engine.mains import Mains
from mediasearch.engine.marks import Marks
from mediasearch.engine.models import Models
from mediasearch.engine.news import News
from mediasearch.engine.overview import Overview
from mediasearch.engine.previews import Previews
from mediasearch.engine.queries import Queries
from mediasearch.engine.report import Report
from mediasearch.engine.roots import Roots
from mediasearch.engine.runners import Runners, first_serving
from mediasearch.engine.saving import Saving
from mediasearch.engine.scanner import CALM_SECONDS
from mediasearch.engine.serving import Encoders, Runner
from mediasearch.engine.store import Store
from mediasearch.engine.switching import Switching
from mediasearch.engine.words import WordKeeper
from mediasearch.errors import MediaSearchError
from mediasearch.ingest import decoders
from mediasearch.ingest.workers import DecodePool
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import Decoded, Failed
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.paths import Library
from mediasearch.settings import Settings

log = logging.getLogger(__name__)

#: Looking at more files than these takes so long that the window's first query goes before it.
MANY = 20_000
#: Told when the decoding processes end or cannot be started, again and again.
DECODERS_STUCK = (
    "The system starts no processes that read pictures, so nothing can be indexed now",
    "Close other programs. It is tried again by itself.",
)


class Engine:
    """Owns one library until :meth:`run` returns."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        encoders: Encoders,
        catalog: Catalog,
        on_battery: Callable[[], bool] | None = None,
    ) -> None:
        """``on_battery``: asked from time to time, and indexing waits while it says so; None: it never waits."""
        self.library = library
        self.loop = Loop(self._bug)
        self._typing = False  # whether a window started this engine: whoever sits there comes before what is to be done
        self._calm = threading.Event()
        self._calm.set()
        self._catalog = catalog
        self.runners = Runners(
            encoders,
            settings,
            lambda runner, result: self.loop.post(self._encoded, runner, result, priority=URGENT),
            lambda tickets: self.loop.post(self.queries.pictures.dropped, tickets, priority=URGENT),
        )
        self.store = Store(
            catalog,
            first_serving(library, catalog, encoders, self.runners),
            ThumbnailStore(library.thumbnails),
            lambda added, removed: self.news.contents_changed(added, removed),
            self._trouble,
        )
        interrupted = catalog.interrupted()
        if interrupted:
            # Not held against them: decoders die in workers, and a worker's death is told.  They come last, alone.
            log.info("%d files were being read when the engine last ended", len(interrupted))
        max_pixels = settings.integer("max_megapixels") * 1_000_000
        self.pool = DecodePool(
            settings.integer("decode_workers"),
            float(settings.integer("decode_timeout")),
            settings.integer("worker_memory"),
            lambda result: self.loop.post(self._decoded, result),
            cores=settings.integer("cores"),
            on_stuck=lambda: self.loop.post(self._warn, *DECODERS_STUCK),
        )
        self.indexer = Indexer(
            self.loop,
            self.store,
            self.pool,
            max_pixels,
            self._changed,
            self._warn,
            lambda root: self.roots.doubt(root),
            lambda file: self.roots.look_for(file.root, file.path),
            lambda: self.switching.filled(),
        )
        self.indexer.serve(self.store.serving.runner)
        self.queries = Queries(
            self.loop,
            self.store,
            self.pool,
            self.store.serving,
            lambda: Catalog.open_readonly(library),
            max_pixels,
            library.backgrounds,
            self._calm,
            self.indexer.ask_for,
        )
        self.roots = Roots(
            self.loop,
            library,
            self.store,
            settings.integer("rescan_minutes") * 60.0,
            self.indexer.look,
            self._changed,
            self._warn,
            self._calm,
            lambda root: self.words.scanned(root),
        )
        self.saving = Saving(self.loop, self.store, self._warn_of)
        self.report = Report(self.store, self.roots, self.indexer, self.saving, str(library.data))
        self.news = News(self.loop, self.store, self.report)
        self._stopping = threading.Event()
        self.previews = Previews(
            self.loop, self.store, self.pool, max_pixels, lambda ready: self.news.broadcast(ready), self._stopping
        )
        self.switching = Switching(
            self.loop, library, self.store, encoders, self.runners, self.indexer, self.queries, self._switched
        )
        self.models = Models(
            self.loop, library, self.store, encoders, self.indexer, self.switching, self.news.broadcast
        )
        self.marks = Marks(self.loop, self.store, library.settings, lambda event: self.news.broadcast(event))
        self.words = WordKeeper(self.loop, self.store, self.pool, self.indexer, max_pixels, self._changed)
        self.lookups = Lookups(lambda: Catalog.open_readonly(library))
        self.mains = Mains(self.loop, self.indexer, on_battery, self._switched)
        self.overview = Overview(library)
        self.library_commands = LibraryCommands(
            self.store, self.roots, self.indexer, self.overview, self.report, self.news
        )
        self._window: Client | None = None
        self.housekeeping = Housekeeping(
            self.loop,
            library,
            self.store,
            self.indexer,
            self.roots,
            self.words,
            self.previews,
            self.saving,
            self._stopping,
        )
        self._trying = False  # whether a look at the disk is due, while nothing can be written

    # --------------------------------------------------------------------------------------------- life cycle

    def run(self) -> None:
        """Serve until a client says :class:`protocol.Quit` or :meth:`quit` is called."""
        self.loop.after(CALM_SECONDS if self._typing else 0.0, self.pool.start)  # or for the first file
        self.store.retry_with(decoders.versions())
        self.roots.start()
        self.switching.start()
        self.mains.watch()
        self.indexer.wake()
        self.words.look()
        self.housekeeping.start()
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
        self.models.stop()
        self.queries.stop(0.2)  # whatever it still loads ends with the process
        self.lookups.stop(0.2)
        self.indexer.shutdown()
        self.runners.stop()
        self.pool.stop()
        self.marks.finish()
        self.words.finish()
        self.overview.stop()
        self._catalog.close()
        for client in self.news.clients:
            client.close(0.3)

    # ------------------------------------------------------------------------------------------------ clients

    def join(self, client: Client, *, window: bool = False) -> None:
        """A peer has connected; the first thing it hears is :class:`protocol.Ready`."""
        if window:
            self._typing = True
            if self.store.counts().files > MANY:
                self._calm.clear()
        self.loop.post(self._join, client, window, priority=URGENT)

    def leave(self, client: Client) -> None:
        self.loop.post(self._leave, client, priority=URGENT)

    def received(self, client: Client, message: protocol.Message) -> None:
        """A message of a peer, from its reader thread."""
        self.loop.post(self._handle, client, message, priority=URGENT)

    def _join(self, client: Client, window: bool) -> None:
        self.news.clients.append(client)
        if window:
            self._window = client
            self.queries.warm()
            self.loop.after(LOOKUP_SECONDS, self.lookups.warm)
        client.send(self.report.ready())
        for notice in self._catalog.notices:
            client.send(protocol.Failure(0, notice))
        if self.store.serving.trouble is not None:
            client.send(protocol.Failure(0, reasons.MODEL_BROKEN, str(self.store.serving.trouble)))
        client.send(self.report.progress())
        client.send(protocol.ProblemsChanged(self.report.problem_count()))
        self.news.tell_again()

    def _leave(self, client: Client) -> None:
        if client in self.news.clients:
            self.news.clients.remove(client)
        if client is self._window:
            self.quit()

    # --------------------------------------------------------------------------------------------- commands

    def _handle(self, client: Client, message: protocol.Message) -> None:
        """Whatever happens, a request is answered: somebody waits for it."""
        if isinstance(message, protocol.Ping):
            answer(client, message.request)
            return
        self.housekeeping.asked()
        self.store.look_in_place()  # before anything is promised
        try:
            self._carry_out(client, message)
        except Exception as error:
            request = getattr(message, "request", 0)
            if request:
                title = getattr(error, "title", "Something went wrong inside Mediasearch")
                client.send(protocol.Failure(request, title, getattr(error, "advice", "The log says more.")))
            if not isinstance(error, MediaSearchError):
                raise

    def _carry_out(self, client: Client, message: protocol.Message) -> None:
        match message:
            case protocol.Search():
                self.queries.search(client, message)
            case protocol.Rows():
                self.queries.rows(client, message)
            case protocol.Stack():
                self.queries.stack(client, message)
            case protocol.SetPaused(request=request, paused=paused):
                self.indexer.hold("paused", paused)
                self.mains.want_anyway(not paused)
                self._switched()
                answer(client, request)
            case protocol.GetStatus(request=request):
                client.send(self.report.status(request))
                self.news.tell_again()
            case protocol.MakeThumbnail(content=content):
                self.previews.make(content)
            case protocol.RaiseWindow(request=request):
                if self._window is None:
                    client.send(protocol.Failure(request, "No window is open on this library"))
                else:
                    self._window.send(message)
                    answer(client, request)
            case protocol.Quit():
                if client is self._window or self._window is None:
                    self.quit()
            case _ if self.library_commands.carry_out(client, message) or self.marks.carry_out(client, message):
                pass
            case _ if self.lookups.carry_out(client, message):
                pass
            case _ if self.models.carry_out(client, message):
                pass
            case _:
                log.warning("%s sent %s, which is no command", client.name, type(message).__name__)

    # --------------------------------------------------------------------------------------- finished work

    def _decoded(self, result: Decoded | Failed) -> None:
        """Of a preview; the indexer's own files and query pictures have their own ways back."""
        self.previews.decoded(result)

    def _encoded(self, runner: Runner, result: Outcome) -> None:
        match result:
            case Encoded(ticket=ticket) if ticket > 0:
                self.queries.pictures.encoded(result)
            case Encoded():
                self.indexer.encode_done(runner, result)
            case EncodeFailed(ticket=ticket) if ticket > 0:
                self.queries.pictures.trouble(result)
            case EncodeFailed():
                self.indexer.encode_failed(runner, result)
            case EncoderDied():
                self.queries.pictures.trouble(result)
                self.indexer.encoder_died(runner, result)

    # ------------------------------------------------------------------------------------------------ trouble

    def _changed(self) -> None:
        self.news.something_changed()
        if self.switching.filling is not None:
            self.models.changed()

    def _switched(self) -> None:
        self.news.something_changed()
        self.models.changed()

    def _warn(self, title: str, advice: str) -> None:
        self.news.broadcast(protocol.Failure(0, title, advice))

    def _warn_of(self, error: MediaSearchError | None) -> None:
        """Something is the matter, or is over; the list of problems has it meanwhile."""
        if error is not None:
            self._warn(error.title, error.advice)
        self.news.something_changed()

    def _trouble(self, error: MediaSearchError | None) -> None:
        if error is None:
            self.roots.rescan(0)  # what was found while nothing could be written is found again
            self.indexer.look()
        elif not self._trying:
            self._trying = True
            self.loop.after(writing.RETRY_SECONDS, self._try_writing)
        self._warn_of(error)

    def _try_writing(self) -> None:
        self.store.retry_writing()
        self._trying = bool(self.store.trouble)
        if self._trying:
            self.loop.after(writing.RETRY_SECONDS, self._try_writing)

    def _bug(self, error: BaseException) -> None:
        if isinstance(error, MediaSearchError):  # no bug: the disk did not let the catalog be read, say
            self._warn(error.title, error.advice)
            return
        text = f"{type(error).__name__}: {error}"
        self.news.broadcast(
            protocol.Failure(0, "Something went wrong inside Mediasearch", f"The log says more ({text}).")
        )
