"""The scanner: compares a root with what the catalog knows.  It is the truth; the watcher is a hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mediasearch.library.records import Change, KnownFile, Root
from mediasearch.paths import Library


@dataclass(slots=True)
class ScanSummary:
    """What a scan found.  Counts are of candidates; paths are relative to the root."""

    seen: int = 0
    unchanged: int = 0
    changes: int = 0
    missing: list[KnownFile] = field(default_factory=list)  #: for :func:`mediasearch.ingest.disappearance.judge`
    deferred: list[bytes] = field(default_factory=list)  #: written just now: for ``Watcher.settle``
    errors: list[tuple[bytes, str]] = field(default_factory=list)  #: folder that could not be read, and why
    seconds: float = 0.0
    cancelled: bool = False  #: then ``missing`` is empty: we did not look everywhere


def scan(
    root: Root,
    known: Iterable[KnownFile],
    *,
    below: Sequence[bytes] = (b"",),
    library: Library | None = None,
    emit: Callable[[list[Change]], None],
    cancelled: Callable[[], bool] = lambda: False,
) -> ScanSummary:
    """Walk ``root`` (only the folders ``below``) and ``emit`` what differs from ``known``, at most 500 at a time.

    ``known`` holds the catalog's files of this root; those outside ``below`` are left alone.  Removed files are not
    emitted: they come back in ``missing``.  Raises ``OSError`` when the root itself cannot be read.
    """
    raise NotImplementedError
