"""Catalog, index and previews as one thing that changes together; used by the owner loop only."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.engine.facts import Facts
from mediasearch.engine.serving import Runner, Serving
from mediasearch.engine.writing import Writing
from mediasearch.errors import LibraryDamagedError, MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.models import Wanted
from mediasearch.library.records import Change, Decoded, Failed, PendingFile, Root
from mediasearch.library.roots import Forgetting
from mediasearch.library.thumbnails import ThumbnailStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediasearch.encoders.base import Model
    from mediasearch.library.outcomes import Collected
    from mediasearch.library.texts import WordsRead
    from mediasearch.library.troubles import TroubleKind

log = logging.getLogger(__name__)

#: Contents forgotten at a time, so that a query can come in between.
ORPHANS = 500


class Store(Facts, Writing):
    """``on_change(added, removed)`` after contents came or went; ``on_trouble(error)``, None when it is over."""

    def __init__(
        self,
        catalog: Catalog,
        serving: Serving,
        thumbnails: ThumbnailStore,
        on_change: Callable[[int, int], None],
        on_trouble: Callable[[MediaSearchError | None], None],
    ) -> None:
        Facts.__init__(self, catalog, serving, thumbnails)
        Writing.__init__(self, on_trouble)
        self.generation = 0
        self.recorded = 0  #: batches recorded for the model that serves
        self.strays = True  #: whether there may be previews that belong to nothing, as after a kill
        self.unsaved = 0  #: vectors added or removed since the index was last being saved
        self._on_change = on_change
        self._gone: set[int] | None = None
        self.on_rows: Callable[[], None] = _nothing  #: called after rows of any kind have changed
        self.words_pending: Callable[[], bool] = _no  #: whether words have changed that will be found in a moment

    # ----------------------------------------------------------------------------------------------- models

    def gather(self) -> None:
        """Note which contents are forgotten from now until :meth:`serve`, for an index that is being loaded aside."""
        self._gone = set()

    def serve(self, serving: Serving) -> bool:
        """Let another model answer: its index, which was loaded aside, is brought up to date, then one transaction.

        False when nothing could be read or written; the old one answers on.
        """

        def write() -> bool:
            serving.index.catch_up(self.catalog, serving.model_id, self._gone or ())
            self.catalog.set_active_model(serving.model_id)
            return True

        if not self._write(write, "the change of the model"):
            return False
        self._gone = None
        self.serving = serving
        self._changed(0, 0)
        self.generation += 1
        self._on_change(0, 0)
        return True

    def ensure_model(self, model: Model) -> int | None:
        """Its id; None when nothing could be written."""
        return self._write(lambda: self.catalog.ensure_model(model), "the choice of the model")

    def want_model(self, model_id: int, wanted: Wanted) -> bool:
        def write() -> bool:
            self.catalog.want_model(model_id, wanted)
            return True

        return bool(self._write(write, "the choice of the model"))

    def note_complete(self, model_id: int) -> None:
        self._write(lambda: self.catalog.note_complete(model_id), "the choice of the model")

    def forget_embeddings(self, model_id: int, limit: int) -> int | None:
        """How many are gone; None when nothing could be written."""
        self._vectors = None
        return self._write(lambda: self.catalog.forget_embeddings(model_id, limit), "the library")

    # --------------------------------------------------------------------------------------------- indexing

    def pending(self, model_id: int, limit: int, exclude: Collection[int]) -> list[PendingFile]:
        """The next files to decode; none also when the catalog, which notes that nothing is left, cannot be written."""
        return self._write(lambda: self.catalog.pending(model_id, limit, exclude), "the library") or []

    def pending_among(self, model_id: int, files: Sequence[int], exclude: Collection[int]) -> list[PendingFile]:
        return self._write(lambda: self.catalog.pending_among(model_id, files, exclude), "the library") or []

    def start_attempts(self, files: Sequence[int]) -> bool:
        def write() -> bool:
            self.catalog.start_attempts(files)
            return True

        return bool(self._write(write, "the progress of indexing"))

    def release_attempts(self, files: Sequence[int]) -> None:
        if files:
            self._write(lambda: self.catalog.release_attempts(files), "the progress of indexing")

    def record(self, runner: Runner, outcomes: Sequence[tuple[Decoded, NDArray[np.float32] | None]]) -> bool:
        """Previews, rows and vectors of a batch, all made by ``runner``.

        False when nothing could be written, then all of it is to be tried again.
        """
        import numpy as np

        def write() -> bool:
            for decoded, _ in outcomes:
                if decoded.thumbnail:
                    self._keep_preview(decoded)
            recorded = self.catalog.record(runner.model_id, outcomes, runner.model.identity)
            if self._vectors is not None:
                self._vectors[runner.model_id] = self._vectors.get(runner.model_id, 0) + len(recorded)
            self.recorded += runner.model_id == self.model_id
            if recorded and runner.model_id == self.model_id:
                self.index.add(
                    np.array([row.embedding for row in recorded], dtype=np.int64),
                    np.array([row.content for row in recorded], dtype=np.int64),
                    np.stack([row.vector for row in recorded]).astype(np.float32),
                )
                self.unsaved += len(recorded)
            # A file of a content that is known is news too: one that came back, or another copy.
            known = sum(decoded.known for decoded, _ in outcomes)
            self._changed(sum(row.new_content for row in recorded) + known, 0)
            return True

        return bool(self._write(write, "the new pictures"))

    def _keep_preview(self, decoded: Decoded) -> None:
        """A preview is a cache: when it cannot be written, the picture is found all the same."""
        try:
            self._put(decoded.content_hash, decoded.thumbnail)
        except OSError as error:
            log.error("a preview could not be written: %s", error)

    def _put(self, content_hash: str, jpeg: bytes) -> None:
        try:
            self.thumbnails.put(content_hash, jpeg)
        except BaseException:
            self.strays = True  # a disk that refuses to write may have refused to take back what was begun
            raise

    def record_failures(self, failures: Sequence[Failed], quarantine: bool = False) -> None:
        self._write(lambda: self.catalog.record_failures(failures, quarantine=quarantine), "a problem")
        self._changed(0, 0)

    def apply(self, changes: Sequence[Change]) -> bool:
        """Whether there may be something new to do."""
        applied = self._write(lambda: self.catalog.apply(changes), "changes in your folders")
        if applied is None:
            return False
        self._changed(0, len(applied.contents) if applied.contents else 0)
        return True

    # ------------------------------------------------------------------------------------------------ roots

    def add_root(self, path: str) -> Root:
        root = self.catalog.add_root(path)
        self._changed(0, 0)
        return root

    def begin_forgetting(self, root: int, what: Forgetting) -> bool:
        """Whether it was noted; otherwise :attr:`trouble` says why not."""

        def write() -> bool:
            self.catalog.begin_forgetting(root, what)
            return True

        done = bool(self._write(write, "the library"))
        self._changed(0, 0)
        return done

    def forget_some(self, root: int, limit: int) -> bool | None:
        """Whether there is more; None when nothing could be written."""
        forgotten = self._write(lambda: self.catalog.forget_some(root, limit), "the library")
        if forgotten is None:
            return None
        if forgotten.collected.contents:
            self._collected(forgotten.collected)
        else:
            self._changed(0, forgotten.files)
        return forgotten.more

    def set_root(self, root: int, *, state: str | None = None, identity: str | None = None) -> None:
        self._write(lambda: self.catalog.set_root(root, state=state, identity=identity), "a folder's state")
        self._changed(0, 0)

    def move_root(self, root: int, path: str, identity: str) -> None:
        self.catalog.move_root(root, path, identity)
        self._changed(0, 0)

    def hold(self, root: int, files: Sequence[int]) -> None:
        self._write(lambda: self.catalog.hold(root, files), "a folder's state")
        self._changed(0, 0)

    def note_troubles(self, root: int, kind: TroubleKind, found: Mapping[bytes, str]) -> None:
        """These are the troubles of this kind that the root has now."""
        known = {each.path: each.sentence for each in self.troubles() if (each.root, each.kind) == (root, kind)}
        if known != found:
            self._write(lambda: self.catalog.note_troubles(root, kind, found), "a folder's state")
            self._changed(0, 0)

    # -------------------------------------------------------------------------------- previews and problems

    def put_preview(self, content_hash: str, jpeg: bytes) -> None:
        self._write(lambda: self._put(content_hash, jpeg), "a preview")

    def remove_unknown_previews(self, files: Sequence[Path]) -> None:
        """Of files among the previews those that belong to no content."""
        try:
            self.strays |= not self.thumbnails.remove_unknown(files, self.catalog.unknown_hashes)
        except MediaSearchError as error:
            log.warning("previews were not looked through: %s", error)
            self.strays = True

    def retry_with(self, decoders: str) -> None:
        """Files that other ``decoders`` could not read are tried with these."""
        retried = self._write(lambda: self.catalog.retry_with(decoders), "the problems list")
        if retried:
            log.info("%d files are tried again, because the decoders are new", retried)
            self._changed(0, 0)

    def retry(self, files: Sequence[int] | None) -> bool:
        """Whether it was noted."""
        noted = self._write(lambda: self.catalog.retry(files), "the problems list") is not None
        self._changed(0, 0)
        return noted

    def ignore(self, files: Sequence[int]) -> bool:
        """Whether it was noted."""

        def write() -> bool:
            self.catalog.ignore(files)
            return True

        noted = bool(self._write(write, "the problems list"))
        self._changed(0, 0)
        return noted

    # ------------------------------------------------------------------------------------------------ words

    def refresh_words(self, limit: int) -> int:
        """How many contents' words were brought up to date; fewer than ``limit`` when nothing is left to do."""
        return self._write(lambda: self.catalog.refresh_words(limit), "names and captions") or 0

    def record_words(self, read: Sequence[WordsRead]) -> None:
        self._write(lambda: self.catalog.record_words(read), "names and captions")

    def purge_words(self, pages: int) -> bool:
        """Whether traces of deleted words are left."""
        return bool(self._write(lambda: self.catalog.purge_words(pages), "the library"))

    def tidy_words(self) -> None:
        self._write(self.catalog.tidy_words, "the library")

    def truncate_log(self) -> bool:
        """Whether the write-ahead log is empty now."""
        return bool(self._write(self.catalog.truncate_log, "the library"))

    # ------------------------------------------------------------------------------------------- housekeeping

    def collect_orphans(self, older_than_seconds: float) -> bool:
        """Forget some contents that have had no file for so long; whether there may be more of them."""
        collected = self._write(lambda: self.catalog.collect_orphans(older_than_seconds, ORPHANS), "the library")
        if collected is None or not collected.contents:
            return False
        self._collected(collected)
        return len(collected.contents) == ORPHANS

    def note(self, name: str, value: str) -> None:
        """Remember a fact; :meth:`Catalog.noted` knows it."""
        self._write(lambda: self.catalog.note(name, value), "the library")

    def look_in_place(self) -> bool:
        """Whether the library still is where it was; otherwise :attr:`trouble` says so."""
        try:
            self.catalog.check_in_place()
        except MediaSearchError as error:
            self.refused.met(error)
            return False
        return True

    def retry_writing(self) -> None:
        """Look whether writing works again; a damaged library stays one until the next start."""
        if isinstance(self.trouble, LibraryDamagedError):
            return
        try:
            self.catalog.check_writable()
        except (MediaSearchError, OSError) as error:
            log.info("still nothing can be written: %s", error)  # what is told is what could not be written
        else:
            self.refused.over()

    def _collected(self, collected: Collected) -> None:
        self.index.remove_contents(collected.contents)
        if self._gone is not None:
            self._gone.update(collected.contents)
        self._vectors = None
        self.strays |= not self.thumbnails.remove(collected.hashes)
        self.unsaved += len(collected.embeddings)
        self._changed(0, len(collected.contents))

    def _changed(self, added: int, removed: int) -> None:
        self._forget_counts()
        self.on_rows()
        if added or removed:
            self.generation += 1
            self._on_change(added, removed)


def _nothing() -> None:
    """Nobody asked to be called."""


def _no() -> bool:
    return False
