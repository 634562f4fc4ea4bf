"""What the catalog answers: small records about roots, changes and vectors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model whose embeddings the catalog keeps.  ``identity``: :attr:`mediasearch.encoders.base.Model.identity`."""

    id: int
    name: str
    identity: str
    dimension: int


@dataclass(frozen=True, slots=True)
class RootCounts:
    """``files`` = ``indexed`` + ``pending`` + ``failed`` + ``skipped``; ``held`` ones are among them.

    ``pending`` includes indexed files whose content has no embedding of the model yet.  ``waiting`` are those of
    them that can be worked on now: not held, and their root not offline.
    """

    files: int = 0
    indexed: int = 0
    pending: int = 0
    failed: int = 0
    skipped: int = 0
    held: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Applied:
    """What a batch of changes did.  ``contents``: those whose files came, went, moved or changed availability."""

    pending: int = 0  #: files that are to be decoded now
    removed: int = 0
    moved: int = 0  #: files that kept their row, so nothing is decoded
    contents: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Recorded:
    """An embedding that was created.  ``vector``: float32 ``(dimension,)`` as the catalog keeps it (float16)."""

    file: int
    content: int
    embedding: int
    vector: NDArray[np.float32]
    new_content: bool


@dataclass(slots=True)
class Collected:
    """Contents that are gone for good, in no order; ``hashes`` name their previews."""

    contents: list[int] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    embeddings: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Indexed ``files`` without an embedding of a model that can be read now: first what was viewed, the last first,
    then the newest.  ``away``: contents that lack one and cannot be read now (held, or on an offline root)."""

    files: list[int] = field(default_factory=list)
    away: int = 0


@dataclass(slots=True)
class Forgotten:
    """So many ``files`` of a root were forgotten; ``more``: and there may be others."""

    files: int = 0
    collected: Collected = field(default_factory=Collected)
    more: bool = False


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that could not be read.  ``id`` is the file's; ``since`` seconds since the epoch."""

    id: int
    root: int
    path: str  #: absolute
    reason: str
    detail: str
    since: float
