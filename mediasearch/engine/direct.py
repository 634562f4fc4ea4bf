"""The same answers without an engine process: a cold ``mediasearch search`` reads the library and changes nothing."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mediasearch import reasons
from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
from mediasearch.encoders.store import starter
from mediasearch.engine.serving import LightEncoders
from mediasearch.engine.troubles import LISTED, troubles_of
from mediasearch.errors import FileError, MediaSearchError
from mediasearch.ingest.roots import is_remote
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import RootState
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.troubles import Trouble, TroubleKind
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from mediasearch.protocol import Problem, RootInfo, SearchReply, StatusReply
from mediasearch.search.answer import Question, Source, answer
from mediasearch.search.bands import cuts_of
from mediasearch.search.calibration import use_stored_background
from mediasearch.search.hits import hit_of
from mediasearch.search.plan import plan
from mediasearch.search.ranking import Words
from mediasearch.settings import Settings

if TYPE_CHECKING:
    from mediasearch.encoders.base import Model
    from mediasearch.engine.ahead import Ahead
    from mediasearch.library.outcomes import ModelRow
    from mediasearch.search.fusion import Weighted


#: What answered last.  The command is about to end: taking a text tower apart takes 80 ms that it need not wait for.
_LAST: Final[deque[Words]] = deque(maxlen=1)


def search(
    library: Library,
    text: str,
    images: Sequence[str],
    limit: int,
    sort: str = "relevance",
    ahead: Ahead | None = None,
) -> SearchReply:
    """What the engine would answer, near-duplicates and bursts as hits of their own.

    ``ahead``: where the model's text tower may be loaded already.
    Without its model, names and texts are searched alone.  Raises :class:`MediaSearchError` for an unusable picture or
    library, and when there is nothing that can be answered without the model.
    """
    with Catalog.open_readonly(library) as catalog:
        row = catalog.active_model()
        if row is None:
            raise MediaSearchError("Nothing is indexed yet", "Run mediasearch index on your folders.")
        model = _model(library, row)
        if images and isinstance(model, MediaSearchError):
            raise model
        index = VectorIndex(library.vectors, row.identity, row.dimension)
        words = functools.cache(lambda: _words(library, model, ahead))
        wish = plan(text, catalog.concept_names())
        pictures = [] if isinstance(model, MediaSearchError) else _vectors(library, model, images)
        question = Question(wish, pictures, limit=limit, sort=sort, stacked=False)
        cuts = None
        if not isinstance(model, MediaSearchError):
            cuts = cuts_of(model)
            if question.needs_vectors:
                use_stored_background(index, model, library.backgrounds)
                index.load(catalog, row.id)
        found = answer(question, Source(catalog, index.snapshot(), words, cuts))
        contents = found.contents[:limit]
        places = {content: place for place, content in enumerate(contents)}
        locate = ThumbnailStore(library.thumbnails).locate
        hits = [hit_of(shown, found, places[shown.id], locate) for shown in catalog.rows(contents)]
        counts = catalog.root_counts(row.id).values()
        return SearchReply(
            request=0,
            result=0,
            count=len(hits),
            total=catalog.content_count() if found.total is None else found.total,
            indexed=sum(count.indexed for count in counts),
            files=sum(count.files for count in counts),
            contents="",
            rows=hits,
            model=row.name,
            note=found.note,
            best=found.best,
            query=wish.query.text,
        )


def _model(library: Library, row: ModelRow) -> Model | MediaSearchError:
    """The model that made the library's embeddings, or why there is none."""
    try:
        model = LightEncoders(library.models).find(row.name)
    except MediaSearchError as error:
        return error
    if row.identity == model.identity:
        return model
    return MediaSearchError(
        "This library was indexed with another model", "Run mediasearch index on its folders once more."
    )


def _words(library: Library, model: Model | MediaSearchError, ahead: Ahead | None) -> Words:
    if isinstance(model, MediaSearchError):
        raise model
    encoder = open_text_encoder(model) if ahead is None else ahead.take(model)
    words = Words(encoder, model, library.backgrounds)
    _LAST.append(words)
    return words


def _vectors(library: Library, model: Model, images: Sequence[str]) -> list[Weighted]:
    import numpy as np

    if not images:
        return []
    pixels = [_pixels(library, model, path) for path in images]
    size = model.preprocess.size
    batch = np.frombuffer(b"".join(pixels), dtype=np.uint8).reshape(len(pixels), size, size, 3)
    return [(vector, 1.0) for vector in open_image_encoder(model).encode(batch)]


def status(library: Library) -> StatusReply:
    """What stands in the catalog; a library that does not exist yet is empty."""
    if not library.database.exists():
        return StatusReply(0, starter().name, 0, [], [], {})
    with Catalog.open_readonly(library) as catalog:
        row = catalog.active_model()
        model = row.id if row else 0
        counts = catalog.root_counts(model)
        roots = []
        for root in catalog.roots():
            # os.path.isdir: a folder below one that may not be entered is not there, and no error.
            there = os.path.isdir(root.path) and root.state != RootState.OFFLINE  # noqa: PTH112
            found = counts.get(root.id)
            info = RootInfo(root.id, root.path, RootState.READY if there else RootState.OFFLINE)
            info.polled = there and is_remote(root.path)
            if found is not None:
                info.files, info.indexed, info.pending = found.files, found.indexed, found.pending
                info.failed, info.skipped, info.held = found.failed, found.skipped, found.held
                if there and found.waiting:
                    info.state = "paused"  # there is work, and no engine that does it
            roots.append(info)
        noted = catalog.troubles()
        noticed = {trouble.root for trouble in noted if trouble.kind == TroubleKind.OFFLINE}
        away = [root.id for root in roots if root.state == RootState.OFFLINE and root.id not in noticed]
        noted += [Trouble(root, TroubleKind.OFFLINE, b"", "", 0.0) for root in away]  # nobody knows since when
        troubles = troubles_of(roots, noted)
        failed = [problem for problem in troubles if problem.kind in LISTED]
        failed += [
            Problem(problem.id, "file", problem.path, problem.reason, problem.detail, problem.root, problem.since)
            for problem in catalog.problems()
        ]
        name = row.name if row else starter().name
        return StatusReply(
            request=0,
            model=name,
            vectors=catalog.vector_count(model),
            roots=roots,
            failed=failed,
            skipped=catalog.skipped_counts(),
            troubles=[problem for problem in troubles if problem.kind not in LISTED],
        )


def _pixels(library: Library, model: Model, path: str) -> bytes:
    from mediasearch.ingest.decode import decode_query  # 80 ms that a query of words need not pay

    settings = Settings(library.settings)
    try:
        with _deadline(path, settings.integer("decode_timeout")):
            return decode_query(path, model.preprocess, settings.integer("max_megapixels") * 1_000_000)
    except FileError as error:
        raise MediaSearchError(
            f"{path} cannot be used as a query: {reasons.describe(error.reason)}", "Choose another picture."
        ) from error


@contextlib.contextmanager
def _deadline(path: str, seconds: float) -> Iterator[None]:
    """Raises :class:`FileError` in a decoder that takes longer, as soon as it asks for more of the file.

    Only where there are timers of this kind, and on the main thread, where a command decodes; a worker has the pool's.
    """
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(*_: object) -> None:
        raise FileError(path, "timeout")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
