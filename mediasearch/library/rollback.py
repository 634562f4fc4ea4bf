"""A database that went back in time: a power cut took its last transactions (WAL is not flushed at each of them), or
somebody put an older copy back.  The caches beside it know more than it does, and stay behind.

Its numbers are given out again.  A file of vectors that is only passed over today would tomorrow, when the numbers have
caught up, agree with the database, and show one picture for another.
"""

from __future__ import annotations

import logging
from pathlib import Path

from mediasearch.library import stamped
from mediasearch.library.catalog import Catalog
from mediasearch.library.migrations import new_generation

log = logging.getLogger(__name__)


def distrust(catalog: Catalog, vectors: Path) -> bool:
    """Give the database another generation, of which no file below ``vectors`` is, when one of them knows of rows or
    deletions that it has lost; whether that was so.  For the writer, before anything is recorded."""
    generation, sequence = catalog.generation(), catalog.embedding_sequence()
    models = {row.identity: row.id for row, _ in catalog.model_rows()}
    for path in [*vectors.glob("*.matrix"), *vectors.glob("*.graph")]:
        stamp = stamped.stamp_of(path)
        if stamp is None or stamp.get("generation") != generation or stamp.get("model") not in models:
            continue
        model, last = models[stamp["model"]], stamp["last"]
        # A matrix has all rows up to its last one that were alive: there cannot be more of them now.
        if last > sequence or (path.suffix == ".matrix" and catalog.vector_count(model, last) > stamp["count"]):
            log.warning("%s knows of changes that the database has lost; it is made anew", path.name)
            catalog.note("generation", new_generation())
            return True
    return False
