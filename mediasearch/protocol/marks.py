"""What the person makes: favourites, hidden pictures, saved searches, history, concepts."""

from __future__ import annotations

from dataclasses import dataclass, field

from mediasearch.protocol.searching import QueryImage


@dataclass
class Mark:
    """Set or take away a mark on contents.  ``kind``: favourite, hidden, viewed.  Answered by :class:`Done`."""

    request: int
    contents: list[int]
    kind: str
    on: bool = True


@dataclass
class MarksChanged:
    """The marks of these contents are other ones now."""

    kind: str
    contents: list[int]
    on: bool


@dataclass
class SavedSearch:
    """``kind``: saved or history.  ``text``: canonical."""

    id: int
    kind: str
    name: str
    text: str
    images: list[QueryImage] = field(default_factory=list)
    at: float = 0.0  #: seconds since the epoch; last use


@dataclass
class ListSearches:
    """Answered by :class:`SearchesReply`."""

    request: int


@dataclass
class SearchesReply:
    """Saved ones by name, then history, the latest first."""

    request: int
    searches: list[SavedSearch]


@dataclass
class SaveSearch:
    """Keep a search under a name (one in use is replaced), or note it in the history (``name`` "").

    The history notes nothing while the setting ``keep_history`` is off, and never a pasted picture.
    Answered by :class:`Done`.
    """

    request: int
    name: str
    text: str
    images: list[QueryImage] = field(default_factory=list)


@dataclass
class RenameSearch:
    """Answered by :class:`Done`."""

    request: int
    id: int
    name: str


@dataclass
class RemoveSearch:
    """Forget a saved search, an entry of the history, or (``id`` 0) the whole history.  Answered by :class:`Done`."""

    request: int
    id: int


@dataclass
class SearchesChanged:
    """Saved searches, the history or the concepts are other ones now."""


@dataclass
class SaveConcept:
    """A name for "like these, not like those", usable as a word in queries (one in use is replaced).

    Answered by :class:`Done`.
    """

    request: int
    name: str
    more: list[int]
    less: list[int] = field(default_factory=list)
    text: str = ""  #: the query that it was found with, which stays part of it


@dataclass
class ConceptInfo:
    name: str
    text: str
    more: int
    less: int


@dataclass
class ListConcepts:
    """Answered by :class:`ConceptsReply`."""

    request: int


@dataclass
class ConceptsReply:
    request: int
    concepts: list[ConceptInfo]


@dataclass
class RemoveConcept:
    """Answered by :class:`Done`."""

    request: int
    name: str
