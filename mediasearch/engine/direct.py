"""The same answers without an engine process: a cold ``mediasearch search`` reads the library and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mediasearch import reasons
from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
from mediasearch.encoders.store import starter
from mediasearch.errors import FileError, MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.records import RootState
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from mediasearch.protocol import Problem, RootInfo, SearchReply, StatusReply
from mediasearch.search.fusion import fuse
from mediasearch.search.hits import hit_of
from mediasearch.search.plan import plan
from mediasearch.search.ranking import Words
from mediasearch.settings import Settings


def search(library: Library, text: str, images: Sequence[str], limit: int) -> SearchReply:
    """What the engine would answer.  Raises :class:`MediaSearchError` for an unusable picture or library."""
    import numpy as np

    with Catalog.open_readonly(library) as catalog:
        model = starter()
        row = catalog.active_model()
        if row is None or row.identity != model.identity:
            raise MediaSearchError(
                "This library was indexed with another model", "Run mediasearch index on its folders once more."
            )
        wish = plan(text)
        allowed = catalog.passing(wish.filters) if wish.filters else None
        parts = wish.parts(Words(open_text_encoder(model), model)) if wish.query.describes else []
        if images:
            pixels = [_pixels(library, path) for path in images]
            size = model.preprocess.size
            batch = np.frombuffer(b"".join(pixels), dtype=np.uint8).reshape(len(pixels), size, size, 3)
            parts += [(vector, 1.0) for vector in open_image_encoder(model).encode(batch)]
        if parts:
            index = VectorIndex(library.vectors, model.identity, model.dimension)
            index.load(catalog, row.id)
            hidden = set(catalog.left_out(wish.filters))
            matches = index.snapshot().search(fuse(parts), limit + len(hidden), allowed)
            found = zip(matches.contents.tolist(), matches.scores.tolist(), strict=True)
            kept = [(content, score) for content, score in found if content not in hidden][:limit]
        else:  # nothing to compare with: the newest first
            newest = catalog.newest(limit) if allowed is None else allowed[:limit]
            kept = [(content, 0.0) for content in newest]
        locate = ThumbnailStore(library.thumbnails).locate
        scores = dict(kept)
        places = {content: place for place, (content, _) in enumerate(kept)}
        hits = [
            hit_of(shown, places[shown.id], scores[shown.id], locate) for shown in catalog.rows([c for c, _ in kept])
        ]
        counts = catalog.root_counts(row.id).values()
        total = catalog.content_count() if allowed is None else len(allowed)
        return SearchReply(
            request=0,
            result=0,
            count=len(hits),
            total=total,
            indexed=sum(count.indexed for count in counts),
            files=sum(count.files for count in counts),
            contents="",
            rows=hits,
            model=model.name,
            note=wish.remark(total, bool(images)),
        )


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
            if found is not None:
                info.files, info.indexed, info.pending = found.files, found.indexed, found.pending
                info.failed, info.skipped, info.held = found.failed, found.skipped, found.held
                if there and found.waiting:
                    info.state = "paused"  # there is work, and no engine that does it
            roots.append(info)
        failed = [
            Problem(problem.id, "file", problem.path, problem.reason, problem.detail, problem.root, problem.since)
            for problem in catalog.problems()
        ]
        name = row.name if row else starter().name
        return StatusReply(0, name, catalog.vector_count(model), roots, failed, catalog.skipped_counts())


def _pixels(library: Library, path: str) -> bytes:
    from mediasearch.ingest.decode import decode_query  # 80 ms that a query of words need not pay

    limit = Settings(library.settings).integer("max_megapixels") * 1_000_000
    try:
        return decode_query(path, starter().preprocess, limit)
    except FileError as error:
        raise MediaSearchError(
            f"{path} cannot be used as a query: {reasons.describe(error.reason)}", "Choose another picture."
        ) from error
